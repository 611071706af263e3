"""Which real articles tell of one event: ids, moments and stories here, texts in the data room.

``stories.jsonl`` holds every dated article on the police. ``learning`` is what was published before
June 2022, ``test`` everything after: no figure of a story model is chosen by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models import gold

FILE = "stories.jsonl"
FIRST_OF_TEST = datetime.fromisoformat("2022-06-01T00:00+07:00")
Part = Literal["learning", "test"]


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """An article and the name of the event it tells of."""

    id: str
    part: Part
    title: str
    text: str
    at: datetime
    story: str


def articles() -> Iterator[ToldArticle]:
    """In order of time; raises ConfigError where there is no data room."""
    known = {article.id: article for article in gold.articles()}
    for row in gold.lines(FILE):
        article, at = known[row["id"]], datetime.fromisoformat(row["at"])
        part: Part = "learning" if at < FIRST_OF_TEST else "test"
        yield ToldArticle(article.id, part, article.title, article.text, at, row["story"])
