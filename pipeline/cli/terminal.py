"""What commands share: the console, tables, progress bars, JSON for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    """Times as ISO 8601, arrays as lists, anything else as its text."""
    if isinstance(value, date):
        return value.isoformat()
    return value.tolist() if hasattr(value, "tolist") else str(value)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A plain table; columns whose name begins with ``#`` are numbers, aligned right."""
    drawn = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        numeric = column.startswith("#")
        drawn.add_column(
            column.lstrip("#"),
            justify="right" if numeric else "left",
            no_wrap=numeric,
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(drawn)


def counts(by_name: Mapping[str, int]) -> str:
    """Counts in words, the most first: ``http 500 12, dns 1``."""
    ordered = sorted(by_name.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in ordered)


def sentences(mark: str, texts: Sequence[str]) -> None:
    """Sentences that ask for attention, each behind its mark, and a line of space below."""
    for text in texts:
        console.print(f"[bold red]{mark}[/] {escape(text)}")
    if texts:
        console.print()


class _Pages(ProgressColumn):
    """How many pages a crawl has kept; how many there will be nobody knows."""

    def render(self, task: Task) -> str:
        return f"{task.completed:,.0f} pages kept"


class Bars:
    """Progress bars on a terminal, silence elsewhere (cron, pipes)."""

    @contextmanager
    def bar(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        if total == 0 or not errors.is_terminal:
            yield lambda more: None
            return
        done = [BarColumn(bar_width=30), MofNCompleteColumn()] if total else [_Pages()]
        with Progress(
            SpinnerColumn(),
            TextColumn(f"{name:<12}"),
            *done,
            TimeElapsedColumn(),
            console=errors,
            transient=True,
        ) as progress:
            task = progress.add_task(name, total=total)
            yield lambda more: progress.advance(task, more)
