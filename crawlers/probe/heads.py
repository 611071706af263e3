"""What a page and robots.txt announce, and the paths where sites of this kind keep their listings.

Everything here is pure: HTML or text in, candidate channels out, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.outlets import BloggerChannel, Channel, FeedChannel, SitemapChannel, WordpressChannel
from crawlers.probe.pages import LISTING
from crawlers.urls import absolute, site

POSTS = "wp/v2/posts"
BLOGGER_FEED = "/feeds/posts/default"
FEED_PATHS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/?feed=rss2")
SITEMAP_PATHS = (
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/sitemap/news.xml",
    "/sitemap_index.xml",
    "/wp-sitemap.xml",
    "/sitemap.xml",
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_COMMENTS = re.compile(r"comments?/|komentar|comments", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_INSTALL = re.compile(r"""(https?://[^/"'\s<>()]+)?((?:/[\w.-]+)*)/wp-(?:content|includes)/""")


def apis(root: HtmlElement, page: str, bases: Iterable[str]) -> list[Channel]:
    """WordPress REST and Blogger: announced ones first, then where they usually are."""
    if is_blogger(root):
        return [BloggerChannel(type="blogger", url=origin(page) + BLOGGER_FEED)]
    announced = [absolute(page, href) for href in _hrefs(root, "link", "https://api.w.org/")]
    usual = [f"{base}/wp-json/" for base in bases]
    usual += [f"{base}/?rest_route=/" for base in bases if is_wordpress(root)]
    return [
        WordpressChannel(type="wordpress", url=url + POSTS)
        for url in dict.fromkeys([*filter(None, announced), *usual])
    ]


def feeds(root: HtmlElement, page: str, bases: Iterable[str]) -> list[Channel]:
    """Feeds the page announces; the usual paths only when it announces none."""
    announced = [
        absolute(page, link.get("href", ""))
        for link in root.iter("link")
        if "alternate" in link.get("rel", "").lower().split()
        and link.get("type", "").lower() in _FEED_TYPES
        and not _COMMENTS.search(link.get("href", "") + link.get("title", ""))
    ]
    urls = [*filter(None, announced)] or [base + path for base in bases for path in FEED_PATHS]
    return [FeedChannel(type="feed", url=url) for url in dict.fromkeys(urls)]


def sitemaps(robots: str, bases: Sequence[str]) -> list[Channel]:
    """Sitemaps that robots.txt names, those of news first; else the usual paths."""
    named = [absolute(bases[0], url) for url in _SITEMAP_LINE.findall(robots)]
    urls = [*filter(None, named)] or [base + path for base in bases for path in SITEMAP_PATHS]
    urls.sort(key=lambda url: "news" not in urlsplit(url).path)
    return [SitemapChannel(type="sitemap", url=url) for url in dict.fromkeys(urls)]


def bases(root: HtmlElement, page: str) -> list[str]:
    """Where an install may stand: the origin, and sub-paths that its files or the page show."""
    home = origin(page)
    text = [value for element in root.iter() for value in _addresses(element)]
    found = [
        f"{match[1] or home}{match[2]}" for value in text for match in _INSTALL.finditer(value)
    ]
    first, _, rest = urlsplit(page).path.strip("/").partition("/")
    under = [f"{home}/{first}"] if first and not rest and not LISTING.search(f"/{first}") else []
    return list(dict.fromkeys([*(b for b in found if b.startswith(home)), home, *under]))[:3]


def is_wordpress(root: HtmlElement) -> bool:
    return _generator(root, "wordpress") or any(
        "/wp-content/" in value for element in root.iter() for value in _addresses(element)
    )


def is_blogger(root: HtmlElement) -> bool:
    return _generator(root, "blogger") or any(
        BLOGGER_FEED in link.get("href", "") for link in root.iter("link")
    )


def name_of(root: HtmlElement, page: str) -> str:
    """What the site calls itself: og:site_name, else the part of its title most like its host."""
    for meta in root.iter("meta"):
        if meta.get("property") == "og:site_name" and meta.get("content", "").strip():
            return " ".join(meta.get("content", "").split())
    title = " ".join((root.findtext(".//title") or "").split())
    parts = [part for part in re.split(r"\s+[|»·–—-]\s+|:\s+", title) if part]
    domain = site(page).partition(".")[0].replace("-", "")
    alike = [part for part in parts if re.sub(r"\W", "", part.lower()).startswith(domain[:12])]
    return alike[0] if alike else min(parts, key=len, default="")


def origin(url: str) -> str:
    """Scheme and host.

    >>> origin("https://kabar.id:8443/a/b?c")
    'https://kabar.id:8443'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _generator(root: HtmlElement, word: str) -> bool:
    return any(
        meta.get("name", "").lower() == "generator" and word in meta.get("content", "").lower()
        for meta in root.iter("meta")
    )


def _hrefs(root: HtmlElement, tag: str, rel: str) -> list[str]:
    return [e.get("href", "") for e in root.iter(tag) if rel in e.get("rel", "").split()]


def _addresses(element: HtmlElement) -> Iterator[str]:
    if isinstance(element.tag, str):
        yield from (value[:500] for name in ("href", "src") if (value := element.get(name)))
