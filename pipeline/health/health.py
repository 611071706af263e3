"""The health of every outlet as ``sorot status`` shows it, and the alarms of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from crawlers.outlets import Outlet
from pipeline.health import alarms
from pipeline.health.alarms import Alarm
from pipeline.health.facts import Extraction, OutletFacts, facts_of
from pipeline.health.habits import allowed_silence, silence
from pipeline.health.rules import Rules, load
from pipeline.warehouse import Warehouse

NIGHTLY = timedelta(days=1)
ONE_NIGHT = timedelta(hours=6)  # crawls closer together are one night's


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """One outlet: ``state`` is alarm, unreached, learning, no channel, not crawled or sound."""

    facts: OutletFacts
    state: str
    next_due: datetime | None
    alarms: tuple[Alarm, ...]
    silent_after: float | None  # days; None while its habit is being learned

    @property
    def errors(self) -> dict[str, int]:
        """By kind, in its last crawl."""
        return self.facts.crawls[0].errors if self.facts.crawls else {}

    def as_json(self) -> dict[str, Any]:
        facts, habit = self.facts, self.facts.habit
        last = facts.crawls[0] if facts.crawls else None
        return {
            "outlet": facts.outlet,
            "name": facts.name,
            "state": self.state,
            "last_crawl": last.started_at if last else None,
            "last_success": facts.last_success,
            "next_due": self.next_due,
            "requests": last.requests if last else 0,
            "errors": self.errors,
            "problems": last.problems if last else [],
            "last_article": habit.last_article if habit else None,
            "silent_days": _rounded(silence(habit)) if habit else None,
            "silent_after_days": _rounded(self.silent_after),
            "new": habit.new if habit else 0,
            "per_day": dict(zip(("low", "median", "high"), habit.per_day, strict=True))
            if habit and habit.per_day
            else None,
            "recent": _shares(facts.recent),
            "past": _shares(facts.past),
            "alarms": [asdict(alarm) for alarm in self.alarms],
        }


@dataclass(frozen=True, slots=True)
class Health:
    """All outlets by id, and the alarms: first those of all outlets, then by outlet."""

    outlets: tuple[OutletHealth, ...]
    general: tuple[Alarm, ...]

    @property
    def alarms(self) -> list[Alarm]:
        return [*self.general, *(alarm for outlet in self.outlets for alarm in outlet.alarms)]


def health_of(
    warehouse: Warehouse, registry: Sequence[Outlet], *, run_id: int | None = None
) -> Health:
    """Of the outlets that the warehouse knows from the registry; ``run_id`` is the run under way,
    whose pages have been read."""
    rules = load()
    channels = {outlet.id: [channel.type for channel in outlet.channels] for outlet in registry}
    facts = facts_of(warehouse, rules, run_id)
    told = alarms.without_dead_nights(facts)
    outlets = tuple(
        _judge(one, tuple(alarms.of_outlet(live, channels.get(one.outlet, ()), rules)), rules)
        for one, live in zip(facts, told, strict=True)
    )
    return Health(outlets, tuple(alarms.of_network(facts)))


def _judge(facts: OutletFacts, raised: tuple[Alarm, ...], rules: Rules) -> OutletHealth:
    habit = facts.habit
    allowed = allowed_silence(habit, rules.silent) if habit else None
    return OutletHealth(facts, _state(facts, raised, allowed), _next_due(facts), raised, allowed)


def _state(facts: OutletFacts, raised: Sequence[Alarm], allowed: float | None) -> str:
    if raised:
        return "alarm"
    if not facts.crawls:
        return "not crawled"
    if not facts.crawls[0].asked:
        return "no channel"
    if not facts.crawls[0].answered:
        return "unreached"
    return "learning" if allowed is None else "sound"


def _next_due(facts: OutletFacts) -> datetime | None:
    """A crawl's usual distance after the last one; a day while there is none to go by."""
    times = [crawl.started_at for crawl in facts.crawls]
    if not times:
        return None
    distances = sorted(
        later - earlier
        for later, earlier in zip(times, times[1:], strict=False)
        if later - earlier > ONE_NIGHT
    )
    return times[0] + (distances[len(distances) // 2] if distances else NIGHTLY)


def _shares(extraction: Extraction | None) -> dict[str, Any] | None:
    """Mean quality, and shares of pages or articles."""
    if extraction is None:
        return None
    articles = extraction.articles or 1
    return {
        "pages": extraction.pages,
        "quality": _rounded(extraction.quality),
        "failed": _rounded(extraction.failed / extraction.pages),
        "undated": _rounded(extraction.undated / articles),
        "short": _rounded(extraction.short / articles),
        "poor": _rounded(extraction.poor / articles),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
