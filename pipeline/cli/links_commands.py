"""``sorot links import``: what people sent, fetched, judged and told link by link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from pipeline.cli.terminal import AsJson, Bars, console, counts, print_json, table
from pipeline.settings import Settings, load
from pipeline.watchlist import WatchList

if TYPE_CHECKING:
    from pipeline.links.report import LinkReport, LinkVerdict

NATIONAL_ZONE = "Asia/Jakarta"
SENDERS_SHOWN = 15
FAILED_SHOWN = 20
TITLE, NAME = 30, 14  # characters
SOME_FAILED = 3

app = typer.Typer(help="Links that people send, from WhatsApp chats.", no_args_is_help=True)


@app.callback()
def links() -> None:
    """Makes ``import`` a command of its own name."""


@app.command("import")
def import_links(
    file: Annotated[
        Path, typer.Argument(help="A WhatsApp export (.txt, .zip), a text, CSV or XLSX.")
    ],
    zone: Annotated[
        str, typer.Option(help="Time zone of the phone; that of the watched unit if left out.")
    ] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Tell of every link, those told of earlier, too.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write every link of the file to this CSV.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take in the links of a chat: fetch them, and say what each one is worth.

    A later, longer export of the same chat adds only what is new in it. Exit code 3 when a link
    failed.
    """
    from pipeline.links.files import read_file
    from pipeline.links.report import FAILED, report_of, write_csv
    from pipeline.night import run_links
    from pipeline.warehouse import Warehouse

    settings = load()
    watched = WatchList.load(settings.watch).units
    of_file = _zone(zone, settings, watched)
    reading = read_file(file, of_file)
    run = run_links(settings, Bars(), reading)
    with Warehouse(settings.warehouse) as warehouse:
        found = report_of(warehouse, reading, run.run_id, watched)
    told = found.links if every else found.in_run
    if out:
        write_csv(out, found.links, of_file)
    if as_json:
        print_json(found.as_json(told))
    else:
        _draw(found, told, of_file)
        if out:
            console.print(f"written: {out}", soft_wrap=True)
    if any(link.verdict == FAILED for link in told):
        raise typer.Exit(SOME_FAILED)


def _zone(name: str, settings: Settings, watched: Sequence[str]) -> ZoneInfo:
    """The zone that was given, else that of the first watched unit."""
    from pipeline.enrich.register import UnitRegister

    if not name and watched:
        return ZoneInfo(UnitRegister.load(settings.units).find(watched[0]).zone)
    try:
        return ZoneInfo(name or NATIONAL_ZONE)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise typer.BadParameter(
            f"{name!r} is no time zone; write Asia/Jakarta, Asia/Makassar or Asia/Jayapura",
            param_hint="--zone",
        ) from error


def _draw(found: LinkReport, told: Sequence[LinkVerdict], zone: ZoneInfo) -> None:
    from pipeline.links.report import FAILED

    reading = found.reading
    console.print(
        f"{reading.source}: {reading.form}, {reading.messages} messages, "
        f"{len(reading.sendings)} links sent, {len(found.links)} different",
        markup=False,
        soft_wrap=True,
    )
    if told:
        rows = [_row(link, zone) for link in told]
        table("\nLinks", ["sent", "sender", "outlet", "title", "verdict"], rows)
    failed = [link.facts for link in told if link.verdict == FAILED]
    for facts in failed[:FAILED_SHOWN]:
        text = f"failed: {facts['problem'] or facts['unread']}"
        console.print(text, markup=False, soft_wrap=True)
    if len(failed) > FAILED_SHOWN:
        console.print(f"… and {len(failed) - FAILED_SHOWN} more: --json")
    if len(told) < len(found.links):
        count = len(found.links) - len(told)
        console.print(f"{count} links were told of in an earlier import; --all tells of all.")
    console.print(f"\nall links: {counts(found.sums) or 'none'}")
    if not found.watched:
        console.print("No unit is watched (`sorot watch add`): articles about any unit count.")
    _draw_senders(found)
    if found.add_command:
        console.print(f"\noutlets not in the registry: {len(found.unregistered)}; add them with")
        console.print(found.add_command, markup=False, soft_wrap=True)


def _draw_senders(found: LinkReport) -> None:
    """Who sent how many; nothing where the file names nobody."""
    named = [row for row in found.senders if row["sender"]]
    if not named:
        return
    rows = [
        [row["sender"], row["sent"], row["links"], row["fetched"], row["useless"]]
        for row in named[:SENDERS_SHOWN]
    ]
    columns = ["sender", "#sent", "#different", "#new to Sorot", "#failed or no news"]
    table(f"\n{len(named)} senders", columns, rows)
    if len(named) > SENDERS_SHOWN:
        console.print(f"… and {len(named) - SENDERS_SHOWN} more: --json")


def _row(link: LinkVerdict, zone: ZoneInfo) -> list[str]:
    facts = link.facts
    again = f" ×{facts['times']}" if (facts["times"] or 0) > 1 else ""
    title = facts["title"] or facts["final_url"] or facts["url"]
    verdict = f"{link.verdict}: {link.why}" if link.why else link.verdict
    return [
        _moment(facts["sent_at"], zone),
        _short(facts["sender"] or "", NAME) + again,
        _short(facts["outlet_name"] or "", NAME),
        _short(title, TITLE),
        verdict,
    ]


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d/%m %H:%M}" if at else ""


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
