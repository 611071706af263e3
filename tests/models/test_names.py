"""The name recogniser: its sets made one without leaks, its baseline, and what it may not lose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.lang.id import Indonesian

pytest.importorskip("pycrfsuite", reason="the baseline needs the extra train")

from models import dataroom  # noqa: E402
from models.dataroom import TaggedSentence  # noqa: E402
from models.ner import evaluation, lessons, marked, sets, spans  # noqa: E402
from models.ner.baseline import Crf  # noqa: E402
from models.ner.capitals import Capitals  # noqa: E402
from models.ner.sets import SETS, NameSet  # noqa: E402
from models.public_sets import signature  # noqa: E402
from pipeline.enrich import registry  # noqa: E402
from pipeline.enrich.entities import recogniser  # noqa: E402
from pipeline.enrich.recogniser import OURS  # noqa: E402
from pipeline.errors import ConfigError  # noqa: E402
from pipeline.settings import MODELS  # noqa: E402

LEAST_F1 = {
    "idner-news-2k": 0.78,
    "NERGrit": 0.69,
    "NERP": 0.73,
    "NER-UGM": 0.64,
    "police news": 0.75,
}


def told(text: str) -> TaggedSentence:
    """From ``Kata/O Didik/B-PER``."""
    tokens, tags = zip(*(word.rsplit("/", 1) for word in text.split()), strict=True)
    return TaggedSentence(tokens, tags)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data room whose ``ner/`` is to be filled."""
    monkeypatch.setenv("SOROT_DATA_ROOM", str(tmp_path))
    (tmp_path / "ner").mkdir()
    return tmp_path / "ner"


@pytest.fixture(scope="module")
def real() -> None:
    try:
        dataroom.folder()
    except ConfigError as error:
        pytest.skip(str(error))


def test_every_scheme_is_read_as_persons_organisations_and_places(room: Path) -> None:
    (room / "a.txt").write_text("Kata NN O\nDidik NNP B-PER\n\n\nDi IN O\nTobelo NNP I-LOC")
    (room / "b.txt").write_text("bayi\tO\nsalah satu\tO\nsiti nur\tB-PPL\nhonda\tB-IND\n\t\n")
    (room / "c.tsv").write_text("PT\tB-ORGANIZATION\nMaju\tI-ORGANIZATION\nSenin\tB-TIME\n")
    assert list(dataroom.tagged("a.txt", "b.txt", "c.tsv")) == [
        told("Kata/O Didik/B-PER"),
        told("Di/O Tobelo/B-LOC"),
        told("bayi/O salah/O satu/O siti/B-PER nur/I-PER honda/-"),
        told("PT/B-ORG Maju/I-ORG Senin/O"),
    ]


@pytest.mark.usefixtures("real")
def test_no_sentence_that_is_learned_from_is_like_one_that_is_reported_on() -> None:
    held_out = [signature(str(sentence)) for names in SETS for sentence in names.told()]
    for names in SETS[:2]:
        for sentence in sets.learnable()[names.name][::40]:
            mark = signature(str(sentence))
            assert max(mark.jaccard(other) for other in held_out) < 0.85, str(sentence)


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("names", [names for names in SETS if names.taught])
def test_what_chooses_is_not_learned_from(names: NameSet) -> None:
    parts = sets.parts(names)
    assert len(parts["learning"]) > 7 * len(parts["choosing"]) > 0
    assert not {*map(str, parts["learning"])} & {*map(str, parts["choosing"])}


def test_capitals_come_back_as_the_corpus_writes_them() -> None:
    capitals = Capitals.learned(["Sidang di kantor DPR dan rumah Didik. "] * 3)
    small = told("di/O dpr/O ada/O didik/B-PER salampessy/I-PER ,/O")
    restored = capitals.restored(replace(small, scheme="NERP"))
    assert str(restored) == "Di DPR ada Didik Salampessy ,"
    assert restored.scheme == "NERP"


@pytest.mark.usefixtures("real")
def test_every_scheme_is_taught_by_its_set() -> None:
    taught = {sentence.scheme for sentence in lessons.sentences()}
    assert taught == {*sets.SCHEMES, ""} - {OURS}


def test_a_sentence_is_also_taught_with_other_names() -> None:
    sentence = told("Kata/O Didik/B-PER Ali/I-PER ,/O")
    copies = list(lessons.with_other_names([sentence], [("La", "Ode", "Hasan")]))
    renamed = told("Kata/O La/B-PER Ode/I-PER Hasan/I-PER ,/O")
    assert copies == [sentence, *[renamed] * lessons.COPIES]


def test_marked_names_become_tags_of_whole_tokens() -> None:
    doc = Indonesian().tokenizer("Kata Didik Alinya di Tobelo. Warga pulang.")
    sentences = list(marked.of_text(doc, [(5, 14, "PER"), (21, 27, "LOC")]))
    assert sentences == [
        told("Kata/O Didik/B-PER Alinya/I-PER di/O Tobelo/B-LOC ./O"),
        told("Warga/O pulang/O ./O"),
    ]


def test_the_baseline_finds_names_it_was_shown() -> None:
    lesson = told("Kata/O Kapolres/O Didik/B-PER di/O Tobelo/B-LOC ./O")
    crf = Crf([lesson, told("Warga/O pulang/O ./O")] * 5)
    assert crf.tags(lesson.tokens) == list(lesson.tags)
    assert crf.chances(lesson.tokens, "PER")[2] > 0.5 > crf.chances(lesson.tokens, "LOC")[2]


def test_half_of_a_name_is_not_found() -> None:
    truth = [spans.names(["B-PER", "I-PER", "O", "B-LOC"])]
    cut = [spans.names(["B-PER", "O", "O", "B-LOC"])]
    found = spans.f1(spans.Found(truth, cut), ("PER", "LOC"))
    assert (found["span_f1"].value, found["PER"].value, found["LOC"].value) == (0.5, 0.0, 1.0)


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("names", SETS, ids=lambda names: names.name)
def test_names_are_found_as_well_as_before(names: NameSet) -> None:
    finder = evaluation.by_network(recogniser(registry.names_folder(MODELS)), names.scheme)
    found = evaluation.scores(names, list(names.told()), finder)
    assert found["span_f1"].value >= LEAST_F1[names.name]
