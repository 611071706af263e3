"""A WordPress site: permalinks, feed, REST interface, sitemap, AMP copies and tag pages.

``WordPress`` is the whole shape; a site that has parts switched off overrides what answers there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.newsroom import web
from tests.newsroom.articles import Article
from tests.newsroom.shapes import wordpress_rest
from tests.newsroom.shapes.site import Handler, Post, Site
from tests.newsroom.web import Reply, Visit

FEED_ITEMS = 10
ARCHIVE_ITEMS = 12
SITEMAP_ITEMS = 2000


class WordPress(Site):
    """What kabarseruni is, and the outlets of the data room that have no shape of their own."""

    theme = "wordpress/article.html"
    full_feed = True

    def routes(self) -> list[tuple[str, Handler]]:
        return [
            (r"/", self.front),
            (r"/(?P<day>\d{4}/\d{2}/\d{2})/(?P<slug>[^/]+)/", self.article),
            (r"/(?P<day>\d{4}/\d{2}/\d{2})/(?P<slug>[^/]+)", self.with_slash),
            (r"/(?P<day>\d{4}/\d{2}/\d{2})/(?P<slug>[^/]+)/amp/", self.amp),
            (r"/page/(?P<page>\d+)/", self.front),
            (r"/tag/(?P<tag>[^/]+)/", self.tag),
            (r"/feed/", self.feed),
            (r"/robots\.txt", self.robots),
            (r"/wp-json/?", self.rest_root),
            (r"/wp-json/wp/v2/posts", self.rest_posts),
            *self.sitemap_routes(),
        ]

    def sitemap_routes(self) -> list[tuple[str, Handler]]:
        return [
            (r"/wp-sitemap\.xml", self.sitemap_index),
            (r"/wp-sitemap-posts-post-(?P<page>\d+)\.xml", self.sitemap),
            (r"/wp-sitemap-taxonomies-post_tag-1\.xml", self.sitemap_of_tags),
        ]

    def sitemap_url(self) -> str:
        return self.absolute("/wp-sitemap.xml")

    def path(self, article: Article, number: int) -> str:
        return f"/{article.published.astimezone(self.zone):%Y/%m/%d}/{article.id}/"

    def front(self, visit: Visit, page: str = "1") -> Reply:
        number = visit.number("p", 0)
        if number:
            post = self.find_number(number, visit.now)
            return web.redirect(post.url) if post else web.missing(self.masthead.name)
        return self._archive(visit, self.masthead.tagline, self.posts(visit.now), int(page))

    def tag(self, visit: Visit, tag: str) -> Reply:
        posts = [post for post in self.posts(visit.now) if tag in map(slugged, post.tags)]
        return self._archive(visit, f"Tag: {tag.replace('-', ' ').title()}", posts, 1)

    def article(self, visit: Visit, day: str, slug: str) -> Reply:
        return self._page(visit, day, slug, self.theme)

    def amp(self, visit: Visit, day: str, slug: str) -> Reply:
        return self._page(visit, day, slug, "wordpress/amp.html")

    def with_slash(self, visit: Visit, day: str, slug: str) -> Reply:
        post = self.find(slug, visit.now)
        return web.redirect(post.url) if post else web.missing(self.masthead.name)

    def feed(self, visit: Visit) -> Reply:
        page = visit.number("paged", 1)
        posts = _slice(self.posts(visit.now), page, FEED_ITEMS)
        if not posts and page > 1:
            return web.missing(self.masthead.name)
        changed = self.changed(visit.now)
        text = web.render(
            "wordpress/feed.xml",
            site=self.masthead,
            posts=posts,
            changed=changed,
            full=self.full_feed,
        )
        return web.xml(text, changed, "application/rss+xml")

    def robots(self, visit: Visit) -> Reply:
        lines = [
            "User-agent: *",
            "Disallow: /wp-admin/",
            "Allow: /wp-admin/admin-ajax.php",
            "",
            f"Sitemap: {self.sitemap_url()}",
            "",
        ]
        return web.plain("\n".join(lines))

    def rest_root(self, visit: Visit) -> Reply:
        return web.data(wordpress_rest.root(self.masthead))

    def rest_posts(self, visit: Visit) -> Reply:
        return wordpress_rest.posts(self.posts(visit.now), visit, self.zone)

    def sitemap_index(self, visit: Visit) -> Reply:
        posts = self.posts(visit.now)
        pages = -(-len(posts) // SITEMAP_ITEMS)
        names = [f"/wp-sitemap-posts-post-{page}.xml" for page in range(1, pages + 1)]
        names.append("/wp-sitemap-taxonomies-post_tag-1.xml")
        entries: list[tuple[str, datetime | None]] = [(self.absolute(name), None) for name in names]
        text = web.render("sitemap_index.xml", entries=entries)
        return web.xml(text, self.changed(visit.now))

    def sitemap(self, visit: Visit, page: str) -> Reply:
        oldest_first = self.posts(visit.now)[::-1]
        posts = _slice(oldest_first, int(page), SITEMAP_ITEMS)
        if not posts:
            return web.missing(self.masthead.name)
        entries = [(post.url, post.modified) for post in posts]
        return web.xml(web.render("sitemap.xml", entries=entries), self.changed(visit.now))

    def sitemap_of_tags(self, visit: Visit) -> Reply:
        tags = sorted({slugged(tag) for post in self.posts(visit.now) for tag in post.tags})
        entries = [(self.absolute(f"/tag/{tag}/"), None) for tag in tags]
        return web.xml(web.render("sitemap.xml", entries=entries), self.changed(visit.now))

    def _page(self, visit: Visit, day: str, slug: str, template: str) -> Reply:
        post = self.find(slug, visit.now)
        if post is None or f"{post.published:%Y/%m/%d}" != day:
            return web.missing(self.masthead.name)
        text = web.render(
            template,
            site=self.masthead,
            post=post,
            earlier=self.before(post, 6),
            tags=[(tag, self.absolute(f"/tag/{slugged(tag)}/")) for tag in post.tags],
        )
        return web.html(text, post.modified)

    def _archive(self, visit: Visit, heading: str, posts: Sequence[Post], page: int) -> Reply:
        shown = _slice(posts, page, ARCHIVE_ITEMS)
        if not shown:
            return web.missing(self.masthead.name)
        older = f"/page/{page + 1}/" if len(posts) > page * ARCHIVE_ITEMS else ""
        text = web.render(
            "wordpress/archive.html", site=self.masthead, heading=heading, posts=shown, older=older
        )
        return web.html(text, self.changed(visit.now))


def slugged(words: str) -> str:
    """``Hukum & Kriminal`` → ``hukum-kriminal``"""
    letters = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in words.lower())
    return "-".join(letters.split())


def _slice(posts: Sequence[Post], page: int, size: int) -> Sequence[Post]:
    return posts[(page - 1) * size : page * size] if page > 0 else ()
