"""Which articles a question is about: unit, period, outlet, topic … → one SQL CTE.

Every answer of :class:`~pipeline.analysis.news.News` starts from the same ``selected`` articles,
so figures asked in different ways agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import ConfigError

NATIONAL_ZONE = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Slice:
    """A choice of relevant articles; None or empty leaves a condition out.

    ``units`` are canonical names, any of which an article must mention; ``since`` and ``until`` are
    days in ``zone``, the last one included.
    """

    units: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    zone: str = NATIONAL_ZONE
    outlet: str | None = None
    outlet_kind: str | None = None
    topic: str | None = None
    story: str | None = None
    release: bool | None = None

    def sql(self) -> tuple[str, dict[str, Any]]:
        """The CTE ``selected`` (rows of ``article_rows`` with their local ``day``) and its
        parameters."""
        conditions: dict[str, str] = {}
        values: dict[str, Any] = {"zone": self.zone}

        def add(name: str, condition: str, value: Any) -> None:
            if value not in (None, ()):
                conditions[name] = condition
                values[name] = list(value) if isinstance(value, tuple) else value

        add(
            "units",
            "a.article_id in (\n"
            "        select article_id from unit_rows where unit in (select unnest($units)))",
            self.units,
        )
        add("since", "a.dated_at >= $since", midnight(self.since, self.zone))
        add("until", "a.dated_at < $until", midnight(self.until, self.zone, days=1))
        add("outlet", "a.outlet = $outlet", self.outlet)
        add("kind", "a.outlet_kind = $kind", self.outlet_kind)
        add("topic", "(a.topic = $topic or starts_with(a.topic, $topic || '.'))", self.topic)
        add("story", "a.story_id = $story", self.story)
        add("release", "a.release = $release", self.release)
        where = "".join(f"\n      and {condition}" for condition in conditions.values())
        cte = (
            "selected as (\n    select a.*, cast(timezone($zone, a.dated_at) as date) as day\n"
            f"    from article_rows a\n    where a.relevant{where}\n)"
        )
        return cte, values


def week_days(week: str) -> tuple[date, date]:
    """Monday and Sunday of an ISO week; raises ConfigError with the form expected.

    >>> week_days("2025-W42")
    (datetime.date(2025, 10, 13), datetime.date(2025, 10, 19))
    """
    try:
        monday = date.fromisoformat(f"{week}-1")
    except ValueError as error:
        raise ConfigError(
            f"{week!r} is no ISO week.", hint="Write it as 2025-W42 (year, W, two digits)."
        ) from error
    return monday, monday + timedelta(days=6)


def midnight(day: date | None, zone: str, days: int = 0) -> datetime | None:
    """The beginning of a day, or of one so many days later."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time(), ZoneInfo(zone))
