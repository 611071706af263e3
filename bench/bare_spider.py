"""``python -m bench.bare_spider PROXY HOST…``: Scrapy as it comes, storing nothing.

The yardstick of our own crawl: the same hosts, the same pages, Scrapy's own defaults.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse


class BareSpider(Spider):
    """Reads each host's index and fetches what it links to."""

    name = "bare"

    def __init__(self, proxy: str, hosts: list[str]) -> None:
        super().__init__()
        self._meta = {"proxy": proxy}
        self._hosts = hosts

    async def start(self) -> AsyncIterator[Any]:
        for host in self._hosts:
            yield Request(f"http://{host}/indeks", self.index, meta=self._meta)

    def index(self, response: Response) -> Iterator[Request]:
        assert isinstance(response, TextResponse)
        for href in response.css("a.b::attr(href)").getall():
            yield Request(response.urljoin(href), self.article, meta=self._meta)

    def article(self, response: Response) -> None:
        """Leaves the page as it is."""


if __name__ == "__main__":
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    process.crawl(BareSpider, proxy=sys.argv[1], hosts=sys.argv[2:])
    process.start()
