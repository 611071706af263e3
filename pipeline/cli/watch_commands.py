"""``sorot watch``: the units an office follows."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.settings import load
from pipeline.watchlist import WatchList

app = typer.Typer(help="The units to follow.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help='A unit by name or alias: "Polres Halut".')]


@app.command()
def add(unit: Name) -> None:
    """Follow a unit; its aliases come from the register."""
    from pipeline.enrich.register import UnitRegister

    settings = load()
    found = UnitRegister.load(settings.units).find(unit)
    WatchList.load(settings.watch).with_unit(found.name).save(settings.watch)
    also = f" (also: {', '.join(found.aliases)})" if found.aliases else ""
    console.print(f"watching {found.name}{also}")


@app.command()
def remove(unit: Name) -> None:
    """Follow a unit no longer; what is known of it stays."""
    from pipeline.enrich.register import UnitRegister

    settings = load()
    found = UnitRegister.load(settings.units).find(unit)
    WatchList.load(settings.watch).without_unit(found.name).save(settings.watch)
    console.print(f"no longer watching {found.name}")


@app.command("list")
def list_units(as_json: AsJson = False) -> None:
    """The watched units, the first is the default of reports."""
    from pipeline.enrich.register import UnitRegister

    settings = load()
    register = UnitRegister.load(settings.units)
    units = [register.find(name) for name in WatchList.load(settings.watch).units]
    if as_json:
        print_json([{"unit": u.name, "parent": u.parent, "aliases": u.aliases} for u in units])
        return
    rows = [[u.name, u.parent, ", ".join(u.aliases)] for u in units]
    table("Watched units", ["unit", "under", "also written"], rows)
