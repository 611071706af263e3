"""Rows of the data room's news file → what an article needs: a title, paragraphs, a moment.

The file is real life: dates in six shapes or none, paragraphs glued together at their full stops,
titles that are missing. Nothing here keeps any of its text.
"""

from __future__ import annotations

import re
import zlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.dataroom import unglued
from tests.newsroom.indonesian import MONTHS

_MONTH_NUMBERS = {month[:3].lower(): place for place, month in enumerate(MONTHS, start=1)}
_IN_WORDS = re.compile(
    r"(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4}) (\d{1,2})[:.](\d{2})(?: (WITA|WIT))?"
)
_IN_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})")
_ZONES = {"WIT": "Asia/Jayapura", "WITA": "Asia/Makassar"}
_SENTENCE_END = re.compile(r'(?<=[a-z0-9)\]"”][.!?]) (?=["“A-Z])')
_DATELINE = re.compile(r"[A-Z][A-Za-z.]*[A-Z.,/ ()|]{2,60}[-–—|] *")
_LONG = 900
_SENTENCES = 3
_TITLE_LENGTH = 120


def moment(date: str, row: str, zone: ZoneInfo) -> datetime:
    """The time of publication; without a usable date, a moment of 2022 that follows from the id."""
    date = date.replace("|", "")
    found = _in_words(date, zone) or _in_numbers(date, zone) or _iso(date, zone)
    if found is not None and found.year >= 2000:
        return found
    minutes = zlib.crc32(row.encode()) % (365 * 24 * 60)
    return datetime(2022, 1, 1, tzinfo=zone) + timedelta(minutes=minutes)


def _in_words(date: str, zone: ZoneInfo) -> datetime | None:
    """``Kamis, 20 Oktober 2022 14:45 WIB``"""
    if not (found := _IN_WORDS.search(date)) or found[2].lower() not in _MONTH_NUMBERS:
        return None
    day, year, hour, minute = (int(found[group]) for group in (1, 3, 4, 5))
    zone = ZoneInfo(_ZONES[found[6]]) if found[6] else zone
    return datetime(year, _MONTH_NUMBERS[found[2].lower()], day, hour, minute, tzinfo=zone)


def _in_numbers(date: str, zone: ZoneInfo) -> datetime | None:
    """``10/20/2025 21:40``, the month first."""
    if not (found := _IN_NUMBERS.fullmatch(date.strip())):
        return None
    month, day, year, hour, minute = (int(group) for group in found.groups())
    return datetime(year, month, day, hour, minute, tzinfo=zone)


def _iso(date: str, zone: ZoneInfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(date.strip())
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).replace(microsecond=0)


def paragraphs(text: str) -> list[str]:
    """Lines, else what was glued together at full stops, else every few sentences.

    >>> paragraphs('Begitu katanya.Anak itu pulang.')
    ['Begitu katanya.', 'Anak itu pulang.']
    """
    lines = unglued(text).split("\n")
    cut = [piece for line in lines for piece in _cut(" ".join(line.split()))]
    return [piece for piece in cut if piece]


def _cut(line: str) -> list[str]:
    if len(line) <= _LONG:
        return [line]
    sentences = _SENTENCE_END.split(line)
    starts = range(0, len(sentences), _SENTENCES)
    return [" ".join(sentences[start : start + _SENTENCES]) for start in starts]


def title(given: str, text: str) -> str:
    """The title as given, else the first sentence without its dateline, cut at a word."""
    if words := " ".join(given.split()):
        return words
    first = _DATELINE.sub("", " ".join(text[:1000].split()), count=1)
    sentence = _SENTENCE_END.split(unglued(first).replace("\n", " "))[0].rstrip(".")
    if len(sentence) <= _TITLE_LENGTH:
        return sentence
    return sentence[:_TITLE_LENGTH].rsplit(" ", 1)[0]
