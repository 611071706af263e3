"""The truth about what the sites show: what a perfect crawl and extraction would come back with.

Sites and a moment go in, one ``Published`` per article on each outlet comes out; the body is the
article's own paragraphs, before the site dressed them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.newsroom.articles import SAMPLE, Article, Gold
from tests.newsroom.edition import open_edition
from tests.newsroom.shapes.site import Site


@dataclass(frozen=True, slots=True)
class Published:
    """One article as it stands on one outlet; ``url`` is where its listings send the reader."""

    outlet: str
    url: str
    canonical: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    modified: datetime
    byline: str
    dateline: str
    closing: tuple[str, ...]
    gold: Gold
    article: Article

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


def published(now: datetime, articles: Path = SAMPLE / "articles") -> list[Published]:
    """Every sample article that can be read at ``now``, by time of publication."""
    return published_by(open_edition(articles).sites, now)


def published_by(sites: Sequence[Site], now: datetime) -> list[Published]:
    found = [
        Published(
            outlet=site.masthead.outlet,
            url=post.url,
            canonical=post.url,
            title=post.title,
            paragraphs=tuple(post.paragraphs),
            published=post.published,
            modified=post.modified,
            byline=post.byline,
            dateline=post.dateline,
            closing=post.closing,
            gold=post.article.gold,
            article=post.article,
        )
        for site in sites
        for post in site.posts(now)
    ]
    return sorted(found, key=lambda facts: (facts.published, facts.url))
