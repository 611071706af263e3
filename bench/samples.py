"""Pages to measure on: the sample newsroom's, and the public benchmark's when it is at hand."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from crawlers.outlets import load_outlets
from models import dataroom
from pipeline.errors import ConfigError
from pipeline.extract import OutletView
from pipeline.records import Page
from pipeline.settings import DATA
from pipeline.stages import outlet_view
from tests.newsroom.edition import open_edition
from tests.newsroom.truth import published_by
from tests.newsroom.web import Reply, Visit

NIGHT = datetime.fromisoformat("2025-10-18T23:00:00+09:00")
OUTLETS = DATA / "sample" / "outlets"


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page and the text that people found in it."""

    page: Page
    body: str


def newsroom_views() -> Mapping[str, OutletView]:
    """What extraction knows of the sample outlets, by id."""
    return {outlet.id: outlet_view(outlet) for outlet in load_outlets(OUTLETS)}


def newsroom_pages() -> list[Page]:
    """Every article page of the sample newsroom, in one piece where it has one."""
    edition = open_edition()
    sites = {site.masthead.outlet: site for site in edition.sites}
    pages = []
    for article in published_by(edition.sites, NIGHT):
        parts = urlsplit(article.url)
        visit = Visit(parts.netloc, parts.path, {}, NIGHT)
        reply = sites[article.outlet].respond(visit)
        if b"page=all" in reply.body:
            whole = Visit(parts.netloc, parts.path, {"page": "all"}, NIGHT)
            reply = sites[article.outlet].respond(whole)
        if _is_page(reply):
            pages.append(
                Page.loose(article.url, reply.body, article.outlet, reply.content_type, NIGHT)
            )
    return pages


def benchmark_pages() -> Sequence[TruePage]:
    """The public article extraction benchmark, empty without a data room."""
    try:
        folder = dataroom.folder() / "pages" / "benchmark"
    except ConfigError:
        return []
    truth = folder / "ground-truth.json"
    if not truth.exists():
        return []
    return [
        TruePage(
            Page.loose(
                facts["url"],
                gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()),
                "",
                "text/html",
                NIGHT,
            ),
            facts["articleBody"],
        )
        for name, facts in sorted(json.loads(truth.read_text(encoding="utf-8")).items())
    ]


def _is_page(reply: Reply) -> bool:
    plain = "Content-Encoding" not in reply.headers and reply.stream is None
    return reply.status == 200 and plain and reply.content_type.startswith("text/html")
