"""WordPress REST: posts with both dates, a hundred a page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from crawlers.discovery.listing import Found, Listing, Problem, Source, moment
from crawlers.urls import absolute


def first_url(url: str, since: datetime) -> str:
    """The first page of posts since the month of ``since``.

    The day is rounded down to its month, so that the address stays the same from night to
    night and can be asked for conditionally.
    """
    after = since.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return _with_query(
        url,
        per_page="100",
        _fields="link,date_gmt,modified_gmt,id",
        after=f"{after:%Y-%m-%dT%H:%M:%S}",
        orderby="modified",
        order="desc",
    )


def parse(source: Source) -> Listing:
    """Articles of this page, and the next page while X-WP-TotalPages says there is one."""
    try:
        posts = json.loads(source.body)
    except (ValueError, RecursionError) as error:
        return _broken(source, f"no JSON: {error}")
    if not isinstance(posts, list):
        return _broken(source, "no list of posts")
    found = [post for post in (_post(post, source) for post in posts) if post]
    total = source.headers.get("x-wp-totalpages", "")
    more = []
    if total.isdecimal() and source.number < min(int(total[:6]), 10_000):
        more = [Found(_with_query(source.url, page=str(source.number + 1)))]
    return Listing(found, more)


def _post(post: Any, source: Source) -> Found | None:
    if not isinstance(post, dict) or not isinstance(post.get("link"), str):
        return None
    url = absolute(source.url, post["link"])
    gmt = ZoneInfo("UTC")
    times = [moment(str(post.get(name) or ""), gmt) for name in ("date_gmt", "modified_gmt")]
    return Found(url, *times) if url else None


def _with_query(url: str, **params: str) -> str:
    parts = urlsplit(url)
    query = urlencode(dict(parse_qsl(parts.query)) | params, safe=",:")
    return urlunsplit(parts._replace(query=query))


def _broken(source: Source, reason: str) -> Listing:
    text = f"{source.url} is not the WordPress API ({reason}); it may be switched off."
    return Listing(problems=[Problem("bad json", text)])
