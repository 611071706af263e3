"""The name recogniser learns: what is untold counts nothing, and what it writes is a pipeline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra train")
pytest.importorskip("onnx", reason="training needs the extra train")

import spacy  # noqa: E402

from models.dataroom import UNSURE, TaggedSentence  # noqa: E402
from models.encoder import pretrain, tokenizer  # noqa: E402
from models.ner import sets, train  # noqa: E402
from pipeline.enrich.recogniser import OURS, TAGS  # noqa: E402
from tests.models.checkpoint import newsroom_texts  # noqa: E402

LESSON = TaggedSentence(
    ("Kapolres", "Didik", "Ali", "tiba", "di", "Tobelo", "."),
    ("O", "B-PER", "I-PER", "O", "O", "B-LOC", "O"),
)


def test_what_is_not_told_of_a_word_counts_nothing() -> None:
    tok = tokenizer.learn([" ".join(LESSON.tokens)] * 3)
    told = TaggedSentence(("Kapolres", "Didik"), ("O", UNSURE))
    ((pieces, tags),) = train.encode(tok, [told])
    assert tags[0] == (TAGS.index("O"), *train.NOTHING[1:])
    assert set(tags[1:]) == {train.NOTHING}
    assert len(pieces) == len(tags) > 1


def test_a_word_of_a_public_set_is_told_by_its_rules_and_by_ours() -> None:
    tok = tokenizer.learn([" ".join(LESSON.tokens)] * 3)
    ((_, tags),) = train.encode(tok, [replace(LESSON, scheme="NERGrit")])
    told = dict(zip(sets.SCHEMES, tags[0], strict=True))
    assert {scheme for scheme, tag in told.items() if tag != train.UNTOLD} == {OURS, "NERGrit"}


def test_a_trained_recogniser_is_a_spacy_pipeline_that_finds_what_it_was_shown(
    tmp_path: Path,
) -> None:
    pretrain.pretrain(tmp_path, newsroom_texts(), minutes=1, steps=1)
    tok = tokenizer.load(tmp_path / "tokenizer")
    train.write(train.fit(tmp_path, tok, [LESSON] * 400, 6), tok, tmp_path / "names")
    doc = spacy.load(tmp_path / "names")("Kapolres Didik Ali tiba di Tobelo.")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Didik Ali", "PER"),
        ("Tobelo", "LOC"),
    ]
