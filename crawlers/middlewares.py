"""What stands between the spider and the network: the gate, robots.txt, second tries, unpacking.

Each request carries ``meta["outlet"]``; an article's also ``meta["site"]``, which it may not leave.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any, Self

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import (
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.responsetypes import responsetypes
from scrapy.utils.httpobj import urlparse_cached

from crawlers.discovery import Problem
from crawlers.encoding import BadEncoding, unpack
from crawlers.faults import BUDGET, SKIPPED, Refused, of_failure
from crawlers.guard import is_private
from crawlers.run import run_of
from crawlers.urls import host, site

ROBOT = "Sorot"
LONGEST_WAIT = 120.0  # seconds, for Retry-After and Crawl-delay
MOST_RULES = 512 * 1024  # bytes of robots.txt that are read, as RFC 9309 asks at least
RETRY_STATUS = {429, 500, 502, 503, 504, 522, 524}
RETRY_ERRORS = (DownloadTimeoutError, DownloadFailedError, ResponseDataLossError)


class Gate:
    """Refuses requests over the outlet's budget, to a private address or off its site."""

    def __init__(self, crawler: Crawler) -> None:
        self._run = run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        options, outlet = self._run.options, request.meta["outlet"]
        if self._run.tally.of(outlet, "requests") >= options.outlet_budget:
            raise Refused(BUDGET, f"{request.url} waits: the budget is spent.")
        if not options.allow_private_hosts and is_private(host(request.url)):
            raise Refused("private address", f"{request.url} is a private address; not fetched.")
        if request.meta.get("site", site(request.url)) != site(request.url):
            raise Refused("other site", f"{request.url} is on another site; not fetched.")
        if options.proxy:
            request.meta["proxy"] = options.proxy


class Robots:
    """Obeys robots.txt, Crawl-delay included; a host whose robots.txt cannot be had is skipped.

    A missing file (4xx) allows everything. When the host fails (5xx, 429, no answer) nothing is
    fetched from it in this crawl, and what was due stays due.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._run = crawler, run_of(crawler)
        outlets = [*self._run.options.outlets, *self._run.options.others]
        self._delays = {outlet.id: outlet.delay or 0 for outlet in outlets}
        self._rules: dict[str, asyncio.Future[Protego | Problem]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        robots = cls(crawler)
        crawler.signals.connect(robots.received, signals.bytes_received)
        return robots

    def received(self, data: bytes, request: Request) -> None:
        """A robots.txt that does not end is read as far as it counts."""
        if request.meta.get("robots"):
            request.meta["part"] = request.meta.get("part", 0) + len(data)
            if request.meta["part"] > MOST_RULES:
                raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(origin, request.meta["outlet"]))
        rules = await self._rules[origin]
        if isinstance(rules, Problem):
            text = f"{request.url} waits: {origin}/robots.txt cannot be had."
            raise Refused(SKIPPED, text, rules)
        if not rules.can_fetch(request.url, ROBOT):
            raise Refused("robots", f"{request.url} is forbidden by robots.txt; not fetched.")

    async def _fetch(self, origin: str, outlet: str) -> Protego | Problem:
        meta = {"robots": True, "outlet": outlet, "part": 0, "download_maxsize": 0}
        request = Request(f"{origin}/robots.txt", NO_CALLBACK, meta=meta, dont_filter=True)
        assert self._crawler.engine
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 whatever it is, it is counted and named
            return self._skip(origin, outlet, of_failure(error, request))
        if response.status == 429 or response.status >= 500:
            text = f"{request.url} answered {response.status}."
            return self._skip(origin, outlet, Problem(f"http {response.status}", text))
        rules = self._parse(response, outlet)
        delay = rules.crawl_delay(ROBOT) or 0
        if not delay <= LONGEST_WAIT:
            text = f"{request.url} asks for {delay} seconds between requests."
            return self._skip(origin, outlet, Problem("robots", text))
        self._slow_down(host(origin), max(delay, self._delays.get(outlet, 0)))
        return rules

    def _parse(self, response: Response, outlet: str) -> Protego:
        body = response.body if response.status == 200 else b""
        if len(body) > MOST_RULES:
            text = f"{response.url} is endless; its first {MOST_RULES} bytes were obeyed."
            self._run.tally.problem(outlet, Problem("too large", text))
            body = body[:MOST_RULES].rpartition(b"\n")[0]
        return Protego.parse(body.decode("utf-8-sig", "replace"))

    def _skip(self, origin: str, outlet: str, problem: Problem) -> Problem:
        text = f"{problem.text} Nothing is fetched from {origin} in this run."
        self._run.tally.problem(outlet, Problem(problem.kind, text))
        return problem

    def _slow_down(self, slot: str, delay: float) -> None:
        """Set the delay of a host's slot, for now and for when Scrapy makes the slot anew."""
        assert self._crawler.engine
        downloader = self._crawler.engine.downloader
        delay = max(delay, self._run.options.delay)
        downloader.per_slot_settings[slot] = {"delay": delay}
        if slot in downloader.slots:
            downloader.slots[slot].delay = delay


class Retries:
    """Tries again, at most RETRY_TIMES, after a growing pause or as Retry-After says."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._run = crawler, run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in RETRY_STATUS:
            return response
        wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        return await self._again(request, f"http {response.status}", wait) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, RETRY_ERRORS):
            return None
        return await self._again(request, type(exception).__name__, None)

    async def _again(self, request: Request, reason: str, wait: float | None) -> Request | None:
        assert self._crawler.spider
        again = get_retry_request(request, spider=self._crawler.spider, reason=reason)
        if again:
            backoff = max(self._run.options.delay, 0.1) * 2.0 ** again.meta["retry_times"]
            await self._pause(request, wait if wait is not None else backoff)
        return again

    async def _pause(self, request: Request, seconds: float) -> None:
        """Hold back this request, and all others to its host with it."""
        assert self._crawler.engine
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot:
            slot.lastseen = monotonic() + seconds - slot.delay
        await asyncio.sleep(seconds)


class Encodings:
    """Undoes the encodings of a response, in place of Scrapy's way, which takes halves for whole.

    A request whose meta says ``part`` is content with what comes out until the fault.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._run = run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        named = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not named or not response.body:
            return response
        most = request.meta.get("download_maxsize") or self._run.options.max_page_bytes
        try:
            body = unpack(response.body, named, most)
        except BadEncoding as error:
            if "part" not in request.meta:
                text = f"{request.url} cannot be unpacked as {named[:60]!r}: {error.kind}."
                raise Refused(error.kind, text) from error
            body = error.part
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        guess: dict[str, Any] = {"encoding": None} if issubclass(kind, TextResponse) else {}
        return response.replace(cls=kind, body=body, headers=headers, **guess)


def retry_after(header: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, at most 120; None when it says nothing.

    >>> retry_after(b"7", datetime.now(UTC)), retry_after(b"soon", datetime.now(UTC))
    (7.0, None)
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isdecimal():
        return min(float(text), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
        until = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)
    except (TypeError, ValueError):
        return None
