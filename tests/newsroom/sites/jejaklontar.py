"""Jejak Lontar: news of the islands, on a CMS of its own, found by its sitemap index only.

Its robots.txt forbids /internal/, to which front page and sitemap link all the same, and asks for a
small delay. The sitemaps of past months are gzipped.
"""

from __future__ import annotations

import gzip
from datetime import datetime

from tests.newsroom import web
from tests.newsroom.articles import Article
from tests.newsroom.shapes.site import Handler, Masthead, Post, Site
from tests.newsroom.web import Reply, Visit

MASTHEAD = Masthead(
    outlet="jejaklontar",
    name="Jejak Lontar",
    host="jejaklontar.test",
    tagline="Cerita dari pulau-pulau",
)
INTERNAL = ("/internal/naskah/rapat-redaksi", "/internal/arsip/daftar-narasumber")


class JejakLontar(Site):
    def routes(self) -> list[tuple[str, Handler]]:
        return [
            (r"/", self.front),
            (r"/(?P<room>berita|kolom)/(?P<slug>[^/]+)", self.article),
            (r"/internal/.*", self.internal),
            (r"/sitemap\.xml", self.sitemap_index),
            (r"/sitemaps/(?P<month>\d{4}-\d{2})\.xml(?P<packed>\.gz)?", self.sitemap),
            (r"/robots\.txt", self.robots),
        ]

    def path(self, article: Article, number: int) -> str:
        return f"/{'kolom' if article.genre == 'opini' else 'berita'}/{article.id}"

    def dateline(self, article: Article) -> str:
        return f"{article.place.upper()}, JL –" if article.place else ""

    def closing(self, article: Article) -> tuple[str, ...]:
        return () if article.genre == "opini" else ("(Red)",)

    def front(self, visit: Visit) -> Reply:
        text = web.render(
            "islands/front.html",
            site=self.masthead,
            posts=self.posts(visit.now)[:20],
            internal=INTERNAL,
        )
        return web.html(text, self.changed(visit.now))

    def article(self, visit: Visit, room: str, slug: str) -> Reply:
        post = self.find(slug, visit.now)
        if post is None or post.url != self.absolute(visit.path):
            return web.missing(self.masthead.name)
        text = web.render(
            "islands/article.html", site=self.masthead, post=post, earlier=self.before(post, 4)
        )
        return web.html(text, post.modified)

    def internal(self, visit: Visit) -> Reply:
        return web.html("<html><body><h1>Hanya untuk redaksi</h1></body></html>")

    def sitemap_index(self, visit: Visit) -> Reply:
        months = self._months(visit.now)
        entries = [
            (self.absolute(self._child(month, visit.now)), max(post.modified for post in posts))
            for month, posts in months.items()
        ]
        text = web.render("sitemap_index.xml", entries=entries)
        return web.xml(text, self.changed(visit.now), "application/xml")

    def sitemap(self, visit: Visit, month: str, packed: str | None) -> Reply:
        posts = self._months(visit.now).get(month, [])
        if not posts or visit.path != self._child(month, visit.now):
            return web.missing(self.masthead.name)
        entries = [(post.url, post.modified) for post in posts]
        entries += [(self.absolute(path), posts[-1].published) for path in INTERNAL]
        changed = max(post.modified for post in posts)
        reply = web.xml(web.render("sitemap.xml", entries=entries), changed)
        if packed is None:
            return reply
        body = gzip.compress(reply.body, mtime=0)
        return Reply(body, content_type="application/x-gzip", modified=changed)

    def robots(self, visit: Visit) -> Reply:
        return web.plain(
            "User-agent: *\nDisallow: /internal/\nCrawl-delay: 0.1\n\n"
            f"Sitemap: {self.absolute('/sitemap.xml')}\n"
        )

    def _months(self, now: datetime) -> dict[str, list[Post]]:
        months: dict[str, list[Post]] = {}
        for post in self.posts(now):
            months.setdefault(f"{post.published:%Y-%m}", []).append(post)
        return months

    def _child(self, month: str, now: datetime) -> str:
        current = next(iter(self._months(now)), "")
        return f"/sitemaps/{month}.xml" + ("" if month == current else ".gz")
