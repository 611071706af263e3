"""Texts that are no article: always a result, and a note that says what it is worth."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.scoring import Scored, Scorer, Text
from pipeline.settings import load


@cache
def scorer() -> Scorer:
    return Scorer(load())


def scored(text: str, title: str | None = None, target: str | None = None) -> Scored:
    return scorer().score([Text(id=1, text=text, title=title, target=target)])[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("👮🚓🔥", "there are no words"),
        ("?!… 12.500 --", "there are no words"),
        ("Polisi", "1 words are too few"),
        (
            "Police in the northern district arrested two men on Friday after a long search of "
            "the harbour, the district chief said.",
            "the language is en",
        ),
        (
            '<p>Satlantas Polres Ternate menilang 12 pengendara.</p><a href="/x">Baca</a> '
            "selengkapnya di sini, kata petugas di lapangan pada hari Senin.",
            "there is HTML in the text",
        ),
    ],
    ids=["emoji", "signs", "word", "english", "html"],
)
def test_a_text_that_is_no_article_is_scored_and_says_what_that_is_worth(
    text: str, said: str
) -> None:
    result = scored(text)
    assert any(said in note for note in result.notes)
    assert abs(result.tone.positive + result.tone.neutral + result.tone.negative - 1) < 1e-3


def test_an_ordinary_text_has_no_notes() -> None:
    assert scored("Satreskrim Polres Ternate menangkap dua pencuri motor di Gamalama.").notes == []


def test_a_target_that_is_not_named_is_scored_and_told() -> None:
    result = scored("Polisi menangkap dua pencuri motor di pasar.", target="Polres Kediri")
    assert [target.unit for target in result.targets] == ["Polres Kediri"]
    assert any("Polres Kediri is not named" in note for note in result.notes)


def test_without_a_target_only_units_named_are_scored() -> None:
    assert scored("Harga cengkih naik di pasar Tobelo pekan ini.", target=None).targets == []


def test_a_hundred_thousand_words_are_scored() -> None:
    sentence = "Kapolres Ternate mengimbau warga agar tetap waspada di jalan raya. "
    result = scored(sentence * 10_000)
    assert [target.unit for target in result.targets] == ["Polres Ternate"]


def test_capitals_change_no_label() -> None:
    text = "Polisi menangkap tiga pelaku pembunuhan pedagang emas. Keluarga korban berterima kasih."
    assert scored(text.upper()).tone.label == scored(text).tone.label


@settings(deadline=None, max_examples=40)
@given(
    st.text(min_size=1, max_size=300).filter(str.strip),
    st.text(max_size=80),
    st.text(max_size=20),
)
def test_any_text_has_a_result(text: str, title: str, target: str) -> None:
    result = scored(text, title, target)
    assert result.tone.label in {"positif", "netral", "negatif"}
