"""``sorot schema`` and ``config``: what the tables and the settings are."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.errors import WarehouseError
from pipeline.settings import load, origins


def register(app: typer.Typer) -> None:
    app.command()(schema)
    app.command()(config)


def schema(
    as_json: AsJson = False,
    name: Annotated[str | None, typer.Argument(help="One table or view.")] = None,
) -> None:
    """Tables, views and columns of the warehouse and its snapshots."""
    from pipeline.warehouse.state import describe

    everything = describe()
    tables = [t for t in everything if name in (None, t.name)]
    if not tables:
        raise WarehouseError(
            f"no table {name!r}.", hint=f"There are {', '.join(t.name for t in everything)}."
        )
    if as_json:
        print_json(
            [{"name": t.name, "comment": t.comment, "columns": dict(t.columns)} for t in tables]
        )
        return
    for one in tables:
        console.print(f"[bold]{one.name}[/]  {one.comment}")
        for column, kind in one.columns:
            console.print(f"  {column:<18} {kind.lower()}", markup=False)
        console.print()


def config(as_json: AsJson = False) -> None:
    """The effective settings and where each comes from."""
    settings = load()
    sources = origins(settings)
    values = settings.model_dump(mode="json")
    if as_json:
        print_json({n: {"value": v, "from": sources[n]} for n, v in values.items()})
        return
    table(
        "Settings",
        ["setting", "value", "from"],
        [[name, _plain(value), sources[name]] for name, value in values.items()],
    )


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
