"""Keeps every response in the archive as it comes off the wire, whatever becomes of it later.

A Scrapy extension, because middlewares see responses decoded, and some never reach a callback.
The place of the record is left in ``request.meta["archived"]``.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.headers import Headers

from crawlers.archive import Exchange
from crawlers.run import Run, run_of

SECRET = {"Authorization", "Cookie", "Proxy-Authorization"}  # headers that are not archived


class Recorder:
    """Counts requests and archives responses."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        recorder = cls(run_of(crawler))
        crawler.signals.connect(recorder.sent, signals.request_reached_downloader)
        crawler.signals.connect(recorder.received, signals.response_downloaded)
        return recorder

    def sent(self, request: Request) -> None:
        self._run.tally.count(request.meta["outlet"], "requests")

    def received(self, response: Response, request: Request) -> None:
        request.meta["archived"] = self._run.archive.keep(
            Exchange(
                url=response.url,
                status=response.status,
                headers=_lines(response.headers),
                body=response.body,
                fetched_at=self._run.options.clock(),
                outlet=request.meta["outlet"],
                ip=str(response.ip_address) if response.ip_address else None,
                asked_with=[(n, v) for n, v in _lines(request.headers) if n not in SECRET],
            )
        )


def _lines(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
