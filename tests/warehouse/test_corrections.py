"""An analyst's verdict overrides the model in every view and outlives every re-scoring."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pipeline.records import Article, Label, RelevantArticle, SentimentScore
from pipeline.stage import Stage
from pipeline.warehouse import Warehouse
from tests.warehouse.conftest import (
    NIGHT,
    RELEVANCE,
    UNIT,
    article_of,
    extract,
    mention_of,
    page_of,
    selection_of,
    tone_of,
    write,
)

SCORES = Stage("sentiment", RelevantArticle, (SentimentScore,), RELEVANCE.function, "sentiment-1")


@pytest.fixture
def article(warehouse: Warehouse) -> Article:
    """A police article that the model finds negative, in tone and toward the unit."""
    page = page_of("satu")
    article = article_of(page)
    warehouse.add_pages([page], 1)
    extract(warehouse, article)
    write(warehouse, RELEVANCE, {article.article_id: [selection_of(article)]})
    warehouse.insert("mentions", [mention_of(article).model_dump()])
    score(warehouse, article)
    return article


def score(warehouse: Warehouse, article: Article) -> None:
    scores = [tone_of(article, Label.NEGATIF), tone_of(article, Label.NEGATIF, UNIT)]
    write(warehouse, SCORES, {article.article_id: scores})


def correct(
    warehouse: Warehouse, article: Article, what: str, value: str, target: str | None = None,
    days: int = 0,
) -> None:  # fmt: skip
    row: dict[str, Any] = {
        "article_id": article.article_id,
        "what": what,
        "target": target,
        "value": value,
        "who": "ana",
        "why": None,
        "corrected_at": NIGHT + timedelta(days=days),
    }
    warehouse.insert("corrections", [row])


def labels(warehouse: Warehouse) -> dict[str | None, tuple[str, bool]]:
    query = "select target, label, corrected from v_effective_labels"
    return {
        target: (label, corrected)
        for target, label, corrected in warehouse.connection.execute(query).fetchall()
    }


def test_without_corrections_the_model_is_shown(warehouse: Warehouse, article: Article) -> None:
    assert labels(warehouse) == {None: ("negatif", False), UNIT: ("negatif", False)}


def test_corrected_tone_overrides_the_model_and_nothing_else(
    warehouse: Warehouse, article: Article
) -> None:
    correct(warehouse, article, "tone", "netral")
    assert labels(warehouse) == {None: ("netral", True), UNIT: ("negatif", False)}
    assert warehouse.scalar("select tone from v_articles") == "netral"


def test_corrected_sentiment_toward_a_unit_counts_in_its_day_and_week(
    warehouse: Warehouse, article: Article
) -> None:
    correct(warehouse, article, "sentiment", "positif", UNIT)
    assert labels(warehouse) == {None: ("negatif", False), UNIT: ("positif", True)}
    for view in ("v_daily", "v_weekly"):
        query = f"select links, positif, negatif from {view} where unit = ?"
        assert warehouse.connection.execute(query, [UNIT]).fetchall() == [(1, 1, 0)]


def test_the_latest_verdict_counts(warehouse: Warehouse, article: Article) -> None:
    correct(warehouse, article, "tone", "positif", days=2)
    correct(warehouse, article, "tone", "netral", days=1)
    assert labels(warehouse)[None] == ("positif", True)


def test_corrections_survive_a_new_score(warehouse: Warehouse, article: Article) -> None:
    correct(warehouse, article, "tone", "positif")
    correct(warehouse, article, "relevant", "true")
    score(warehouse, article)
    write(warehouse, RELEVANCE, {article.article_id: [selection_of(article, p=0.1)]})
    assert labels(warehouse)[None] == ("positif", True)
    assert warehouse.scalar("select relevant from v_articles") is True
    assert warehouse.scalar("select count(*) from corrections") == 2


def test_an_article_ruled_irrelevant_leaves_the_counts_and_the_stages(
    warehouse: Warehouse, article: Article
) -> None:
    assert warehouse.scalar("select links from v_daily") == 1
    correct(warehouse, article, "relevant", "false")
    assert warehouse.scalar("select count(*) from v_daily") == 0
    assert warehouse.scalar("select count(*) from in_relevant") == 0


def test_an_article_ruled_relevant_is_taken_up_by_the_stages(
    warehouse: Warehouse, article: Article
) -> None:
    write(warehouse, RELEVANCE, {article.article_id: [selection_of(article, p=0.1)]})
    assert warehouse.scalar("select count(*) from in_relevant") == 0
    correct(warehouse, article, "relevant", "true")
    assert warehouse.scalar("select count(*) from in_relevant") == 1
