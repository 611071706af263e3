"""Kabar Seruni: the province's daily, an ordinary WordPress with everything switched on."""

from __future__ import annotations

from tests.newsroom.articles import Article
from tests.newsroom.shapes.site import Masthead
from tests.newsroom.shapes.wordpress import WordPress

MASTHEAD = Masthead(
    outlet="kabarseruni",
    name="Kabar Seruni",
    host="kabarseruni.test",
    tagline="Mengabarkan dari Seruni",
    aliases=("www.kabarseruni.test",),
)


class KabarSeruni(WordPress):
    def dateline(self, article: Article) -> str:
        return f"{article.place.upper()}, KabarSeruni –" if article.place else ""

    def closing(self, article: Article) -> tuple[str, ...]:
        if article.genre == "opini":
            return ()
        author = self.byline(article)
        if author.startswith("Humas"):
            return (f"({author})",)
        first, *rest = author.split()
        return (f"({first} {rest[0][0]}.)" if rest else f"({first})",)
