"""Sitemaps, news sitemaps and sitemap indexes, plain or gzip.

Scrapy's own reader drops the ``news:`` children, which hold the publication date, so they are
read here. XML is parsed without entities and network, and gzip only up to a size.
"""

from __future__ import annotations

import zlib
from itertools import islice

from lxml import etree

from crawlers.discovery.listing import Found, Listing, Problem, Source, last_moment, moment
from crawlers.urls import absolute

MOST_BYTES = 52_428_800  # the limit of the sitemap protocol
MOST_URLS = 50_000  # likewise


def parse(source: Source) -> Listing:
    """Articles of a ``urlset``, or the sitemaps of a ``sitemapindex`` as further listings."""
    try:
        root = etree.fromstring(_plain(source.body), _parser())
    except (etree.XMLSyntaxError, ValueError, zlib.error) as error:
        return _broken(source, str(error))
    if root is None:
        return _broken(source, "it is empty")
    kind = _name(root)
    if kind not in ("urlset", "sitemapindex"):
        return _broken(source, f"its root is <{kind}>")
    entries = [_entry(element, source) for element in islice(root, MOST_URLS)]
    found = [entry for entry in entries if entry]
    problems = []
    if len(root) > MOST_URLS:
        text = f"{source.url} lists {len(root)} URLs; only the first {MOST_URLS} were read."
        problems.append(Problem("too large", text))
    if kind == "sitemapindex":
        return Listing(more=found, problems=problems)
    return Listing(found, problems=problems)


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


def _plain(body: bytes) -> bytes:
    """The XML itself, unzipped when the body is gzip (a ``.xml.gz`` file)."""
    if body[:2] != b"\x1f\x8b":
        return body.strip()
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    plain = stream.decompress(body, MOST_BYTES)
    if stream.unconsumed_tail:
        raise ValueError(f"it unzips to more than {MOST_BYTES} bytes")
    return plain.strip()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def _name(element: etree._Element) -> str:
    """Without namespace, since these are often wrong; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _broken(source: Source, reason: str) -> Listing:
    text = f"{source.url} cannot be read as a sitemap ({reason})."
    return Listing(problems=[Problem("bad xml", text)])
