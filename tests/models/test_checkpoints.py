"""A checkpoint in the registry: exported, read by both engines, refused when it is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from models.items import newsroom
from models.memory import Memory
from pipeline.cli.app import app
from pipeline.enrich import encoder, registry
from pipeline.enrich.classifiers import Neural
from pipeline.enrich.engines import TOLERANCE
from pipeline.enrich.questions import Question
from pipeline.enrich.windows import Window, window
from pipeline.errors import ModelError
from tests.models.checkpoint import exported, trained

ENTRY = '[active]\ntone = "tone"\n[model.tone]\nrole = "tone"\nkind = "{kind}"\nfolder = "enc"\n'


def questions() -> Sequence[Question]:
    return [item.question for item in newsroom()["tone"]][:24]


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A registry whose only model is a copy of the small encoder."""
    shutil.copytree(exported(), tmp_path / "enc")
    (tmp_path / "registry.toml").write_text(ENTRY.format(kind="onnx"), encoding="utf-8")
    return tmp_path


def test_an_exported_checkpoint_answers_as_the_one_it_was_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnx", reason="a checkpoint is exported with the extra train")
    monkeypatch.setenv("COLUMNS", "80")
    out = tmp_path / "small"
    done = CliRunner().invoke(app, ["models", "export", str(trained()), str(out), "--json"])
    assert json.loads(done.stdout.splitlines()[-4] + "".join(done.stdout.splitlines()[-3:]))
    assert {file.name for file in out.iterdir()} >= set(encoder.FILES)
    windows = [window(question) for question in questions()]
    ours = encoder.load(str(out)).probabilities("tone", windows)
    theirs = encoder.load(str(trained()), "torch").probabilities("tone", windows)
    assert np.abs(ours - theirs).max() <= TOLERANCE


def test_an_encoder_of_the_registry_answers(models: Path) -> None:
    model = registry.classifier(models, "tone")
    rows = model.probabilities(questions())
    assert set(model.labels) == {"positif", "netral", "negatif"}
    assert np.allclose(rows.sum(axis=1), 1)
    assert model.probabilities([]).shape == (0, 3)


@pytest.mark.parametrize("name", encoder.FILES)
def test_a_checkpoint_that_lacks_a_file_names_it(models: Path, name: str) -> None:
    (models / "enc" / name).unlink()
    with pytest.raises(ModelError, match=rf"{name}.*sorot models export"):
        registry.named(models, "tone")


def test_weights_that_are_cut_off_are_named(models: Path) -> None:
    file = models / "enc" / "model.onnx"
    file.write_bytes(file.read_bytes()[:5_000])
    with pytest.raises(ModelError, match=r"model\.onnx cannot be loaded"):
        registry.named(models, "tone")


def test_labels_of_elsewhere_are_refused_until_they_are_renamed(models: Path) -> None:
    config = models / "enc" / "config.json"
    facts = json.loads(config.read_text(encoding="utf-8"))
    english = {"positif": "positive", "netral": "neutral", "negatif": "negative"}
    facts["id2label"] = {
        number: "/".join(english.get(part, part) for part in column.split("/"))
        for number, column in facts["id2label"].items()
    }
    config.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ModelError, match=r"'negative', 'neutral', 'positive'.*'negatif'"):
        registry.named(models, "tone")
    renamed = ", ".join(f'{theirs} = "{ours}"' for ours, theirs in english.items())
    text = ENTRY.format(kind="onnx") + f"labels = {{ {renamed} }}\n"
    (models / "registry.toml").write_text(text, encoding="utf-8")
    registry._load.cache_clear()
    assert set(registry.named(models, "tone").labels) == set(english)


def test_an_encoder_that_remembers_answers_the_same_and_reads_once(models: Path) -> None:
    plain = registry.classifier(models, "tone")
    assert isinstance(plain, Neural)
    memory = Memory()
    first, second = memory.of(plain), memory.of(plain)
    assert isinstance(first, Neural)
    assert isinstance(second, Neural)
    assert first.encoder is second.encoder
    assert np.array_equal(first.probabilities(questions()), plain.probabilities(questions()))
    broken = [Window("", ""), *(window(question) for question in questions())]
    assert second.encoder.logits(broken[1:]).shape == (24, len(plain.encoder.columns))
    assert second.probabilities([]).shape == (0, 3)
