"""``python -m bench [--only NAME …] [--json]``: measure the figures and print them.

The table goes to the terminal, everything behind it to ``build/bench.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import (
    answers,
    encoder,
    enriching,
    extraction,
    joining,
    memory,
    politeness,
    rerun,
    second_night,
    throughput,
)
from bench.figure import Figure, Measurement, Verdict
from pipeline.settings import ROOT

RESULTS = ROOT / "build" / "bench.json"
WIDTH = 80
MEASUREMENTS: dict[str, Measurement] = {
    "crawl": throughput.measure,
    "politeness": politeness.measure,
    "memory": memory.measure,
    "second-night": second_night.measure,
    "rerun": rerun.measure,
    "extract": extraction.measure,
    "enrich": enriching.measure,
    "encoder": encoder.measure,
    "joining": joining.measure,
    "answers": answers.measure,
}
COLOURS = {Verdict.AIM: "green", Verdict.HOLD: "yellow", Verdict.MISSED: "red", Verdict.NOTED: ""}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 1 when a figure misses what is to be held."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(MEASUREMENTS), metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    options = parser.parse_args(arguments)
    figures: list[Figure] = []
    terminal = Console(stderr=True)
    for name in options.only or MEASUREMENTS:
        with terminal.status(f"measuring {name} …"):
            figures += MEASUREMENTS[name]()
    results = {"machine": _machine(), "figures": [figure.as_json() for figure in figures]}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.json:
        print(json.dumps(results, indent=2, ensure_ascii=False))
    else:
        show(figures, Console(width=WIDTH))
    return int(any(figure.verdict is Verdict.MISSED for figure in figures))


def show(figures: Sequence[Figure], console: Console) -> None:
    """A row a figure, its notes under it."""
    table = Table("figure", expand=True, show_lines=True)
    for column in ("measured", "hold", "aim"):
        table.add_column(column, justify="right", no_wrap=True)
    for figure in figures:
        colour = COLOURS[figure.verdict]
        notes = "".join(f"\n[dim]{note}[/dim]" for note in figure.notes)
        measured = f"{figure.value:.2f}{figure.unit}"
        bounds = figure.bounds
        table.add_row(
            figure.what + notes,
            f"[{colour}]{measured}[/{colour}]" if colour else measured,
            bounds.text(bounds.hold, figure.unit) if bounds else "",
            bounds.text(bounds.aim, figure.unit) if bounds else "",
        )
    console.print(table)


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    raise SystemExit(main())
