"""The crawler's memory: every URL it has seen, what came of it, and how to ask again cheaply.

A SQLite file in WAL mode with two tables, ``pages`` (articles) and ``listings`` (feeds, sitemaps,
index pages). Whatever a listing named is stored in the transaction that stores the listing itself,
and every page is its own transaction, so a killed crawl resumes where it was: what is *due* is a
view over the rows, never something held in memory. Crawls are numbered, and each page notes which
one asked for it last; per channel the earliest date it was walked back to is kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from crawlers.copies import folded
from crawlers.discovery import Found
from crawlers.urls import article_key
from pipeline.records import Page

SCHEMA = 2  # raise it with each change, and add the way from the one before to sql/
MANUAL = "manual"  # the channel of what people sent
GIVEN_UP = 3  # failures in a row
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
    tries: int  # failures so far, in earlier crawls
    validators: Validators


@dataclass(frozen=True, slots=True)
class KnownListing:
    """A listing; ``root`` is the channel's own URL, ``number`` counts pages from 1.

    ``walk`` is the date down to which the channel is being walked: such a listing is read whatever
    earlier crawls knew of it.
    """

    url: str
    root: str
    number: int = 1
    fetched_at: datetime | None = None
    modified: datetime | None = None
    validators: Validators = Validators()
    walk: datetime | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """An article as it was last fetched well; ``now`` says that it was in this crawl."""

    digest: str  # of all its pages
    now: bool
    address: str
    channel: str


class Frontier:
    """Open the file at ``path`` (made when absent); a context manager."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        (version,) = self._db.execute("pragma user_version").fetchone()
        (tables,) = self._db.execute("select count(*) from sqlite_master").fetchone()
        self._db.create_function("article_key", 1, article_key, deterministic=True)
        for older in range(version, SCHEMA) if tables else ():
            self._db.executescript(SQL[f"from_schema_{older}"])
        self._db.executescript(SQL["schema"])
        self._db.execute(f"pragma user_version = {SCHEMA}")
        (self._crawl,) = self._db.execute("select coalesce(max(number), 0) from crawls").fetchone()

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

    def begin_crawl(self, now: datetime) -> None:
        """From here on everything that was not asked for since this moment may be asked for."""
        self._db.execute("insert into crawls (started) values (?)", (_text(now),))
        (self._crawl,) = self._db.execute("select coalesce(max(number), 0) from crawls").fetchone()

    def due(self, outlet: str, most: int = -1) -> list[Due]:
        """Articles of the outlet to fetch in this crawl, newest first; all without ``most``."""
        query = "select * from due where outlet = ? and crawl is not ? limit ?"
        return [_due(row) for row in self._db.execute(query, (outlet, self._crawl, most))]

    def _page(self, url: str) -> sqlite3.Row | None:
        query = "select * from pages where url = ?"
        row: sqlite3.Row | None = self._db.execute(query, (article_key(url),)).fetchone()
        return row

    def waiting(self, outlet: str) -> int:
        """How many articles and listings this crawl did not come to."""
        facts = {"outlet": outlet, "crawl": self._crawl}
        (count,) = self._db.execute(SQL["waiting"], facts).fetchone()
        return int(count)

    def due_listings(self, outlet: str) -> list[KnownListing]:
        """Listings found on other listings and not read yet (a crawl was cut short)."""
        rows = self._db.execute("select * from due_listings where outlet = ?", (outlet,))
        return [_listing(row) for row in rows]

    def walked_to(self, root: str) -> datetime | None:
        """The earliest date down to which the channel was walked, or is being walked."""
        row = self._db.execute("select since from walks where root = ?", (root,)).fetchone()
        return _moment(row["since"]) if row else None

    def listing(self, url: str) -> KnownListing | None:
        """What is remembered of a listing."""
        row = self._db.execute("select * from listings where url = ?", (url,)).fetchone()
        return _listing(row) if row else None

    def children(self, parent: str) -> list[KnownListing]:
        """The listings that ``parent`` named when it was last fetched."""
        rows = self._db.execute("select * from listings where parent = ? order by url", (parent,))
        return [_listing(row) for row in rows]

    def kept(self, url: str) -> Kept | None:
        """What is remembered of the article if it was ever fetched well."""
        row = self._page(url)
        if row is None or not row["body_digest"]:
            return None
        now = row["crawl"] == self._crawl
        return Kept(row["body_digest"], now, row["address"], row["channel"])

    def kept_behind(self, url: str) -> Kept | None:
        """What is remembered of the article at an address, or of the one it is known to lead to."""
        row = self._page(url)
        return self.kept(url) or (self.kept(row["address"]) if row else None)

    def listed(self, addresses: Sequence[str]) -> list[str]:
        """Those of the addresses of kept articles that a listing named, before or after."""
        given = json.dumps(list(addresses))
        return [address for (address,) in self._db.execute(SQL["listed"], (MANUAL, given))]

    # What happened ----------------------------------------------------------------------------

    def see_pages(self, outlet: str, channel: str, found: Iterable[Found], now: datetime) -> int:
        """Remember the articles that a listing names; returns how many no earlier crawl knew."""
        news = 0
        for item in found:
            name = article_key(item.url)
            times = (_text(now), _text(item.published), _text(item.modified))
            facts = (name, item.url, outlet, channel, *times, self._crawl)
            self._db.execute(SQL["see_page"], (*facts, folded(item.url) == item.url))
            (is_news,) = self._db.execute(SQL["is_news"], (name, self._crawl)).fetchone()
            news += is_news
        return news

    def see_listings(self, outlet: str, parent: str, more: Iterable[KnownListing]) -> None:
        """Remember further listings, to be read now or, if the crawl is cut short, next time."""
        for child in more:
            facts = (child.url, outlet, child.root, child.number, parent)
            times = (_text(child.modified), _text(child.walk))
            self._db.execute(SQL["see_listing"], (*facts, *times))

    def listing_fetched(
        self, listing: KnownListing, outlet: str, validators: Validators, now: datetime
    ) -> None:
        """Store that a listing was read; in one transaction with all that it named."""
        facts = (listing.url, outlet, listing.root, listing.number, _text(listing.modified))
        answer = (_text(now), validators.etag, validators.last_modified)
        self._db.execute(SQL["listing_fetched"], (*facts, *answer))
        if listing.walk and listing.number == 1:
            self._db.execute(SQL["walk"], (listing.root, _text(listing.walk)))

    def listing_unchanged(self, listing: KnownListing, now: datetime) -> None:
        """Store that a listing answered 304."""
        self._db.execute(SQL["listing_unchanged"], (_text(now), listing.url))

    def listing_failed(self, listing: KnownListing, outlet: str, status: int) -> None:
        """Store that a listing did not answer well; status 0 when there was no answer."""
        self._db.execute(
            SQL["listing_failed"],
            (listing.url, outlet, listing.root, listing.number, _text(listing.modified), status),
        )

    def fetched(
        self, due: str, page: Page, validators: Validators, stated: str | None = None
    ) -> None:
        """Store an archived article under every name it goes by: the one it was due by, the one it
        ended at, those of its further pages, and the address that it states for itself."""
        facts = (page.final_url, page.outlet, page.channel, _text(page.fetched_at), page.status)
        answer = (validators.etag, validators.last_modified, page.content_digest)
        urls = [page.final_url, *(part.url for part in page.parts), *filter(None, [stated])]
        with self.transaction():
            for name in dict.fromkeys((due, *map(article_key, urls))):
                self._db.execute(SQL["page_fetched"], (name, *facts, *answer, self._crawl))

    def incomplete(self, due: Due) -> None:
        """Store that a further page of a kept article is missing: the next crawl asks again, as
        often as for a page that fails."""
        self._db.execute(SQL["page_failed"], (200, due.tries + 1, self._crawl, due.key, None))

    def unchanged(self, due: str, status: int, now: datetime) -> None:
        """Store that an article answered, with nothing new in it (304, or the same body)."""
        self._db.execute(SQL["page_unchanged"], (_text(now), status, self._crawl, due))

    def redirected(self, due: str, target: str, status: int, now: datetime) -> None:
        """Store that a URL only leads to an article that is known already."""
        self._db.execute(SQL["page_redirected"], (_text(now), status, target, self._crawl, due))

    def failed(self, due: str, status: int, asked: str | None = None) -> None:
        """Store that the address ``asked`` gave no article; status 0 for no answer at all."""
        self._db.execute(SQL["page_failed"], (status, 1, self._crawl, due, asked))

    def given_up(self, due: str, status: int, asked: str | None = None) -> None:
        """Store a failure that another try would only repeat; a change may still undo it."""
        self._db.execute(SQL["page_failed"], (status, GIVEN_UP, self._crawl, due, asked))

    def put_off(self, due: str) -> None:
        """Store that this crawl could not ask for it; it stays due for the next."""
        self._db.execute("update pages set crawl = ? where url = ?", (self._crawl, due))

    def recover(self, page: Page) -> None:
        """Take in the archive's last page in case a crawl died before storing it here."""
        row = self._db.execute(
            "select 1 from pages where url = ? and last_fetched >= ?",
            (article_key(page.final_url), _text(page.fetched_at)),
        ).fetchone()
        if row is None and page.status == 200:
            self.fetched(article_key(page.url), page, Validators())

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
        tries=row["tries"],
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
        walk=_moment(row["walk"]),
        tries=row["tries"],
    )


def _text(moment: datetime | None) -> str | None:
    """Of fixed width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
