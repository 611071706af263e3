"""Settings come from defaults, file and environment in that order, and errors name the setting."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.settings import DATA, Settings, load, origins


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """SOROT_HOME in a temporary folder, and nothing else in the environment."""
    for name in [name for name in os.environ if name.upper().startswith("SOROT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SOROT_HOME", str(tmp_path))
    return tmp_path


def write(home: Path, text: str) -> None:
    (home / "sorot.toml").write_text(text, encoding="utf-8")


def test_defaults_are_polite_and_keep_away_from_private_addresses(home: Path) -> None:
    ours = load()
    assert (ours.delay, ours.allow_private_hosts, ours.proxy, ours.now) == (1.0, False, None, None)
    assert ours.units == [DATA / "units"]
    assert ours.warehouse == home / "warehouse.duckdb"


def test_environment_wins_over_file_and_file_over_default(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, 'delay = 2.5\ntimeout = 10\nunits = ["here"]')
    monkeypatch.setenv("SOROT_TIMEOUT", "7")
    ours = load()
    assert (ours.delay, ours.timeout, ours.units) == (2.5, 7.0, [Path("here")])
    assert load(timeout=5).timeout == 5


def test_origins_say_where_each_value_comes_from(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, "delay = 2.5\ntimeout = 10")
    monkeypatch.setenv("SOROT_TIMEOUT", "7")
    found = origins(load())
    assert found.keys() == Settings.model_fields.keys()
    assert found["timeout"] == "SOROT_TIMEOUT"
    assert found["delay"] == str(home / "sorot.toml")
    assert found["workers"] == "default"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("delay", "cepat", "valid number"),
        ("delay", "-1", "greater than or equal to 0"),
        ("workers", "0", "greater than or equal to 1"),
        ("now", "2025-10-18T23:00:00", "timezone"),
        ("allow_private_hosts", "mungkin", "boolean"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_correct(
    monkeypatch: pytest.MonkeyPatch, home: Path, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(f"SOROT_{name.upper()}", value)
    with pytest.raises(ConfigError) as caught:
        load()
    told = str(caught.value)
    assert told.startswith(f"setting {name}: ")
    assert reason in told
    assert repr(value) in told
    assert f"Correct SOROT_{name.upper()} or {home / 'sorot.toml'}" in told


def test_a_mistyped_name_in_the_file_is_named(home: Path) -> None:
    write(home, "dealy = 2")
    with pytest.raises(ConfigError, match=r"setting dealy: .*not permitted \(got 2\)"):
        load()


def test_a_file_that_is_no_toml_is_named_with_the_place(home: Path) -> None:
    write(home, "delay = 2\ncontact = redaksi@sorot.invalid\n")
    with pytest.raises(ConfigError, match=r"sorot\.toml is not TOML: .*line 2.*quotation marks"):
        load()


def test_a_list_in_the_environment_that_is_no_json_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOROT_UNITS", "data/units")
    with pytest.raises(ConfigError, match=r'field "units".*as JSON'):
        load()


def test_settings_go_to_another_process_and_come_back_the_same(home: Path) -> None:
    write(home, "delay = 2.5")
    ours = load(now=datetime.fromisoformat("2025-10-18T23:00:00+09:00"), workers=2)
    write(home, "delay = 9")
    assert Settings.model_validate_json(ours.model_dump_json()) == ours
