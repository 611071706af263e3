"""Days as running Indonesian text tells them → dates, seen from the day of publication.

"Senin (17/1/2022)", "17 Januari", "(17/1)", "kemarin", "tadi malam", "hari ini", "Rabu siang": day
first, a day without a year or a weekday alone is the latest one not after publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from re import Match, Pattern

from pipeline.extract import patterns

WEEKDAYS = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5,
    "minggu": 6, "ahad": 6,
}  # fmt: skip
BEFORE = {  # days before publication
    "hari ini": 0, "pagi tadi": 0, "tadi pagi": 0, "siang tadi": 0, "tadi siang": 0,
    "sore tadi": 0, "tadi sore": 0, "dini hari tadi": 0, "tadi malam": 1, "malam tadi": 1,
    "semalam": 1, "kemarin malam": 1, "kemarin lusa": 2, "kemarin": 1,
}  # fmt: skip
LONGEST_AGO, LONGEST_AGO_WITHOUT_YEAR = timedelta(days=60), timedelta(days=31)
_HOURS = r"(?:\s+(?:dini hari|subuh|pagi|siang|sore|petang|malam))?"


@dataclass(frozen=True, slots=True)
class Told:
    """A day with the characters that tell it."""

    day: date
    start: int
    end: int


@cache
def _form() -> Pattern[str]:
    months = "|".join(sorted(patterns.load().months, key=len, reverse=True))
    weekdays = "|".join(f"(?-i:{name[0].upper()}){name[1:]}" for name in WEEKDAYS)
    relative = "|".join(sorted(BEFORE, key=len, reverse=True))
    day = r"\b(?P<{}>[0-3]?\d)(?:\s*[-–]\s*[0-3]?\d)?"  # of "19-20/11" the first
    year = r"(?P<{}>(?:20)?\d\d)"
    digits = rf"\(?{day}\s*/\s*(?P<month>[01]?\d)(?:\s*/\s*{year})?\)?".format("day", "year")
    words = rf"(?:\(|tanggal\s+)?{day}\s+(?P<name>MONTH)\b\.?(?:\s+{year})?\)?"
    words = words.format("day2", "year2").replace("MONTH", months)
    return re.compile(
        rf"(?:\b(?P<weekday>{weekdays})\b{_HOURS})?,?\s*(?:{digits}|{words}){_HOURS}"
        rf"|\b(?P<alone>{weekdays})\b{_HOURS}|\b(?P<relative>{relative})\b",
        re.IGNORECASE,
    )


def told(text: str, published: date) -> Iterator[Told]:
    """Every day that a text tells, in order.

    >>> [str(one.day) for one in told("Kamis (20/1/2022) ia melapor, kemarin malam ditangkap",
    ...     date(2022, 1, 22))]
    ['2022-01-20', '2022-01-21']
    """
    for match in _form().finditer(text):
        day = _day(match, published)
        if day is not None:
            words = match[0]
            yield Told(day, match.start() + len(words) - len(words.lstrip(" ,\n")), match.end())


def _day(match: Match[str], published: date) -> date | None:
    if match["relative"]:
        return published - timedelta(days=BEFORE[match["relative"].lower()])
    if match["alone"]:
        back = (published.weekday() - WEEKDAYS[match["alone"].lower()]) % 7
        return published - timedelta(days=back)
    month = match["month"] or patterns.load().months[match["name"].lower()]
    year = match["year"] or match["year2"]
    marked = match["weekday"] or match[0].strip(" ,").startswith("(")
    if match["month"] and not year and not marked:
        return None  # "3/4" alone may be anything
    found = _date(year, int(month), int(match["day"] or match["day2"]), published)
    longest = LONGEST_AGO if year else LONGEST_AGO_WITHOUT_YEAR
    if found is None or not timedelta(0) <= published - found <= longest:
        return None
    return found


def _date(year: str | None, month: int, day: int, published: date) -> date | None:
    """Without a year: the latest one not after publication."""
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        found = date(published.year, month, day)
        return found if found <= published else date(published.year - 1, month, day)
    except ValueError:
        return None
