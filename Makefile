# Two commands do everything: `make demo` and `make test`. Each sets itself up in .venv.
VENV := .venv
PYTHON := $(VENV)/bin/python

.PHONY: demo test check bench peers real evaluate clean

demo: $(VENV)/.ready
	@$(PYTHON) -m tests.newsroom.demo

test: check
	$(PYTHON) -m pytest

check: $(VENV)/.ready-dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/.ready-dev
	$(PYTHON) -m bench

# other extractors beside ours, in an environment of their own
peers: $(VENV)/.ready-dev .venv-peers/.ready
	$(PYTHON) -m bench.peers

real: $(VENV)/.ready
	@$(PYTHON) -m tests.newsroom.real

evaluate: $(VENV)/.ready-dev
	$(PYTHON) -m models.evaluate

$(VENV)/.ready: constraints.txt pyproject.toml
	test -x $(PYTHON) || python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r constraints.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.ready-dev: constraints-dev.txt pyproject.toml
	test -x $(PYTHON) || python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r constraints-dev.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.ready

.venv-peers/.ready: constraints-peers.txt
	test -x .venv-peers/bin/python || python3 -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r constraints-peers.txt
	touch $@

clean:
	rm -rf build dist data/run
