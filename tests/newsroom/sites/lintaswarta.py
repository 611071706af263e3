"""Lintas Warta: an aggregator that only re-posts; WordPress without its REST interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.newsroom import web
from tests.newsroom.articles import Article
from tests.newsroom.shapes import wordpress_rest
from tests.newsroom.shapes.site import Handler, Masthead
from tests.newsroom.shapes.wordpress import WordPress
from tests.newsroom.web import Reply, Visit

MASTHEAD = Masthead(
    outlet="lintaswarta",
    name="Lintas Warta",
    host="lintaswarta.test",
    tagline="Warta pilihan dari berbagai penjuru",
    aliases=("www.lintaswarta.test",),
)


class LintasWarta(WordPress):
    theme = "wordpress/plain_theme.html"
    full_feed = False

    def __init__(
        self,
        masthead: Masthead,
        articles: Sequence[Article],
        origins: Mapping[str, tuple[Masthead, Article]],
    ) -> None:
        self._origins = origins
        super().__init__(masthead, articles)

    def sitemap_routes(self) -> list[tuple[str, Handler]]:
        return [
            (r"/sitemap_index\.xml", self.sitemap_index),
            (r"/post-sitemap\.xml", self.post_sitemap),
            (r"/sitemap\.xml", lambda visit: web.redirect(self.sitemap_url())),
        ]

    def sitemap_url(self) -> str:
        return self.absolute("/sitemap_index.xml")

    def dateline(self, article: Article) -> str:
        return "LINTAS WARTA –"

    def byline(self, article: Article) -> str:
        return "Redaksi LW"

    def closing(self, article: Article) -> tuple[str, ...]:
        if article.copy_of not in self._origins:
            return ()
        masthead, original = self._origins[article.copy_of]
        shown_in = f"Artikel ini telah tayang di {masthead.host} dengan judul “{original.title}”"
        return (f"Sumber: {masthead.name}", shown_in)

    def sitemap_index(self, visit: Visit) -> Reply:
        changed = self.changed(visit.now)
        entries = [(self.absolute("/post-sitemap.xml"), changed)]
        return web.xml(web.render("sitemap_index.xml", entries=entries), changed)

    def post_sitemap(self, visit: Visit) -> Reply:
        return self.sitemap(visit, "1")

    def rest_posts(self, visit: Visit) -> Reply:
        message = "REST API restricted to authenticated users."
        return wordpress_rest.refusal("rest_login_required", message, 401)

    def rest_root(self, visit: Visit) -> Reply:
        return self.rest_posts(visit)
