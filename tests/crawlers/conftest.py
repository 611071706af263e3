"""A tiny web site on loopback whose pages a test sets, and a crawl of it in a subprocess."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from aiohttp import web

from crawlers.archive import read_index
from crawlers.options import CrawlOptions, CrawlReport, OutletReport
from crawlers.outlets import Outlet
from pipeline.records import Page, digest
from tests.crawlers.rawsite import RawSite

SINCE = datetime(2022, 11, 1, tzinfo=UTC)
NIGHT = datetime(2022, 11, 16, 20, tzinfo=UTC)
FILLER = "Warga berkumpul di balai desa untuk mendengarkan penjelasan petugas. " * 5


@dataclass(frozen=True)
class Reply:
    """What the site answers; a body with an ETag of its own, so that it can answer 304."""

    body: str | bytes = ""
    type: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


HANGS = Reply()  # never answers


def article(title: str, extra: str = "") -> Reply:
    return Reply(f"<html><title>{title}</title><h1>{title}</h1><p>{FILLER}</p>{extra}</html>")


@dataclass
class Site:
    """Pages by path and query, and the log of what was asked."""

    url: str = ""
    pages: dict[str, Reply] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    conditional: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.log.append(request.path_qs)
        reply = self.pages.get(request.path_qs, Reply(status=404))
        if reply is HANGS:
            await asyncio.Event().wait()
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        etag = f'"{digest(body)}"'
        if request.headers.get("If-None-Match"):
            self.conditional.append(request.path_qs)
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        headers = {"Content-Type": reply.type, "ETag": etag} | reply.headers
        return web.Response(body=body, status=reply.status, headers=headers)

    def feed(self, *paths: str, updated: datetime | None = None) -> None:
        """List these articles, of this site or with their whole address, in /feed/."""
        date = format_datetime(NIGHT)
        stamp = f"<atom:updated>{updated.isoformat()}</atom:updated>" if updated else ""
        items = "".join(
            f"<item><link>{urljoin(self.url, path)}</link><pubDate>{date}</pubDate>{stamp}</item>"
            for path in paths
        )
        head = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        self.pages["/feed/"] = Reply(f"{head}{items}</channel></rss>", "application/rss+xml")

    def forget_requests(self) -> None:
        self.log.clear()
        self.conditional.clear()


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site; it ends with the test."""
    with running() as site:
        yield site


@contextmanager
def running() -> Iterator[Site]:
    """A site in a thread of its own."""
    site, loop, ready = Site(), asyncio.new_event_loop(), threading.Event()

    async def serve() -> None:
        application = web.Application()
        application.router.add_route("*", "/{any:.*}", site.answer)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()

    thread = threading.Thread(target=lambda: (loop.create_task(serve()), loop.run_forever()))
    thread.start()
    assert ready.wait(10)
    yield site
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@dataclass
class Crawl:
    """Crawls ``outlet`` of the site into one folder, as often as a test asks."""

    folder: Path
    outlet: dict[str, Any]
    changes: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of hosts, see launch.py
    peak: int = 0  # bytes of memory that the last crawl came to
    told: list[dict[str, Any]] = field(default_factory=list)  # events of the last crawl

    def command(self) -> list[str]:
        usual = {"allow_private_hosts": True, "delay": 0, "timeout": 2, "now": NIGHT}
        wished: dict[str, Any] = usual | {"since": SINCE} | self.changes
        options = CrawlOptions(
            outlets=[Outlet.model_validate(self.outlet)],
            archive=self.folder / "archive",
            frontier=self.folder / "frontier.sqlite",
            log_file=self.folder / "crawl.log",
            contact="redaksi@contoh.test",
            **wished,
        )
        file = self.folder / "options.json"
        file.write_text(options.model_dump_json())
        return [sys.executable, "-m", "crawlers", str(file)]

    def __call__(self, **changes: Any) -> OutletReport:
        self.changes = changes
        command = [sys.executable, "-m", "tests.crawlers.launch", *self.command()[-1:]]
        command.append(json.dumps(self.names))
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        self.peak = int(done.stderr.splitlines()[-1])
        self.told = [json.loads(line) for line in done.stdout.splitlines()]
        last = self.told[-1].copy()
        assert last.pop("event") == "report"
        return CrawlReport.model_validate(last).outlets["contoh"]

    def pages(self) -> list[Page]:
        return read_index(self.folder / "archive", 0)[0]

    def paths(self) -> list[str]:
        """Paths of the indexed pages, sorted, doubles kept."""
        return sorted(page.final_url.split("/", 3)[3] for page in self.pages())


@pytest.fixture
def raw() -> Iterator[RawSite]:
    """A server that does with each connection what a test says; on the same host as ``site``."""
    with RawSite() as server:
        yield server


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Crawl:
    """A crawl of the site by its feed; a test may change ``crawl.outlet``."""
    feed = {"type": "feed", "url": f"{site.url}/feed/"}
    return Crawl(tmp_path, {"id": "contoh", "name": "Contoh", "url": site.url, "channels": [feed]})
