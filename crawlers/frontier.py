"""The crawler's memory: every URL it has seen, what came of it, and how to ask again cheaply.

A SQLite file in WAL mode with two tables, ``pages`` (articles) and ``listings`` (feeds, sitemaps,
index pages). Whatever a listing named is stored in the transaction that stores the listing itself,
and every page is its own transaction, so a killed crawl resumes where it was: what is *due* is a
view over the rows, never something held in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from crawlers.discovery import Found
from crawlers.urls import key
from pipeline.records import Page

SQL = {file.stem: file.read_text("utf-8") for file in (Path(__file__).parent / "sql").iterdir()}


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?" with."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An article to fetch; ``known`` says it was fetched before and a listing calls it changed."""

    key: str  # its name in the frontier
    url: str  # where to ask for it
    channel: str
    known: bool
    retry: bool
    validators: Validators


@dataclass(frozen=True, slots=True)
class KnownListing:
    """A listing; ``root`` is the channel's own URL, ``number`` counts pages from 1."""

    url: str
    root: str
    number: int = 1
    fetched_at: datetime | None = None
    modified: datetime | None = None
    validators: Validators = Validators()


class Frontier:
    """Open the file at ``path`` (made when absent); a context manager."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(SQL["schema"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    # What is due ------------------------------------------------------------------------------

    def due(self, outlet: str) -> list[Due]:
        """Articles of the outlet to fetch now, newest first."""
        rows = self._db.execute("select * from due where outlet = ?", (outlet,))
        return [_due(row) for row in rows]

    def due_listings(self, outlet: str) -> list[KnownListing]:
        """Listings found on other listings that were never fetched (a crawl was cut short)."""
        rows = self._db.execute("select * from due_listings where outlet = ?", (outlet,))
        return [_listing(row) for row in rows]

    def listing(self, url: str) -> KnownListing | None:
        """What is remembered of a listing."""
        row = self._db.execute("select * from listings where url = ?", (url,)).fetchone()
        return _listing(row) if row else None

    def children(self, parent: str) -> list[KnownListing]:
        """The listings that ``parent`` named when it was last fetched."""
        rows = self._db.execute("select * from listings where parent = ? order by url", (parent,))
        return [_listing(row) for row in rows]

    def digest(self, url: str) -> str | None:
        """The body digest of the article when it was last fetched well, else None."""
        row = self._db.execute("select body_digest from pages where url = ?", (key(url),))
        found = row.fetchone()
        return found["body_digest"] if found else None

    # What happened ----------------------------------------------------------------------------

    def see_pages(
        self, outlet: str, channel: str, found: Iterable[Found], now: datetime
    ) -> list[Due]:
        """Remember the articles that a listing names; returns those now due."""
        due: list[Due] = []
        for item in found:
            name = key(item.url)
            times = (_text(now), _text(item.published), _text(item.modified))
            self._db.execute(SQL["see_page"], (name, item.url, outlet, channel, *times))
            row = self._db.execute("select * from due where url = ?", (name,)).fetchone()
            due += [_due(row)] if row else []
        return due

    def see_listings(self, outlet: str, parent: str, more: Iterable[KnownListing]) -> None:
        """Remember further listings, to be read now or, if the crawl is cut short, next time."""
        for child in more:
            facts = (child.url, outlet, child.root, child.number, parent, _text(child.modified))
            self._db.execute(SQL["see_listing"], facts)

    def listing_fetched(
        self, listing: KnownListing, outlet: str, validators: Validators, now: datetime
    ) -> None:
        """Store that a listing was read; in one transaction with all that it named."""
        facts = (listing.url, outlet, listing.root, listing.number, _text(listing.modified))
        answer = (_text(now), validators.etag, validators.last_modified)
        self._db.execute(SQL["listing_fetched"], (*facts, *answer))

    def listing_failed(self, listing: KnownListing, outlet: str, status: int) -> None:
        """Store that a listing did not answer well; status 0 when there was no answer."""
        self._db.execute(
            SQL["listing_failed"],
            (listing.url, outlet, listing.root, listing.number, _text(listing.modified), status),
        )

    def fetched(self, due: str, page: Page, validators: Validators) -> None:
        """Store an archived page under the key it was due by and the one it ended at."""
        facts = (page.final_url, page.outlet, page.channel, _text(page.fetched_at), page.status)
        answer = (validators.etag, validators.last_modified, page.body_digest)
        with self.transaction():
            for name in dict.fromkeys((due, key(page.final_url))):
                self._db.execute(SQL["page_fetched"], (name, *facts, *answer))

    def unchanged(self, due: str, status: int, now: datetime) -> None:
        """Store that an article answered, with nothing new in it (304, or the same body)."""
        self._db.execute(SQL["page_unchanged"], (_text(now), status, due))

    def redirected(self, due: str, target: str, status: int, now: datetime) -> None:
        """Store that a URL only leads to an article that is known already."""
        self._db.execute(SQL["page_redirected"], (_text(now), status, target, due))

    def failed(self, due: str, status: int) -> None:
        """Store a fetch that gave no article; status 0 when there was no answer at all."""
        self._db.execute(
            "update pages set status = ?, tries = tries + 1 where url = ?", (status, due)
        )

    def recover(self, page: Page) -> None:
        """Take in the archive's last page in case a crawl died before storing it here."""
        row = self._db.execute(
            "select 1 from pages where url = ? and last_fetched >= ?",
            (key(page.final_url), _text(page.fetched_at)),
        ).fetchone()
        if row is None:
            self.fetched(key(page.url), page, Validators())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is stored inside becomes durable together."""
        self._db.execute("begin immediate")
        with self._db:
            yield


def _due(row: sqlite3.Row) -> Due:
    return Due(
        key=row["url"],
        url=row["address"],
        channel=row["channel"],
        known=row["last_fetched"] is not None,
        retry=row["tries"] > 0,
        validators=Validators(row["etag"], row["last_modified"]),
    )


def _listing(row: sqlite3.Row) -> KnownListing:
    return KnownListing(
        url=row["url"],
        root=row["root"],
        number=row["number"],
        fetched_at=_moment(row["last_fetched"]),
        modified=_moment(row["modified"]),
        validators=Validators(row["etag"], row["last_modified"]),
    )


def _text(moment: datetime | None) -> str | None:
    """Of fixed width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
