"""``sorot status`` and its views: how the runs, the outlets and the texts are.

A view is a module with a function that reads the open warehouse into a record with ``as_json``, and
one that draws the record; to add one, give it an option here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

import typer

from pipeline.cli.terminal import AsJson, print_json
from pipeline.errors import WarehouseError
from pipeline.settings import Settings, load

if TYPE_CHECKING:
    from pipeline.warehouse import Warehouse

ALARMED = 3


class View(Protocol):
    """What a view reads."""

    def as_json(self) -> dict[str, Any]: ...


Shown = TypeVar("Shown", bound=View)


def register(app: typer.Typer) -> None:
    app.command()(status)


def status(
    quality: Annotated[
        bool, typer.Option("--quality", help="Articles that came out badly, worst first.")
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="What people sent that the crawl had missed.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List every outlet, the sound ones too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The last runs, each outlet beside its own habit, alarms, and what failed.

    Exit code for cron: 0 when all is well; 3 when there is an alarm, or the
    last run did not end well or is older than 36 hours. Each reason is told.
    """
    settings = load()
    if quality:
        _quality(settings, as_json)
    elif coverage:
        _coverage(settings, as_json)
    else:
        _health(settings, every, as_json)


def _quality(settings: Settings, as_json: bool) -> None:
    from pipeline.cli import status_quality
    from pipeline.health import low_quality

    _show(settings, low_quality, status_quality.draw, as_json)


def _coverage(settings: Settings, as_json: bool) -> None:
    from pipeline.cli import status_coverage
    from pipeline.links.coverage import coverage_of

    _show(settings, coverage_of, status_coverage.draw, as_json)


def _health(settings: Settings, every: bool, as_json: bool) -> None:
    from pipeline.cli import status_health

    def read(warehouse: Warehouse) -> status_health.Status:
        return status_health.read(warehouse, settings)

    def draw(found: status_health.Status) -> None:
        status_health.draw(found, found.health.outlets if every else found.troubled)

    if _show(settings, read, draw, as_json).alarms:
        raise typer.Exit(ALARMED)


def _show(
    settings: Settings,
    read: Callable[[Warehouse], Shown],
    draw: Callable[[Shown], None],
    as_json: bool,
) -> Shown:
    """Read a view from the warehouse and tell it."""
    with _warehouse(settings) as warehouse:
        found = read(warehouse)
    if as_json:
        print_json(found.as_json())
    else:
        draw(found)
    return found


@contextmanager
def _warehouse(settings: Settings) -> Iterator[Warehouse]:
    from pipeline.warehouse import Warehouse

    if not settings.warehouse.exists():
        raise WarehouseError(
            f"there is no warehouse in {settings.home} yet.",
            hint="Run `sorot run`, or set SOROT_HOME to the folder of an earlier run.",
        )
    with Warehouse(settings.warehouse) as warehouse:
        yield warehouse
