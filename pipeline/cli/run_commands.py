"""``sorot run``, ``rerun``, ``retry`` and ``publish``: the nightly work."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.terminal import AsJson, Bars, console, counts, print_json, sentences, table
from pipeline.errors import WarehouseError
from pipeline.settings import load

if TYPE_CHECKING:
    from pipeline.night_report import NightReport
    from pipeline.runner import StageReport

OUTLETS_SHOWN = 12

Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", help="Only this outlet; may be given several times.")
]


def register(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(crawl)
    app.command()(rerun)
    app.command()(retry)
    app.command()(publish)


def run(outlet: Outlets = None, as_json: AsJson = False) -> None:
    """The nightly run: crawl, extract, enrich, load, publish; safe to kill and run again."""
    from pipeline.night import run_night

    _tell(run_night(load(), Bars(), only=outlet or []), as_json)


def crawl(
    outlet: Outlets = None,
    since: Annotated[
        datetime | None, typer.Option(help="Back-fill to this day.", formats=["%Y-%m-%d"])
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Crawl alone, as far back as wanted; the next `sorot run` reads what was archived."""
    from pipeline.night import run_crawl

    back = since.replace(tzinfo=UTC) if since else None
    _tell(run_crawl(load(), Bars(), only=outlet or [], since=back), as_json)


def rerun(
    first: Annotated[str, typer.Option("--from", help="The first stage to do again.")],
    as_json: AsJson = False,
) -> None:
    """Do a stage and all after it again on everything archived, without the network."""
    from pipeline.night import run_night

    _tell(run_night(load(), Bars(), first=first), as_json)


def retry(as_json: AsJson = False) -> None:
    """Take up again the rows that failed."""
    from pipeline.night import run_night
    from pipeline.warehouse import Warehouse, runs

    settings = load()
    with Warehouse(settings.warehouse) as warehouse:
        count = runs.forget_failures(warehouse)
    if not as_json:
        console.print(f"{count} failed rows are taken up again.")
    _tell(run_night(settings, Bars(), first="stages"), as_json)


def publish(
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Make the snapshot before the current one current.")
    ] = False,
) -> None:
    """Publish the warehouse as it is, or go back to the snapshot before."""
    from pipeline import warehouse
    from pipeline.stopwords import stopwords

    settings = load()
    if rollback:
        snapshot = warehouse.rollback(settings.published)
    else:
        if not settings.warehouse.exists():
            raise WarehouseError(
                f"there is no warehouse in {settings.home} to publish.",
                hint="Run `sorot run` first, or set SOROT_HOME to the folder of an earlier run.",
            )
        with warehouse.Warehouse(settings.warehouse) as open_warehouse:
            snapshot = warehouse.publish(
                open_warehouse,
                settings.published,
                at=settings.clock(),
                keep=settings.keep_snapshots,
                stopwords=stopwords(),
            )
    console.print(f"current: {snapshot}")


def _tell(report: NightReport, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json())
    else:
        _draw(report)
    _end(report)


def _draw(report: NightReport) -> None:
    """One table of the steps, the crawl's outlets under it; then what asks for attention."""
    rows = [*_crawl_rows(report), *(_stage_row(stage) for stage in report.stages)]
    if report.snapshot:
        rows.append(["publish", 1, "", _seconds(report.seconds["publish"]), ""])
    table(f"Run {report.run_id}", ["step", "#done", "#failed", "#seconds", "troubles"], rows)
    console.print()
    sentences("alarm", [alarm.text for alarm in report.alarms])
    if report.unreached:
        console.print(f"not reached: {', '.join(report.unreached)} (see `sorot status`)")
    if report.pruned_pages:
        console.print(
            f"{report.pruned_pages} pages were pruned from the archive before this warehouse was "
            "made, and no snapshot holds them: their articles are lost to it."
        )
    if report.failures:
        console.print(f"{report.failures} rows failed: `sorot status` names them.")
    snapshot = report.snapshot or "nothing new, the last one stays"
    console.print(f"snapshot: {snapshot}\nlog: {report.log}", soft_wrap=True)


def _crawl_rows(report: NightReport) -> list[list[object]]:
    """The crawl as a whole, then the outlets with most pages or troubles."""
    if not report.outlets:
        return []
    errors = sum((Counter(facts["errors"]) for facts in report.outlets.values()), Counter[str]())
    pages = sum(facts["pages"] for facts in report.outlets.values())
    told = sorted(
        report.outlets.items(),
        key=lambda item: (-item[1]["pages"], -sum(item[1]["errors"].values()), item[0]),
    )
    rows = [["crawl", pages, errors.total() or "", _seconds(report.seconds["crawl"]), ""]]
    for name, facts in told[:OUTLETS_SHOWN]:
        failed = sum(facts["errors"].values()) or ""
        seconds = _seconds(facts["seconds"])
        rows.append([f"  {name}", facts["pages"], failed, seconds, counts(facts["errors"])])
    left = told[OUTLETS_SHOWN:]
    if left:
        pages = sum(facts["pages"] for _, facts in left)
        failed = sum(sum(facts["errors"].values()) for _, facts in left) or ""
        rows.append([f"  {len(left)} more outlets", pages, failed, "", "see `sorot status --all`"])
    return rows


def _stage_row(stage: StageReport) -> list[object]:
    seconds = _seconds(stage.seconds)
    return [stage.stage, stage.done, stage.failed or "", seconds, counts(stage.failures)]


def _end(report: NightReport) -> None:
    """Exit code 3 when the run is done but no outlet at all could be reached."""
    if report.outlets and len(report.unreached) == len(report.outlets):
        raise typer.Exit(3)


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f}"
