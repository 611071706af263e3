"""How near our crawl comes to what politeness allows: one request a delay to each host."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crawling import crawled, outlets, page_server, span
from bench.figure import Better, Bounds, Figure

HOSTS = tuple(f"situs-{number}.test" for number in range(1, 201))
PAGES = 40  # of each host
DELAY = 1.0  # seconds
BOUNDS = Bounds(Better.HIGHER, hold=0.85, aim=0.95)


def measure() -> list[Figure]:
    """Pages a second against hosts × 1/delay; robots.txt and the index take their turns too."""
    with page_server(PAGES) as server, TemporaryDirectory() as folder:
        crawled(Path(folder), server, outlets(HOSTS), DELAY)
        seen = span(server)
    rate = PAGES * len(HOSTS) / seen.seconds
    limit = len(HOSTS) / DELAY
    note = (
        f"{rate:.1f} of {limit:.0f} pages/s; {seen.requests} requests to {len(HOSTS)} hosts "
        f"at {DELAY:g} s, robots.txt and index included"
    )
    facts = {
        "pages_per_s": rate,
        "limit_per_s": limit,
        "requests_per_s": seen.requests / seen.seconds,
    }
    return [Figure("crawl vs the politeness limit", rate / limit, "×", BOUNDS, facts, (note,))]
