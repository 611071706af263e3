"""The spider of every outlet: reads the listings of its channels and fetches what is due.

It decides nothing by itself that must survive a kill: listings and articles are noted in the
frontier before they are asked for, and an article is archived, indexed and only then noted as
fetched. What goes wrong with one URL is counted, named and left behind.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers import faults
from crawlers.agenda import Agenda
from crawlers.answers import (
    conditional_headers,
    headers_of,
    link_to_all_pages,
    page_of,
    validators_of,
)
from crawlers.discovery import Found, Problem, Source, parse, sitemap
from crawlers.frontier import Due, KnownListing, Validators
from crawlers.outlets import Channel, Outlet
from crawlers.report import emit
from crawlers.run import Run
from crawlers.urls import key, path, site
from crawlers.walk import Walk
from pipeline.records import Page

LISTINGS_FIRST = 100
WHOLE_ARTICLE_NEXT = 50


class NewsSpider(Spider):
    """Crawls the outlets of ``run.options``."""

    name = "news"

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run
        self._agenda = Agenda(run.frontier)
        self._walk = Walk(run)
        self._asked: set[str] = set()  # listings of this crawl

    async def start(self) -> AsyncIterator[Any]:
        """Each channel's listing, then what an earlier crawl left undone."""
        self.run.frontier.begin_crawl(self.run.options.clock())
        if self.run.archive.last_page:
            self.run.frontier.recover(self.run.archive.last_page)
        for outlet in self.run.options.outlets:
            if not outlet.channels:
                text = f"{outlet.id} has no channel yet; `sorot outlets verify --find {outlet.id}`."
                self.run.tally.note(outlet.id, text)
                continue
            for channel in outlet.channels:
                for request in self._listing_request(outlet, channel, self._walk.root(channel)):
                    yield request
            channels = {channel.url: channel for channel in outlet.channels}
            for listing in self.run.frontier.due_listings(outlet.id):
                if listing.root in channels:
                    for request in self._listing_request(outlet, channels[listing.root], listing):
                        yield request
            for request in self._article_requests(outlet):
                yield request

    def closed(self, reason: str) -> None:
        """Name what the budgets left for the next run, and hand the counts to Scrapy's stats."""
        for outlet in self._agenda.stopped:
            budget, waiting = self.run.options.outlet_budget, self.run.frontier.waiting(outlet)
            self.run.tally.note(
                outlet,
                f"The budget of {budget} requests is spent; {waiting} addresses wait for the "
                "next run. Raise outlet_budget if this happens every night.",
            )
        for name, count in self.run.tally.counts.items():
            self.crawler.stats.set_value(name, count)

    # Listings ---------------------------------------------------------------------------------

    def listing(
        self, response: Response, outlet: Outlet, channel: Channel, listing: KnownListing
    ) -> Iterator[Request]:
        """A feed, sitemap, API or index page came back."""
        if response.status == 304:
            self.run.tally.count(outlet.id, "not_modified")
            self.run.frontier.listing_unchanged(listing, self.run.options.clock())
            if channel.type == "sitemap":  # its parts may have changed all the same
                children = self.run.frontier.children(listing.url)
                yield from self._follow(outlet, channel, [c for c in children if not c.modified])
            return
        if response.status != 200:
            text = f"The {channel.type} {response.url} answered {response.status}."
            self._listing_failed(
                outlet, listing, Problem(f"http {response.status}", text), response.status
            )
            return
        found = parse(
            Source(
                url=response.url,
                body=response.body,
                channel=channel,
                zone=ZoneInfo(outlet.zone),
                headers=headers_of(response),
                number=listing.number,
            )
        )
        for problem in found.problems:
            self.run.tally.problem(outlet.id, problem)
        self.run.tally.count(outlet.id, f"channels/{channel.type}", len(found.found))
        wanted = [item for item in found.found if self._wanted(outlet, item)]
        frontier, now = self.run.frontier, self.run.options.clock()
        with frontier.transaction():
            news = frontier.see_pages(outlet.id, channel.type, wanted, now)
            if channel.type == "sitemap":
                more = self._walk.further(channel, listing, found.more)
            else:
                more = self._walk.next_page(channel, listing, wanted, found.more, news)
            frontier.see_listings(outlet.id, listing.url, more)
            cut_off = any(problem.kind == "truncated" for problem in found.problems)
            validators = Validators() if cut_off else validators_of(response)
            frontier.listing_fetched(listing, outlet.id, validators, now)
        endless = self._walk.cut_short(channel, listing, news, more)
        if endless:
            self.run.tally.problem(outlet.id, endless)
        yield from self._follow(outlet, channel, more)
        yield from self._article_requests(outlet)

    def listing_lost(self, failure: Failure) -> None:
        """A listing did not come back."""
        request: Request = failure.request  # type: ignore[attr-defined]
        problem = faults.of_failure(failure.value, request)
        self._listing_failed(request.cb_kwargs["outlet"], request.cb_kwargs["listing"], problem, 0)

    def _listing_failed(
        self, outlet: Outlet, listing: KnownListing, problem: Problem, status: int
    ) -> None:
        if self._left_for_later(outlet, problem):
            return
        self.run.tally.problem(outlet.id, problem)
        self.run.frontier.listing_failed(listing, outlet.id, status)

    def _follow(
        self, outlet: Outlet, channel: Channel, listings: Iterable[KnownListing]
    ) -> Iterator[Request]:
        for listing in listings:
            yield from self._listing_request(outlet, channel, listing)

    def _listing_request(
        self, outlet: Outlet, channel: Channel, listing: KnownListing
    ) -> Iterator[Request]:
        if listing.url in self._asked:
            return
        self._asked.add(listing.url)
        meta: dict[str, Any] = {"outlet": outlet.id} | _patience(listing.tries)
        if channel.type == "sitemap":
            meta["download_maxsize"] = max(sitemap.MOST_BYTES, self.run.options.max_page_bytes)
        yield Request(
            listing.url,
            self.listing,
            errback=self.listing_lost,
            headers=conditional_headers(Validators() if listing.walk else listing.validators),
            meta=meta,
            cb_kwargs={"outlet": outlet, "channel": channel, "listing": listing},
            priority=LISTINGS_FIRST,
            dont_filter=True,
        )

    def _wanted(self, outlet: Outlet, item: Found) -> bool:
        """Whether a URL is one of the outlet's articles and not too old, as far as one can tell."""
        newest = max(filter(None, (item.published, item.modified)), default=None)
        return (
            (newest is None or newest >= self.run.options.since)
            and site(item.url) == site(outlet.url)
            and re.search(outlet.article_pattern, path(item.url)) is not None
        )

    # Articles ---------------------------------------------------------------------------------

    def article(
        self, response: Response, outlet: Outlet, due: Due, first_page: Page | None = None
    ) -> Iterator[Request]:
        """An article came back; ``first_page`` is what to keep if its ``?page=all`` is no good."""
        problem = None if response.status == 304 else faults.of_response(response, due.url)
        if problem:
            if due.known and response.status in faults.GONE:
                self._note_gone(response, outlet, due)
            self._article_failed(outlet, due, first_page, problem, response.status)
        elif response.status == 304:
            self.run.tally.count(outlet.id, "not_modified")
            self.run.frontier.unchanged(due.key, 304, self.run.options.clock())
        else:
            page = page_of(response, outlet.id, due.channel, self.run.options.clock())
            whole = link_to_all_pages(response)
            if whole:
                yield self._article_request(outlet, due, whole, page)
                return
            self._store(due, page, validators_of(response))
        yield from self._next_articles(outlet, due)

    def _note_gone(self, response: Response, outlet: Outlet, due: Due) -> None:
        """Index the answer, so that the warehouse learns of it; the text stays where it is."""
        page = page_of(response, outlet.id, due.channel, self.run.options.clock())
        self.run.archive.index(page.model_copy(update={"url": due.url}))
        self.run.tally.count(outlet.id, "gone")

    def article_lost(self, failure: Failure) -> Iterator[Request]:
        """An article did not come back."""
        request: Request = failure.request  # type: ignore[attr-defined]
        problem = faults.of_failure(failure.value, request)
        asked = request.cb_kwargs
        self._article_failed(asked["outlet"], asked["due"], asked.get("first_page"), problem, 0)
        yield from self._next_articles(asked["outlet"], asked["due"])

    def _article_failed(
        self, outlet: Outlet, due: Due, first_page: Page | None, problem: Problem, status: int
    ) -> None:
        if not self._left_for_later(outlet, problem):
            self.run.tally.problem(outlet.id, problem)
            if problem.kind in faults.FOR_GOOD:
                self.run.frontier.given_up(due.key, status)
            else:
                self.run.frontier.failed(due.key, status)
        elif problem.kind == faults.SKIPPED:
            self.run.frontier.put_off(due.key)
        if first_page:
            self._store(due, first_page, Validators())

    def _left_for_later(self, outlet: Outlet, problem: Problem) -> bool:
        if problem.kind == faults.BUDGET:
            self._agenda.stop(outlet.id)
        return problem.kind in faults.LEFT_FOR_LATER

    def _next_articles(self, outlet: Outlet, due: Due) -> Iterator[Request]:
        self._agenda.done(outlet.id, due)
        yield from self._article_requests(outlet)

    def _article_requests(self, outlet: Outlet) -> Iterator[Request]:
        for due in self._agenda.take(outlet.id):
            yield self._article_request(outlet, due, due.url, None)

    def _article_request(
        self, outlet: Outlet, due: Due, url: str, first_page: Page | None
    ) -> Request:
        return Request(
            url,
            self.article,
            errback=self.article_lost,
            headers=conditional_headers(due.validators if url == due.url else Validators()),
            meta={"outlet": outlet.id, "site": site(outlet.url)} | _patience(due.tries),
            cb_kwargs={"outlet": outlet, "due": due, "first_page": first_page},
            priority=WHOLE_ARTICLE_NEXT if first_page else 0,
            dont_filter=True,
        )

    def _store(self, due: Due, page: Page, validators: Validators) -> None:
        """Index the page and note it, unless it is one that is known already."""
        frontier, now, final = self.run.frontier, self.run.options.clock(), key(page.final_url)
        known = frontier.kept(page.final_url)
        if known and (known.now or (due.key != final and not due.known)):
            frontier.redirected(due.key, page.final_url, page.status, now)
            return
        if known and known.digest == page.body_digest:
            frontier.unchanged(due.key, page.status, now)
            return
        self.run.archive.index(page)
        frontier.fetched(due.key, page, validators)
        self.run.tally.count(page.outlet, "changed" if known else "new")
        emit("page", outlet=page.outlet, url=page.final_url)


def _patience(tries: int) -> dict[str, Any]:
    """What failed in an earlier crawl is asked once, not thrice in a row."""
    return {"max_retry_times": 0} if tries else {}
