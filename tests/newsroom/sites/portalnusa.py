"""Portal Nusa: the big portal, with an English section and a mobile host."""

from __future__ import annotations

from tests.newsroom.articles import Article
from tests.newsroom.shapes.portal import Portal
from tests.newsroom.shapes.site import Masthead

MASTHEAD = Masthead(
    outlet="portalnusa",
    name="Portal Nusa",
    host="portalnusa.test",
    tagline="Portal berita Nusantara",
    aliases=("www.portalnusa.test", "m.portalnusa.test"),
)


class PortalNusa(Portal):
    def dateline(self, article: Article) -> str:
        return f"PORTALNUSA.test, {article.place.upper()} -" if article.place else ""

    def closing(self, article: Article) -> tuple[str, ...]:
        if article.genre == "opini":
            return ()
        return (f"Penulis: {self.byline(article)} | Editor: Tim Redaksi",)
