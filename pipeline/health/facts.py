"""What the warehouse knows of each outlet's health: its crawls, its articles, its extraction.

Read with three queries for all outlets at once; what follows from them is in ``habits.py``,
``drift.py`` and ``alarms.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.health.rules import Rules
from pipeline.warehouse import Warehouse

CRAWLS = 30  # of an outlet that are looked at
SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl of one outlet, in the counts of the crawl's own report."""

    run_id: int
    started_at: datetime
    answered: bool
    requests: int
    new: int
    not_modified: int
    errors: dict[str, int]
    channels: dict[str, int]  # type → URLs named; a type that answered "not modified" is left out
    problems: list[str]

    @property
    def asked(self) -> bool:
        """False for an outlet that has no channel to ask."""
        return bool(self.requests or self.errors)


@dataclass(frozen=True, slots=True)
class Habit:
    """What an outlet publishes, as of the last crawl that it answered and that was read."""

    looked_at: datetime
    last_article: datetime | None
    pauses: int
    history: float  # days from the first to the last article of the window
    longest: tuple[float, ...]  # pauses in days, longest first
    per_day: tuple[int, int, int] | None  # the range of 8 days in 10 and, between, the median
    new: int  # articles first seen in that crawl


@dataclass(frozen=True, slots=True)
class Extraction:
    """Counts over some pages of an outlet; ``quality`` is the mean of its articles."""

    pages: int
    articles: int
    failed: int
    undated: int
    poor: int  # of a quality that is unusual for the outlet's past
    short: int  # of a length that is unusual for the outlet's past
    quality: float | None


@dataclass(frozen=True, slots=True)
class OutletFacts:
    """Everything known of one outlet; ``crawls`` newest first."""

    outlet: str
    name: str
    crawls: tuple[Crawl, ...]
    habit: Habit | None
    recent: Extraction | None
    past: Extraction | None

    @property
    def last_success(self) -> datetime | None:
        return next((crawl.started_at for crawl in self.crawls if crawl.answered), None)


def facts_of(warehouse: Warehouse, rules: Rules, run_id: int | None) -> list[OutletFacts]:
    """Of every registered outlet, by id. ``run_id`` is the run under way, if there is one."""
    crawls: dict[tuple[str, str], list[Crawl]] = {}
    for row in rows(warehouse, "crawls", crawls=CRAWLS):
        of_outlet = crawls.setdefault((row.pop("outlet"), row.pop("name")), [])
        if row["run_id"] is not None:
            of_outlet.append(_crawl(row))
    habits = {row.pop("outlet"): _habit(row) for row in _articles(warehouse, rules, run_id)}
    extraction: dict[tuple[str, bool], Extraction] = {
        (row.pop("outlet"), row.pop("recent")): Extraction(**row)
        for row in _extraction(warehouse, rules)
    }
    return [
        OutletFacts(
            outlet,
            name,
            tuple(of_outlet),
            habits.get(outlet),
            extraction.get((outlet, True)),
            extraction.get((outlet, False)),
        )
        for (outlet, name), of_outlet in crawls.items()
    ]


def rows(warehouse: Warehouse, query: str, **parameters: object) -> list[dict[str, Any]]:
    """The rows of a query of this folder, as dictionaries by column."""
    return warehouse.rows(_sql(query), parameters)


def _articles(warehouse: Warehouse, rules: Rules, run_id: int | None) -> list[dict[str, Any]]:
    return rows(
        warehouse,
        "articles",
        run=run_id,
        window=rules.silent.window_days,
        longest=rules.silent.pause,
        days=rules.habit.days,
    )


def _extraction(warehouse: Warehouse, rules: Rules) -> list[dict[str, Any]]:
    drift = rules.drift
    return rows(
        warehouse,
        "extraction",
        recent=drift.recent,
        recent_nights=drift.recent_nights,
        past=drift.past,
        unusual=drift.unusual,
        back_fill_days=drift.back_fill_days,
    )


def _crawl(row: dict[str, Any]) -> Crawl:
    counts = {name: json.loads(row[name]) for name in ("errors", "channels")}
    return Crawl(**row | counts)


def _habit(row: dict[str, Any]) -> Habit:
    per_day = tuple(row["per_day"]) if row["per_day"] else None
    return Habit(**row | {"longest": tuple(row["longest"]), "per_day": per_day})


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
