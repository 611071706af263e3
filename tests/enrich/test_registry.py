"""A registry that is wrong names its file, the entry and what is expected there."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli.app import app
from pipeline.enrich import registry
from pipeline.errors import ModelError
from pipeline.settings import MODELS, ROOT

TONE = '[active]\ntone = "mine"\n[model.mine]\nrole = "tone"\n'
TOPIC = '[model.b]\nrole = "topics"\nkind = "linear"\nfolder = "x"\n'


def failure(tmp_path: Path, text: str) -> str:
    (tmp_path / "registry.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        registry.classifier(tmp_path, "tone")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[active", "registry.toml cannot be read"),
        ("[active]\n", "names no model for 'tone'"),
        ('[active]\ntone = "other"\n', "[active] tone: there is no [model.other]"),
        (TONE, "model.mine.kind: Field required"),
        (TONE + 'kind = "svm"\n', "model.mine.kind"),
        (TONE + 'kind = "linear"\nfolder = "x"\nweight = 2\n', "model.mine.weight"),
        (TONE + 'kind = "linear"\n', "a linear model needs a folder"),
        (TONE + 'kind = "blend"\n', "a blend model needs parts"),
        (TONE + 'kind = "blend"\nparts = { lost = 1.0 }\n', "there is no [model.lost]"),
        (TONE + 'kind = "blend"\nparts = { mine = 1.0 }\n', "mixes mine, which is a mixture"),
        (TONE + 'kind = "blend"\nparts = { b = 1.0 }\n' + TOPIC, "b is a model for topics"),
        ('[active]\ntone = "b"\n' + TOPIC, "[active] tone: b is a model for topics"),
        (TONE + 'kind = "linear"\nfolder = "x"\ntemperature = 0\n', "greater than 0"),
        (TONE + 'kind = "linear"\nfolder = "lost"\n', "there is no folder"),
        (TONE + 'kind = "onnx"\nfolder = "."\n', "lacks config.json, tokenizer.json"),
        (TONE + 'kind = "linear"\nfolder = "."\n', "model.json"),
    ],
)
def test_a_wrong_entry_is_told(tmp_path: Path, text: str, said: str) -> None:
    told = failure(tmp_path, text)
    assert said in told
    assert told.endswith((".", "]."))


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed here")
def test_a_checkpoint_for_torch_without_torch_names_the_extra(tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert "sorot[torch]" in failure(tmp_path, TONE + 'kind = "torch"\nfolder = "."\n')


@pytest.mark.parametrize("role", registry.ROLES)
def test_every_shipped_model_is_whole(role: registry.Role) -> None:
    entries = registry.load(MODELS).model
    assert [name for name, entry in entries.items() if entry.role == role]
    assert all(file.is_file() for file in registry.files(MODELS, role))


def documented() -> str:
    return (ROOT / "docs" / "models.md").read_text(encoding="utf-8")


def test_the_page_on_models_explains_every_field_of_an_entry() -> None:
    fields = re.findall(r"^\| `(\w+)` \|", documented().split("## Add one")[1], re.MULTILINE)
    assert fields == list(registry.Entry.model_fields)


def test_the_example_of_the_page_is_a_registry() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", documented(), re.DOTALL)
    added = tomllib.loads(example)
    shipped = registry.load(MODELS).model_dump()["model"]
    read = registry.Registry.model_validate({**added, "model": {**shipped, **added["model"]}})
    assert read.model["sentiment-indobert"].labels["LABEL_2"] == "negatif"
    assert read.active["sentiment"] in read.model


def test_every_command_of_the_page_exists_and_every_one_there_is_stands_there() -> None:
    text = documented()
    known = get_command(app).commands["models"].commands  # type: ignore[attr-defined]
    assert set(re.findall(r"sorot models (\w+)", text)) == set(known)
    trainers = set(re.findall(r"python -m (models\.[\w.]+)", text))
    assert trainers
    assert all((ROOT / f"{name.replace('.', '/')}.py").is_file() for name in trainers)
