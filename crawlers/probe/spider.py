"""The only part of the probe that knows the network: a spider that fetches what a survey asks for.

It goes through the same gate, robots.txt, retries and resolver as the crawl.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import TextResponse
from scrapy.http.request import NO_CALLBACK

from crawlers import faults
from crawlers.answers import headers_of
from crawlers.discovery import sitemap
from crawlers.outlets import Outlet
from crawlers.probe.answer import Answer, Fetch
from crawlers.probe.records import OutletProbe, ProbeOptions
from crawlers.probe.survey import check, survey
from crawlers.run import Run
from crawlers.urls import path

AT_ONCE = 32  # outlets


class ProbeSpider(Spider):
    """Probes the outlets of ``options`` side by side, each one request after the other."""

    name = "probe"

    def __init__(self, run: Run, options: ProbeOptions, found: dict[str, OutletProbe]) -> None:
        super().__init__()
        self.run, self.found = run, found
        self._options = options
        self._free = asyncio.Semaphore(AT_ONCE)

    async def start(self) -> AsyncIterator[Any]:
        """Everything happens here; no request is left to the scheduler."""
        await asyncio.gather(*(self._probe(outlet) for outlet in self._options.outlets))
        return
        yield

    async def _probe(self, outlet: Outlet) -> None:
        look = check if outlet.channels else survey
        async with self._free:
            try:
                result = await look(self._fetcher(outlet), outlet, self._options.clock())
            except Exception as error:  # noqa: BLE001 one strange site must not end the others
                text = f"{outlet.url} cannot be probed ({type(error).__name__}: {error})."
                result = OutletProbe(outlet=outlet, problems=[text])
        asked = self.run.tally.of(outlet.id, "requests")
        problems = result.problems
        if not result.candidates:  # what kept us out says more than that we were kept out
            problems = [*self.run.tally.report().outlets[outlet.id].problems, *problems][:1]
        if asked >= self._options.budget:
            problems = [*problems, f"The probe stopped after {asked} requests."]
        update = {"requests": asked, "problems": problems}
        self.found[outlet.id] = result.model_copy(update=update)

    def _fetcher(self, outlet: Outlet) -> Fetch:
        known: dict[str, Answer] = {}

        async def fetch(url: str) -> Answer:
            if url not in known:
                known[url] = await self._fetch(outlet.id, url)
            return known[url]

        return fetch

    async def _fetch(self, outlet: str, url: str) -> Answer:
        meta: dict[str, Any] = {"outlet": outlet}
        if "sitemap" in path(url) or ".xml" in path(url):
            meta["download_maxsize"] = max(sitemap.MOST_BYTES, self._options.max_page_bytes)
        if path(url) == "/robots.txt":
            meta["robots"] = True
        request = Request(url, NO_CALLBACK, meta=meta, dont_filter=True)
        assert self.crawler.engine
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 whatever it is, it is named in the report
            return Answer(url, problem=faults.of_failure(error, request))
        text = response.text if isinstance(response, TextResponse) else ""
        return Answer(
            response.url, response.status, response.body, text, dict(headers_of(response))
        )
