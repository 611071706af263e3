"""A big portal: date indexes with paging, articles cut into pages, AMP copies, a news sitemap.

An article of more than ``WHOLE`` paragraphs is shown in two pages; ``?page=all`` shows all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tests.newsroom import web
from tests.newsroom.articles import Article
from tests.newsroom.shapes.site import SECTIONS, Handler, Post, Site
from tests.newsroom.web import Reply, Visit

WHOLE = 6
NEWS_SITEMAP_DAYS = 2


class Portal(Site):
    """What portalnusa is, and the two big outlets of the data room."""

    validators = frozenset({"etag"})
    index_items = 10

    def routes(self) -> list[tuple[str, Handler]]:
        return [
            (r"/", self.front),
            (r"/indeks", self.index),
            (r"/(?P<section>hukum|daerah|peristiwa|olahraga|ekonomi|opini|english)", self.section),
            (r"/read/(?P<number>\d+)/(?P<slug>[^/]+)", self.article),
            (r"/amp/read/(?P<number>\d+)/(?P<slug>[^/]+)", self.amp),
            (r"/sitemap-news\.xml", self.news_sitemap),
            (r"/robots\.txt", self.robots),
        ]

    def path(self, article: Article, number: int) -> str:
        return f"/read/{number}/{article.id}"

    def front(self, visit: Visit) -> Reply:
        return self._list(visit, "Berita Terkini", self.posts(visit.now)[:15], "", "")

    def section(self, visit: Visit, section: str) -> Reply:
        chosen = [post for post in self.posts(visit.now) if post.article.section == section]
        return self._list(visit, SECTIONS[section], chosen[:15], "", "")

    def index(self, visit: Visit) -> Reply:
        """Every article, or those of one day when ``date`` is given."""
        posts: Sequence[Post] = self.posts(visit.now)
        day, prefix, yesterday = _day(visit.query.get("date", "")), "/indeks?", ""
        if day is not None:
            posts = [post for post in posts if post.published.date() == day]
            prefix = f"/indeks?date={day}&"
            yesterday = f"/indeks?date={day - timedelta(days=1)}"
        page = visit.number("page", 1)
        last = -(-len(posts) // self.index_items)
        shown = posts[(page - 1) * self.index_items : page * self.index_items] if page else []
        following = f"{prefix}page={page + 1}" if page < last else ""
        return self._list(visit, "Indeks Berita", shown, following, yesterday)

    def article(self, visit: Visit, number: str, slug: str) -> Reply:
        post = self.find_number(int(number), visit.now)
        if post is None:
            return web.missing(self.masthead.name)
        if post.slug != slug:
            return web.redirect(post.url)
        asked = visit.query.get("page", "1")
        pages = _pages(post.paragraphs)
        if asked == "all":
            return self._page(post, post.paragraphs, 1, 1)
        if not asked.isdecimal() or not 1 <= int(asked) <= len(pages):
            return web.redirect(post.url, 302)
        return self._page(post, pages[int(asked) - 1], int(asked), len(pages))

    def amp(self, visit: Visit, number: str, slug: str) -> Reply:
        post = self.find_number(int(number), visit.now)
        if post is None or post.slug != slug:
            return web.missing(self.masthead.name)
        text = web.render("portal/amp.html", site=self.masthead, post=post)
        return web.html(text, post.modified)

    def news_sitemap(self, visit: Visit) -> Reply:
        oldest = visit.now - timedelta(days=NEWS_SITEMAP_DAYS)
        posts = [post for post in self.posts(visit.now) if post.published >= oldest]
        return web.xml(web.render("portal/sitemap_news.xml", site=self.masthead, posts=posts))

    def robots(self, visit: Visit) -> Reply:
        lines = ["User-agent: *", "Disallow: /search", "Disallow: /login", ""]
        return web.plain("\n".join([*lines, f"Sitemap: {self.absolute('/sitemap-news.xml')}", ""]))

    def _page(self, post: Post, paragraphs: Sequence[str], number: int, count: int) -> Reply:
        text = web.render(
            "portal/article.html",
            site=self.masthead,
            post=post,
            paragraphs=paragraphs,
            number=number,
            count=count,
            earlier=self.before(post, 8),
        )
        return web.html(text, post.modified)

    def _list(
        self, visit: Visit, heading: str, posts: Sequence[Post], following: str, yesterday: str
    ) -> Reply:
        text = web.render(
            "portal/index.html",
            site=self.masthead,
            heading=heading,
            posts=posts,
            following=following,
            yesterday=yesterday,
        )
        return web.html(text, self.changed(visit.now))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _pages(paragraphs: Sequence[str]) -> list[Sequence[str]]:
    if len(paragraphs) <= WHOLE:
        return [paragraphs]
    half = -(-len(paragraphs) // 2)
    return [paragraphs[:half], paragraphs[half:]]
