"""What a second night asks of sites on which nothing has changed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crawling import HOSTS, crawled, outlets, page_server
from bench.figure import Better, Bounds, Figure
from bench.samples import NIGHT, OUTLETS
from crawlers.frontier import Frontier
from crawlers.outlets import load_outlets
from tests.newsroom.server import Newsroom, Requests

PAGES = 200  # of each host of the page server
SOME_HOSTS = HOSTS[:3]
FAULTY = "oborharian.test"  # breaks in every way it can
BOUNDS = Bounds(Better.LOWER, hold=5, aim=2)


def measure() -> list[Figure]:
    """The sample newsroom, whole and without its faulty site, and larger sites."""
    with TemporaryDirectory() as folder:
        return [*_newsroom(Path(folder) / "newsroom"), _large_sites(Path(folder) / "large")]


def _newsroom(home: Path) -> list[Figure]:
    entries = load_outlets(OUTLETS)
    nights: list[Requests] = []
    with Newsroom(NIGHT) as newsroom:
        for _ in range(2):
            newsroom.forget_requests()
            crawled(home, newsroom.url, entries)
            nights.append(newsroom.requests())
    first, second = nights
    by_host = "; ".join(
        f"{host.removesuffix('.test')} {second.counts.get(host, 0)} of {asked}"
        for host, asked in sorted(first.counts.items())
    )
    whole = _figure(
        "sample newsroom", first.counts, second.counts, (by_host, _made_of(home, second))
    )
    before, after = (
        {host: asked for host, asked in night.counts.items() if host != FAULTY} for night in nights
    )
    return [whole, _figure("the six sound sites of it", before, after, ())]


def _large_sites(home: Path) -> Figure:
    entries = outlets(SOME_HOSTS)
    with page_server(PAGES) as server:
        first, second = (
            {name: facts["requests"] for name, facts in crawled(home, server, entries).items()}
            for _ in range(2)
        )
    return _figure(f"sites of {PAGES} articles", first, second, ())


def _figure(
    where: str, first: dict[str, int], second: dict[str, int], notes: tuple[str, ...]
) -> Figure:
    before, after = sum(first.values()), sum(second.values())
    return Figure(
        f"second night's requests vs the first, {where}",
        100 * after / before,
        "%",
        BOUNDS,
        {"first": before, "second": after},
        (f"{after} of {before} requests", *notes),
    )


def _made_of(home: Path, night: Requests) -> str:
    """The night's requests by what they asked for."""
    kinds: Counter[str] = Counter()
    with Frontier(home / "frontier.sqlite") as frontier:
        for host, paths in night.paths.items():
            for path in paths:
                if path == "/robots.txt":
                    kinds["robots.txt"] += 1
                elif frontier.listing(f"http://{host}{path}"):
                    kinds["listings"] += 1
                else:
                    kinds["articles that failed, tried again"] += 1
    return "made of " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
