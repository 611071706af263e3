"""RSS and Atom: entries with their link and dates, however broken the XML around them is."""

from __future__ import annotations

import calendar
import io
from datetime import UTC, datetime
from typing import Any
from xml.sax import SAXException

import feedparser

from crawlers.discovery.listing import Found, Listing, Problem, Source
from crawlers.urls import absolute

LEAKS = (  # what feedparser lets out on hostile input
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    SAXException,
)


def parse(source: Source) -> Listing:
    """Articles of the feed; feeds have no further pages."""
    return read(source)[0]


def read(source: Source) -> tuple[Listing, dict[str, Any]]:
    """The listing, and the feed's own head for formats that page by it."""
    if b"<!ENTITY" in source.body:
        text = f"{source.url} declares XML entities and was not read."
        return Listing(problems=[Problem("bad xml", text)]), {}
    headers = {"content-location": source.url}
    headers |= {k: v for k, v in source.headers.items() if k == "content-type"}
    try:
        parsed = feedparser.parse(
            io.BytesIO(source.body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except LEAKS as error:
        text = f"{source.url} cannot be read as a feed ({type(error).__name__}: {error})."
        return Listing(problems=[Problem("bad xml", text)]), {}
    problems = _malformed(source, parsed)
    found = []
    for entry in parsed.entries:
        url = absolute(source.url, str(entry.get("link") or ""))
        if url is None:
            continue
        published, modified = _moment(entry, "published"), _moment(entry, "updated")
        stated = dict.get(entry, "published") or dict.get(entry, "updated")
        if stated and published is None and modified is None:
            text = f"{source.url} dates {url} as {str(stated)[:60]!r}, which is no date."
            problems.append(Problem("bad feed date", text))
        found.append(Found(url, published, modified if modified != published else None))
    return Listing(found, problems=problems), parsed.feed


def _malformed(source: Source, parsed: Any) -> list[Problem]:
    """Broken XML; a wrong declared charset alone is no problem, the text came out right."""
    error = parsed.get("bozo_exception")
    if isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType):
        error = None
    if error is None and parsed.get("version"):
        return []
    reason = error or "no feed in it"
    text = f"{source.url} is broken; {len(parsed.entries)} entries were read ({reason})."
    return [Problem("bad xml", text)]


def _moment(entry: Any, name: str) -> datetime | None:
    """The entry's date in UTC; only when the entry itself has it, under this very name."""
    parsed = dict.get(entry, f"{name}_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None
