"""Suara Lasa: a small outlet on Blogger; Atom feed with paging, mobile copies, no JSON-LD."""

from __future__ import annotations

from datetime import datetime

from tests.newsroom import web
from tests.newsroom.articles import Article
from tests.newsroom.shapes.site import Handler, Masthead, Site
from tests.newsroom.web import Reply, Visit

MASTHEAD = Masthead(
    outlet="suaralasa",
    name="Suara Lasa",
    host="suaralasa.test",
    tagline="Suara dari pesisir Lasa",
    aliases=("www.suaralasa.test",),
)
MOST_RESULTS = 150


class SuaraLasa(Site):
    def routes(self) -> list[tuple[str, Handler]]:
        return [
            (r"/", self.front),
            (r"/search", self.front),
            (r"/(?P<month>\d{4}/\d{2})/(?P<slug>[^/]+)\.html", self.article),
            (r"/feeds/posts/(?P<kind>default|summary)", self.feed),
            (r"/sitemap\.xml", self.sitemap),
            (r"/robots\.txt", self.robots),
        ]

    def path(self, article: Article, number: int) -> str:
        return f"/{article.published.astimezone(self.zone):%Y/%m}/{article.id}.html"

    def dateline(self, article: Article) -> str:
        return f"{article.place}, suaralasa.test –" if article.place else ""

    def closing(self, article: Article) -> tuple[str, ...]:
        first = self.byline(article).split()[0].lower()
        return () if article.genre == "opini" else (f"(*/{first})",)

    def front(self, visit: Visit) -> Reply:
        start = visit.number("start", 0)
        posts = self.posts(visit.now)
        text = web.render(
            "blogger/front.html",
            site=self.masthead,
            posts=posts[start : start + 7],
            older=f"/search?start={start + 7}" if len(posts) > start + 7 else "",
        )
        return web.html(text, self.changed(visit.now))

    def article(self, visit: Visit, month: str, slug: str) -> Reply:
        post = self.find(slug, visit.now)
        if post is None or f"{post.published:%Y/%m}" != month:
            return web.missing(self.masthead.name)
        mobile = visit.query.get("m") == "1"
        template = "blogger/mobile.html" if mobile else "blogger/article.html"
        text = web.render(template, site=self.masthead, post=post, earlier=self.before(post, 5))
        return web.html(text, post.modified)

    def feed(self, visit: Visit, kind: str) -> Reply:
        posts = self.posts(visit.now)
        if "updated-min" in visit.query:
            try:
                since = datetime.fromisoformat(visit.query["updated-min"].replace(" ", "+"))
                posts = [post for post in posts if post.modified >= since.astimezone(self.zone)]
            except ValueError:
                return Reply(b"Invalid value for updated-min parameter", status=400)
        start = max(1, visit.number("start-index", 1))
        size = min(MOST_RESULTS, visit.number("max-results", 25))
        changed = self.changed(visit.now)
        shown = posts[start - 1 : start - 1 + size]
        text = web.render(
            "blogger/feed.xml",
            site=self.masthead,
            posts=shown,
            changed=changed,
            total=len(posts),
            start=start,
            size=size,
            following=start + size if start - 1 + size < len(posts) else 0,
            summary=kind == "summary",
        )
        return web.xml(text, changed, "application/atom+xml")

    def sitemap(self, visit: Visit) -> Reply:
        entries = [(post.url, post.modified) for post in self.posts(visit.now)]
        return web.xml(web.render("sitemap.xml", entries=entries), self.changed(visit.now))

    def robots(self, visit: Visit) -> Reply:
        return web.plain(
            "User-agent: Mediapartners-Google\nDisallow:\n\nUser-agent: *\nDisallow: /search\n"
            f"Allow: /\n\nSitemap: {self.absolute('/sitemap.xml')}\n"
        )
