"""What a run costs when there is nothing to do: the sample newsroom as the night before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.figure import Better, Bounds, Figure
from bench.samples import NIGHT, OUTLETS
from pipeline.night import run_night
from pipeline.settings import DATA, Settings, load
from tests.newsroom.server import Newsroom

NIGHTS = 3
BOUNDS = Bounds(Better.LOWER, hold=3, aim=1)


class Quiet:
    """No progress bars."""

    @contextmanager
    def bar(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        yield lambda rows: None


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one run: inside ``run_night``, of that the crawl, and with a fresh process."""

    run: float
    crawl: float
    rows: int  # done by all stages
    process: float = 0.0


def measure() -> list[Figure]:
    """One night with everything new, then some with nothing new, each in a process of its own."""
    with TemporaryDirectory() as home, Newsroom(NIGHT) as newsroom:
        nights = [_in_a_process(_settings(Path(home), newsroom, day)) for day in range(NIGHTS + 1)]
    first, idle = nights[0], nights[1:]
    if not first.rows or any(night.rows for night in idle):
        rows = [night.rows for night in nights]
        raise RuntimeError(f"only the first night should have had rows to do, not {rows}")
    stages = median(night.run - night.crawl for night in idle)
    whole = median(night.process for night in idle)
    inside = median(night.run for night in idle)
    before = f"of {first.run - first.crawl:.1f} s when all was new"
    return [
        Figure("re-run with nothing to do, stages", stages, "s", BOUNDS, notes=(before,)),
        Figure(
            "re-run with nothing to do, whole run",
            whole,
            "s",
            BOUNDS,
            {"run_s": inside, "crawl_s": inside - stages, "start_s": whole - inside},
            (
                f"crawl {inside - stages:.1f} s (no delay), starting Python and its imports "
                f"{whole - inside:.1f} s",
            ),
        ),
    ]


def _settings(home: Path, newsroom: Newsroom, day: int) -> Settings:
    return load(
        home=home,
        outlets=OUTLETS,
        units=[DATA / "units", DATA / "sample" / "units.toml"],
        regions=[DATA / "regions", DATA / "sample" / "regions.csv"],
        proxy=newsroom.url,
        delay=0,
        timeout=2,
        now=NIGHT + timedelta(days=day),
    )


def _in_a_process(settings: Settings) -> Took:
    began = perf_counter()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        took = executor.submit(_night, settings).result()
        return Took(took.run, took.crawl, took.rows, perf_counter() - began)


def _night(settings: Settings) -> Took:
    began = perf_counter()
    report = run_night(settings, Quiet())
    seconds = perf_counter() - began
    return Took(seconds, report.seconds["crawl"], sum(stage.done for stage in report.stages))
