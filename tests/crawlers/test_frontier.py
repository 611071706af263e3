"""The crawler's memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.discovery import Found
from crawlers.frontier import Frontier, Kept, KnownListing, Validators
from pipeline.records import Page, digest

NIGHT = datetime(2022, 11, 16, 20, tzinfo=UTC)
URL = "https://kabar.id/a"


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path / "frontier.sqlite") as frontier:
        yield frontier


def page(url: str = URL, final_url: str = "", at: datetime = NIGHT) -> Page:
    return Page(
        page_id=digest(url), outlet="kabar", url=url, final_url=final_url or url, channel="feed",
        status=200, content_type=None, fetched_at=at, body_digest="isi",
    )  # fmt: skip


def see(frontier: Frontier, url: str = URL, modified: datetime | None = None) -> list[str]:
    """What is due in a new crawl after a listing named the article."""
    frontier.begin_crawl(NIGHT)
    frontier.see_pages("kabar", "feed", [Found(url, NIGHT, modified)], NIGHT)
    return [item.url for item in frontier.due("kabar")]


def test_article_is_due_until_it_is_fetched(frontier: Frontier) -> None:
    assert see(frontier, URL + "?utm_source=wa") == [URL + "?utm_source=wa"]
    assert [item.key for item in frontier.due("kabar")] == [URL]
    frontier.fetched(URL, page(), Validators('"1"'))
    assert see(frontier) == [] == frontier.due("kabar")


def test_own_address_of_an_article_is_better_than_that_of_a_copy(frontier: Frontier) -> None:
    copy = URL.replace("https://", "https://m.")
    assert see(frontier, copy) == [copy]
    frontier.failed(URL, 404)
    assert see(frontier, copy) == []
    assert see(frontier, URL) == [URL]
    frontier.failed(URL, 404, copy)  # was under way when the better one was named
    assert see(frontier, copy) == [URL]
    frontier.failed(URL, 404, URL)
    assert see(frontier, URL) == []


def test_change_makes_it_due_once_with_its_validators(frontier: Frontier) -> None:
    see(frontier)
    frontier.fetched(URL, page(), Validators('"1"'))
    assert see(frontier, modified=NIGHT - timedelta(days=1)) == []
    later = NIGHT + timedelta(hours=30)
    assert see(frontier, modified=later) == [URL]
    (due,) = frontier.due("kabar")
    assert (due.known, due.validators) == (True, Validators('"1"'))
    frontier.unchanged(URL, 304, NIGHT + timedelta(days=1))
    assert see(frontier, modified=later) == []


def test_failures_are_tried_thrice_and_missing_pages_never_again(frontier: Frontier) -> None:
    for _ in range(3):
        assert see(frontier) == [URL]
        frontier.failed(URL, 500)
        assert frontier.due("kabar") == []
    assert see(frontier) == []
    assert see(frontier, "https://kabar.id/b") == ["https://kabar.id/b"]
    frontier.failed("https://kabar.id/b", 404)
    assert see(frontier) == []


def test_what_another_try_would_only_repeat_waits_for_a_change(frontier: Frontier) -> None:
    see(frontier)
    frontier.given_up(URL, 200)
    assert see(frontier) == []
    assert see(frontier, modified=NIGHT + timedelta(hours=1)) == [URL]


def test_what_a_crawl_put_off_is_due_in_the_next(frontier: Frontier) -> None:
    see(frontier)
    frontier.put_off(URL)
    assert (frontier.due("kabar"), frontier.waiting("kabar")) == ([], 0)
    frontier.begin_crawl(NIGHT)
    assert [item.tries for item in frontier.due("kabar")] == [0]


def test_frontier_of_an_older_version_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    with Frontier(file) as frontier:
        see(frontier)
    with closing(sqlite3.connect(file)) as db:
        db.executescript(
            "drop view due; drop view due_listings; drop index pages_newest_first;"
            "alter table pages drop column crawl; alter table pages drop column listed;"
            "alter table listings drop column due; alter table listings drop column walk;"
            "drop table walks; drop table crawls;"
            "pragma user_version = 0;"
        )
    with Frontier(file) as frontier:
        assert [item.key for item in frontier.due("kabar")] == [URL]


def test_redirect_is_known_under_both_addresses(frontier: Frontier) -> None:
    short = "https://kabar.id/?p=7"
    see(frontier, short)
    frontier.fetched(short, page(short, URL), Validators())
    kept = Kept("isi", True, URL, "feed")
    assert frontier.kept(URL) == frontier.kept(short) == kept
    assert see(frontier) == []


def test_crawl_killed_between_index_and_frontier_is_made_good(frontier: Frontier) -> None:
    see(frontier)
    frontier.recover(page())
    assert frontier.due("kabar") == []
    frontier.fetched(URL, page(at=NIGHT + timedelta(days=1)), Validators('"2"'))
    frontier.recover(page())
    see(frontier, modified=NIGHT + timedelta(days=2))
    assert frontier.due("kabar")[0].validators == Validators('"2"')


def test_listing_named_but_not_read_waits(frontier: Frontier) -> None:
    first, second = KnownListing("https://kabar.id/1", "root"), KnownListing("x", "root", 2)
    with frontier.transaction():
        frontier.see_listings("kabar", first.url, [second])
        frontier.listing_fetched(first, "kabar", Validators('"1"'), NIGHT)
    assert [item.url for item in frontier.due_listings("kabar")] == ["x"]
    assert frontier.children(first.url) == [second]
    known = frontier.listing(first.url)
    assert known and (known.fetched_at, known.validators.etag) == (NIGHT, '"1"')


def test_broken_transaction_leaves_nothing(frontier: Frontier) -> None:
    with pytest.raises(RuntimeError), frontier.transaction():
        see(frontier)
        raise RuntimeError
    assert frontier.due("kabar") == []
