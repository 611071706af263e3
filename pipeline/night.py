"""The nightly run: crawl → archive → stages → publish, safe to kill and to run again.

The crawl is a process of its own (its reactor cannot be started twice, and a crash there must not
take the warehouse along); everything after it reads the archive.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from crawlers.archive import read_index
from crawlers.outlets import Outlet, load_outlets
from pipeline.enrich.register import UnitRegister
from pipeline.errors import ConfigError, FetchError, OutletError
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
    settings: Settings,
    progress: Progress,
    *,
    only: Sequence[str] = (),
    since: datetime | None = None,
    first: str = CRAWL,
) -> NightReport:
    """One run. ``only`` names outlets, ``since`` overrides how far back the crawl looks, ``first``
    is where to begin: a stage's name re-does it and everything after it, without the network."""
    report = NightReport()
    outlets, stages = _chosen(settings, only), build_stages(settings)
    redone = _from(first, [stage.name for stage in stages])
    now = settings.now or datetime.now(UTC)
    with Warehouse(settings.warehouse) as warehouse:
        if warehouse.is_new:
            restore_corrections(warehouse, settings.published)
        unpublished = runs.is_unpublished(warehouse)
        run_id = runs.begin(warehouse, now)
        outcome = "failed"
        try:
            _describe(warehouse, settings)
            if first == CRAWL:
                with _timed(report, "crawl"), progress.bar("crawl", None) as step:
                    report.outlets = crawl(settings, outlets, since, step)
                rows = [_outlet_row(name, facts) for name, facts in report.outlets.items()]
                runs.note_outlets(warehouse, run_id, rows)
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
            outcome = "done"
        finally:
            ended = settings.now or datetime.now(UTC)
            runs.finish(warehouse, run_id, ended, outcome, report.as_json())
    return report


def crawl(
    settings: Settings,
    outlets: Sequence[Outlet],
    since: datetime | None,
    step: Callable[[int], None],
) -> dict[str, dict[str, Any]]:
    """Run the crawl process to its end; returns its report by outlet."""
    settings.home.mkdir(parents=True, exist_ok=True)
    options = settings.home / "crawl.json"
    options.write_text(json.dumps(_options(settings, outlets, since)), encoding="utf-8")
    command = [sys.executable, "-m", "crawlers", str(options)]
    report: dict[str, dict[str, Any]] | None = None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            event = _event(line)
            if event["event"] == "page":
                step(1)
            elif event["event"] == "report":
                report = event["outlets"]
    if report is None:
        raise FetchError(
            f"the crawl ended with code {process.returncode} and no report.",
            hint=f"See {settings.home / 'crawl.log'}; what was archived is kept, run again.",
        )
    return report


def _event(line: str) -> dict[str, Any]:
    """A line of the crawl's output; what is no event (a library's own print) says nothing."""
    try:
        event = json.loads(line)
    except json.JSONDecodeError:
        event = None
    return event if isinstance(event, dict) and "event" in event else {"event": "noise"}


def _options(
    settings: Settings, outlets: Sequence[Outlet], since: datetime | None
) -> Mapping[str, Any]:
    now = settings.now or datetime.now(UTC)
    back = since or now - timedelta(days=settings.lookback_days)
    return {
        "outlets": [outlet.model_dump() for outlet in outlets],
        "archive": str(settings.archive.resolve()),
        "frontier": str(settings.frontier.resolve()),
        "log_file": str((settings.home / "crawl.log").resolve()),
        "contact": settings.contact,
        "allow_private_hosts": settings.allow_private_hosts,
        "proxy": settings.proxy,
        "delay": settings.delay,
        "timeout": settings.timeout,
        "max_page_bytes": settings.max_page_bytes,
        "outlet_budget": settings.outlet_budget,
        "since": back.isoformat(),
        "now": settings.now.isoformat() if settings.now else None,
    }


def _chosen(settings: Settings, only: Sequence[str]) -> list[Outlet]:
    outlets = load_outlets(settings.outlets)
    if not outlets:
        raise OutletError(
            f"there are no outlets in {settings.outlets}.",
            hint="Correct SOROT_OUTLETS, or `sorot outlets add URL`.",
        )
    unknown = set(only) - {outlet.id for outlet in outlets}
    if unknown:
        raise OutletError(
            f"no outlet {', '.join(sorted(unknown))} in {settings.outlets}.",
            hint="`sorot outlets list` shows those there are.",
        )
    return [outlet for outlet in outlets if not only or outlet.id in only]


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
