"""Nights that never were: what runs, crawls and stages would have left in the warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.outlets import FeedChannel, Outlet
from pipeline.health import Health, health_of
from pipeline.warehouse import Warehouse

START = datetime(2025, 6, 1, 19, tzinfo=UTC)  # Monday, 02.00 WIB
OUTLETS = ("cepat", "lambat", "lain")


@dataclass(frozen=True, slots=True)
class Gave:
    """What an outlet gave in one night; a ``published`` of None is an article without a date."""

    published: Sequence[datetime | None] = ()
    answered: bool = True
    errors: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=lambda: {"feed": 10})
    not_modified: int = 0
    failed: int = 0  # pages that gave no article
    text: str = "Polisi menangkap pencuri. " * 40
    quality: float = 0.9


class Nights:
    """Fills a warehouse night by night."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._pages = 0
        rows = [
            {"outlet": o, "name": o, "url": f"http://{o}.test", "zone": "Asia/Jakarta",
             "kind": "pers", "registered": True}
            for o in OUTLETS
        ]  # fmt: skip
        warehouse.insert("outlets", rows)

    def night(self, day: int, outcome: str = "done", **gave: Gave) -> None:
        """A run on a day after START, over these outlets."""
        at = START + timedelta(days=day)
        run_id = self.warehouse.scalar(
            "insert into runs (started_at, outcome) values (?, ?) returning run_id", [at, outcome]
        )
        rows = [
            {"run_id": run_id, "outlet": outlet, "requests": 5, "new": len(one.published),
             "errors": json.dumps(one.errors), "problems": [],
             "answered": one.answered, "not_modified": one.not_modified,
             "channels": json.dumps(one.channels)}
            for outlet, one in gave.items()
        ]  # fmt: skip
        self.warehouse.insert("run_outlets", rows)
        for outlet, one in gave.items():
            if outcome == "done":
                self._articles(outlet, one, at)

    def health(self) -> Health:
        """As of the last night; every outlet has a feed."""
        registry = [
            Outlet(
                id=outlet,
                name=outlet,
                url=f"http://{outlet}.test",
                channels=[FeedChannel(type="feed", url=f"http://{outlet}.test/feed/")],
            )
            for outlet in OUTLETS
        ]
        return health_of(self.warehouse, registry)

    def alarms(self) -> list[tuple[str, str | None]]:
        return [(alarm.kind, alarm.outlet) for alarm in self.health().alarms]

    def state(self, outlet: str) -> str:
        return next(one.state for one in self.health().outlets if one.facts.outlet == outlet)

    def _articles(self, outlet: str, gave: Gave, at: datetime) -> None:
        keys = [f"{outlet}-{self._pages + n}" for n in range(len(gave.published) + gave.failed)]
        self._pages += len(keys)
        written = list(zip(keys, gave.published, strict=False))
        self.warehouse.insert("pages", [_page(outlet, key, at) for key in keys])
        self.warehouse.insert("articles", [_article(outlet, gave, *one, at) for one in written])
        self.warehouse.insert("versions", [_version(key, at) for key, _ in written])
        self.warehouse.insert(
            "failures", [_failure(outlet, key, at) for key in keys[len(gave.published) :]]
        )


def _page(outlet: str, key: str, at: datetime) -> dict[str, object]:
    url = f"http://{outlet}.test/{key}"
    return {
        "page_id": key, "outlet": outlet, "url": url, "final_url": url, "channel": "feed",
        "status": 200, "fetched_at": at, "body_digest": key,
    }  # fmt: skip


def _article(
    outlet: str, gave: Gave, key: str, published: datetime | None, at: datetime
) -> dict[str, object]:
    url = f"http://{outlet}.test/{key}"
    return {
        "article_id": key, "page_id": key, "outlet": outlet, "url": url, "canonical_url": url,
        "title": f"Judul {key}", "text": gave.text, "text_digest": key, "published_at": published,
        "fetched_at": at, "release": False, "topics_stated": [], "images": [],
        "quality": gave.quality, "warnings": [] if published else ["no date"],
    }  # fmt: skip


def _version(key: str, at: datetime) -> dict[str, object]:
    return {
        "article_id": key, "text_digest": key, "page_id": key, "title": "", "text": "",
        "seen_at": at,
    }  # fmt: skip


def _failure(outlet: str, key: str, at: datetime) -> dict[str, object]:
    return {
        "stage": "extract", "version": "1", "key": key, "url": f"http://{outlet}.test/{key}",
        "outlet": outlet, "error": "ExtractError", "message": "no text", "failed_at": at,
    }  # fmt: skip


def before(day: float, articles: int) -> list[datetime]:
    """So many articles spread over the day before a night."""
    night = START + timedelta(days=day)
    return [night - timedelta(hours=24 * (n + 0.5) / articles) for n in range(articles)]


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    with Warehouse(tmp_path / "warehouse.duckdb") as warehouse:
        yield Nights(warehouse)
