"""What every sample site shares: its masthead, its articles as they stand at a moment, its routes.

Articles enter once; a site shows those published by ``Visit.now``, with the edits made by then.
What surrounds an article on its page (popular, related, previous) is drawn from articles published
before it, so a page changes only when its article does and Last-Modified stays honest.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from tests.newsroom import web
from tests.newsroom.articles import Article
from tests.newsroom.web import Reply, Visit

SECTIONS = {
    "hukum": "Hukum & Kriminal",
    "daerah": "Daerah",
    "peristiwa": "Peristiwa",
    "olahraga": "Olahraga",
    "ekonomi": "Ekonomi",
    "opini": "Opini",
    "english": "English",
}


@dataclass(frozen=True, slots=True)
class Masthead:
    """What is printed on every page of a site."""

    outlet: str
    name: str
    host: str
    tagline: str = ""
    zone: str = "Asia/Jayapura"
    aliases: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"http://{self.host}"


@dataclass(frozen=True, slots=True)
class Post:
    """An article as one site prints it: ``paragraphs`` is the true body, the rest is the site's."""

    article: Article
    number: int
    url: str
    published: datetime
    modified: datetime
    byline: str
    dateline: str
    closing: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def slug(self) -> str:
        return self.article.id

    @property
    def paragraphs(self) -> list[str]:
        return self.article.paragraphs

    @property
    def section(self) -> str:
        return SECTIONS.get(self.article.section, self.article.section.title())

    @property
    def tags(self) -> list[str]:
        names = [*self.article.gold.units, self.article.place, self.section]
        return [name for name in dict.fromkeys(names) if name]

    @property
    def excerpt(self) -> str:
        words = self.article.text.partition("\n\n")[0].split()
        return " ".join(words[:30]) + (" […]" if len(words) > 30 else "")


Handler = Callable[..., Reply]


class Site:
    """One site; subclasses give routes, links and the way they dress an article."""

    validators: frozenset[str] = frozenset({"etag", "last-modified"})

    def __init__(self, masthead: Masthead, articles: Sequence[Article]) -> None:
        self.masthead = masthead
        self.zone = ZoneInfo(masthead.zone)
        self._articles = sorted(articles, key=lambda article: (article.published, article.id))
        self._moments = [article.published for article in self._articles]
        self._places = {article.id: place for place, article in enumerate(self._articles)}
        self._numbers = _numbered(self._articles)
        self._by_number = {number: slug for slug, number in self._numbers.items()}
        self._shown: tuple[datetime, list[Post]] | None = None
        self._routes = [(re.compile(pattern), handler) for pattern, handler in self.routes()]

    def routes(self) -> list[tuple[str, Handler]]:
        """Pairs of a pattern of the whole path and what answers; named groups are arguments."""
        raise NotImplementedError

    def path(self, article: Article, number: int) -> str:
        """Where the article lives on this site."""
        raise NotImplementedError

    def dateline(self, article: Article) -> str:
        """The words the site puts before the first sentence; empty for none."""
        return ""

    def byline(self, article: Article) -> str:
        return article.author or "Redaksi"

    def closing(self, article: Article) -> tuple[str, ...]:
        """The lines the site adds under the body: bylines, sources, invitations."""
        return ()

    def respond(self, visit: Visit) -> Reply:
        """What the site answers; its www host only points to the bare one, as most do."""
        if visit.host.startswith("www."):
            query = f"?{urlencode(visit.query)}" if visit.query else ""
            return web.redirect(self.absolute(f"{visit.path}{query}"))
        for pattern, handler in self._routes:
            if match := pattern.fullmatch(visit.path):
                return handler(visit, **match.groupdict())
        return web.missing(self.masthead.name)

    def posts(self, now: datetime) -> list[Post]:
        """Everything published by ``now``, newest first."""
        if self._shown is None or self._shown[0] != now:
            visible = self._articles[: bisect_right(self._moments, now)]
            self._shown = (now, [self._post(article, now) for article in reversed(visible)])
        return self._shown[1]

    def find(self, slug: str, now: datetime) -> Post | None:
        place = self._places.get(slug)
        if place is None or self._moments[place] > now:
            return None
        return self._post(self._articles[place], now)

    def find_number(self, number: int, now: datetime) -> Post | None:
        return self.find(self._by_number.get(number, ""), now)

    def before(self, post: Post, count: int) -> list[Post]:
        """The ``count`` articles published before this one, as first published."""
        place = self._places[post.slug]
        earlier = self._articles[max(0, place - count) : place]
        return [self._post(article, article.published) for article in reversed(earlier)]

    def changed(self, now: datetime) -> datetime | None:
        """When anything on the site last changed; None before the first article."""
        return max((post.modified for post in self.posts(now)), default=None)

    def absolute(self, path: str) -> str:
        return f"{self.masthead.url}{path}"

    def _post(self, article: Article, now: datetime) -> Post:
        number = self._numbers[article.id]
        standing = article.at(now)
        return Post(
            article=standing,
            number=number,
            url=self.absolute(self.path(article, number)),
            published=article.published.astimezone(self.zone),
            modified=article.modified(now).astimezone(self.zone),
            byline=self.byline(article),
            dateline=self.dateline(article),
            closing=self.closing(article),
        )


def _numbered(articles: Sequence[Article]) -> dict[str, int]:
    """The number each article has in its CMS; it follows from the id, so it never shifts."""
    taken: dict[int, str] = {}
    for article in articles:
        number = 1_000_000 + zlib.crc32(article.id.encode()) % 9_000_000
        while number in taken:
            number += 1
        taken[number] = article.id
    return {slug: number for number, slug in taken.items()}
