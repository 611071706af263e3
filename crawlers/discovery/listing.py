"""The records that enter and leave a discovery parser, and the reading of their dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers.outlets import Channel


@dataclass(frozen=True, slots=True)
class Source:
    """A fetched listing: decoded body, headers with lower-case names, page number from 1."""

    url: str
    body: bytes
    channel: Channel
    zone: ZoneInfo
    headers: Mapping[str, str] = field(default_factory=dict)
    number: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A URL that a listing names, with the times it gives in UTC."""

    url: str
    published: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a listing: its error class and a sentence."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Articles found, further listings to read, and what was wrong."""

    found: list[Found] = field(default_factory=list)
    more: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A W3C date or time in UTC; without an offset it is meant in the outlet's zone.

    >>> moment("2022-11-16T09:30", ZoneInfo("Asia/Jayapura"))
    datetime.datetime(2022, 11, 16, 0, 30, tzinfo=datetime.timezone.utc)
    """
    try:
        parsed = datetime.fromisoformat(text.strip())
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def last_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Like ``moment``, but a bare date means the end of that day: a change may come until then."""
    parsed = moment(text, zone)
    if parsed and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        return parsed + timedelta(days=1, seconds=-1)
    return parsed
