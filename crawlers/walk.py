"""How far a channel is read: which listing it begins with, and when to go on to the next.

On a usual night a paged listing is read until a page shows nothing new. A channel that is asked
further back than ever before is walked instead: every page that still has something young enough
is read, whatever is known of it, and unconditionally. A walk that was cut short goes on from the
listings it left due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawlers.discovery import Found, Problem, blogger, wordpress
from crawlers.frontier import KnownListing, Validators
from crawlers.outlets import Channel
from crawlers.run import Run
from crawlers.urls import key

MOST_PAGES = 10_000  # of a channel that sets no limit itself


class Walk:
    """Decides for one crawl."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._last_page: dict[str, int] = {}  # by channel: which articles its last page named

    def root(self, channel: Channel) -> KnownListing:
        """The listing that a channel begins with, as a walk when it is asked further back."""
        url, since = channel.url, self._run.options.since
        if channel.type == "wordpress":
            url = wordpress.first_url(url, since)
        elif channel.type == "blogger":
            url = blogger.first_url(url)
        listing = self._run.frontier.listing(url) or KnownListing(url, channel.url)
        reached = self._run.frontier.walked_to(channel.url)
        return replace(listing, walk=since) if reached is None or since < reached else listing

    def further(
        self, channel: Channel, listing: KnownListing, more: Sequence[Found]
    ) -> list[KnownListing]:
        """The further listings of a sitemap index that may have something new."""
        children = [self._child(channel, listing, item) for item in more]
        return [child for child in children if self._may_have_news(child)]

    def next_page(
        self,
        channel: Channel,
        listing: KnownListing,
        wanted: Sequence[Found],
        more: Sequence[Found],
        news: int,
    ) -> list[KnownListing]:
        """The next page of a listing that names these articles, ``news`` of them new."""
        page = hash(tuple(key(item.url) for item in wanted))
        repeats = self._last_page.get(channel.url) == page
        self._last_page[channel.url] = page
        if not wanted or repeats or (not news and not listing.walk):
            return []
        return [self._child(channel, listing, item) for item in more]

    def cut_short(
        self, channel: Channel, listing: KnownListing, news: int, more: Sequence[KnownListing]
    ) -> Problem | None:
        """Whether only the limit of pages ends a listing that may go on for ever."""
        most = channel.pages if channel.type == "index" and channel.next else MOST_PAGES
        if more or not news or listing.number < most:
            return None
        text = f"{listing.url} is page {listing.number} and still has news; the rest is left."
        return Problem("endless listing", text)

    def _child(self, channel: Channel, listing: KnownListing, item: Found) -> KnownListing:
        known = self._run.frontier.listing(item.url)
        return KnownListing(
            item.url,
            channel.url,
            listing.number + 1,
            known.fetched_at if known else None,
            item.modified,
            known.validators if known else Validators(),
            listing.walk,
            known.tries if known else 0,
        )

    def _may_have_news(self, listing: KnownListing) -> bool:
        if listing.modified is None:
            return True
        if listing.modified < self._run.options.since:
            return False
        seen = listing.fetched_at
        return bool(listing.walk) or seen is None or listing.modified > seen
