"""``sorot models``: what there is, which is better, and what a wrong name or file is answered."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.enrich import registry
from pipeline.errors import ConfigError, SorotError
from pipeline.settings import MODELS
from tests.newsroom import articles as sample

Models = Callable[..., Result]


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Models:
    """``sorot models …`` with more models for tone: one softened, one of another role."""
    entries = {
        "active": {**registry.load(MODELS).active, "tone": "tone-linear"},
        "model": {
            name: entry.model_dump(exclude_defaults=True)
            for name, entry in registry.load(MODELS).model.items()
        },
    }
    linear = {"role": "tone", "kind": "linear", "folder": "linear/tone"}
    soft = {"role": "tone", "kind": "blend", "parts": {"tone-linear": 1.0}, "temperature": 30.0}
    other = {"role": "tone", "kind": "linear", "folder": "linear/sentiment"}
    lost = {"role": "tone", "kind": "linear", "folder": "linear/lost"}
    hub = {"role": "tone", "kind": "torch", "hub": "example/bert", "labels": {"pos": "positif"}}
    entries["model"] |= {
        "tone-linear": linear,
        "soft": soft,
        "other": other,
        "lost": lost,
        "far": hub,
    }
    folder = tmp_path / "models"
    folder.mkdir()
    for name in ("linear", "ner", "encoder"):
        (folder / name).symlink_to(MODELS / name)
    (folder / "registry.toml").write_text(tomli_w.dumps(entries), encoding="utf-8")
    monkeypatch.setenv("SOROT_MODELS", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments: CliRunner().invoke(app, ["models", *arguments])


def lines(path: Path, *rows: dict[str, str] | str) -> str:
    written = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(written), encoding="utf-8")
    return str(path)


def test_list_tells_every_model_and_why_one_cannot_be_used(models: Models) -> None:
    found = {row["model"]: row for row in json.loads(models("list", "--json").stdout)}
    assert found["tone-linear"]["active"]
    assert not found["soft"]["active"]
    assert found["soft"]["bytes"] == found["tone-linear"]["bytes"] > 1_000_000
    assert set(found["soft"]["labels"]) == {"positif", "netral", "negatif"}
    assert "linear/lost" in found["lost"]["problem"]
    assert found["far"]["bytes"] is None
    names = next(row for row in found.values() if row["role"] == "names")
    assert set(names["labels"]) == {"PER", "ORG", "LOC"}
    assert max(map(len, models("list").stdout.splitlines())) <= 80


def test_list_tells_what_was_measured_of_exactly_these_weights(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOROT_MODELS", str(MODELS))
    rows = json.loads(models("list", "--json").stdout)
    active = [row for row in rows if row["active"] and row["role"] != "names"]
    for row in active:
        assert {figures["set"] for figures in row["measured"]} >= {"gold test", "newsroom"}


def test_models_are_compared_on_the_same_items(models: Models) -> None:
    found = json.loads(models("compare", "tone-linear", "soft", "--json").stdout)
    originals = [a for a in sample.load() if not a.copy_of and a.language == "id"]
    assert found["items"] == len(originals)
    assert found["ahead"]["accuracy"] == [0, 0, 0]  # softened: as sure as before of no label
    value, low, high = found["ahead"]["brier"]
    assert low < value < high < 0
    assert found["parted"] == []


def test_a_comparison_shows_what_the_models_part_on(models: Models, tmp_path: Path) -> None:
    praise = {
        "title": "Polisi [Ternate] Bagikan Sembako",
        "text": "Polisi membagikan bantuan sembako kepada warga. Warga senang dan berterima kasih.",
        "label": "positif",
    }
    crime = {"title": "Pembunuhan [/b] Pedagang", "text": "Pedagang emas tewas dibunuh di pasar."}
    file = lines(tmp_path / "mine.jsonl", praise, {**crime, "label": "negatif"})
    done = models("compare", "tone-linear", "other", "--set", file)
    assert done.exit_code == 0
    assert "2 items" in done.stdout
    told = r"They part on ([12]) items: only A is right on \1, only B on 0\."
    assert re.search(told, done.stdout)
    assert "Pembunuhan [/b] Pedagang" in done.stdout


def test_titles_are_told_of_the_newsroom_but_not_of_the_data_room(models: Models) -> None:
    found = json.loads(models("compare", "tone-linear", "other", "--json").stdout)
    assert found["parted"]
    assert all(parted["title"] for parted in found["parted"])
    gold = models("compare", "tone-linear", "other", "--set", "gold", "--json")
    if isinstance(gold.exception, ConfigError):
        pytest.skip(str(gold.exception))
    parted = json.loads(gold.stdout)["parted"]
    assert {row["title"] for row in parted} == {None}


def test_sentiment_is_compared_toward_the_target_of_each_line(
    models: Models, tmp_path: Path
) -> None:
    text = "Polres Alor dipuji warga. Laporan di Polres Ternate mandek setahun, keluarga kecewa."
    rows = [
        {"title": "", "text": text, "label": label, "target": target}
        for target, label in (("Polres Alor", "positif"), ("POLRES TERNATE", "negatif"))
    ]
    file = lines(tmp_path / "mine.jsonl", *rows)
    name = "sentiment-linear"
    found = json.loads(models("compare", name, name, "--set", file, "--json").stdout)
    assert found["items"] == 2
    without = lines(tmp_path / "mine.jsonl", {"text": text, "label": "netral"})
    assert "there is no target" in failure(models("compare", name, name, "--set", without))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"title": "x", "label": "netral"}', "line 1: text"),
        ('{"text": "x", "label": "netral"}\n{broken', "line 2: not JSON"),
        ('{"text": "x", "label": "bagus"}', r"does not know the labels ['bagus']"),
        ("", "holds no lines"),
    ],
)
def test_a_wrong_line_is_named(models: Models, tmp_path: Path, row: str, said: str) -> None:
    file = lines(tmp_path / "mine.jsonl", row)
    assert said in failure(models("compare", "tone-linear", "soft", "--set", file))


def test_models_of_two_roles_are_not_compared(models: Models) -> None:
    said = failure(models("compare", "tone-linear", "topics-linear"))
    assert "tone-linear answers tone, topics-linear answers topics" in said


def test_a_model_that_is_not_there_is_answered_with_those_that_are(models: Models) -> None:
    for command in (("compare", "tone-linear", "indobert"), ("evaluate", "indobert")):
        said = failure(models(*command))
        assert "'indobert'" in said
        assert "tone-linear" in said


def test_gold_without_a_data_room_is_answered(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOROT_DATA_ROOM", str(tmp_path / "none"))
    assert "SOROT_DATA_ROOM" in failure(models("compare", "tone-linear", "soft", "--set", "gold"))
    done = models("evaluate", "soft", "--json")
    assert {row["set"] for row in json.loads(done.stdout)} == {"newsroom"}


def test_without_a_checkout_there_is_no_newsroom_but_a_file_will_do(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tests.newsroom", None)
    said = failure(models("compare", "tone-linear", "soft"))
    assert "not installed" in said
    assert "give a file" in said
    file = lines(tmp_path / "mine.jsonl", {"text": "Warga memuji polisi.", "label": "positif"})
    assert models("compare", "tone-linear", "soft", "--set", file).exit_code == 0


def test_evaluate_tells_the_slices_of_one_model(models: Models) -> None:
    rows = json.loads(models("evaluate", "soft", "--json").stdout)
    assert {row["model"] for row in rows} == {"soft"}
    slices = {row["slice"] for row in rows if row["set"] == "newsroom"}
    assert slices >= {"all", "negation", "passive", "headline alone", "outlet kabarseruni"}
    assert max(map(len, models("evaluate", "soft").stdout.splitlines())) <= 80


def test_export_of_what_is_no_checkpoint_says_what_is_missing(
    models: Models, tmp_path: Path
) -> None:
    assert "no folder" in failure(models("export", str(tmp_path / "none"), str(tmp_path / "out")))
    said = failure(models("export", str(tmp_path), str(tmp_path / "out")))
    assert "sorot[train]" in said or "config.json" in said  # without the extra, and with it


def failure(done: Result) -> str:
    assert isinstance(done.exception, SorotError), done.output
    return str(done.exception)
