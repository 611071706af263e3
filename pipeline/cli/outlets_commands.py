"""``sorot outlets``: the registry of what is crawled."""

from __future__ import annotations

from typing import Annotated

import typer

from crawlers.outlets import Outlet, load_outlets
from pipeline.cli import probe_commands
from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.errors import OutletError
from pipeline.settings import load

app = typer.Typer(help="The outlets to crawl.", no_args_is_help=True)
app.command("add")(probe_commands.add)
app.command("verify")(probe_commands.verify)


@app.command("list")
def list_outlets(as_json: AsJson = False) -> None:
    """Every outlet of the registry with its channels."""
    outlets = load_outlets(load().outlets)
    if as_json:
        print_json([outlet.model_dump() for outlet in outlets])
        return
    table(
        f"{len(outlets)} outlets",
        ["id", "name", "kind", "region", "channels"],
        [[o.id, o.name, o.kind, o.region or "nasional", _channels(o)] for o in outlets],
    )


@app.command()
def show(
    outlet: Annotated[str, typer.Argument(help="Id of the outlet, the name of its file.")],
) -> None:
    """One outlet: its channels and what is special about it."""
    settings = load()
    found = next((o for o in load_outlets(settings.outlets) if o.id == outlet), None)
    if found is None:
        raise OutletError(
            f"no outlet {outlet!r} in {settings.outlets}.", hint="See `sorot outlets list`."
        )
    facts = found.model_dump(exclude={"channels"})
    table(found.name, ["field", "value"], [[name, value] for name, value in facts.items()])
    console.print()
    rows = [[c.type, c.url, "yes" if c.verified else "no"] for c in found.channels]
    table("Channels", ["type", "url", "verified"], rows)


@app.command()
def check() -> None:
    """Read every entry; the first wrong one is named with file, line and field."""
    settings = load()
    outlets = load_outlets(settings.outlets)
    if not outlets:
        raise OutletError(
            f"there are no outlets in {settings.outlets}.", hint="Correct SOROT_OUTLETS."
        )
    console.print(f"{len(outlets)} entries in {settings.outlets} are well.")


def _channels(outlet: Outlet) -> str:
    return ", ".join(channel.type for channel in outlet.channels) or "belum ada kanal"
