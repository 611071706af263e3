"""Nights over the sample newsroom: settings of a home, and a run in a process of its own.

``python -m tests.nights HOME PROXY NOW FIRST WORKERS DELAY`` is one run that prints a line after
each step, so that a test can kill it at a moment of its choosing.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline.night import run_night
from pipeline.night_report import NightReport
from pipeline.settings import DATA, ROOT, Settings, load

FIRST_NIGHT = datetime.fromisoformat("2025-10-18T23:00:00+09:00")
SECOND_NIGHT = datetime.fromisoformat("2025-10-20T02:00:00+09:00")
NO_PROXY = "-"
SECONDS_TO_END = 60

NOT_FROM_THE_ARCHIVE = {  # the log of runs, what people sent, and what only a snapshot has
    "runs", "run_outlets", "links", "sent_links", "stopwords",
}  # fmt: skip
OF_THE_CLOCK = {"failures": "failed_at"}


class Silent:
    """Progress that tells nobody."""

    @contextmanager
    def bar(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        yield lambda rows: None


class Printed:
    """Progress as lines on standard output: the step's name, once for each advance."""

    @contextmanager
    def bar(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        yield lambda rows: print(name, flush=True)


def settings_of(home: Path, proxy: str | None, now: datetime, **more: Any) -> Settings:
    """Settings of a run over the sample newsroom."""
    given: dict[str, Any] = {
        "outlets": DATA / "sample" / "outlets",
        "units": [DATA / "units", DATA / "sample" / "units.toml"],
        "regions": [DATA / "regions", DATA / "sample" / "regions.csv"],
        "allow_private_hosts": True,
        "delay": 0,
        "workers": 1,
    }
    return load(home=home, proxy=proxy, now=now, **(given | more))


def run(settings: Settings, only: Sequence[str] = (), first: str = "crawl") -> NightReport:
    """One run in this process."""
    return run_night(settings, Silent(), only=only, first=first)


def kill_run(settings: Settings, first: str, at: str, after: int = 1) -> None:
    """Begin a run in a process of its own and kill -9 it once step ``at`` advanced ``after`` times.

    Returns when every process that the run had started is gone, too.
    """
    command = [
        sys.executable, "-m", "tests.nights", str(settings.home), settings.proxy or NO_PROXY,
        str(settings.now), first, str(settings.workers), str(settings.delay),
    ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        seen: list[str] = []
        for line in process.stdout:
            seen.append(line.strip())
            if seen.count(at) == after:
                break
        assert seen.count(at) == after, "\n".join(seen)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=SECONDS_TO_END)  # its children hold the same output


def content(database: Path) -> dict[str, list[str]]:
    """Every column of every table, bit for bit and as sorted lines, to compare runs by; left out
    is only what tells of the runs themselves and not of the news."""
    with duckdb.connect(database, read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main'"
        ).fetchall()
        return {
            table: _lines(connection, table)
            for (table,) in tables
            if table not in NOT_FROM_THE_ARCHIVE
        }


def _lines(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    clock = OF_THE_CLOCK.get(table)
    columns = f"* exclude ({clock})" if clock else "*"
    found = connection.execute(f"select {columns} from {table}").fetchall()
    return sorted(json.dumps(row, default=str) for row in found)


def rows(database: Path, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    """The rows of a query over a database file."""
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(query, list(parameters)).fetchall()


def main(arguments: Sequence[str]) -> None:
    home, proxy, now, first, workers, delay = arguments
    settings = settings_of(
        Path(home),
        None if proxy == NO_PROXY else proxy,
        datetime.fromisoformat(now),
        workers=int(workers),
        delay=float(delay),
    )
    run_night(settings, Printed(), first=first)


if __name__ == "__main__":
    main(sys.argv[1:])
