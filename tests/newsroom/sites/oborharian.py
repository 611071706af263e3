"""Obor Harian: a badly kept site. Its good articles can all be reached from /indeks-berita.

Wrong on purpose: the feed is no XML, charsets lie, every unknown address answers 200 (robots.txt
too), the index never ends, some articles fail at the first visit, and ``oborharian_faults`` holds
the pages that are nothing but trouble.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.newsroom import web
from tests.newsroom.articles import Article
from tests.newsroom.shapes.site import Handler, Masthead, Post, Site
from tests.newsroom.sites import oborharian_faults as faults
from tests.newsroom.web import Reply, Visit

MASTHEAD = Masthead(
    outlet="oborharian",
    name="Obor Harian",
    host="oborharian.test",
    tagline="Terang & tajam",
)
INDEX_ITEMS = 8
_DECLARED_AND_USED = (("utf-8", "utf-8"), ("utf-8", "cp1252"), ("windows-1252", "utf-8"))


class OborHarian(Site):
    validators = frozenset()

    def __init__(self, masthead: Masthead, articles: Sequence[Article]) -> None:
        super().__init__(masthead, articles)
        self._visited: set[str] = set()

    def routes(self) -> list[tuple[str, Handler]]:
        return [
            (r"/", self.index),
            (r"/indeks-berita", self.index),
            (r"/indeks-lambat", self.index_of_heavy_pages),
            (r"/berita/(?P<number>\d+)/(?P<slug>[^/]+)\.html", self.article),
            (r"/feed\.xml", self.feed),
            (r"/kalender/", self.calendar),
            *faults.ROUTES,
            (r"/.*", lambda visit: faults.soft_missing()),
        ]

    def path(self, article: Article, number: int) -> str:
        return f"/berita/{number}/{article.id}.html"

    def dateline(self, article: Article) -> str:
        return f"{article.place}, Obor Harian —" if article.place else ""

    def closing(self, article: Article) -> tuple[str, ...]:
        if article.genre == "opini":
            return ()
        return (f"Reporter: {self.byline(article)} / Editor: redaksi",)

    def index(self, visit: Visit) -> Reply:
        """Past its end the index shows its last page again, with a link to yet another one."""
        posts = self.posts(visit.now)
        last = max(1, -(-len(posts) // INDEX_ITEMS))
        page = max(1, visit.number("hal", 1))
        start = (min(page, last) - 1) * INDEX_ITEMS
        rows = [(post.url, post.title) for post in posts[start : start + INDEX_ITEMS]]
        return self._index(rows + (list(faults.LINKS) if page == 1 else []), page + 1)

    def index_of_heavy_pages(self, visit: Visit) -> Reply:
        return self._index(list(faults.HEAVY_LINKS), 2)

    def article(self, visit: Visit, number: str, slug: str) -> Reply:
        post = self.find_number(int(number), visit.now)
        if post is None or post.slug != slug:
            return faults.soft_missing()
        if post.number % 4 == 1 and visit.path not in self._visited:
            self._visited.add(visit.path)
            return faults.broken()
        declared, used = _DECLARED_AND_USED[post.number % 3]
        text = web.render(
            "broken/article.html",
            site=self.masthead,
            post=post,
            earlier=self.before(post, 4),
            charset=declared,
        )
        whole = text.partition("<!-- putus -->")[0] if post.number % 5 == 0 else text
        body = whole.encode(used, errors="xmlcharrefreplace")
        return Reply(body, content_type=f"text/html; charset={declared}")

    def feed(self, visit: Visit) -> Reply:
        items = [(post, _feed_date(post)) for post in self.posts(visit.now)[:12]]
        text = web.render("broken/feed.txt", site=self.masthead, items=items)
        return Reply(text.encode(), content_type="application/rss+xml")

    def calendar(self, visit: Visit) -> Reply:
        """A month and its neighbours, for ever in both directions."""
        shown = visit.query.get("bulan") or f"{visit.now.astimezone(self.zone):%Y-%m}"
        year, _, month = shown.partition("-")
        if not (year.isdecimal() and month.isdecimal()):
            return faults.soft_missing()
        months = int(year) * 12 + int(month) - 1
        posts = [p for p in self.posts(visit.now) if f"{p.published:%Y-%m}" == shown]
        text = web.render(
            "broken/calendar.html",
            site=self.masthead,
            shown=shown,
            posts=posts,
            before=_month(months - 1),
            after=_month(months + 1),
        )
        return web.html(text)

    def _index(self, rows: Sequence[tuple[str, str]], following: int) -> Reply:
        text = web.render("broken/index.html", site=self.masthead, rows=rows, following=following)
        return web.html(text)


def _month(months: int) -> str:
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _feed_date(post: Post) -> str:
    """Right, impossible, without a zone, or absurd, by the number of the article."""
    match post.number % 4:
        case 0:
            return "Sel, 32 Oktober 2025 25:61:00 WIT"
        case 1:
            return f"{post.published:%d-%m-%Y %H:%M}"
        case 2:
            return "Thu, 01 Jan 1970 00:00:00 +0000"
        case _:
            return f"{post.published:%a, %d %b %Y %H:%M:%S +0900}"
