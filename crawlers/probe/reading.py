"""Reading one channel: does it really list recent articles of this outlet, and how far back?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers.discovery import Found, Listing, Source, blogger, parse, wordpress
from crawlers.outlets import Channel, IndexChannel, Outlet
from crawlers.probe.answer import Answer, Fetch
from crawlers.probe.pages import looks_like_article
from crawlers.probe.records import Candidate
from crawlers.urls import path, site

RECENT = timedelta(days=60)
AHEAD = timedelta(days=2)  # a date further in the future is a mistake
LEAST_ARTICLES = {"index": 4, "sitemap": 2}  # of one page; elsewhere one will do
MOST_PARTS = 3  # of a sitemap index
_NEWS = b"schemas/sitemap-news"
_POSTS = re.compile(r"post|news|berita|artikel|article|\d{4}", re.IGNORECASE)
_OTHER = re.compile(r"tag|categor|kategori|author|penulis|page|image|video|user", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a channel held; ``urls`` newest first where it is dated."""

    channel: Channel
    good: bool = False
    answered: bool = True
    urls: tuple[str, ...] = ()
    newest: datetime | None = None
    deep: bool = False  # reaches back further than the newest articles
    clean: bool = True  # nothing in it was broken
    note: str = ""

    def candidate(self) -> Candidate:
        """The reading as it is reported."""
        return Candidate(
            channel=self.channel,
            good=self.good,
            answered=self.answered,
            articles=len(self.urls),
            newest=self.newest,
            note=self.note,
        )


async def read(fetch: Fetch, outlet: Outlet, channel: Channel, now: datetime) -> Reading:
    """Fetch the channel's first listing (of a sitemap index some parts) and judge it."""
    answer = await fetch(_first_url(channel, now))
    if not answer.is_there:
        return Reading(channel, answered=not answer.is_unknown, note=answer.why_not())
    listing = _parsed(answer, outlet, channel)
    found, problems = list(listing.found), list(listing.problems)
    for part in _parts(listing) if channel.type == "sitemap" else []:
        piece = await fetch(part.url)
        if piece.is_there:
            more = _parsed(piece, outlet, channel)
            found += more.found
            problems += more.problems
    own = [item for item in found if _is_own(item, outlet, channel)]
    oldest = datetime.min.replace(tzinfo=now.tzinfo)
    own.sort(key=lambda item: _moment(item, now) or oldest, reverse=True)
    newest = _moment(own[0], now) if own else None
    window = channel.type == "feed" or _NEWS in answer.body
    return Reading(
        channel,
        good=len(own) >= LEAST_ARTICLES.get(channel.type, 1) and _is_recent(newest, now),
        urls=tuple(dict.fromkeys(item.url for item in own)),
        newest=newest,
        deep=not window and (not isinstance(channel, IndexChannel) or bool(channel.next)),
        clean=not problems,
        note=_note(own, found, newest, now, [problem.text for problem in problems]),
    )


def _first_url(channel: Channel, now: datetime) -> str:
    if channel.type == "wordpress":
        return wordpress.first_url(channel.url, now - RECENT)
    return blogger.first_url(channel.url) if channel.type == "blogger" else channel.url


def _parsed(answer: Answer, outlet: Outlet, channel: Channel) -> Listing:
    zone = ZoneInfo(outlet.zone)
    return parse(Source(answer.url, answer.body, channel, zone, answer.headers))


def _parts(listing: Listing) -> list[Found]:
    """The parts of a sitemap index that most likely hold the newest articles."""
    posts = [item for item in listing.more if not _OTHER.search(path(item.url))]
    likely = [item for item in posts if _POSTS.search(path(item.url))] or posts
    dated = sorted(
        (item for item in likely if item.modified), key=lambda i: str(i.modified), reverse=True
    )
    undated = [item for item in likely if not item.modified]
    return [*dated[:MOST_PARTS], *undated[-1:], *undated[:1]][:MOST_PARTS]


def _is_own(item: Found, outlet: Outlet, channel: Channel) -> bool:
    return (
        site(item.url) == site(outlet.url)
        and re.search(outlet.article_pattern, path(item.url)) is not None
        and (channel.type != "sitemap" or looks_like_article(item.url))
    )


def _moment(item: Found, now: datetime) -> datetime | None:
    times = [time for time in (item.published, item.modified) if time and time <= now + AHEAD]
    return max(times, default=None)


def _is_recent(newest: datetime | None, now: datetime) -> bool:
    """A channel without dates cannot be told to be old."""
    return newest is None or newest >= now - RECENT


def _note(
    own: Sequence[Found],
    found: Sequence[Found],
    newest: datetime | None,
    now: datetime,
    problems: Sequence[str],
) -> str:
    if problems:
        return problems[0]
    if not found:
        return "lists nothing"
    if not own:
        return "lists no articles of this outlet"
    if not _is_recent(newest, now):
        return f"has nothing newer than {newest:%Y-%m-%d}"
    return "" if newest else "gives no dates"
