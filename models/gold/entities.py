"""Units, persons, names and quotes marked in real articles: offsets and labels here, texts there.

``entities.jsonl`` holds one JSON object an article of ``articles.jsonl``, of which the first
``read`` characters were read. ``names`` and ``quotes`` are None where they were not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from models import gold

FILE = "entities.jsonl"
Kind = Literal["polisi", "pejabat", "tersangka", "korban", "anak", "saksi", "tokoh", "lain"]
PARTS: dict[Kind, str] = {  # as the pipeline tells them
    "polisi": "polisi", "pejabat": "pejabat", "tersangka": "tersangka", "korban": "korban",
    "anak": "anak", "saksi": "saksi", "tokoh": "lain", "lain": "lain",
}  # fmt: skip
SENSITIVE = frozenset({"tersangka", "korban", "anak"})  # whose names a report hides
Field = Literal["title", "text"]


class Place(NamedTuple):
    """Characters ``start`` to ``end`` of the title or the text."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedUnit:
    """Words that name a unit; ``unit`` is its name in the register, with ``!`` behind one that the
    register lacks, None where the text does not tell which it is."""

    place: Place
    unit: str | None


@dataclass(frozen=True, slots=True)
class MarkedPerson:
    """``mentions`` are by name only, without rank; ``position`` are characters of the text."""

    mentions: tuple[Place, ...]
    kind: Kind
    rank: str | None
    unit: str | None
    position: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class MarkedQuote:
    """Reported speech without its marks; ``speaker`` is the number of a person of the article, None
    where nobody is named."""

    start: int
    end: int
    direct: bool
    speaker: int | None


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """``text`` is what was read of it; ``names`` are characters of it with PER, ORG or LOC."""

    id: str
    split: gold.Split
    title: str
    text: str
    units: tuple[MarkedUnit, ...]
    people: tuple[MarkedPerson, ...]
    names: tuple[tuple[int, int, str], ...] | None
    quotes: tuple[MarkedQuote, ...] | None

    def of(self, place: Place) -> str:
        """The words at a place."""
        return (self.title if place.field == "title" else self.text)[place.start : place.end]

    def name(self, person: MarkedPerson) -> str:
        """As it is fullest."""
        return max((self.of(place) for place in person.mentions), key=len)


def articles() -> Iterator[MarkedArticle]:
    """In file order; raises ConfigError where there is no data room."""
    known = {article.id: article for article in gold.articles()}
    for row in gold.lines(FILE):
        article = known[row["id"]]
        yield MarkedArticle(
            id=article.id,
            split=article.split,
            title=article.title,
            text=article.text[: row["read"]],
            units=tuple(MarkedUnit(Place(*place), unit) for *place, unit in row["units"]),
            people=tuple(map(_person, row["people"])),
            names=tuple((a, b, c) for a, b, c in row["names"]) if "names" in row else None,
            quotes=tuple(map(_quote, row["quotes"])) if "quotes" in row else None,
        )


def _person(row: dict[str, Any]) -> MarkedPerson:
    position = row.get("position")
    return MarkedPerson(
        mentions=tuple(Place(*place) for place in row["mentions"]),
        kind=row["kind"],
        rank=row["rank"],
        unit=row["unit"],
        position=(position[0], position[1]) if position else None,
    )


def _quote(row: dict[str, Any]) -> MarkedQuote:
    return MarkedQuote(row["start"], row["end"], row["direct"], row.get("speaker"))
