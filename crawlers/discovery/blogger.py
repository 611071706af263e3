"""Blogger: an Atom feed that pages by ``start-index``."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from crawlers.discovery import feed
from crawlers.discovery.listing import Found, Listing, Source
from crawlers.urls import absolute

PAGE_SIZE = 100


def first_url(url: str) -> str:
    """The feed's first page.

    >>> first_url("https://x.blogspot.com/feeds/posts/default")
    'https://x.blogspot.com/feeds/posts/default?max-results=100&start-index=1'
    """
    return _page(url, PAGE_SIZE, 1)


def parse(source: Source) -> Listing:
    """Articles of this page, and the next page: the feed's own ``next`` link, else by counting."""
    listing, head = feed.read(source)
    links = [link.get("href", "") for link in head.get("links", []) if link.get("rel") == "next"]
    following = absolute(source.url, links[0]) if links else _counted(source.url, listing)
    return Listing(listing.found, [Found(following)] if following else [], listing.problems)


def _counted(url: str, listing: Listing) -> str | None:
    """The page after a full one; a page that is not full is the last."""
    query = parse_qs(urlsplit(url).query)
    size, start = (query.get(name, [""])[0] for name in ("max-results", "start-index"))
    if not (size.isdecimal() and start.isdecimal()) or len(listing.found) < int(size):
        return None
    return _page(url, int(size), int(start) + int(size))


def _page(url: str, size: int, start: int) -> str:
    query = urlencode({"max-results": size, "start-index": start})
    return urlunsplit(urlsplit(url)._replace(query=query))
