"""The nightly run: crawl → archive → stages → publish, safe to kill and to run again.

The crawl is a process of its own (its reactor cannot be started twice, and a crash there must not
take the warehouse along); everything after it reads the archive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from crawlers.archive import read_index
from crawlers.outlets import Outlet, load_outlets
from pipeline.crawling import chosen_outlets, crawl
from pipeline.enrich.register import UnitRegister
from pipeline.errors import ConfigError
from pipeline.runner import StageReport, run_stage
from pipeline.settings import Settings
from pipeline.stages import build_stages
from pipeline.stopwords import stopwords
from pipeline.warehouse import Warehouse, publish, restore_corrections, runs, snapshots
from pipeline.workers import Workers

CRAWL = "crawl"
STAGES = "stages"  # begin behind the crawl, with whatever is pending


class Progress(Protocol):
    """What a run tells while it works; the terminal draws it."""

    def bar(self, name: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        """Open a progress bar; the callable takes how many more are done."""


@dataclass(slots=True)
class NightReport:
    """What a run did; ``outlets`` as the crawl reported them, ``snapshot`` None if none is new."""

    outlets: dict[str, dict[str, Any]] = field(default_factory=dict)
    stages: list[StageReport] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)  # by step
    snapshot: Path | None = None

    @property
    def failures(self) -> int:
        return sum(stage.failed for stage in self.stages)

    @property
    def unreached(self) -> list[str]:
        """Outlets that answered nothing at all."""
        return [name for name, facts in self.outlets.items() if not _answered(facts)]

    @property
    def problems(self) -> list[str]:
        return [problem for outlet in self.outlets.values() for problem in outlet["problems"]]

    def as_json(self) -> dict[str, Any]:
        return {
            "outlets": self.outlets,
            "stages": [asdict(stage) for stage in self.stages],
            "seconds": {name: round(value, 2) for name, value in self.seconds.items()},
            "snapshot": str(self.snapshot) if self.snapshot else None,
        }


def run_night(
    settings: Settings, progress: Progress, *, only: Sequence[str] = (), first: str = CRAWL
) -> NightReport:
    """One run. ``only`` names outlets, ``first`` is where to begin: a stage's name re-does it and
    everything after it, without the network."""
    report = NightReport()
    outlets, stages = chosen_outlets(settings, only), build_stages(settings)
    redone = _from(first, [stage.name for stage in stages])
    now = settings.now or datetime.now(UTC)
    with Warehouse(settings.warehouse) as warehouse:
        unpublished = runs.is_unpublished(warehouse)
        with _logged(warehouse, settings, report, "done") as run_id:
            _describe(warehouse, settings)
            if first == CRAWL:
                _crawl(warehouse, settings, progress, report, run_id, outlets, None)
            runs.forget_stages(warehouse, redone)
            fresh = _ingest(warehouse, settings)
            with Workers(settings.workers) as workers:
                for stage in stages:
                    with _timed(report, stage.name):
                        done = run_stage(stage, warehouse, settings, now, workers, progress.bar)
                    report.stages.append(done)
            changed = fresh or any(stage.done for stage in report.stages)
            if changed or unpublished or not snapshots(settings.published):
                with _timed(report, "publish"):
                    report.snapshot = publish(
                        warehouse,
                        settings.published,
                        at=now,
                        keep=settings.keep_snapshots,
                        stopwords=stopwords(),
                    )
    return report


def run_crawl(
    settings: Settings,
    progress: Progress,
    *,
    only: Sequence[str] = (),
    since: datetime | None = None,
) -> NightReport:
    """The crawl alone; the next run reads what it archived. ``since`` overrides how far back it
    looks: a back-fill that was cut short goes on where it was when asked again."""
    report = NightReport()
    outlets = chosen_outlets(settings, only)
    with (
        Warehouse(settings.warehouse) as warehouse,
        _logged(warehouse, settings, report, "crawled") as run_id,
    ):
        _crawl(warehouse, settings, progress, report, run_id, outlets, since)
    return report


@contextmanager
def _logged(
    warehouse: Warehouse, settings: Settings, report: NightReport, outcome: str
) -> Iterator[int]:
    """A row of ``runs`` around the work: ``outcome`` when it ends well, else "failed"."""
    if warehouse.is_new:
        restore_corrections(warehouse, settings.published)
    run_id = runs.begin(warehouse, settings.now or datetime.now(UTC))
    ended = "failed"
    try:
        yield run_id
        ended = outcome
    finally:
        at = settings.now or datetime.now(UTC)
        runs.finish(warehouse, run_id, at, ended, report.as_json())


def _crawl(
    warehouse: Warehouse,
    settings: Settings,
    progress: Progress,
    report: NightReport,
    run_id: int,
    outlets: Sequence[Outlet],
    since: datetime | None,
) -> None:
    with _timed(report, CRAWL), progress.bar(CRAWL, None) as step:
        report.outlets = crawl(settings, outlets, since, step)
    rows = [_outlet_row(name, facts) for name, facts in report.outlets.items()]
    runs.note_outlets(warehouse, run_id, rows)


def _describe(warehouse: Warehouse, settings: Settings) -> None:
    units = [
        {
            "unit": unit.name, "kind": unit.kind, "parent": unit.parent, "region": unit.region,
            "seat": unit.seat, "zone": unit.zone, "aliases": unit.aliases,
        }
        for unit in UnitRegister.load(settings.units).units.values()
    ]  # fmt: skip
    outlets = [
        {
            "outlet": outlet.id, "name": outlet.name, "url": outlet.url,
            "region": outlet.region or None, "zone": outlet.zone, "kind": outlet.kind,
        }
        for outlet in load_outlets(settings.outlets)
    ]  # fmt: skip
    warehouse.describe(outlets, units)


def _ingest(warehouse: Warehouse, settings: Settings) -> int:
    """Take over what the archive index holds since the last run."""
    pages, position = read_index(settings.archive, warehouse.archive_position)
    warehouse.add_pages(pages, position)
    return len(pages)


def _from(first: str, names: Sequence[str]) -> Sequence[str]:
    """The stages to do again: the one named and all after it."""
    if first in (CRAWL, STAGES):
        return ()
    if first not in names:
        raise ConfigError(
            f"no stage {first!r}.", hint=f"The stages are {', '.join((CRAWL, *names))}."
        )
    return names[names.index(first) :]


def _answered(facts: Mapping[str, Any]) -> bool:
    """Whether an outlet gave a page, a listing or a "not modified"."""
    return bool(facts["pages"] or facts["not_modified"] or sum(facts["channels"].values()))


def _outlet_row(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "outlet": name,
        "requests": facts["requests"],
        "new": facts["new"],
        "changed": facts["changed"],
        "gone": facts["gone"],
        "answered": _answered(facts),
        "seconds": facts["seconds"],
        "errors": json.dumps(facts["errors"]),
        "problems": facts["problems"],
    }


@contextmanager
def _timed(report: NightReport, step: str) -> Iterator[None]:
    began = perf_counter()
    try:
        yield
    finally:
        report.seconds[step] = report.seconds.get(step, 0.0) + perf_counter() - began
