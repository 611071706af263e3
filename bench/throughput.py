"""How fast our crawl is beside a bare Scrapy spider that keeps nothing of the same pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.crawling import HOSTS, crawled, outlets, page_server, span
from bench.figure import Better, Bounds, Figure
from bench.timing import interleaved, ratio, spread

PAGES = 75  # of each host
ROUNDS = 3
BOUNDS = Bounds(Better.HIGHER, hold=0.6, aim=0.8)


def measure() -> list[Figure]:
    """Pages as servers send them today (gzip), and uncompressed."""
    return [_figure("gzip"), _figure("identity")]


def _figure(encoding: str) -> Figure:
    with page_server(PAGES, encoding) as server:
        rates = interleaved({"ours": lambda: _ours(server), "bare": lambda: _bare(server)}, ROUNDS)
    ours, bare = rates["ours"], rates["bare"]
    return Figure(
        f"crawl throughput vs bare Scrapy, {encoding} pages",
        ratio(ours, bare),
        "×",
        BOUNDS,
        {"ours_pages_per_s": median(ours), "bare_pages_per_s": median(bare)},
        (
            f"{median(ours):.0f} against {median(bare):.0f} pages/s; {spread(ours, bare)}; "
            f"{len(HOSTS)} hosts of {PAGES} pages of 46 KB, first request to last",
        ),
    )


def _ours(server: str) -> float:
    with TemporaryDirectory() as folder:
        crawled(Path(folder), server, outlets(HOSTS))
    return _pages_per_second(server)


def _bare(server: str) -> float:
    subprocess.run([sys.executable, "-m", "bench.bare_spider", server, *HOSTS], check=True)
    return _pages_per_second(server)


def _pages_per_second(server: str) -> float:
    seen = span(server)
    pages = PAGES * len(HOSTS)
    if seen.requests < pages:
        raise RuntimeError(f"only {seen.requests} of {pages} pages were asked for")
    return pages / seen.seconds
