"""An open warehouse in a temporary folder, and small records to put into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.records import (
    Article,
    Label,
    Page,
    Record,
    Selection,
    SentimentScore,
    TopicScore,
    UnitMention,
    digest,
)
from pipeline.stage import Failure, Stage
from pipeline.warehouse import Warehouse

NIGHT = datetime(2025, 10, 18, 14, tzinfo=UTC)
UNIT = "Polres Seruni Utara"


def _never(batch: Sequence[object]) -> Sequence[Sequence[Record]]:
    raise AssertionError("the warehouse does not call stages")


EXTRACT = Stage("extract", Page, (Article,), _never, "extract-1")
RELEVANCE = Stage("relevance", Article, (Selection,), _never, "relevance-1")


def page_of(name: str, body: str = "", nights: int = 0) -> Page:
    url = f"http://kabarseruni.test/{name}"
    return Page(
        page_id=digest(url, body),
        outlet="kabarseruni",
        url=url,
        final_url=url,
        channel="feed",
        status=200,
        content_type="text/html",
        fetched_at=NIGHT + timedelta(days=nights),
        body_digest=digest(body),
    )


def article_of(page: Page, text: str = "Polisi menangkap pencuri.", name: str = "") -> Article:
    """What ``page`` says; ``name`` stands for a canonical URL other than its own."""
    canonical = f"http://kabarseruni.test/{name}" if name else page.url
    return Article(
        article_id=digest(canonical),
        page_id=page.page_id,
        outlet=page.outlet,
        url=page.url,
        canonical_url=canonical,
        title="Pencuri ditangkap",
        text=text,
        text_digest=digest("Pencuri ditangkap", text),
        published_at=NIGHT,
        modified_at=None,
        fetched_at=page.fetched_at,
        author=None,
        dateline=None,
        language="id",
        release=False,
        quality=0.9,
    )


def selection_of(article: Article, p: float = 0.9) -> Selection:
    return Selection(article_id=article.article_id, relevant=p > 0.5, p=p)


def tone_of(article: Article, label: Label, target: str | None = None) -> SentimentScore:
    return SentimentScore(
        article_id=article.article_id,
        target=target,
        field="article",
        label=label,
        positive=0.2,
        neutral=0.2,
        negative=0.6,
        model="test",
    )


def mention_of(article: Article) -> UnitMention:
    return UnitMention(
        article_id=article.article_id,
        unit=UNIT,
        text="Polres",
        field="text",
        start=0,
        end=6,
        score=1,
    )


def topic_of(article: Article) -> TopicScore:
    return TopicScore(
        article_id=article.article_id,
        code="kriminal.pencurian",
        label="Pencurian",
        p=0.9,
        main=True,
    )


def write(
    warehouse: Warehouse, stage: Stage, outcomes: dict[str, Sequence[Record] | Failure]
) -> None:
    """Keep what a stage gave, by key."""
    rows = warehouse.read(stage, list(outcomes))
    warehouse.write(stage, rows, list(outcomes.values()), NIGHT)


def extract(warehouse: Warehouse, *articles: Article) -> None:
    """Keep articles as what the extract stage gave for their pages."""
    write(warehouse, EXTRACT, {article.page_id: [article] for article in articles})


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse(tmp_path / "warehouse.duckdb") as opened:
        yield opened
