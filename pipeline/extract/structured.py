"""What a page says of itself in machine-readable form: JSON-LD, OpenGraph, meta, microdata.

An lxml tree enters, :class:`Stated` leaves. Nothing here guesses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(News|Blog|Report|Opinion|Analysis)?(Article|Posting)$")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_PUBLISHED = re.compile(r"pub(lish(ed)?)?[_-]?(date|time)$|date[_-]?published$|^(dc\.)?date$")
_AUTHOR = re.compile(r"(^|[._:-])(author|author_name|penulis|reporter)$")


@dataclass(frozen=True, slots=True)
class Stated:
    """Fields as the page states them; None or empty when it does not."""

    title: str | None
    published: str | None
    printed_time: str | None  # of the first time element inside an article
    modified: str | None
    authors: tuple[str, ...]  # the likeliest first
    sites: tuple[str, ...]  # names the site gives itself
    canonical: str | None
    topics: tuple[str, ...]
    images: tuple[str, ...]


def read(tree: HtmlElement) -> Stated:
    """Collect the stated fields; JSON-LD first, then OpenGraph and meta, then microdata."""
    linked = next(_json_ld_articles(tree), {})
    meta = _meta(tree)

    def first(*values: str | None) -> str | None:
        return next((v.strip() for v in values if v and v.strip()), None)

    return Stated(
        title=first(_text(linked.get("headline")), meta.get("og:title"), meta.get("twitter:title")),
        published=first(
            _text(linked.get("datePublished")),
            *_of_names(meta, _PUBLISHED),
            _attribute(tree, "//*[@itemprop='datePublished']/@content"),
            _attribute(tree, "//*[@itemprop='datePublished']/@datetime"),
            _attribute(tree, "//abbr[contains(@class,'published')]/@title"),
        ),
        printed_time=_attribute(tree, "//article//time[@datetime]/@datetime"),
        modified=first(
            _text(linked.get("dateModified")),
            meta.get("article:modified_time"),
            _attribute(tree, "//*[@itemprop='dateModified']/@content"),
        ),
        authors=tuple(
            name.strip()
            for name in (
                *_names(linked.get("author"), linked),
                *_of_names(meta, _AUTHOR),
                _attribute(tree, "//*[@itemprop='author']//*[@itemprop='name']/text()"),
                _attribute(
                    tree,
                    "//*[contains(@class,'post-author')]"
                    "//*[@class='fn']//text()[normalize-space()]",
                ),
                _attribute(tree, "//*[@rel='author']/text()"),
            )
            if name and name.strip()
        ),
        sites=tuple(
            name
            for name in (*_names(linked.get("publisher"), linked), meta.get("og:site_name"))
            if name
        ),
        canonical=first(_attribute(tree, "//link[@rel='canonical']/@href"), meta.get("og:url")),
        topics=tuple(_topics(linked, meta, tree)),
        images=tuple(dict.fromkeys(tree.xpath("//meta[@property='og:image']/@content"))),
    )


def _json_ld_articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(_CONTROL.sub(" ", script))
        except (json.JSONDecodeError, RecursionError):
            continue
        graph = list(_nodes(data))
        people = {node["@id"]: node for node in graph if isinstance(node.get("@id"), str)}
        for node in graph:
            kinds = node.get("@type", "")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE.match(kind) for kind in kinds):
                yield {**node, "@graph": people}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph", []))


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name")
        if name and element.get("content"):
            found.setdefault(name.lower(), element.get("content"))
    return found


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _of_names(meta: dict[str, str], wanted: re.Pattern[str]) -> list[str]:
    return [value for name, value in meta.items() if wanted.search(name)]


def _names(who: Any, linked: dict[str, Any]) -> Iterator[str]:
    """Of persons or organisations: one or a list, by name or by reference into the graph."""
    for one in who if isinstance(who, list) else [who]:
        if isinstance(one, dict):
            known = linked["@graph"].get(one.get("@id"), {})
            one = _text(one.get("name")) or _text(known.get("name"))
        if isinstance(one, str):
            yield one


def _attribute(tree: HtmlElement, path: str) -> str | None:
    found = tree.xpath(path)
    return str(found[0]) if found else None


def _topics(linked: dict[str, Any], meta: dict[str, str], tree: HtmlElement) -> list[str]:
    stated = linked.get("keywords") or meta.get("news_keywords") or meta.get("keywords") or []
    words = stated if isinstance(stated, list) else str(stated).split(",")
    words = [*words, *tree.xpath("//meta[@property='article:tag']/@content")]
    return list(dict.fromkeys(w.strip() for w in words if isinstance(w, str) and w.strip()))
