"""Whether the memory of a crawl grows with the size of a site: 10,000 and 200,000 URLs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crawling import page_server
from bench.figure import Better, Bounds, Figure
from bench.samples import NIGHT
from crawlers.frontier import Frontier
from crawlers.options import CrawlOptions
from crawlers.outlets import Outlet

HOST = "situs-1.test"
FEW, MANY = 10_000, 200_000  # URLs in the site's sitemaps
FETCHED = 1_000  # requests; the rest of the URLs waits in the frontier
BOUNDS = Bounds(Better.LOWER, hold=1.2, aim=1.05)


def measure() -> list[Figure]:
    """Peaks of the crawl process alone, listings and as many articles fetched in both."""
    few, many = _peak(FEW), _peak(MANY)
    note = (
        f"{many / 2**20:.0f} against {few / 2**20:.0f} MiB at most; {FETCHED} requests each, the "
        "sitemaps as long as the protocol allows (50,000 URLs)"
    )
    return [
        Figure(
            f"memory of a crawl, {MANY:,} URLs vs {FEW:,}",
            many / few,
            "×",
            BOUNDS,
            {"few_bytes": few, "many_bytes": many},
            (note,),
        )
    ]


def _peak(urls: int) -> int:
    """Bytes of resident memory that a crawl of a site of so many URLs comes to."""
    with page_server(urls) as server, TemporaryDirectory() as folder:
        options = _options(Path(folder), server)
        file = Path(folder) / "options.json"
        file.write_text(options.model_dump_json(), encoding="utf-8")
        command = [sys.executable, "-m", "tests.crawlers.launch", str(file), "{}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        with Frontier(options.frontier) as frontier:
            waiting = frontier.waiting(options.outlets[0].id)
    if not urls - FETCHED <= waiting < urls:
        raise RuntimeError(f"{waiting} of {urls} URLs wait, not all but those fetched")
    return int(done.stderr.splitlines()[-1])


def _options(folder: Path, server: str) -> CrawlOptions:
    site = {"type": "sitemap", "url": f"http://{HOST}/peta.xml"}
    outlet = {"id": "situs-1", "name": HOST, "url": f"http://{HOST}", "channels": [site]}
    return CrawlOptions(
        outlets=[Outlet.model_validate(outlet)],
        archive=folder / "archive",
        frontier=folder / "frontier.sqlite",
        log_file=folder / "crawl.log",
        outlet_budget=FETCHED,
        since=NIGHT,
        contact="https://sorot.invalid/kontak",
        proxy=server,
        delay=0,
        timeout=60,
        max_page_bytes=5_000_000,
        now=NIGHT,
    )
