"""Crawling the page server: its hosts as outlets, our crawl process, and what the server saw."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from bench.samples import NIGHT
from crawlers.outlets import Outlet
from pipeline.crawling import crawl
from pipeline.settings import load

HOSTS = tuple(f"situs-{number}.test" for number in range(1, 9))


@dataclass(frozen=True, slots=True)
class Span:
    """What the server was asked, and the seconds from the first request to the last."""

    requests: int
    seconds: float


@contextmanager
def page_server(pages: int, encoding: str = "gzip") -> Iterator[str]:
    """The address of a page server with so many articles on every host."""
    command = [sys.executable, "-m", "bench.page_server"]
    options = ["--pages", str(pages), "--encoding", encoding]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            if not address:
                raise RuntimeError("the page server did not start")
            yield address
        finally:
            process.terminate()


def span(server: str) -> Span:
    """What the server saw since it was asked last."""
    with urlopen(f"{server}/_span") as answer:
        return Span(**json.load(answer))


def outlets(hosts: Sequence[str]) -> list[Outlet]:
    """The hosts as registry entries."""
    return [
        Outlet.model_validate(
            {
                "id": host.removesuffix(".test"),
                "name": host,
                "url": f"http://{host}",
                "channels": [
                    {"type": "index", "url": f"http://{host}/indeks", "article": "a.b"},
                ],
            }
        )
        for host in hosts
    ]


def crawled(
    home: Path, proxy: str, entries: Sequence[Outlet], delay: float = 0.0
) -> dict[str, dict[str, Any]]:
    """Run our crawl process once; returns its report by outlet."""
    settings = load(home=home, proxy=proxy, delay=delay, timeout=10, now=NIGHT)
    return crawl(settings, entries, None, lambda pages: None)
