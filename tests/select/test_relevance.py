"""Relevance: no word for the police, no police article; few police articles are lost."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.select.relevance import probabilities
from pipeline.settings import MODELS
from tests.newsroom.truth import published
from tests.nights import FIRST_NIGHT, rows

LEAST_RECALL = 0.95  # measured 0.980 on the first night
LEAST_PRECISION = 0.93  # measured 0.986


def probability(title: str, text: str) -> float:
    return probabilities(MODELS, [(title, text)])[0]


def test_an_article_without_a_word_for_the_police_is_not_about_it() -> None:
    assert probability("Harga cengkih turun", "Petani menahan hasil panen.") == 0.0


def test_an_arrest_by_a_polres_is_about_the_police() -> None:
    text = "Satreskrim Polres Seruni Utara menangkap dua pencuri motor di Tanjung Lasa."
    assert probability("Polisi Tangkap Dua Pencuri", text) > 0.8


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_a_probability(title: str, text: str) -> None:
    assert 0 <= probability(title, f"polisi {text}") <= 1


def test_few_police_articles_of_the_sample_are_lost(first_night: Path) -> None:
    gold = {fact.canonical for fact in published(FIRST_NIGHT) if fact.gold.relevant}
    query = "select canonical_url from v_articles where relevant"
    found = {url for (url,) in rows(first_night / "warehouse.duckdb", query)}
    assert len(gold & found) / len(gold) >= LEAST_RECALL
    assert len(gold & found) / len(found) >= LEAST_PRECISION
