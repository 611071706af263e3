"""Dates as chats and tables print them; whether the day or the month comes first is decided over
the whole file, because a single 03/04/22 does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Order = Literal["day first", "month first"]
DATE = r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}"
TIME = r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[ap]\.?\s?m\b\.?)?"
_TIME = re.compile(r"(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?:\s?([ap])\.?\s?m\b\.?)?", re.IGNORECASE)
Numbers = tuple[int, int, int]


def numbers(date: str) -> Numbers:
    """The three numbers of a date, in the order they are printed.

    >>> numbers("16/11/22")
    (16, 11, 22)
    """
    first, second, third = (int(part) for part in re.split(r"[/.\-]", date))
    return first, second, third


def order_of(dates: Sequence[Numbers]) -> Order:
    """Which comes first in these dates, which stand in the order of time for the most part.

    >>> order_of([(1, 2, 22), (11, 16, 22)]), order_of([(1, 2, 22), (16, 11, 22)])
    ('month first', 'day first')
    >>> order_of([(11, 9, 22), (11, 10, 22), (11, 11, 22), (12, 1, 22)])
    'month first'
    """
    day_first = sum(first > 12 for first, _, _ in dates if first < 1000)
    month_first = sum(second > 12 for first, second, _ in dates if first < 1000)
    if day_first != month_first:
        return "day first" if day_first > month_first else "month first"
    back_if_day = _steps_back([(year, month, day) for day, month, year in dates])
    back_if_month = _steps_back([(year, month, day) for month, day, year in dates])
    return "month first" if back_if_month < back_if_day else "day first"


def moment(date: Numbers, time: str, order: Order, zone: ZoneInfo) -> datetime | None:
    """The moment in UTC; None when there is no such day or time.

    >>> moment((16, 11, 22), "08.05", "day first", ZoneInfo("Asia/Jayapura")).isoformat()
    '2022-11-15T23:05:00+00:00'
    """
    found = _TIME.match(time)
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    first, second, third = date
    year, month, day = third, second, first
    if first > 31:
        year, month, day = first, second, third
    elif order == "month first":
        month, day = first, second
    year += 2000 if year < 100 else 0
    try:
        local = datetime(year, month, day, hour, int(found[2]), int(found[3] or 0), tzinfo=zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _steps_back(dates: Sequence[Numbers]) -> int:
    return sum(later < earlier for earlier, later in zip(dates, dates[1:], strict=False))
