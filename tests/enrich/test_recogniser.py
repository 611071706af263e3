"""Names are found in any text, however long its words and sentences are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.enrich import registry
from pipeline.enrich.recogniser import LABELS, ROOM, load, readings
from pipeline.settings import MODELS

LANGUAGE = load(registry.names_folder(MODELS))
(RECOGNISER,) = (component for _, component in LANGUAGE.pipeline)
TOKENIZER = RECOGNISER._tokenizer


def read(text: str) -> Doc:
    return LANGUAGE(text)


def test_names_are_found_with_their_labels() -> None:
    doc = read("Kapolres Jember AKBP Hery Purnomo bertemu Siti Aminah di Surabaya.")
    found = {(ent.text, ent.label_) for ent in doc.ents}
    assert {("Hery Purnomo", "PER"), ("Siti Aminah", "PER"), ("Surabaya", "LOC")} <= found


def test_an_empty_text_names_nobody() -> None:
    assert [read(text).ents for text in ("", " ", "\n\n")] == [(), (), ()]


def test_a_name_behind_a_sentence_of_a_thousand_words_is_found() -> None:
    doc = read(f"{'dan lagi ' * 500}lalu pulang. Bupati Siti Aminah hadir di Surabaya.")
    assert "Siti Aminah" in [ent.text for ent in doc.ents]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("abZ.,!“” \n\t1🚓é-/"), max_size=900))
def test_every_word_is_read_once_and_no_reading_is_too_long(text: str) -> None:
    doc = LANGUAGE.make_doc(text)
    found = list(readings(doc, TOKENIZER))
    words = [word for reading in found for word in reading.words]
    assert words == sorted(set(words))
    assert {doc[word].is_space for word in words} <= {False}
    assert all(len(reading.pieces) <= ROOM + 2 for reading in found)
    assert all(len(reading.words) == len(reading.firsts) for reading in found)
    assert {ent.label_ for ent in read(text).ents} <= set(LABELS)
