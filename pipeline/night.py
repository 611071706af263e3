"""The nightly run: crawl → archive → stages → publish, safe to kill and to run again.

The crawl is a process of its own (its reactor cannot be started twice, and a crash there must not
take the warehouse along); everything after it reads the archive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any, Protocol

from crawlers.archive import read_index
from crawlers.options import SentOutcome
from crawlers.outlets import Outlet, load_outlets
from pipeline.archive_keeping import heed_pruned
from pipeline.crawling import chosen_outlets, crawl
from pipeline.enrich.register import UnitRegister
from pipeline.errors import ConfigError
from pipeline.health import health_of
from pipeline.links import keeping
from pipeline.links.records import Reading
from pipeline.night_report import NightReport, answered
from pipeline.runlog import RunLog, open_log
from pipeline.runner import run_stage
from pipeline.settings import Settings
from pipeline.stage import Failure, Stage
from pipeline.stages import build_stages
from pipeline.stopwords import stopwords
from pipeline.warehouse import Warehouse, joined, publish, restore_corrections, runs, snapshots
from pipeline.workers import Workers

CRAWL = "crawl"
STAGES = "stages"  # begin behind the crawl, with whatever is pending


class Progress(Protocol):
    """What a run tells while it works; the terminal draws it."""

    def bar(self, name: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        """Open a progress bar; the callable takes how many more are done."""


@dataclass(frozen=True, slots=True)
class Night:
    """What the steps of one run share; ``unpublished`` says that the run before left news."""

    settings: Settings
    progress: Progress
    warehouse: Warehouse
    log: RunLog
    report: NightReport
    unpublished: bool


def run_night(
    settings: Settings, progress: Progress, *, only: Sequence[str] = (), first: str = CRAWL
) -> NightReport:
    """One run. ``only`` names outlets, ``first`` is where to begin: a stage's name re-does it and
    everything after it, without the network."""
    outlets, stages = chosen_outlets(settings, only), build_stages(settings)
    redone = _from(first, [stage.name for stage in stages])
    with _begun(settings, progress, "done") as night:
        _describe(night.warehouse, settings)
        if first == CRAWL:
            _crawl(night, outlets, None)
        runs.forget_stages(night.warehouse, redone)
        for stage in stages:
            if stage.joins and stage.name in redone:
                joined.dissolve(night.warehouse, stage)
        _read_archive(night, stages)
    return night.report


def run_crawl(
    settings: Settings,
    progress: Progress,
    *,
    only: Sequence[str] = (),
    since: datetime | None = None,
) -> NightReport:
    """The crawl alone; the next run reads what it archived. ``since`` overrides how far back it
    looks: a back-fill that was cut short goes on where it was when asked again."""
    outlets = chosen_outlets(settings, only)
    with _begun(settings, progress, "crawled") as night:
        _crawl(night, outlets, since)
    return night.report


def run_links(settings: Settings, progress: Progress, reading: Reading) -> NightReport:
    """A run over the links of a file alone: they are kept, fetched, and read like any article."""
    stages = build_stages(settings)
    with _begun(settings, progress, runs.LINKS) as night:
        _describe(night.warehouse, settings)
        keeping.add(night.warehouse, reading, night.report.run_id)
        _crawl(night, [], None)
        _read_archive(night, stages)
    return night.report


@contextmanager
def _begun(settings: Settings, progress: Progress, outcome: str) -> Iterator[Night]:
    """A run with its row of ``runs`` and its log: ``outcome`` when it ends well, else "failed"."""
    with Warehouse(settings.warehouse) as warehouse:
        if warehouse.is_new:
            restore_corrections(warehouse, settings.published)
        unpublished = runs.is_unpublished(warehouse)
        run_id = runs.begin(warehouse, settings.clock())
        with open_log(settings, run_id) as log:
            report = NightReport(run_id, log=log.path)
            ended, error = "failed", ""
            log.tell("run/started", home=settings.home)
            try:
                yield Night(settings, progress, warehouse, log, report, unpublished)
                ended = outcome
            except BaseException as raised:
                error = f"{type(raised).__name__}: {raised}"
                raise
            finally:
                runs.finish(warehouse, run_id, settings.clock(), ended, report.summary())
                log.tell("run/finished", outcome=ended, error=error or None, stats=report.stats)


def _crawl(night: Night, outlets: Sequence[Outlet], since: datetime | None) -> None:
    report, sent = night.report, keeping.to_ask(night.warehouse, night.settings.clock())
    if not (outlets or sent.urls):
        return
    total = None if outlets else len(sent.urls)
    with _timed(report, CRAWL), night.progress.bar(CRAWL, total) as step:
        hear = partial(_hear, night, step, "page" if outlets else "link")
        report.outlets = crawl(night.settings, outlets, since, hear, sent)
    for name, facts in report.outlets.items():
        night.log.tell("outlet/finished", outlet=name, answered=answered(facts), **facts)
    rows = [_outlet_row(name, facts) for name, facts in report.outlets.items()]
    runs.note_outlets(night.warehouse, report.run_id, rows)


def _hear(night: Night, step: Callable[[int], None], counted: str, event: dict[str, Any]) -> None:
    """An event of the crawl: those called ``counted`` move the bar; what came of links is kept."""
    name = event["event"]
    if name == "link":
        told = SentOutcome.model_validate({k: v for k, v in event.items() if k != "event"})
        keeping.note(night.warehouse, told, night.report.run_id, night.settings.clock())
    elif name == "listed":
        keeping.note_listed(night.warehouse, event["urls"])
    if name == counted:
        step(1)


def _read_archive(night: Night, stages: Sequence[Stage]) -> None:
    """Everything after the crawl: what the archive has that is new, the stages, a snapshot if
    there is news, and the alarms."""
    settings = night.settings
    fresh = _ingest(night.warehouse, settings)
    lost = heed_pruned(night.warehouse, settings.archive, settings.published)
    night.report.pruned_pages = lost
    done = _run_stages(night, stages)
    if fresh or done or night.unpublished or not snapshots(settings.published):
        _publish(night)
    _raise_alarms(night)


def _run_stages(night: Night, stages: Sequence[Stage]) -> int:
    """Bring every stage up to date; returns how many rows were done."""
    now = night.settings.clock()
    with Workers(night.settings.workers) as workers:
        for stage in stages:
            tell = partial(_tell_failure, night.log, stage)
            with _timed(night.report, stage.name):
                done = run_stage(
                    stage, night.warehouse, night.settings, now, workers, night.progress.bar, tell
                )
            night.report.stages.append(done)
            night.log.tell("stage/finished", **asdict(done))
    return sum(stage.done for stage in night.report.stages)


def _tell_failure(log: RunLog, stage: Stage, failure: Failure, key: str, url: str | None) -> None:
    log.tell("row/failed", stage=stage.name, key=key, url=url, **asdict(failure))


def _raise_alarms(night: Night) -> None:
    registry = load_outlets(night.settings.outlets)
    health = health_of(night.warehouse, registry, run_id=night.report.run_id)
    night.report.alarms = health.alarms
    for alarm in health.alarms:
        night.log.tell("alarm", **asdict(alarm))


def _publish(night: Night) -> None:
    settings = night.settings
    with _timed(night.report, "publish"):
        night.report.snapshot = publish(
            night.warehouse,
            settings.published,
            at=settings.clock(),
            keep=settings.keep_snapshots,
            stopwords=stopwords(),
        )
    night.log.tell("published", snapshot=night.report.snapshot)


def _describe(warehouse: Warehouse, settings: Settings) -> None:
    units = [unit.as_row() for unit in UnitRegister.load(settings.units).units.values()]
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
    warehouse.name_strangers()
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


def _outlet_row(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "outlet": name,
        "requests": facts["requests"],
        "new": facts["new"],
        "changed": facts["changed"],
        "gone": facts["gone"],
        "answered": answered(facts),
        "seconds": facts["seconds"],
        "not_modified": facts["not_modified"],
        "errors": json.dumps(facts["errors"]),
        "channels": json.dumps(facts["channels"]),
        "problems": facts["problems"],
    }


@contextmanager
def _timed(report: NightReport, step: str) -> Iterator[None]:
    began = perf_counter()
    try:
        yield
    finally:
        report.seconds[step] = report.seconds.get(step, 0.0) + perf_counter() - began
