"""A checkpoint in the registry: exported, read by both engines, refused when it is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from models.items import newsroom
from pipeline.cli.app import app
from pipeline.enrich import encoder, registry
from pipeline.enrich.classifiers import Neural
from pipeline.enrich.engines import TOLERANCE, Engine, Pieces
from pipeline.enrich.questions import Question
from pipeline.enrich.windows import window
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


class Counting:
    """An engine that counts what it reads."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.read = engine, 0

    def logits(self, pieces: Pieces, mask: Pieces) -> NDArray[np.float32]:
        self.read += len(pieces)
        return self.engine.logits(pieces, mask)


def test_the_same_words_are_read_once_and_answered_the_same(models: Path) -> None:
    plain = registry.classifier(models, "tone")
    assert isinstance(plain, Neural)
    counting = Counting(plain.encoder.engine)
    asked = questions()
    model = replace(plain, encoder=replace(plain.encoder, engine=counting))
    first, again = model.probabilities(asked), model.probabilities(asked[::-1])
    assert counting.read == len({window(question) for question in asked})
    assert np.array_equal(first, again[::-1])
    assert np.array_equal(first, plain.probabilities(asked))
    assert model.probabilities([]).shape == (0, 3)
