"""How right the finds on a set of pages are: body F1 by shingles, shares of the other fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import fmean
from zoneinfo import ZoneInfo

from bench.extraction import f1
from bench.peers.found import Found


@dataclass(frozen=True, slots=True)
class Truth:
    """None where the truth is not known; ``author`` is "" where the page names nobody."""

    body: str
    title: str | None = None
    day: str | None = None
    author: str | None = None
    zone: str = "Asia/Jakarta"
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """``clean`` is the share of pages none of whose furniture is left in the body."""

    pages: int
    body: float
    title: float | None
    day: float | None
    author: float | None
    clean: float | None

    def as_json(self) -> dict[str, float | None]:
        return asdict(self)


def score(finds: Sequence[Found], truths: Sequence[Truth]) -> Score:
    """One find for each truth, in the same order."""
    pairs = list(zip(finds, truths, strict=True))

    def share(right: list[bool]) -> float | None:
        return fmean(right) if right else None

    return Score(
        pages=len(pairs),
        body=f1([(found.body, true.body) for found, true in pairs]),
        title=share([folded(f.title) == folded(t.title) for f, t in pairs if t.title is not None]),
        day=share([day_of(f.day, t.zone) == t.day for f, t in pairs if t.day is not None]),
        author=share([names(f, t.author) for f, t in pairs if t.author is not None]),
        clean=share([not left(f.body, t.furniture) for f, t in pairs if t.furniture]),
    )


def folded(text: str) -> str:
    return " ".join(text.split())


def day_of(stated: str, zone: str) -> str:
    """The day in the outlet's zone; a date without a time is a day already.

    >>> day_of("2025-10-15T22:30:00+00:00", "Asia/Jayapura")
    '2025-10-16'
    """
    if len(stated) <= 10:
        return stated
    at = datetime.fromisoformat(stated)
    return (at.astimezone(ZoneInfo(zone)) if at.tzinfo else at).date().isoformat()


def names(found: Found, author: str) -> bool:
    """Whether the true author is among those found, or nobody where nobody is named."""
    given = {folded(name).casefold() for name in found.authors}
    return folded(author).casefold() in given if author else not given


def left(body: str, furniture: Sequence[str]) -> list[str]:
    """The furniture that stands in the body."""
    flat = folded(body)
    return [text for text in furniture if folded(text) in flat]
