"""The sample newsroom read once: every page as a site serves it → the article made of it.

Sites are asked without a server; the truth of a page stands beside what extraction made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from crawlers.outlets import load_outlets
from pipeline.extract import OutletView, extract
from pipeline.records import Article, Page
from pipeline.stages import outlet_view
from tests.newsroom.articles import SAMPLE
from tests.newsroom.edition import Edition, open_edition
from tests.newsroom.truth import Published, published_by
from tests.newsroom.web import Visit

NOW = datetime.fromisoformat("2025-10-20T02:00:00+09:00")


@dataclass(frozen=True, slots=True)
class Reading:
    """A published article and what was read from its page."""

    facts: Published
    article: Article


@cache
def sample() -> tuple[Reading, ...]:
    """Every page of the newsroom at ``NOW``, by time of publication."""
    edition = open_edition(SAMPLE / "articles")
    views = outlet_views()
    return tuple(
        Reading(facts, extract(_page(edition, facts), views[facts.outlet]))
        for facts in published_by(edition.sites, NOW)
    )


@cache
def outlet_views() -> dict[str, OutletView]:
    """The sample outlets as extraction knows them."""
    return {outlet.id: outlet_view(outlet) for outlet in load_outlets(SAMPLE / "outlets")}


@cache
def outlet_regions() -> dict[str, str]:
    return {outlet.id: outlet.region for outlet in load_outlets(SAMPLE / "outlets")}


def page(
    body: bytes, url: str, outlet: str = "contoh", content_type: str | None = "text/html"
) -> Page:
    """A page as the archive would give it, fetched at ``NOW``."""
    return Page.loose(url, body, outlet, content_type, NOW.astimezone(UTC))


def _page(edition: Edition, facts: Published) -> Page:
    """The whole article: its ``?page=all`` where the site has one; a broken answer asked again."""
    target = urlsplit(facts.url)
    site = edition.by_host[target.hostname or ""]
    query = {**dict(parse_qsl(target.query)), "page": "all"}
    visit = Visit(target.hostname or "", target.path, query, NOW)
    reply = site.respond(visit)
    if reply.status == 500:
        reply = site.respond(visit)
    return page(reply.body, facts.url, facts.outlet, reply.content_type)
