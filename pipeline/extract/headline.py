"""Where a page prints its headline, and what it prints around it.

Title, date and author of an article stand together: above the first paragraph, near the headline.
A tree enters, the title and the short texts near it leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipeline.extract.cleaning import normal
from pipeline.extract.structured import Stated

LEAST_TITLE = 10  # characters
SHORT = 120  # characters of an element that holds a date or an author, not a paragraph
PARAGRAPH = 100  # characters of its own from which an element is one
NEAR_BEHIND, NEAR_BEFORE = 60, 12  # elements
_HEADINGS = ("h1", "h2", "h3")
_DIVIDER = re.compile(r"\s+[|»–—~:·-]\s+")
_SITE_SUFFIX = re.compile(r"\s+[|»–—~-]\s+[^|»–—~-]{2,40}$")
_INLINE = {"a", "b", "strong", "em", "i", "u", "span", "font"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The short elements around the headline in the order they deserve to be asked."""

    behind: tuple[HtmlElement, ...]  # between headline and first paragraph
    before: tuple[HtmlElement, ...]  # nearest first; pages print today's date further up


def headings(tree: HtmlElement) -> list[str]:
    """The texts of all first-level headings."""
    return [normal(heading.text_content()) for heading in tree.iter("h1")]


def title(tree: HtmlElement, stated: Stated, sites: Iterable[str]) -> str:
    """The title as printed where it can be found, else as stated, without the site's name."""
    written = normal(tree.findtext(".//title") or "")
    claimed = normal(stated.title or "") or written
    for level in _HEADINGS:
        for heading in tree.iter(level):
            text = normal(heading.text_content())
            if len(text) > LEAST_TITLE and 2 * len(text) > len(claimed) and text in claimed:
                return text
    bare = _without_site(claimed, {_folded(site) for site in sites if site})
    if bare != claimed or stated.title:
        return bare
    return _SITE_SUFFIX.sub("", claimed) or next(filter(None, headings(tree)), "")


def surroundings(tree: HtmlElement, title: str) -> Surroundings:
    """Empty when the headline is not printed on the page."""
    heading = _printed(tree, title)
    if heading is None:
        return Surroundings((), ())
    before = heading.xpath(f"preceding::*[position() <= {NEAR_BEFORE}]")
    return Surroundings(
        behind=tuple(_until_paragraph(heading)),
        before=tuple(e for e in reversed(before) if len(e.text_content()) < SHORT),
    )


def site_names(url: str) -> list[str]:
    """Names a host stands for: ``harian-contoh.test`` also is ``harian-contoh``."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return [host, *host.split(".")[:-1]]


def _without_site(claimed: str, sites: set[str]) -> str:
    parts = _DIVIDER.split(claimed)
    if len(parts) > 1 and _folded(parts[-1]) in sites:
        return claimed[: claimed.rindex(parts[-1])].rstrip(" |»–—~:·-")
    if len(parts) > 1 and _folded(parts[0]) in sites:
        return claimed[len(parts[0]) :].lstrip(" |»–—~:·-")
    return claimed


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _printed(tree: HtmlElement, title: str) -> HtmlElement | None:
    for level in (*_HEADINGS, None):
        for element in tree.iter(level) if level else tree.xpath("//body//*"):
            text = element.text_content() if level else element.text or ""
            if text and normal(text) == title:
                return element
    return None


def _until_paragraph(heading: HtmlElement) -> Iterator[HtmlElement]:
    for element in heading.xpath(f"following::*[position() <= {NEAR_BEHIND}]"):
        if _own_length(element) >= PARAGRAPH:
            return
        if len(element.text_content()) < SHORT:
            yield element


def _own_length(element: HtmlElement) -> int:
    """Characters of an element's own text, inline elements included."""
    inline = sum(len((child.text or "").strip()) for child in element if child.tag in _INLINE)
    tails = sum(len((child.tail or "").strip()) for child in element)
    return len((element.text or "").strip()) + inline + tails
