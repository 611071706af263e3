"""Which further pages an article has, and whether what came back is one of them.

The body of a page enters; the addresses of further pages of the same article leave, by number. Only
the article's own address with a page number behind it counts: whatever "Selanjutnya" leads to
elsewhere is another article. A page that came back counts when it has the article's headline and
shows text that its pages before did not; so listings, galleries and comment threads, which are
paged by the same addresses, end where they begin.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from crawlers.addresses import bare_host
from crawlers.copies import BEHIND, PAGE, TRACKING, WHOLE, number_of
from crawlers.urls import absolute

MOST_PAGES = 20
LEAST_BLOCK = 60  # characters of a paragraph that counts
LEAST_TITLE = 15  # characters from which one headline may be the beginning of another
_LINK = re.compile(rb"""[hH](?:ref|REF)\s?=\s?["']?([^"'\s>]+)""")
_RELATIVE = re.compile(rb"""href\s?=\s?["']?[?\d]|HREF\s?=\s?["']?[?\d]""")
_PAGES_OTHERS = re.compile(
    r"(comments?|komentar|disqus|respond|galler(y|ies)|galeri|slideshow|carousel|related|terkait)"
    r"([-_]\w+)*",
    re.IGNORECASE,
)
_PAGE_OF_TITLE = re.compile(
    r"\W*\b(?:halaman|hal|laman|page|bagian|part)\b\W*\d.*$|\W*\(\d{1,2}\)$", re.IGNORECASE
)
_ROOMS = {"html", "body", "main", "article"}  # around everything, whatever they are called
_INLINE = {"a", "b", "strong", "i", "em", "u", "span", "font"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page shows: its headlines, and its running text with the mark of its place."""

    titles: frozenset[str]
    place: str  # tag, id and class of what holds the text
    text: tuple[str, ...]
    lists: bool  # the text is cut by headlines that lead elsewhere
    texts: Mapping[str, frozenset[str]]  # of every place

    @property
    def begins_an_article(self) -> bool:
        """Whether paragraphs stand together, as in no listing and under no picture."""
        return len(self.text) > 1 and not self.lists

    def shares_headline(self, other: Sheet) -> bool:
        """Whether both are of one article, by what stands over them."""
        return any(_alike(mine, yours) for mine in self.titles for yours in other.titles)

    def shown_at(self, place: str) -> frozenset[str]:
        """The text at the place where another page of the article has its own."""
        return self.texts.get(place) or frozenset(self.text)


def place_in(article: str, url: str) -> int | None:
    """Which page of ``article`` an address is; None when it is none of its pages.

    >>> place_in("https://a.test/x/", "https://a.test/x/page/3/")
    3
    >>> place_in("https://a.test/x/", "https://a.test/y/3/") is None
    True
    """
    one, other = urlsplit(article), urlsplit(url)
    if bare_host(article) != bare_host(url) or _rest(one.query) != _rest(other.query):
        return None
    path, longer = one.path.rstrip("/"), other.path.rstrip("/")
    if longer == path:
        return number_of(url)
    behind = re.fullmatch(BEHIND, longer.removeprefix(path)) if longer.startswith(path) else None
    return int(behind[1]) if behind else None


def further_pages(body: bytes, url: str, article: str) -> dict[int, str]:
    """The pages of ``article`` behind the first that its page at ``url`` links to, by number."""
    name = urlsplit(article).path.rstrip("/").rpartition("/")[2].encode()
    if not (name + b"/" in body or name + b"?" in body or _RELATIVE.search(body)):
        return {}
    likely = re.compile(rb"[?\d]|(?:.*/)?%b[/?].*\d" % re.escape(name) if name else rb".*\?.*\d")
    hrefs = {href for href in _LINK.findall(body) if likely.match(href)}
    links = (href.decode("latin-1").replace("&amp;", "&") for href in hrefs)
    if not any(_further(url, article, link) for link in links):
        return {}
    root = _tree(body)
    pages: dict[int, str] = {}
    for link in root.iter("a", "link") if root is not None else ():
        found = _further(url, article, link.get("href") or "")
        if found and not _stands_among(link, _PAGES_OTHERS):
            pages.setdefault(*found)
    return pages


def sheet(body: bytes) -> Sheet | None:
    """What a page shows; None when it cannot be read or has no text."""
    root = _tree(body)
    if root is None:
        return None
    texts = _texts(root)
    by_size = sorted(texts, key=lambda holder: -sum(map(len, texts[holder])))
    holder = next((h for h in by_size if not _stands_among(h, _PAGES_OTHERS)), None)
    if holder is None:
        return None
    leading = [h for h in holder if h.tag in ("h2", "h3", "h4") and h.find(".//a") is not None]
    places: defaultdict[str, set[str]] = defaultdict(set)
    for element, blocks in texts.items():
        places[_place(element)].update(blocks)
    return Sheet(
        titles=frozenset(_titles(root)),
        place=_place(holder),
        text=tuple(texts[holder]),
        lists=2 * len(leading) > len(texts[holder]),
        texts={place: frozenset(blocks) for place, blocks in places.items()},
    )


def _further(url: str, article: str, href: str) -> tuple[int, str] | None:
    """The number and the address of a page behind the first, if the link leads to one."""
    target = absolute(url, href)
    number = place_in(article, target) if target else None
    return (number, target) if target and number and number > 1 else None


def _tree(body: bytes) -> HtmlElement | None:
    try:
        root = html.document_fromstring(body)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if isinstance(root, HtmlElement) else None


def _rest(query: str) -> Sequence[str]:
    kinds = (PAGE, TRACKING, WHOLE)
    return sorted(
        pair for pair in query.split("&") if pair and not any(k.fullmatch(pair) for k in kinds)
    )


def _titles(root: HtmlElement) -> Iterator[str]:
    """Headlines in small letters, without the number of the page."""
    stated = root.xpath("//meta[@property='og:title']/@content")
    shown = [element.text_content() for element in root.iter("h1", "title")]
    for title in (*stated, *shown):
        plain = _PAGE_OF_TITLE.sub("", " ".join(str(title).split())).casefold()
        if plain:
            yield plain


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= LEAST_TITLE and long.startswith(short))


def _texts(root: HtmlElement) -> dict[HtmlElement, list[str]]:
    """Paragraphs by the element that holds them, be they elements or parted by line breaks."""
    texts: dict[HtmlElement, list[str]] = {}
    for paragraph in root.iter("p"):
        holder = paragraph.getparent()
        text = " ".join(paragraph.text_content().split())
        if holder is not None and len(text) >= LEAST_BLOCK:
            texts.setdefault(holder, []).append(text)
    for line_break in root.iter("br"):
        holder = line_break.getparent()
        if holder is not None and holder not in texts and holder.tag != "p":
            texts[holder] = [text for text in _lines(holder) if len(text) >= LEAST_BLOCK]
    return texts


def _lines(holder: HtmlElement) -> Iterator[str]:
    """Text that stands in the element itself, cut wherever something else than words comes."""
    line = holder.text or ""
    for child in holder:
        if child.tag in _INLINE:
            line += child.text_content()
        else:
            yield " ".join(line.split())
            line = ""
        line += child.tail or ""
    yield " ".join(line.split())


def _place(element: HtmlElement) -> str:
    return f"{element.tag}#{element.get('id', '')}.{element.get('class', '')}"


def _stands_among(element: HtmlElement, kind: re.Pattern[str]) -> bool:
    """Whether the element or something around it is called so, in its class or id."""
    for around in (element, *element.iterancestors()):
        names = f"{around.get('class', '')} {around.get('id', '')}".split()
        if around.tag not in _ROOMS and any(kind.fullmatch(name) for name in names):
            return True
    return False
