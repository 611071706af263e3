"""What each stage reads: the record type it declares, and the rows of the warehouse behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.records import (
    AnnotatedArticle,
    Article,
    Duplicate,
    Page,
    Record,
    RelevantArticle,
    StoryArticle,
    StoryInput,
    SyndicationInput,
    UnitMention,
)

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class Input:
    """One row to do: its key, the digest of what it holds, and the record itself."""

    key: str
    input_digest: str
    url: str
    outlet: str
    record: Record


@dataclass(frozen=True, slots=True)
class Groups:
    """Where a joining stage keeps its groups: ``members`` name theirs in ``column``; ``around`` is
    the query for everything that new rows (``$keys``) touch, its other parameters those of the
    stage's reach."""

    members: type[Record]
    column: str
    around: str


@dataclass(frozen=True, slots=True)
class Source:
    """A view of the warehouse and how its rows become records."""

    view: str
    record: Callable[[dict[str, Any]], Record]
    order: str = "key"
    groups: Groups | None = None


def _only(kind: type[Record]) -> Callable[[dict[str, Any]], Record]:
    fields = kind.model_fields.keys()
    return lambda row: kind.model_validate({k: v for k, v in row.items() if k in fields})


def _annotated(row: dict[str, Any]) -> AnnotatedArticle:
    mentions = [UnitMention(article_id=row["article_id"], **m) for m in row["mentions"] or []]
    article = _only(Article)(row)
    assert isinstance(article, Article)
    return AnnotatedArticle(article=article, units=mentions)


SOURCES: dict[type[Record], Source] = {
    Page: Source("in_pages", _only(Page), order="fetched_at, key"),
    Article: Source("in_articles", _only(Article)),
    RelevantArticle: Source("in_relevant", _only(RelevantArticle)),
    AnnotatedArticle: Source("in_annotated", _annotated),
    SyndicationInput: Source(
        "in_syndication",
        _only(SyndicationInput),
        groups=Groups(Duplicate, "cluster_id", (SQL / "around_syndication.sql").read_text()),
    ),
    StoryInput: Source(
        "in_stories",
        _only(StoryInput),
        order="coalesce(published_at, fetched_at), key",
        groups=Groups(
            StoryArticle,
            "story_id",
            (SQL / "around_stories.sql").read_text(),
        ),
    ),
}


def source(kind: type[Record]) -> str:
    """The view a record type is read from."""
    return SOURCES[kind].view


def order(kind: type[Record]) -> str:
    """The columns by which rows are given to a stage: of an article's pages the oldest first."""
    return SOURCES[kind].order


def groups(kind: type[Record]) -> Groups:
    """Of a record type that a joining stage reads."""
    found = SOURCES[kind].groups
    assert found is not None, f"{kind.__name__} is read by no joining stage"
    return found


def read(
    connection: duckdb.DuckDBPyConnection, kind: type[Record], keys: Sequence[str]
) -> list[Input]:
    """The rows of ``keys`` in the order of ``keys``."""
    found = connection.execute(
        f"select * from {source(kind)} where key in (select unnest(?))", [list(keys)]
    ).to_arrow_table()
    by_key = {row["key"]: row for row in found.to_pylist()}
    return [_input(kind, by_key[key]) for key in keys if key in by_key]


def _input(kind: type[Record], row: dict[str, Any]) -> Input:
    return Input(
        key=row["key"],
        input_digest=row["input_digest"],
        url=row["url"],
        outlet=row["outlet"],
        record=SOURCES[kind].record(row),
    )
