"""Tribratanews Nusa Seruni: the Polda's release site on a hand-made CMS.

No structured data: the date is only visible text, paragraphs are parted by line breaks, the feed
carries no bodies.
"""

from __future__ import annotations

from tests.newsroom import web
from tests.newsroom.articles import Article
from tests.newsroom.shapes.site import Handler, Masthead, Site
from tests.newsroom.web import Reply, Visit

MASTHEAD = Masthead(
    outlet="tribratanews-seruni",
    name="Tribratanews Nusa Seruni",
    host="tribratanews-seruni.test",
    tagline="Portal berita resmi Polda Nusa Seruni",
)
FEED_ITEMS = 20
LIST_ITEMS = 10


class Tribratanews(Site):
    validators = frozenset({"last-modified"})

    def routes(self) -> list[tuple[str, Handler]]:
        return [
            (r"/", self.listing),
            (r"/berita", self.listing),
            (r"/berita/(?P<number>\d+)-(?P<slug>[^/]+)", self.article),
            (r"/rss", self.feed),
            (r"/robots\.txt", self.robots),
        ]

    def path(self, article: Article, number: int) -> str:
        return f"/berita/{number}-{article.id}"

    def dateline(self, article: Article) -> str:
        return f"Tribratanews-seruni.test – {article.place}." if article.place else ""

    def byline(self, article: Article) -> str:
        return article.author or "Humas Polda Nusa Seruni"

    def closing(self, article: Article) -> tuple[str, ...]:
        return (f"({self.byline(article)}/nik)",)

    def listing(self, visit: Visit) -> Reply:
        page, posts = max(1, visit.number("halaman", 1)), self.posts(visit.now)
        text = web.render(
            "release/list.html",
            site=self.masthead,
            posts=posts[(page - 1) * LIST_ITEMS : page * LIST_ITEMS],
            following=page + 1 if len(posts) > page * LIST_ITEMS else 0,
        )
        return web.html(text, self.changed(visit.now))

    def article(self, visit: Visit, number: str, slug: str) -> Reply:
        post = self.find_number(int(number), visit.now)
        if post is None or post.slug != slug:
            return web.missing(self.masthead.name)
        text = web.render(
            "release/article.html", site=self.masthead, post=post, earlier=self.before(post, 5)
        )
        return web.html(text, post.modified)

    def feed(self, visit: Visit) -> Reply:
        posts = self.posts(visit.now)[:FEED_ITEMS]
        text = web.render("release/feed.xml", site=self.masthead, posts=posts)
        return web.xml(text, self.changed(visit.now))

    def robots(self, visit: Visit) -> Reply:
        return web.plain("User-agent: *\nDisallow: /admin/\n")
