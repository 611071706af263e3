"""Where the links lead that people send: to no news at all, through a redirect, or to an article.

What is known of it beforehand is data (``data/links.toml``). Redirects of apps and AMP caches carry
the address they lead to, so nobody has to be asked for it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ConfigDict

from crawlers.addresses import bare_host
from crawlers.outlets import Pattern
from crawlers.urls import path

DEEPEST = 4  # wrappings inside each other
FRONT_PAGE, LIST = "front page", "list of articles"
_GOOGLE_NEWS = re.compile(r"^/(?:rss/)?(?:articles|read)/([\w-]+)", re.ASCII)
_INSIDE = re.compile(rb"https?://[\x21-\x7e]+")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wrapping(_Entry):
    """A redirect that carries its target in a parameter."""

    hosts: tuple[str, ...]
    path: Pattern
    parameters: tuple[str, ...]


class AmpCache(_Entry):
    """A copy kept elsewhere, with the address of the original in its path."""

    hosts: tuple[str, ...]
    path: Pattern  # with groups ``secure`` and ``rest``


class Destinations(_Entry):
    """All that is known; hosts stand for their sub-domains too."""

    no_news: dict[str, tuple[str, ...]] = {}  # what they are → hosts
    shorteners: tuple[str, ...] = ()
    wrapped: tuple[Wrapping, ...] = ()
    amp_caches: tuple[AmpCache, ...] = ()
    listings: Pattern = r"^\b$"  # paths of pages that list articles

    def no_news_at(self, url: str) -> str | None:
        """What stands at ``url`` when it is plain that it is no article."""
        host = bare_host(url)
        for kind, hosts in self.no_news.items():
            if _is_of(host, hosts):
                return kind
        parts = urlsplit(url)
        if path(url) == "/" and not parts.query:
            return FRONT_PAGE
        return LIST if re.search(self.listings, path(url)) else None

    def is_shortener(self, url: str) -> bool:
        return _is_of(bare_host(url), self.shorteners)

    def unwrapped(self, url: str) -> str:
        """The address that ``url`` leads to, as far as it tells by itself."""
        for _ in range(DEEPEST):
            inside = self._inside(url)
            if inside is None:
                return url
            url = inside
        return url

    def _inside(self, url: str) -> str | None:
        try:
            parts, host = urlsplit(url), bare_host(url)
        except ValueError:
            return None
        if host == "news.google.com":
            return _of_google_news(parts.path)
        for wrapping in self.wrapped:
            if _is_of(host, wrapping.hosts) and re.search(wrapping.path, parts.path):
                given = parse_qs(parts.query)
                targets = [given[name][0] for name in wrapping.parameters if name in given]
                return next((t for t in targets if t.startswith(("http://", "https://"))), None)
        for amp_cache in self.amp_caches:
            found = re.search(amp_cache.path, parts.path)
            if found and _is_of(host, amp_cache.hosts):
                query = f"?{parts.query}" if parts.query else ""
                return f"http{'s' if found['secure'] else ''}://{found['rest']}{query}"
        return None


def _is_of(host: str, hosts: Iterable[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def _of_google_news(way: str) -> str | None:
    """The address inside an article's id there; newer ids hold none."""
    found = _GOOGLE_NEWS.match(way)
    if found is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
    except ValueError:
        return None
    inside = _INSIDE.search(raw)
    return inside[0].decode("ascii") if inside else None
