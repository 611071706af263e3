"""Signatures: any text has one, the same text has the same, a re-post stays near its original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Fingerprint
from pipeline.select.fingerprint import PERMUTATIONS, fingerprint, shingles, similarity, values
from tests.warehouse.conftest import article_of, page_of

RELEASE = " ".join(f"kata{number}" for number in range(200))
any_text = st.text(max_size=300)


def signature(text: str) -> bytes:
    (record,) = fingerprint(article_of(page_of("satu"), text))
    assert isinstance(record, Fingerprint)
    return record.signature


@settings(deadline=None)
@given(any_text)
def test_any_text_has_one_signature_of_128_numbers(text: str) -> None:
    made = signature(text)
    assert values(made).shape == (PERMUTATIONS,)
    assert signature(text) == made
    assert similarity(made, made) == 1.0


@settings(deadline=None)
@given(any_text, any_text)
def test_similarity_is_a_share_and_has_no_direction(one: str, other: str) -> None:
    found = similarity(signature(one), signature(other))
    assert 0 <= found <= 1
    assert found == similarity(signature(other), signature(one))


@given(any_text)
def test_shingles_are_distinct_and_never_none(text: str) -> None:
    found = shingles(text)
    assert found
    assert len(set(found)) == len(found)
    assert all(len(gram.split(" ")) <= 5 for gram in found)


def test_case_and_punctuation_do_not_count() -> None:
    assert signature("Polisi, menangkap — PENCURI!") == signature("polisi menangkap pencuri")


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (f"Batulayar, Kabar. {RELEASE}", 0.9, 1.0),  # a dateline
        (RELEASE.rsplit(" ", 40)[0], 0.65, 0.95),  # the last fifth cut off
        (" ".join(f"lain{number}" for number in range(200)), 0.0, 0.05),
    ],
)
def test_similarity_follows_what_two_texts_share(other: str, least: float, most: float) -> None:
    assert least <= similarity(signature(RELEASE), signature(other)) <= most
