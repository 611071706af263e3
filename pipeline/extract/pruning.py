"""What is not the article leaves the tree before its body is looked for.

Elements named after furniture; boxes that say "Baca juga" over links; and, the other way round, a
bold dateline is set off from the sentence behind it. The tree is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from pipeline.extract import patterns

AT_MOST = 0.5  # of the text: a page built of one "related" box keeps it
MARKER = 40  # characters of a text that may head a box of links
LINKED = 0.5  # share of a box's text that stands in links
PROSE = 60  # characters of a text outside links that is no mark of a link
INLINE = {"a", "b", "strong", "em", "i", "u", "span", "font", "small"}
_NEVER = {"html", "body", "main", "article"}
_PROSE = etree.XPath(
    f"self::h1 | .//h1 | .//text()[not(ancestor::a) and string-length(normalize-space()) > {PROSE}]"
)
_DASHED = re.compile(r"\s*[-–—―:]")


def prune(tree: HtmlElement) -> None:
    """Drop the furniture that its markup gives away."""
    whole = len(tree.text_content()) or 1
    for element in [*_named(tree), *_boxes(tree)]:
        if element.getparent() is not None and _length(element) / whole < AT_MOST:
            element.drop_tree()
    _set_off_dateline(tree)
    for span in tree.xpath("//*[self::h2 or self::h3 or self::h4]//span"):
        span.drop_tag()  # trafilatura loses a heading whose words stand in one


def _named(tree: HtmlElement) -> Iterator[HtmlElement]:
    furniture = patterns.load().furniture_class
    for element in tree.xpath("//body//*[@class or @id]"):
        words = f"{element.get('class', '')} {element.get('id', '')}".split()
        if element.tag not in _NEVER and any(furniture.fullmatch(word) for word in words):
            yield element


def _boxes(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The largest element around "Baca juga" that is mostly links, and the list behind it."""
    marker = patterns.load().box_marker
    for element in tree.xpath("//body//*[not(*) or text()]"):
        text = (element.text or "").strip()
        if not 3 < len(text) <= MARKER or not marker.fullmatch(text):
            continue
        box = element
        while (parent := box.getparent()) is not None and parent.tag not in _NEVER:
            if not _is_linked(parent, besides=text):
                break
            box = parent
        if box is not element:
            yield box
        elif box.tag not in INLINE:
            behind = box.getnext()
            if behind is not None and _is_linked(behind, besides=""):
                yield behind
            yield box


def _is_linked(element: HtmlElement, besides: str) -> bool:
    """Whether an element is links in the main, with no headline and no sentence in it."""
    rest = _length(element) - len(besides)
    if _PROSE(element):
        return False
    return rest <= 0 or _linked(element) > LINKED * rest


def _linked(element: HtmlElement) -> int:
    return sum(_length(link) for link in element.iter("a"))


def _length(element: HtmlElement) -> int:
    return len(" ".join(element.text_content().split()))


def _set_off_dateline(tree: HtmlElement) -> None:
    """``<b>Liputan6.com, Jakarta</b> Polisi`` → a dash between: only the markup parts them."""
    known = patterns.load()
    for bold in tree.iter("b", "strong"):
        text = bold.text_content().strip()
        outlet, comma, _ = text.partition(",")
        if not comma or len(text) > known.dateline_longest or not bold.tail:
            continue
        parent = bold.getparent()
        first = bold.getprevious() is None and parent is not None
        alone = first and not (parent.text or "").strip()
        named = known.dateline_outlet.fullmatch(outlet) and text[-1] not in "-–—:"
        if alone and named and bold.tail.strip() and not _DASHED.match(bold.tail):
            bold.tail = f" – {bold.tail.lstrip()}"
