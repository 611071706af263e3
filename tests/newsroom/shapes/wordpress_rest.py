"""The REST interface of WordPress, as far as a crawler uses it: ``/wp-json/wp/v2/posts``.

A list of posts and a visit go in, the JSON WordPress would send comes out: paging by ``per_page``
and ``page`` with the totals in headers, ``after``, ``before``, ``modified_after``,
``modified_before``, ``search``, ``order``, ``orderby`` and ``_fields``; bad parameters are
refused with its error shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import escape

from tests.newsroom import web
from tests.newsroom.shapes.site import Masthead, Post
from tests.newsroom.web import Reply, Visit

_BOUNDS: dict[str, Callable[[Post, datetime], bool]] = {
    "after": lambda post, moment: post.published > moment,
    "before": lambda post, moment: post.published < moment,
    "modified_after": lambda post, moment: post.modified > moment,
    "modified_before": lambda post, moment: post.modified < moment,
}


def root(site: Masthead) -> dict[str, object]:
    return {
        "name": site.name,
        "description": site.tagline,
        "url": site.url,
        "home": site.url,
        "timezone_string": site.zone,
        "namespaces": ["oembed/1.0", "wp/v2"],
        "routes": {"/wp/v2/posts": {"methods": ["GET"]}},
    }


def refusal(code: str, message: str, status: int) -> Reply:
    return web.data({"code": code, "message": message, "data": {"status": status}}, status)


def posts(everything: Sequence[Post], visit: Visit, zone: ZoneInfo) -> Reply:
    size, page = visit.number("per_page", 10), visit.number("page", 1)
    if not 1 <= size <= 100:
        message = "Invalid parameter(s): per_page"
        return refusal("rest_invalid_param", message, 400)
    try:
        chosen = _within(everything, visit, zone)
    except ValueError:
        return refusal("rest_invalid_param", "Invalid parameter(s): after", 400)
    pages = -(-len(chosen) // size)
    if page < 1 or page > max(pages, 1):
        message = "The page number requested is larger than the number of pages available."
        return refusal("rest_post_invalid_page_number", message, 400)
    fields = [name.split(".")[0] for name in visit.query.get("_fields", "").split(",") if name]
    shown = [_fields(post, fields) for post in chosen[(page - 1) * size : page * size]]
    return web.data(shown, headers={"X-WP-Total": str(len(chosen)), "X-WP-TotalPages": str(pages)})


def _within(everything: Sequence[Post], visit: Visit, zone: ZoneInfo) -> list[Post]:
    """The posts that the query asks for, in the order it asks for."""
    chosen = list(everything)
    for name, holds in _BOUNDS.items():
        if name in visit.query:
            moment = _moment(visit.query[name], zone)
            chosen = [post for post in chosen if holds(post, moment)]
    if words := visit.query.get("search", "").lower():
        chosen = [post for post in chosen if words in f"{post.title} {post.article.text}".lower()]
    if visit.query.get("orderby") == "modified":
        chosen.sort(key=lambda post: post.modified, reverse=True)
    return chosen[::-1] if visit.query.get("order") == "asc" else chosen


def _moment(value: str, zone: ZoneInfo) -> datetime:
    """WordPress reads a time without an offset in the zone of the site."""
    moment = datetime.fromisoformat(value.replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _fields(post: Post, names: Sequence[str]) -> dict[str, object]:
    whole: dict[str, Callable[[], object]] = {
        "id": lambda: post.number,
        "date": lambda: _stamp(post.published),
        "date_gmt": lambda: _stamp(post.published.astimezone(UTC)),
        "guid": lambda: {"rendered": f"{post.url.split('/20')[0]}/?p={post.number}"},
        "modified": lambda: _stamp(post.modified),
        "modified_gmt": lambda: _stamp(post.modified.astimezone(UTC)),
        "slug": lambda: post.slug,
        "status": lambda: "publish",
        "type": lambda: "post",
        "link": lambda: post.url,
        "title": lambda: {"rendered": str(escape(post.title))},
        "content": lambda: {"rendered": _content(post), "protected": False},
        "excerpt": lambda: {"rendered": f"<p>{escape(post.excerpt)}</p>\n", "protected": False},
        "author": lambda: 1 + len(post.byline) % 9,
        "sticky": lambda: False,
        "format": lambda: "standard",
    }
    return {name: value() for name, value in whole.items() if not names or name in names}


def _content(post: Post) -> str:
    first = f"<strong>{escape(post.dateline)}</strong> " if post.dateline else ""
    paragraphs = [*post.paragraphs, *post.closing]
    lines = [
        f"<p>{first if not place else ''}{escape(p)}</p>" for place, p in enumerate(paragraphs)
    ]
    return "\n".join(lines)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"
