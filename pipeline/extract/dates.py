"""Dates as Indonesian pages write them → aware datetimes.

Day first, except behind a month's name; month names in Indonesian and English with their
abbreviations and usual typing errors; ``WIB/WITA/WIT`` decide the zone, else the outlet's own.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from pipeline.extract import patterns

_TIME = (
    r"(?:\D{0,12}?\b(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)(?:[.:][0-5]\d)?"
    r"(?:\s*(?P<zone>WIB|WITA|WIT))?)?"
)
_WORDS = re.compile(
    rf"\b(?P<day>[0-3]?\d)\s+(?P<month>[A-Za-z]{{3,9}})\.?,?\s+(?P<year>(?:19|20)\d\d){_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>[A-Za-z]{{3,9}})\.?\s+(?P<day>[0-3]?\d),\s+(?P<year>(?:19|20)\d\d){_TIME}"
)
_DIGITS = re.compile(
    rf"\b(?P<day>[0-3]?\d)[/-](?P<month>[01]?\d)[/-](?P<year>(?:20|19)\d\d|\d\d){_TIME}"
)
_ISO = re.compile(r"^\d{4}-\d\d-\d\d")
_SLASHED = re.compile(r"^(\d{4})/(\d\d)/(\d\d)\b")
_SPACED_OFFSET = re.compile(r"\s+([+-]\d\d:?\d\d)$")


def read(value: str | None, zone: str) -> datetime | None:
    """A date that may be either a machine's or a person's."""
    return from_machine(value, zone) or from_text(value or "", zone)


def from_machine(value: str | None, zone: str) -> datetime | None:
    """A date a machine wrote (ISO 8601 or RFC 2822); one without a zone is in ``zone``.

    >>> from_machine("2025-10-14T10:15:00", "Asia/Jayapura").isoformat()
    '2025-10-14T10:15:00+09:00'
    """
    text = _SPACED_OFFSET.sub(r"\1", (value or "").strip())
    text = _SLASHED.sub(r"\1-\2-\3", text)
    try:
        at = datetime.fromisoformat(text) if _ISO.match(text) else parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def from_text(text: str, zone: str) -> datetime | None:
    """The first date in running Indonesian text; midnight when no time is given.

    >>> from_text("Selasa, 14 Oktober 2025 | 10.15 WIT", "Asia/Jakarta").isoformat()
    '2025-10-14T10:15:00+09:00'
    >>> from_text("Rabu (16/11/2022)", "Asia/Jayapura").isoformat()
    '2022-11-16T00:00:00+09:00'
    """
    known = patterns.load()
    found = [m for form in (_WORDS, _MONTH_FIRST, _DIGITS) for m in form.finditer(text)]
    for match in sorted(found, key=re.Match.start):
        month = match["month"]
        number = int(month) if month.isdigit() else known.months.get(month.lower())
        if number is None:
            continue
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        named = known.zones.get((match["zone"] or "").upper(), zone)
        try:
            return datetime(
                year,
                number,
                int(match["day"]),
                int(match["hour"] or 0),
                int(match["minute"] or 0),
                tzinfo=ZoneInfo(named),
            )
        except ValueError:
            continue
    return None
