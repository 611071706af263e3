"""The warehouse: the one writable DuckDB file, opened by one process at a time.

Takes records and writes each batch in one transaction; gives the rows a stage has not done yet.
Readers never open it: they open what ``publish`` made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from pipeline.errors import WarehouseError
from pipeline.records import Article, Page, Record
from pipeline.stage import Failure, Stage
from pipeline.warehouse import inputs, lock

WHOLE = "*"  # key of a failure of many rows at once
MIGRATIONS = Path(__file__).parent / "migrations"
OF_ONE_ARTICLE = (  # tables whose rows say something of one article alone
    "selection", "fingerprints", "mentions", "unresolved_mentions",
    "persons", "quotes", "events", "topics", "sentiment",
)  # fmt: skip


STRANGERS = """
    with homes as (
        select outlet, regexp_extract(min(final_url), '^https?://[^/?#]+') as home
        from pages
        where outlet not in (select outlet from outlets)
        group by outlet
    )
    insert into outlets by name
    select
        outlet, regexp_replace(home, '^https?://(www\\.)?', '') as name, home || '/' as url,
        'Asia/Jakarta' as zone, 'pers' as kind, false as registered
    from homes
    order by outlet
"""


class Warehouse:
    """A context manager over ``warehouse.duckdb``; raises WarehouseError when it is locked,
    corrupt or newer than this version of Sorot."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self._lock = lock.hold(self.path.with_suffix(".lock"))
        self._lock.__enter__()
        try:
            self.is_new = not self.path.exists()
            self.connection = connect(self.path)
            migrate(self.connection, self.path)
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()
        self._lock.__exit__(kind, error, trace)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing is."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()

    def insert(
        self, table: str, rows: Sequence[Mapping[str, Any]], *, verb: str = "insert"
    ) -> None:
        """Write rows by column name; ``verb`` may be ``insert or replace``."""
        insert(self.connection, table, rows, verb=verb)

    def replace_table(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put ``rows`` in place of everything in ``table``."""
        self.connection.execute(f"delete from {table}")
        self.insert(table, rows)

    def add_pages(self, pages: Sequence[Page], position: int) -> None:
        """Take over newly archived pages and remember how far the archive index was read."""
        rows = [page.model_dump() for page in pages]
        with self.transaction():
            self.insert("pages", rows, verb="insert or replace")
            self.connection.execute("update archive_position set position = ?", [position])

    def describe(
        self, outlets: Sequence[Mapping[str, Any]], units: Sequence[Mapping[str, Any]]
    ) -> None:
        """Take over the registers of outlets and units as they are now."""
        with self.transaction():
            self.replace_table("outlets", outlets)
            self.replace_table("units", units)
            self.name_strangers()

    def name_strangers(self) -> None:
        """Describe outlets of the pages that are not in the registry, as far as a page tells: links
        that people sent led there."""
        self.connection.execute(STRANGERS)

    @property
    def archive_position(self) -> int:
        return int(self.scalar("select position from archive_position"))

    def scalar(self, query: str, parameters: Sequence[Any] = ()) -> Any:
        """The single value of a query."""
        row = self.connection.execute(query, list(parameters)).fetchone()
        return None if row is None else row[0]

    def rows(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[dict[str, Any]]:
        """The rows of a query by column name, None for what is unknown."""
        found: list[dict[str, Any]] = (
            self.connection.execute(query, parameters or None).to_arrow_table().to_pylist()
        )
        return found

    def pending(self, stage: Stage) -> list[str]:
        """Keys of the rows this stage has not done at this version on the present text, in the
        order in which the stage is to see them."""
        query = f"""
            select i.key
            from {inputs.source(stage.reads)} i
            anti join stage_rows d
                on d.stage = $stage and d.version = $version
                and d.key = i.key and d.input_digest = i.input_digest
            anti join failures f
                on f.stage = $stage and f.version = $version and f.key = i.key
            order by {inputs.order(stage.reads)}
        """
        parameters = {"stage": stage.name, "version": stage.version}
        return [key for (key,) in self.connection.execute(query, parameters).fetchall()]

    def read(self, stage: Stage, keys: Sequence[str]) -> list[inputs.Input]:
        """The input rows of ``keys``, in their order, with the digest of what they hold."""
        return inputs.read(self.connection, stage.reads, keys)

    def write(
        self,
        stage: Stage,
        rows: Sequence[inputs.Input],
        outcomes: Sequence[Sequence[Record] | Failure],
        at: datetime,
    ) -> None:
        """Keep what a stage gave for one batch, in one transaction, in place of what it gave
        before; failed rows go to ``failures``. An article that its page no longer gives is gone."""
        done, failed = [], []
        records: list[Record] = []
        for row, outcome in zip(rows, outcomes, strict=True):
            if isinstance(outcome, Failure):
                failed.append(_failure(stage, row, outcome, at))
                continue
            records.extend(outcome)
            done.append(
                {
                    "stage": stage.name,
                    "version": stage.version,
                    "key": row.key,
                    "input_digest": row.input_digest,
                }
            )
        with self.transaction():
            keys = [row.key for row in rows]
            self._forget(stage, keys)
            for kind in stage.writes:
                self._keep(kind, [record for record in records if isinstance(record, kind)])
            if stage.reads is Page:
                self._drop_articles_left_by(keys, records)
            self.insert("stage_rows", done)
            self.insert("failures", failed)

    def note_failure(self, stage: Stage, failure: Failure, at: datetime) -> None:
        """Put a joining stage's failure on record; what it gave before stays."""
        row = {
            **_about_failure(stage, failure, at), "key": WHOLE, "url": None, "outlet": None,
        }  # fmt: skip
        with self.transaction():
            self.connection.execute(
                "delete from failures where stage = ? and key = ?", [stage.name, WHOLE]
            )
            self.insert("failures", [row])

    def _forget(self, stage: Stage, keys: Sequence[str]) -> None:
        for table in ("stage_rows", "failures"):
            self.connection.execute(
                f"delete from {table} where stage = ? and list_contains(?, key)", [stage.name, keys]
            )
        if stage.reads is Page:
            self._delete("versions", "page_id", keys)
            return
        for kind in stage.writes:
            self._delete(kind.table, "article_id", keys)

    def _drop_articles_left_by(self, pages: Sequence[str], records: Sequence[Record]) -> None:
        """Articles that rest on these pages alone and were not given again."""
        query = """
            select article_id from articles anti join versions using (article_id)
            where list_contains($pages, page_id) and not list_contains($given, article_id)
        """
        given = [record.article_id for record in records if isinstance(record, Article)]
        parameters = {"pages": list(pages), "given": given}
        left = [key for (key,) in self.connection.execute(query, parameters).fetchall()]
        for table in ("articles", *OF_ONE_ARTICLE):
            self._delete(table, "article_id", left)
        for table in ("stage_rows", "failures"):
            self._delete(table, "key", left)

    def _delete(self, table: str, column: str, keys: Sequence[str]) -> None:
        if keys:
            self.connection.execute(
                f"delete from {table} where list_contains(?, {column})", [list(keys)]
            )

    def _keep(self, kind: type[Record], records: Sequence[Record]) -> None:
        if kind is Article:
            self._keep_articles([record for record in records if isinstance(record, Article)])
        else:
            self.insert(kind.table, [record.model_dump() for record in records])

    def _keep_articles(self, articles: Sequence[Article]) -> None:
        newest = {a.article_id: a for a in sorted(articles, key=_seen)}
        known = {
            article: (fetched_at, page)
            for article, fetched_at, page in self.connection.execute(
                """select article_id, fetched_at, page_id from articles
                   where list_contains(?, article_id)""",
                [list(newest)],
            ).fetchall()
        }
        fresh = [
            a.model_dump()
            for a in newest.values()
            if a.article_id not in known or known[a.article_id] <= _seen(a)
        ]
        self.insert("articles", fresh, verb="insert or replace")
        # What failed on the text before gets another try on this one
        self._delete("failures", "key", [row["article_id"] for row in fresh])
        self._keep_versions(articles)

    def _keep_versions(self, articles: Sequence[Article]) -> None:
        """Each text once, by the page that showed it first."""
        known = {
            (article, text): (seen_at, page)
            for article, text, seen_at, page in self.connection.execute(
                """select article_id, text_digest, seen_at, page_id from versions
                   where list_contains(?, article_id)""",
                [[article.article_id for article in articles]],
            ).fetchall()
        }
        first: dict[tuple[str, str], Article] = {}
        for article in sorted(articles, key=_seen):
            key = (article.article_id, article.text_digest)
            if key not in known or _seen(article) < known[key]:
                first.setdefault(key, article)
        self._delete("versions", "page_id", [known[key][1] for key in first if key in known])
        self.insert(
            "versions",
            [
                {
                    "article_id": a.article_id,
                    "text_digest": a.text_digest,
                    "page_id": a.page_id,
                    "title": a.title,
                    "text": a.text,
                    "seen_at": a.fetched_at,
                }
                for a in first.values()
            ],
        )


def insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    verb: str = "insert",
) -> None:
    """Write rows by column name; ``verb`` may be ``insert or replace``."""
    if not rows:
        return
    described = connection.execute(f"select * from {table} limit 0").to_arrow_table().schema
    schema = pa.schema([described.field(name) for name in rows[0]])
    batch = pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
    connection.register("batch_rows", batch)
    try:
        connection.execute(f"{verb} into {table} by name select * from batch_rows")
    finally:
        connection.unregister("batch_rows")


def _seen(article: Article) -> tuple[datetime, str]:
    """Orders the pages of an article, those of the same moment too."""
    return (article.fetched_at, article.page_id)


def _failure(stage: Stage, row: inputs.Input, failure: Failure, at: datetime) -> dict[str, Any]:
    place = {"key": row.key, "url": row.url, "outlet": row.outlet}
    return {**_about_failure(stage, failure, at), **place}


def _about_failure(stage: Stage, failure: Failure, at: datetime) -> dict[str, Any]:
    return {
        "stage": stage.name,
        "version": stage.version,
        "error": failure.error,
        "message": failure.message,
        "failed_at": at,
    }


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file in UTC; raises WarehouseError that names a corrupt or locked file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(
            path, read_only=read_only, config={"autoinstall_known_extensions": False}
        )
        connection.execute("set TimeZone = 'UTC'")
        return connection
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path} cannot be opened: {str(error).splitlines()[0]}",
            hint=_repair(path, read_only),
            path=path,
        ) from error


def _repair(path: Path, snapshot: bool) -> str:
    if snapshot:
        return "If it is corrupt, go back with `sorot publish --rollback`, or `sorot publish` anew."
    return (
        f"If it is corrupt, move {path.name} away and run `sorot rerun --from extract`: everything "
        "is rebuilt from the archive, corrections from the last snapshot."
    )


def newest_migration() -> int:
    """The number of the schema that this version of Sorot writes."""
    return max(_migrations())


def _migrations() -> dict[int, Path]:
    return {int(file.name[:4]): file for file in sorted(MIGRATIONS.glob("*.sql"))}


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Bring the schema to the newest migration, each in one transaction, forward only."""
    connection.execute(
        "create table if not exists migrations (number integer primary key, name text not null)"
    )
    done = {number for (number,) in connection.execute("select number from migrations").fetchall()}
    files = _migrations()
    if done - files.keys():
        raise WarehouseError(
            f"{path} was written by a newer Sorot (migration {max(done)}).",
            hint="Upgrade Sorot, or point SOROT_HOME at another folder.",
            path=path,
        )
    for number in sorted(files.keys() - done):
        connection.begin()
        connection.execute(files[number].read_text())
        connection.execute("insert into migrations values (?, ?)", [number, files[number].stem])
        connection.commit()
