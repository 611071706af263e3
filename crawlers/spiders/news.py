"""The spider of every outlet: reads the listings of its channels and has fetched what is due.

It decides nothing by itself that must survive a kill: listings and articles are noted in the
frontier before they are asked for, and an article is archived, indexed and only then noted as
fetched (crawlers/spiders/articles.py). What goes wrong with one URL is counted, named and left.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers import faults
from crawlers.answers import conditional_headers, headers_of, validators_of
from crawlers.discovery import Found, Problem, Source, parse, sitemap
from crawlers.frontier import KnownListing, Validators
from crawlers.outlets import Channel, Outlet
from crawlers.run import Run
from crawlers.spiders.articles import patience
from crawlers.spiders.sent import SentLinks
from crawlers.urls import article_key, path, site
from crawlers.walk import Walk

LISTINGS_FIRST = 100


class NewsSpider(Spider):
    """Crawls the outlets of ``run.options``."""

    name = "news"

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run
        self.sent = SentLinks(run)
        self.articles = self.sent.articles
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
            for request in self.articles.requests(outlet):
                yield request
        for request in self.sent.requests():
            yield request

    def closed(self, reason: str) -> None:
        """Name what the budgets left for the next run, and hand the counts to Scrapy's stats."""
        self.sent.close()
        for outlet in self.articles.agenda.stopped:
            self.run.tally.count(outlet, f"errors/{faults.BUDGET}")
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
        more, owners = self._read(response, outlet, channel, listing)
        yield from self._follow(outlet, channel, more)
        for owner in (outlet, *owners):
            yield from self.articles.requests(owner)

    def _read(
        self, response: Response, outlet: Outlet, channel: Channel, listing: KnownListing
    ) -> tuple[Sequence[KnownListing], Sequence[Outlet]]:
        """Store what a listing names; returns the further listings and whose articles there are.

        A function of its own, so that a hundred thousand names do not wait in memory with it.
        """
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
        owned = self._wanted(outlet, found.found)
        wanted = [item for _, items in owned for item in items]
        frontier, now = self.run.frontier, self.run.options.clock()
        with frontier.transaction():
            news = sum(
                frontier.see_pages(owner.id, channel.type, items, now) for owner, items in owned
            )
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
        return more, [owner for owner, _ in owned]

    def listing_lost(self, failure: Failure) -> None:
        """A listing did not come back."""
        request: Request = failure.request  # type: ignore[attr-defined]
        problem = faults.of_failure(failure.value, request)
        self._listing_failed(request.cb_kwargs["outlet"], request.cb_kwargs["listing"], problem, 0)

    def _listing_failed(
        self, outlet: Outlet, listing: KnownListing, problem: Problem, status: int
    ) -> None:
        if self.articles.left_for_later(outlet, problem):
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
        meta: dict[str, Any] = {"outlet": outlet.id} | patience(listing.tries)
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

    def _wanted(self, outlet: Outlet, found: Iterable[Found]) -> list[tuple[Outlet, list[Found]]]:
        """What a listing of ``outlet`` names that is an article and not too old, as far as one can
        tell, by the outlet whose it is."""
        owned: dict[str, tuple[Outlet, list[Found]]] = {}
        for item in found:
            owner = self.articles.owners.of(item.url, outlet)
            if self._is_wanted(item, outlet, owner):
                owned.setdefault(owner.id, (owner, []))[1].append(item)
        return list(owned.values())

    def _is_wanted(self, item: Found, outlet: Outlet, owner: Outlet) -> bool:
        newest = max(filter(None, (item.published, item.modified)), default=None)
        pattern = owner.article_pattern
        return (
            (newest is None or newest >= self.run.options.since)
            and site(item.url) == site(outlet.url)
            and any(re.search(pattern, path(url)) for url in (item.url, article_key(item.url)))
        )
