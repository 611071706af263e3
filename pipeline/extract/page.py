"""A page as fetched → an article: the one way every page becomes text.

Outlet overrides win over what the page states, that wins over what trafilatura and htmldate find;
then the Indonesian cleaning. What cannot be an article raises ExtractError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

from pipeline.errors import ExtractError
from pipeline.extract import (
    authors,
    body,
    dates,
    headline,
    language,
    patterns,
    published,
    structured,
)
from pipeline.extract.body import Body
from pipeline.extract.canonical import canonical_url, origin_url
from pipeline.extract.cleaning import Cleaned, clean, normal
from pipeline.extract.parts import joined
from pipeline.extract.published import Published
from pipeline.records import Article, Page, PagePart, digest

LEAST_TEXT = 150  # characters
FULL_TEXT = 1200  # characters from which length costs no quality
_CONTROL = re.compile(  # what no tree may hold, as it is or as a reference
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    "|&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]))(?![0-9a-fA-F]);?"
)
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.I)
# comments inside a paragraph (React writes them) would end it for trafilatura
_PARSER = html.HTMLParser(remove_comments=True, remove_pis=True)


@dataclass(frozen=True, slots=True)
class OutletView:
    """What extraction knows of an outlet."""

    id: str
    name: str = ""
    zone: str = "Asia/Jakarta"
    kind: str = "pers"
    title: str = ""  # CSS selectors, "" for none
    body: str = ""
    date: str = ""
    author: str = ""
    remove: tuple[str, ...] = field(default=())
    sisters: tuple[str, ...] = field(default=())  # hosts of other outlets on the same site


def unknown_outlet(url: str) -> OutletView:
    """A view for a page of no registered outlet, named after its host."""
    return OutletView(id=(urlsplit(url).hostname or "tidak-dikenal").removeprefix("www."))


def extract(page: Page, outlet: OutletView) -> Article:
    """The article of a page; raises ExtractError with the URL when there is none."""
    tree = _parse(page)
    stated = structured.read(tree)
    sites = [outlet.name, *stated.sites, *headline.site_names(page.final_url)]
    title = normal(_select(tree, outlet.title) or "") or headline.title(tree, stated, sites)
    for heading in (title, *headline.headings(tree)):
        if patterns.load().soft_404.match(heading):
            raise _not_an_article(page, f"it says {heading!r}")
    near = headline.surroundings(tree, title)
    chosen = _select(tree, outlet.date)
    printed = (
        Published(dates.read(chosen, outlet.zone))
        if chosen
        else published.find(tree, stated, near, outlet.zone)
    )
    names = [_select(tree, outlet.author), *stated.authors, *authors.printed(near)]
    signed = list(authors.signed(tree))
    found = _found(tree, page.final_url, outlet)
    cleaned = joined(
        clean(_without_title(found.paragraphs, title), outlet.name),
        [_of_part(part, title, outlet) for part in page.parts],
    )
    if len(cleaned.text) < LEAST_TEXT:
        raise _not_an_article(page, f"its text has {len(cleaned.text)} characters")
    warnings = _date_warnings(printed, page)
    if not title:
        title, _ = (*re.split(r"(?<=[.!?])\s", cleaned.text, maxsplit=1), "")[:2]
        warnings.append("no title: the first sentence stands in")
    url = canonical_url(page.final_url, stated.canonical, outlet.sisters)
    author = authors.choose([*names, cleaned.byline, *signed], sites)
    return Article(
        article_id=digest(url),
        page_id=page.page_id,
        outlet=page.outlet,
        url=page.url,
        canonical_url=url,
        origin_url=origin_url(page.final_url, stated.canonical, outlet.sisters),
        title=title,
        text=cleaned.text,
        text_digest=digest(title, cleaned.text),
        published_at=printed.at,
        modified_at=dates.from_machine(stated.modified, outlet.zone),
        fetched_at=page.fetched_at,
        author=author,
        dateline=cleaned.dateline,
        language=language.detect(cleaned.text),
        release=outlet.kind == "rilis" or bool(patterns.load().release.search(author or "")),
        topics_stated=list(stated.topics),
        images=list(stated.images),
        quality=_quality(cleaned, found.link_density, warnings),
        warnings=warnings,
    )


def _found(tree: HtmlElement, url: str, outlet: OutletView) -> Body:
    if outlet.body:
        return body.by_selector(tree, outlet.body, outlet.remove)
    return body.find(tree, url)


def _of_part(part: PagePart, title: str, outlet: OutletView) -> Cleaned:
    """What a further page of an article adds to its text."""
    found = _found(_parse(part), part.url, outlet)
    return clean(_without_title(found.paragraphs, title), outlet.name)


def _parse(page: Page | PagePart) -> HtmlElement:
    try:
        text = _CONTROL.sub(" ", decode(page.body, page.content_type))
        tree = html.document_fromstring(text, parser=_PARSER)
    except (ValueError, html.etree.ParserError) as error:
        raise _not_an_article(page, f"it is not HTML ({error})") from error
    assert isinstance(tree, HtmlElement)
    return tree


def decode(raw: bytes, content_type: str | None) -> str:
    """Text of a page whatever it claims: UTF-8 when it is that, be it with a few broken letters,
    then as declared, then cp1252."""
    text = raw.decode("utf-8-sig", errors="replace")
    broken = text.count("\ufffd")
    if not broken or broken < len(_BEYOND_ASCII.findall(text)):
        return text
    declared = _CHARSET.search((content_type or "").encode()) or _CHARSET.search(raw[:2048])
    for encoding in (declared[1].decode() if declared else "cp1252", "cp1252"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return text


def _date_warnings(printed: Published, page: Page) -> list[str]:
    if printed.at is None:
        return ["no date"]
    guessed = ["date guessed from the page, without a time"] if printed.guessed else []
    late = ["date lies after the fetch"] if printed.at > page.fetched_at else []
    return [*guessed, *late]


def _select(tree: HtmlElement, selector: str) -> str | None:
    found = tree.cssselect(selector) if selector else []
    if not found:
        return None
    first = found[0]
    return str(first.get("content") or first.get("datetime") or first.text_content())


def _without_title(paragraphs: tuple[str, ...], title: str) -> list[str]:
    return [p for p in paragraphs if normal(p) != title]


def _quality(cleaned: Cleaned, link_density: float, warnings: list[str]) -> float:
    """1 for a long, dated text on a page of few links; each lack takes its share."""
    length = min(1.0, len(cleaned.text) / FULL_TEXT)
    dated = 0.0 if "no date" in warnings else 0.5 if warnings else 1.0
    return round(0.5 * length + 0.3 * dated + 0.2 * (1 - link_density), 3)


def _not_an_article(page: Page | PagePart, why: str) -> ExtractError:
    return ExtractError(
        f"{page.final_url} is not an article: {why}.",
        hint="If it is one, see `sorot extract` and give its outlet an override.",
        url=page.final_url,
    )
