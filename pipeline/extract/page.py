"""A page as fetched → an article: the one way every page becomes text.

Outlet overrides win over what the page states, that wins over what trafilatura and htmldate find;
then the Indonesian cleaning. What cannot be an article raises ExtractError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import html
from lxml.html import HtmlElement

from pipeline.errors import ExtractError
from pipeline.extract import body, dates, language, patterns, structured
from pipeline.extract.canonical import canonical_url
from pipeline.extract.cleaning import Cleaned, clean, normal
from pipeline.extract.structured import Stated
from pipeline.records import Article, Page, digest

LEAST_TEXT = 150  # characters
DATE_LINE = 120  # characters of an element that may hold the date
FULL_TEXT = 1200  # characters from which length costs no quality
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.I)
_INITIALS = re.compile(r"(?<=\w{4})/\w{1,12}$")
_SITE_SUFFIX = re.compile(r"\s+[|»–—-]\s+[^|»–—-]{2,40}$")


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


def unknown_outlet(url: str) -> OutletView:
    """A view for a page of no registered outlet, named after its host."""
    return OutletView(id=(urlsplit(url).hostname or "tidak-dikenal").removeprefix("www."))


def extract(page: Page, outlet: OutletView) -> Article:
    """The article of a page; raises ExtractError with the URL when there is none."""
    tree = _parse(page)
    warnings: list[str] = []
    stated = structured.read(tree)
    title = _title(tree, stated, outlet)
    for heading in (title, *_headings(tree)):
        if patterns.load().soft_404.match(heading):
            raise _not_an_article(page, f"it says {heading!r}")
    published = _published(tree, stated, title, outlet, page, warnings)
    author_stated = _select(tree, outlet.author) or stated.author
    found = (
        body.by_selector(tree, outlet.body, outlet.remove)
        if outlet.body
        else body.find(tree, page.final_url)
    )
    cleaned = clean(_without_title(found.paragraphs, title), outlet.name)
    if len(cleaned.text) < LEAST_TEXT:
        raise _not_an_article(page, f"its text has {len(cleaned.text)} characters")
    if not title:
        title, _ = (*re.split(r"(?<=[.!?])\s", cleaned.text, maxsplit=1), "")[:2]
        warnings.append("no title: the first sentence stands in")
    url = canonical_url(page.final_url, stated.canonical)
    author = _author(cleaned, author_stated, outlet)
    return Article(
        article_id=digest(url),
        page_id=page.page_id,
        outlet=page.outlet,
        url=page.url,
        canonical_url=url,
        title=title,
        text=cleaned.text,
        text_digest=digest(title, cleaned.text),
        published_at=published,
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


def _parse(page: Page) -> HtmlElement:
    try:
        tree = html.document_fromstring(decode(page.body, page.content_type))
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


def _title(tree: HtmlElement, stated: Stated, outlet: OutletView) -> str:
    chosen = _select(tree, outlet.title)
    if chosen:
        return normal(chosen)
    headings = _headings(tree)
    claimed = normal(stated.title or "") or normal(tree.findtext(".//title") or "")
    for heading in headings:
        if len(heading) > 10 and heading in claimed:
            return heading
    if stated.title:
        return claimed
    return _SITE_SUFFIX.sub("", claimed) or next((h for h in headings if h), "")


def _published(
    tree: HtmlElement,
    stated: Stated,
    title: str,
    outlet: OutletView,
    page: Page,
    warnings: list[str],
) -> datetime | None:
    chosen = _select(tree, outlet.date)
    if chosen:
        return dates.from_machine(chosen, outlet.zone) or dates.from_text(chosen, outlet.zone)
    at = dates.from_machine(stated.published, outlet.zone)
    if at is None:
        at = _visible_date(tree, title, outlet.zone)
    if at is None:
        guess = find_date(tree, original_date=True, extensive_search=False)
        if guess:
            warnings.append("date guessed from the page, without a time")
            at = dates.from_machine(f"{guess}T00:00:00", outlet.zone)
    if at is None:
        warnings.append("no date")
    elif at > page.fetched_at:
        warnings.append("date lies after the fetch")
    return at


def _headings(tree: HtmlElement) -> list[str]:
    return [normal(heading.text_content()) for heading in tree.iter("h1")]


def _visible_date(tree: HtmlElement, title: str, zone: str) -> datetime | None:
    """A date and time printed near the headline; what follows it goes before what precedes it,
    where pages print today's date."""
    heading = next(
        (h for h in tree.iter("h1", "h2", "h3") if normal(h.text_content()) == title), None
    )
    if heading is None:
        return None
    short = f"*[string-length(.) < {DATE_LINE}]"
    near = [
        *heading.xpath(f"following::{short}[position() < 25]"),
        *heading.xpath(f"preceding::{short}[position() < 8]"),
    ]
    for element in near:
        at = dates.from_text(element.text_content(), zone)
        if at and (at.hour or at.minute):
            return at
    return None


def _select(tree: HtmlElement, selector: str) -> str | None:
    found = tree.cssselect(selector) if selector else []
    if not found:
        return None
    first = found[0]
    return str(first.get("content") or first.get("datetime") or first.text_content())


def _without_title(paragraphs: tuple[str, ...], title: str) -> list[str]:
    return [p for p in paragraphs if normal(p) != title]


def _author(cleaned: Cleaned, stated: str | None, outlet: OutletView) -> str | None:
    """Who wrote it: a release's office first (its fuller name), then the name stated, then the
    byline; initials behind a slash (``Humas Polres Ternate/nik``) are left off."""
    known = patterns.load()
    names = [normal(stated or ""), cleaned.byline or ""]
    offices = sorted(filter(known.release.search, names), key=len, reverse=True)
    unnamed = known.not_authors | {outlet.name.lower()}
    for name in (*offices, *names):
        if name and name.lower() not in unnamed:
            return _INITIALS.sub("", name)
    return None


def _quality(cleaned: Cleaned, link_density: float, warnings: list[str]) -> float:
    """1 for a long, dated text on a page of few links; each lack takes its share."""
    length = min(1.0, len(cleaned.text) / FULL_TEXT)
    dated = 0.0 if "no date" in warnings else 0.5 if warnings else 1.0
    return round(0.5 * length + 0.3 * dated + 0.2 * (1 - link_density), 3)


def _not_an_article(page: Page, why: str) -> ExtractError:
    return ExtractError(
        f"{page.final_url} is not an article: {why}.",
        hint="If it is one, see `sorot extract` and give its outlet an override.",
        url=page.final_url,
    )
