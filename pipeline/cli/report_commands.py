"""``sorot report weekly``: the laporan analisa media of a week."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from pipeline.cli.terminal import AsJson, console, print_json
from pipeline.errors import ReportError
from pipeline.settings import Settings, load
from pipeline.watchlist import WatchList

reports = typer.Typer(help="Reports for people.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(reports, name="report")


@reports.command()
def weekly(
    unit: Annotated[
        str | None, typer.Option(help="Name or alias; default: the first watched unit.")
    ] = None,
    watched: Annotated[bool, typer.Option("--watched", help="One of each watched unit.")] = False,
    week: Annotated[
        str | None, typer.Option(help="ISO week, 2025-W42; default: the last full week.")
    ] = None,
    formats: Annotated[str, typer.Option("--format", help="html, pdf or both.")] = "html,pdf",
    out: Annotated[Path | None, typer.Option(help="Folder; default: SOROT_HOME/reports.")] = None,
    prepared_by: Annotated[str, typer.Option(help="Shown as 'Disiapkan oleh'.")] = "",
    as_json: AsJson = False,
) -> None:
    """The weekly media analysis of a unit."""
    from pipeline.analysis import News
    from pipeline.report import weekly as content_of
    from pipeline.report import write
    from pipeline.warehouse import current

    settings = load()
    now = settings.clock()
    units = [unit] if unit else _watched(settings)
    files: dict[str, dict[str, Path]] = {}
    with News(current(settings.published)) as news:
        for chosen in units if watched else units[:1]:
            content = content_of(
                news,
                chosen,
                week or _last_week(now.astimezone(ZoneInfo(news.zone(chosen)))),
                prepared_by=prepared_by,
                generated_at=now,
            )
            files[chosen] = write(content, out or settings.reports, formats.split(","))
    if as_json:
        paths = {name: {f: str(path) for f, path in made.items()} for name, made in files.items()}
        print_json(paths if watched else next(iter(paths.values())))
        return
    for made in files.values():
        for path in made.values():
            console.print(str(path), soft_wrap=True)


def _watched(settings: Settings) -> list[str]:
    units = WatchList.load(settings.watch).units
    if not units:
        raise ReportError(
            "no unit is given and none is watched.",
            hint='Give --unit, or `sorot watch add "Polres Halmahera Utara"`.',
        )
    return list(units)


def _last_week(now: datetime) -> str:
    """The last full ISO week at a moment in the unit's own zone."""
    return f"{now - timedelta(days=7):%G-W%V}"
