"""Where and when happened what real articles tell: ids and facts here, texts in the data room.

``events.jsonl`` holds 180 dated articles on the police, of which the first 3,000 characters were
read. Against the part ``read`` rules were read, never against ``test``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from models import gold
from models.gold import stories

FILE = "events.jsonl"
READ = 3_000  # characters
Part = Literal["read", "test"]


@dataclass(frozen=True, slots=True)
class PlacedArticle:
    """An article and what it tells of its main event; None where it does not tell. ``regency`` is a
    kabupaten or kota by its full name, ``district`` a kecamatan."""

    id: str
    part: Part
    title: str
    text: str
    published: date
    day: str | None
    regency: str | None
    district: str | None


def articles() -> Iterator[PlacedArticle]:
    """In file order; raises ConfigError where there is no data room."""
    known = {article.id: article for article in gold.articles()}
    moments = {row["id"]: row["at"] for row in gold.lines(stories.FILE)}
    for row in gold.lines(FILE):
        article = known[row["id"]]
        yield PlacedArticle(
            title=article.title,
            text=_beginning(article.text),
            published=datetime.fromisoformat(moments[row["id"]]).date(),
            **row,
        )


def _beginning(text: str) -> str:
    """Whole paragraphs where there are."""
    if len(text) <= READ:
        return text
    end = text.rfind("\n", READ // 2, READ)
    return text[: end if end > 0 else READ]
