"""Index pages: which links look like articles, and which one leads to the next page.

A link looks like an article by its address (a slug of several words or a date in the path) and its
text (a headline's length). The selector written into the entry is that of the place in the page
where most such links stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml.html import HtmlElement

from crawlers.urls import absolute, key, path, site

LEAST_LINKS = 4
LEAST_HEADLINE = 15  # characters
LEAST_SHARE = 0.5  # of what a selector selects must be articles
MOST_CLIMB = 4
MOST_TRIED = 6
LISTING_PATHS = ("/indeks", "/indeks-berita", "/terkini", "/terbaru", "/berita", "/latest", "/news")
NO_ARTICLE = re.compile(
    r"/(tags?|tagar|topi[ck]s?|category|kategori|categories|author|penulis|page|search|label|"
    r"video|foto|wp-\w+|amp)(/|$)",
    re.IGNORECASE,
)
_SLUG = re.compile(r"\w+(-\w+){2,}")
_DATED = re.compile(r"/(19|20)\d\d/\d{1,2}/")
LISTING = re.compile(r"indeks|index|terkini|terbaru|latest|arsip|^/(berita|news)/?$", re.IGNORECASE)
_NEXT_CLASS = re.compile(r"next|older|lanjut|berikut", re.IGNORECASE)
_NEXT_TEXT = re.compile(
    r"^(next|older|older posts|berikutnya|selanjutnya|lanjut|halaman berikutnya|posting lama|"
    r"berita sebelumnya|berita lama|lebih lama|muat lebih banyak)?\s*[›»→>]*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"-?[_a-zA-Z][\w-]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """Selectors of an index page and what they lead to."""

    article: str
    urls: tuple[str, ...]
    next: str = ""
    next_url: str = ""


def looks_like_article(url: str) -> bool:
    """Whether an address is like those of articles.

    >>> looks_like_article("https://x.id/2022/11/polres-halut-ungkap.html")
    True
    >>> looks_like_article("https://x.id/tag/polres-halmahera-utara-tobelo/")
    False
    """
    place = path(url)
    last = place.rstrip("/").rpartition("/")[2]
    return not NO_ARTICLE.search(place) and bool(_SLUG.search(last) or _DATED.search(place))


def layout(root: HtmlElement, page: str) -> Layout | None:
    """How the page lists articles; None when it does not.

    Places are tried from the nearest ancestors of the links outwards; the first at which enough
    articles stand, and little else, is taken.
    """
    places: list[dict[str, dict[str, int]]] = [{} for _ in range(MOST_CLIMB)]
    for link, url in _links(root, page):
        words = len(" ".join(link.text_content().split()))
        if words >= LEAST_HEADLINE and looks_like_article(url):
            for level, selector in _selectors(link):
                places[level].setdefault(selector, {})[key(url)] = words
    found = [_best(root, page, level) for level in places]
    return next((layout for layout in found if layout), None)


def _best(root: HtmlElement, page: str, places: dict[str, dict[str, int]]) -> Layout | None:
    """The selector with the most articles; of equal ones the one with the longest headlines."""
    ranked = sorted(places.items(), key=lambda item: (-len(item[1]), -sum(item[1].values())))
    for selector, urls in ranked[:MOST_TRIED]:
        selected = {key(url) for url in _selected(root, selector, page)}
        if len(urls) >= max(LEAST_LINKS, LEAST_SHARE * len(selected)):
            return Layout(selector, tuple(urls))
    return None


def next_links(root: HtmlElement, page: str) -> Iterator[tuple[str, str]]:
    """Selectors that may mean "next page", with the address each leads to."""
    seen: set[str] = set()
    heads = [(link, absolute(page, link.get("href") or "")) for link in root.iter("link")]
    for link, url in [*heads, *_links(root, page)]:
        for selector in _next_selectors(link):
            if url and selector not in seen and key(url) != key(page):
                seen.add(selector)
                if _first(root, selector, page) == url:
                    yield selector, url


def follow(root: HtmlElement, selector: str, page: str) -> str:
    """Where the selector's first link leads, "" for nowhere."""
    return _first(root, selector, page)


def listing_pages(root: HtmlElement, page: str) -> list[str]:
    """Index pages the page links to, then the usual addresses."""
    linked = [
        url
        for _, url in _links(root, page)
        if LISTING.search(path(url)) and not looks_like_article(url) and not urlsplit(url).query
    ]
    origin = absolute(page, "/") or page
    usual = [origin.rstrip("/") + place for place in LISTING_PATHS]
    return list(dict.fromkeys([*sorted(set(linked), key=len), *usual]))


def _links(root: HtmlElement, page: str) -> Iterator[tuple[HtmlElement, str]]:
    for link in root.iter("a"):
        url = absolute(page, link.get("href") or "")
        if url and site(url) == site(page):
            yield link, url


def _selectors(link: HtmlElement) -> Iterator[tuple[int, str]]:
    """``h3.judul a`` and the like: ancestors that have a class, and the tags between."""
    between = ["a"]
    level = 0
    element = link.getparent()
    while element is not None and element.tag not in ("body", "html") and level < MOST_CLIMB:
        if not _NAME.fullmatch(element.tag) or len(between) > MOST_CLIMB:
            return
        names = _classes(element)
        for name in dict.fromkeys([*names, ".".join(names)]) if names else []:
            yield level, " ".join([f"{element.tag}.{name}", *between])
        level += bool(names)
        between.insert(0, str(element.tag))
        element = element.getparent()


def _classes(element: HtmlElement) -> list[str]:
    """The element's classes that are words, not numbered (post-123) nor written for a tool."""
    names = element.get("class", "").split()
    return [name for name in names if _NAME.fullmatch(name) and not re.search(r"\d", name)][:4]


def _next_selectors(link: HtmlElement) -> Iterator[str]:
    if "next" in link.get("rel", "").lower().split():
        yield f'{link.tag}[rel~="next"]'
    if link.tag != "a":
        return
    for name in link.get("class", "").split():
        if _NAME.fullmatch(name) and _NEXT_CLASS.search(name):
            yield f"a.{name}"
    words = " ".join(link.text_content().split())
    if words and _NEXT_TEXT.fullmatch(words) and '"' not in words:
        names = _classes(link)
        yield f"a.{names[0]}" if names else f'a:contains("{words}")'


def _first(root: HtmlElement, selector: str, page: str) -> str:
    return next(iter(_selected(root, selector, page)), "")


def _selected(root: HtmlElement, selector: str, page: str) -> list[str]:
    try:
        found = root.cssselect(selector)
    except SelectorError:
        return []
    return [absolute(page, element.get("href") or "") or "" for element in found]
