"""What a night's 2,000 new articles cost beside a million: finding their duplicates and stories."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench import history
from bench.figure import Better, Bounds, Figure
from bench.samples import NIGHT
from pipeline.enrich.register import UnitRegister, files
from pipeline.runner import StageReport, run_stage
from pipeline.settings import DATA, MODELS, load
from pipeline.stories import stories_stage, syndication_stage
from pipeline.warehouse import Warehouse
from pipeline.workers import Workers

HISTORY, NEW = 1_000_000, 2_000
BOUNDS = Bounds(Better.LOWER, hold=20, aim=10)


def measure() -> list[Figure]:
    """Seconds of each stage, its queries and writing included."""
    register = UnitRegister.load([DATA / "units"])
    duplicates = syndication_stage()
    stories = stories_stage(register, files([DATA / "units"]), MODELS)
    with TemporaryDirectory() as folder:
        settings = load(home=Path(folder))
        with Warehouse(settings.warehouse) as warehouse, Workers(1) as workers:
            history.fill(warehouse, HISTORY)
            for stage in (duplicates, stories):
                history.note_done(warehouse, stage)
            history.add_night(warehouse, HISTORY, NEW)
            reports = [
                run_stage(stage, warehouse, settings, NIGHT, workers)
                for stage in (duplicates, stories)
            ]
    return [_figure("near-duplicates", reports[0], BOUNDS), _figure("stories", reports[1], None)]


def _figure(what: str, report: StageReport, bounds: Bounds | None) -> Figure:
    if (report.done, report.failed) != (NEW, 0):
        raise RuntimeError(f"{report.done} of {NEW} articles joined, {report.failed} failures")
    return Figure(
        f"{what} of {NEW:,} new articles among {HISTORY:,}",
        report.seconds,
        " s",
        bounds,
        {"articles": report.done},
    )
