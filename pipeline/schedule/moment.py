"""A moment that comes every day or every week, as people, systemd and cron write it.

Times are those of the machine's zone, as both schedulers take them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from babel.dates import get_day_names

from pipeline.errors import ConfigError

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # as systemd writes them
LANGUAGES = ("id", "en")
_ON_CALENDAR = re.compile(rf"(?:({'|'.join(DAYS)}) )?\*-\*-\* (\d\d:\d\d):00")
_CRON = re.compile(r"(\d+) (\d+) \* \* (\*|[0-6])")


@dataclass(frozen=True, slots=True)
class Moment:
    """``weekday`` counts from Monday, 0; None is every day."""

    at: time
    weekday: int | None = None

    def __str__(self) -> str:
        day = "every day" if self.weekday is None else DAYS[self.weekday]
        return f"{day} {self.at:%H:%M}"

    @property
    def on_calendar(self) -> str:
        """
        >>> Moment(time(5), 0).on_calendar
        'Mon *-*-* 05:00:00'
        """
        day = "" if self.weekday is None else f"{DAYS[self.weekday]} "
        return f"{day}*-*-* {self.at:%H:%M}:00"

    @property
    def cron(self) -> str:
        """
        >>> Moment(time(5, 30), 6).cron
        '30 5 * * 0'
        """
        day = "*" if self.weekday is None else str((self.weekday + 1) % 7)
        return f"{self.at.minute} {self.at.hour} * * {day}"

    def next_after(self, now: datetime) -> datetime:
        """When it comes next, in the zone of ``now``."""
        return next(at for at in self._around(now) if at > now)

    def last_before(self, now: datetime) -> datetime:
        """When it came last."""
        return [at for at in self._around(now) if at <= now][-1]

    def _around(self, now: datetime) -> list[datetime]:
        days = (now.date() + timedelta(days=days) for days in range(-8, 9))
        return [
            datetime.combine(day, self.at, now.tzinfo)
            for day in days
            if self.weekday in (None, day.weekday())
        ]


def moment_of(text: str) -> Moment:
    """What a person writes: a time, or a day in Indonesian or English and a time.

    >>> moment_of("02:00"), moment_of("Senin 5.30").on_calendar
    (Moment(at=datetime.time(2, 0), weekday=None), 'Mon *-*-* 05:30:00')
    """
    found = re.fullmatch(r"(?:([^\W\d_]+)\s+)?(\d{1,2})[:.](\d\d)", text.strip().replace("'", ""))
    day = found[1].lower() if found and found[1] else None
    known = _days()
    try:
        if not found or (day and day not in known):
            raise ValueError(text)
        return Moment(time(int(found[2]), int(found[3])), known[day] if day else None)
    except ValueError:
        raise ConfigError(
            f"{text!r} is no time of the day or the week.",
            hint='Write "02:00", "senin 05:00" or "monday 05:00".',
        ) from None


def from_on_calendar(text: str) -> Moment | None:
    """What ``on_calendar`` gave; None for anything else."""
    found = _ON_CALENDAR.fullmatch(text)
    if not found:
        return None
    return Moment(time.fromisoformat(found[2]), DAYS.index(found[1]) if found[1] else None)


def from_cron(text: str) -> Moment | None:
    """What ``cron`` gave; None for anything else."""
    found = _CRON.fullmatch(text)
    if not found:
        return None
    weekday = None if found[3] == "*" else (int(found[3]) - 1) % 7
    return Moment(time(int(found[2]), int(found[1])), weekday)


def _days() -> dict[str, int]:
    """Names of days, whole and abbreviated."""
    return {
        name.lower(): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_day_names(width, locale=language).items()
    }
