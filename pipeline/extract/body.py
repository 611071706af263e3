"""An HTML tree → the paragraphs of its article, by trafilatura after Indonesian pruning."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from pipeline.errors import ConfigError
from pipeline.extract import patterns
from pipeline.extract.pruning import INLINE, prune

LEAST_TEXT = 200  # characters
ENOUGH_OF_IT = 0.7  # of the longest candidate's text


@dataclass(frozen=True, slots=True)
class Body:
    """``link_density`` is the share of the page's text that stands in links, 0 to 1."""

    paragraphs: tuple[str, ...]
    link_density: float


def find(tree: HtmlElement, url: str) -> Body:
    """The main text of a page; no paragraphs when there is none. The tree is changed."""
    prune(tree)
    density = _link_density(tree)
    container = _container(tree)
    if container is None:
        container = _without_paragraphs(tree)
    if container is not None:
        text = _main_text(_alone(container), url, favor_recall=True)
    else:
        text = _main_text(deepcopy(tree), url, favor_recall=False)
        if len(text) < LEAST_TEXT:
            text = _main_text(tree, url, favor_recall=True)
    return Body(tuple(text.split("\n")), density)


def _main_text(tree: HtmlElement, url: str, *, favor_recall: bool) -> str:
    document = bare_extraction(
        tree,
        url=url,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
        favor_recall=favor_recall,
    )
    return (document.text or "") if isinstance(document, Document) else ""


def _container(tree: HtmlElement) -> HtmlElement | None:
    """The innermost element that calls itself the article's text and holds enough of it."""
    named = patterns.load().container
    found = [
        element
        for element in tree.xpath("//body//*[@class or @id or @itemprop='articleBody']")
        if element.get("itemprop") == "articleBody"
        or any(
            named.fullmatch(word)
            for word in f"{element.get('class', '')} {element.get('id', '')}".split()
        )
    ]
    longest = max((len(element.text_content()) for element in found), default=0)
    if longest < LEAST_TEXT:
        return None
    return [e for e in found if len(e.text_content()) > ENOUGH_OF_IT * longest][-1]


def _without_paragraphs(tree: HtmlElement) -> HtmlElement | None:
    """On a page that parts its text by line breaks: the element that directly holds the most."""
    marked = sum(len(p.text_content()) for p in tree.iter("p"))
    parted = [e for e in tree.iter("td", "div", "font", "center") if len(e.findall("br")) > 1]
    longest = max(parted, key=_direct, default=None)
    return longest if longest is not None and _direct(longest) > max(LEAST_TEXT, marked) else None


def _direct(element: HtmlElement) -> int:
    """Characters of text that no other block inside the element holds."""
    own = len((element.text or "").strip())
    for child in element:
        own += len((child.tail or "").strip())
        if child.tag in INLINE and child.tag != "a":
            own += len((child.text or "").strip())
    return own


def _alone(container: HtmlElement) -> HtmlElement:
    """A document that holds the container and nothing else."""
    page, text = html.Element("html"), html.Element("article")
    container.tail = None
    container.tag = "div"
    text.append(container)
    body = html.Element("body")
    body.append(text)
    page.append(body)
    return page


def by_selector(tree: HtmlElement, selector: str, remove: Sequence[str]) -> Body:
    """The paragraphs below an outlet's own selector, without what it says to remove."""
    try:
        for unwanted in remove:
            for element in tree.cssselect(unwanted):
                element.drop_tree()
        roots = tree.cssselect(selector)
    except Exception as error:
        raise ConfigError(
            f"the selector {selector!r} or one of {list(remove)} is wrong: {error}.",
            hint="Correct the overrides of the outlet's entry.",
        ) from error
    blocks = [p for root in roots for p in root.iter("p", "h2", "h3", "li", "blockquote")]
    return Body(tuple(p.text_content() for p in blocks), _link_density(tree))


def _link_density(tree: HtmlElement) -> float:
    whole = len(tree.text_content())
    linked = sum(len(a.text_content()) for a in tree.iter("a"))
    return min(1.0, linked / whole) if whole else 0.0
