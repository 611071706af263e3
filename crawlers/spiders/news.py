"""The spider of every outlet: reads the listings of its channels and fetches what is due.

It decides nothing by itself that must survive a kill: listings and articles are noted in the
frontier before they are asked for, and an article is archived, indexed and only then noted as
fetched. What goes wrong with one URL is counted, named and left behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers import faults
from crawlers.answers import (
    conditional_headers,
    headers_of,
    link_to_all_pages,
    page_of,
    validators_of,
)
from crawlers.discovery import Found, Problem, Source, blogger, parse, sitemap, wordpress
from crawlers.frontier import Due, KnownListing, Validators
from crawlers.outlets import Channel, Outlet
from crawlers.report import emit
from crawlers.run import Run
from crawlers.urls import key, path, site
from pipeline.records import Page

LISTINGS_FIRST = 100
WHOLE_ARTICLE_NEXT = 50


class NewsSpider(Spider):
    """Crawls the outlets of ``run.options``."""

    name = "news"

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run
        self._asked: set[str] = set()  # listings and article keys of this crawl
        self._news: set[str] = set()  # keys first seen or changed in this crawl
        self._indexed: set[str] = set()
        self._waiting: Counter[str] = Counter()

    async def start(self) -> AsyncIterator[Any]:
        """Each channel's listing, then what an earlier crawl left undone."""
        if self.run.archive.last_page:
            self.run.frontier.recover(self.run.archive.last_page)
        for outlet in self.run.options.outlets:
            for channel in outlet.channels:
                for request in self._listing_request(outlet, channel, self._root(channel)):
                    yield request
            channels = {channel.url: channel for channel in outlet.channels}
            for listing in self.run.frontier.due_listings(outlet.id):
                if listing.root in channels:
                    for request in self._listing_request(outlet, channels[listing.root], listing):
                        yield request
            for request in self._article_requests(outlet, self.run.frontier.due(outlet.id)):
                yield request

    def closed(self, reason: str) -> None:
        """Name what the budgets left for the next run, and hand the counts to Scrapy's stats."""
        for outlet, waiting in sorted(self._waiting.items()):
            budget = self.run.options.outlet_budget
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
            due = frontier.see_pages(outlet.id, channel.type, wanted, now)
            self._news.update(item.key for item in due if not item.retry)
            more = self._more(channel, listing, wanted, found.more)
            frontier.see_listings(outlet.id, listing.url, more)
            frontier.listing_fetched(listing, outlet.id, validators_of(response), now)
        yield from self._follow(outlet, channel, more)
        yield from self._article_requests(outlet, due)

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

    def _root(self, channel: Channel) -> KnownListing:
        url = channel.url
        if channel.type == "wordpress":
            url = wordpress.first_url(url, self.run.options.since)
        elif channel.type == "blogger":
            url = blogger.first_url(url)
        return self.run.frontier.listing(url) or KnownListing(url, channel.url)

    def _more(
        self, channel: Channel, listing: KnownListing, wanted: list[Found], more: list[Found]
    ) -> list[KnownListing]:
        """The further listings worth reading.

        Of a sitemap index those that changed; of a paged listing the next page, unless this one
        held only what earlier crawls knew.
        """
        if channel.type != "sitemap" and not any(key(item.url) in self._news for item in wanted):
            return []
        children = []
        for item in more:
            known = self.run.frontier.listing(item.url)
            child = KnownListing(
                item.url,
                channel.url,
                listing.number + 1,
                known.fetched_at if known else None,
                item.modified,
                known.validators if known else Validators(),
            )
            if self._may_have_news(child):
                children.append(child)
        return children

    def _may_have_news(self, listing: KnownListing) -> bool:
        if listing.modified is None:
            return True
        seen = listing.fetched_at
        return listing.modified >= self.run.options.since and (
            seen is None or listing.modified > seen
        )

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
        meta: dict[str, Any] = {"outlet": outlet.id}
        if channel.type == "sitemap":
            meta["download_maxsize"] = max(sitemap.MOST_BYTES, self.run.options.max_page_bytes)
        yield Request(
            listing.url,
            self.listing,
            errback=self.listing_lost,
            headers=conditional_headers(listing.validators),
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
        if response.status == 304:
            self.run.tally.count(outlet.id, "not_modified")
            self.run.frontier.unchanged(due.key, 304, self.run.options.clock())
            return
        problem = faults.of_response(response, due.url)
        if problem:
            self._article_failed(outlet, due, first_page, problem, response.status)
            return
        page = page_of(response, outlet.id, due.channel, self.run.options.clock())
        whole = link_to_all_pages(response)
        if whole:
            yield self._article_request(outlet, due, whole, page)
        else:
            self._store(due, page, validators_of(response))

    def article_lost(self, failure: Failure) -> None:
        """An article did not come back."""
        request: Request = failure.request  # type: ignore[attr-defined]
        problem = faults.of_failure(failure.value, request)
        asked = request.cb_kwargs
        self._article_failed(asked["outlet"], asked["due"], asked.get("first_page"), problem, 0)

    def _article_failed(
        self, outlet: Outlet, due: Due, first_page: Page | None, problem: Problem, status: int
    ) -> None:
        if not self._left_for_later(outlet, problem):
            self.run.tally.problem(outlet.id, problem)
            self.run.frontier.failed(due.key, status)
        if first_page:
            self._store(due, first_page, Validators())

    def _left_for_later(self, outlet: Outlet, problem: Problem) -> bool:
        if problem.kind == faults.BUDGET:
            self._waiting[outlet.id] += 1
        return problem.kind in faults.LEFT_FOR_LATER

    def _article_requests(self, outlet: Outlet, due: Iterable[Due]) -> Iterator[Request]:
        for item in due:
            if item.key not in self._asked:
                self._asked.add(item.key)
                yield self._article_request(outlet, item, item.url, None)

    def _article_request(
        self, outlet: Outlet, due: Due, url: str, first_page: Page | None
    ) -> Request:
        return Request(
            url,
            self.article,
            errback=self.article_lost,
            headers=conditional_headers(due.validators if url == due.url else Validators()),
            meta={"outlet": outlet.id, "site": site(outlet.url)},
            cb_kwargs={"outlet": outlet, "due": due, "first_page": first_page},
            priority=WHOLE_ARTICLE_NEXT if first_page else 0,
            dont_filter=True,
        )

    def _store(self, due: Due, page: Page, validators: Validators) -> None:
        """Index the page and note it, unless it is one that is known already."""
        frontier, now, final = self.run.frontier, self.run.options.clock(), key(page.final_url)
        known = frontier.digest(final)
        moved = due.key != final and known is not None and not due.known
        if moved or final in self._indexed:
            frontier.redirected(due.key, page.final_url, page.status, now)
            return
        if known == page.body_digest:
            frontier.unchanged(due.key, page.status, now)
            return
        self.run.archive.index(page)
        frontier.fetched(due.key, page, validators)
        self._indexed.add(final)
        self.run.tally.count(page.outlet, "changed" if known else "new")
        emit("page", outlet=page.outlet, url=page.final_url)
