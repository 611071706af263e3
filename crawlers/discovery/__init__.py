"""Discovery: what a fetched listing says about articles, without any network.

Each channel type has a module with ``parse(source) -> Listing``. Whatever a server sends, a
parser gives what it could read and names the rest as problems; it does not raise.
"""

from __future__ import annotations

from collections.abc import Callable

from crawlers.discovery import blogger, feed, index, sitemap, wordpress
from crawlers.discovery.listing import Found, Listing, Problem, Source

__all__ = ["Found", "Listing", "Problem", "Source", "parse"]

_PARSERS: dict[str, Callable[[Source], Listing]] = {
    "feed": feed.parse,
    "sitemap": sitemap.parse,
    "wordpress": wordpress.parse,
    "blogger": blogger.parse,
    "index": index.parse,
}


def parse(source: Source) -> Listing:
    """The listing read by the parser of its channel's type."""
    return _PARSERS[source.channel.type](source)
