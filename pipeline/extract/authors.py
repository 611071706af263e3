"""Who wrote an article, from all the places where a page may say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from pipeline.extract import patterns
from pipeline.extract.cleaning import normal
from pipeline.extract.headline import Surroundings

LONGEST = 60  # characters
_INITIALS = re.compile(r"(?<=\w{4})/\w{1,12}$")
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z(][\w.'’()-]*|bin|binti|dan|al|de|van)){0,6}")


def choose(names: Iterable[str | None], sites: Iterable[str]) -> str | None:
    """The office of a release first (its fullest name), then the first who is somebody; initials
    behind a slash (``Humas Polres Ternate/nik``) are left off."""
    known = patterns.load()
    nobody = known.not_authors | {site.lower() for site in sites}
    given = [normal(name) for name in names if name]
    somebody = [n for n in given if n.lower() not in nobody and "://" not in n]
    offices = sorted(filter(known.release.search, somebody), key=len, reverse=True)
    chosen = next(iter((*offices, *somebody)), None)
    return _INITIALS.sub("", chosen) if chosen else None


def printed(near: Surroundings) -> Iterator[str]:
    """Names printed around the headline: in an element called after authors, or behind
    "Oleh", "Penulis:" and the like."""
    known = patterns.load()
    for element in (*near.behind, *near.before):
        text = normal(element.text_content())
        signed = known.signed.search(text)
        if signed:
            yield signed["name"].strip(" ,-–|")
        elif _is_called_author(element):
            name = known.author_suffix.sub("", text).strip(" ,-–|")
            if len(name) <= LONGEST and _NAME.fullmatch(name):
                yield name


def signed(tree: HtmlElement) -> Iterator[str]:
    """Names on lines of their own that sign, wherever on the page: "Reporter: Roby P."."""
    known = patterns.load()
    for element in tree.xpath("//body//*[string-length(text()) < 80]"):
        for byline in known.byline:
            line = byline.fullmatch((element.text or "").strip())
            if line and ":" in line[0] and line.groupdict().get("name"):
                yield line["name"].strip()


def _is_called_author(element: HtmlElement) -> bool:
    words = f"{element.get('class', '')} {element.get('id', '')} {element.get('rel', '')}".split()
    return any(patterns.load().author_class.fullmatch(word) for word in words)
