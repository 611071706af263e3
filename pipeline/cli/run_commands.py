"""``sorot run``, ``rerun``, ``retry`` and ``publish``: the nightly work."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.terminal import AsJson, Bars, console, print_json, table
from pipeline.errors import WarehouseError
from pipeline.settings import load

if TYPE_CHECKING:
    from pipeline.night import NightReport

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
                at=settings.now or datetime.now(UTC),
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
    if report.outlets:
        table(
            "Outlets",
            ["outlet", "#requests", "#pages", "#new", "#changed", "problems"],
            [
                [name, o["requests"], o["pages"], o["new"], o["changed"], _counts(o["errors"])]
                for name, o in report.outlets.items()
            ],
        )
        console.print()
    table(
        "Stages",
        ["stage", "#done", "#failed", "#seconds", "failures"],
        [
            [
                "crawl",
                sum(o["pages"] for o in report.outlets.values()),
                "",
                _seconds(report, "crawl"),
                "",
            ],
            *[
                [s.stage, s.done, s.failed or "", _seconds(report, s.stage), _counts(s.failures)]
                for s in report.stages
            ],
            ["publish", 1 if report.snapshot else 0, "", _seconds(report, "publish"), ""],
        ],
    )
    console.print()
    if report.failures:
        console.print(f"{report.failures} rows failed: `sorot status` names them.")
    console.print(f"snapshot: {report.snapshot or 'nothing new, the last one stays'}")
    if report.unreached:
        console.print(f"not reached: {', '.join(report.unreached)} (see `sorot status`)")


def _end(report: NightReport) -> None:
    """Exit code 3 when the run is done but no outlet at all could be reached."""
    if report.outlets and len(report.unreached) == len(report.outlets):
        raise typer.Exit(3)


def _seconds(report: NightReport, step: str) -> str:
    return f"{report.seconds.get(step, 0):.1f}"


def _counts(errors: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(errors.items()))
