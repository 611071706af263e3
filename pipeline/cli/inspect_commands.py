"""``sorot status``, ``schema`` and ``config``: how things are."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.errors import WarehouseError
from pipeline.settings import load, origins

FAILURES_SHOWN = 20


def register(app: typer.Typer) -> None:
    app.command()(status)
    app.command()(schema)
    app.command()(config)


def status(as_json: AsJson = False) -> None:
    """The last runs, what each outlet gave, what failed, and what is published."""
    from pipeline.warehouse import Warehouse, snapshots
    from pipeline.warehouse.state import state_of

    settings = load()
    if not settings.warehouse.exists():
        raise WarehouseError(
            f"there is no warehouse in {settings.home} yet.",
            hint="Run `sorot run`, or set SOROT_HOME to the folder of an earlier run.",
        )
    with Warehouse(settings.warehouse) as warehouse:
        state = state_of(warehouse)
    published = snapshots(settings.published)
    if as_json:
        print_json({**state.as_json(), "snapshots": [str(path) for path in published]})
        return
    counts = ", ".join(f"{count} {name}" for name, count in state.counts.items())
    console.print(f"{settings.warehouse}: {counts}")
    console.print(f"published: {published[-1].name if published else 'nothing yet'}\n")
    table(
        "Last runs",
        ["#run", "started (UTC)", "outcome", "#failed rows"],
        [
            [r["run_id"], f"{r['started_at']:%Y-%m-%d %H:%M}", r["outcome"], r["failed"]]
            for r in state.runs
        ],
    )
    console.print()
    table(
        "Outlets in the last crawl",
        ["outlet", "#requests", "#new", "last article", "errors"],
        [
            [o["outlet"], o["requests"], o["new"], _day(o["newest"]), _counts(o["errors"])]
            for o in state.outlets
        ],
    )
    for problem in state.problems:
        console.print(f"  {problem}", markup=False, soft_wrap=True)
    if state.failures:
        console.print()
        rows = [[f["stage"], f["error"], f["message"]] for f in state.failures[:FAILURES_SHOWN]]
        table(f"{len(state.failures)} failed rows", ["stage", "error", "what"], rows)


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


def _day(value: object) -> str:
    return f"{value:%Y-%m-%d}" if value is not None and value == value else ""


def _counts(errors: str) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(json.loads(errors).items()))
