"""Sitemaps, news sitemaps and sitemap indexes, plain or gzip.

Scrapy's own reader drops the ``news:`` children, which hold the publication date, so they are
read here. XML is parsed without entities and network, and gzip only up to a size.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from crawlers.discovery.listing import Found, Listing, Problem, Source, last_moment, moment
from crawlers.encoding import BadEncoding, unpack
from crawlers.urls import absolute

MOST_BYTES = 52_428_800  # the limit of the sitemap protocol
MOST_URLS = 500_000  # ten times the protocol's, as some sites do not keep to it
ENTRIES = ("url", "sitemap")


def parse(source: Source) -> Listing:
    """Articles of a ``urlset``, or the sitemaps of a ``sitemapindex`` as further listings."""
    xml, problems = _plain(source)
    found: list[Found] = []
    kind, count = "", 0
    try:
        for event, element in _elements(xml):
            if event == "start":
                kind = kind or _name(element)
            elif _name(element) in ENTRIES:
                count += 1
                entry = _entry(element, source) if count <= MOST_URLS else None
                found += [entry] if entry else []
                _forget(element)
    except (etree.XMLSyntaxError, ValueError) as error:
        return _broken(source, str(error), problems)
    if kind not in ("urlset", "sitemapindex"):
        return _broken(source, f"its root is <{kind}>" if kind else "it is empty", problems)
    if count > MOST_URLS:
        text = f"{source.url} lists {count} URLs; only the first {MOST_URLS} were read."
        problems.append(Problem("too large", text))
    if kind == "sitemapindex":
        return Listing(more=found, problems=problems)
    return Listing(found, problems=problems)


def _elements(xml: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Each element at its start and end; the tree itself would take twenty times the file."""
    yield from etree.iterparse(
        io.BytesIO(xml),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )


def _forget(element: etree._Element) -> None:
    """Free the entry and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _entry(element: etree._Element, source: Source) -> Found | None:
    facts: dict[str, str] = {}
    for child in element.iter():
        facts.setdefault(_name(child), (child.text or "").strip())
    url = absolute(source.url, facts.get("loc", ""))
    if url is None:
        return None
    return Found(
        url,
        moment(facts.get("publication_date", ""), source.zone),
        last_moment(facts.get("lastmod", ""), source.zone),
    )


def _plain(source: Source) -> tuple[bytes, list[Problem]]:
    """The XML itself, unzipped when the body is gzip (a ``.xml.gz`` file): of one that is cut off
    or too large as much as there is."""
    if source.body[:2] != b"\x1f\x8b":
        return source.body.lstrip(), []
    try:
        return unpack(source.body, "gzip", MOST_BYTES).lstrip(), []
    except BadEncoding as error:
        text = f"{source.url} cannot be unzipped whole: {error.kind}; the beginning was read."
        return error.part.lstrip(), [Problem(error.kind, text)]


def _name(element: etree._Element) -> str:
    """Without namespace, since these are often wrong; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _broken(source: Source, reason: str, problems: list[Problem]) -> Listing:
    """Nothing was read; what was wrong before is the cause, and is named in place of it."""
    text = f"{source.url} cannot be read as a sitemap ({reason})."
    return Listing(problems=problems or [Problem("bad xml", text)])
