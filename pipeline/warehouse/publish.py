"""Publishing: a checked, read-only copy of the warehouse, swapped in atomically.

A snapshot is a new file with the search index inside; ``current`` is a link replaced in one
step, so a reader keeps the file it opened and the next open sees the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from pipeline.warehouse import officers, search_index
from pipeline.warehouse.warehouse import Warehouse, connect, newest_migration

CHECKS = {
    "an article has no page": "select count(*) from articles anti join pages using (page_id)",
    "a mention has no article": """
        select count(*) from mentions anti join articles using (article_id)""",
    "a score has no article": """
        select count(*) from sentiment anti join articles using (article_id)""",
    "an article has two main topics": """
        select count(*) from (
            select article_id from topics where main group by all having count(*) > 1
        )""",
    "an article is in two syndication clusters": """
        select count(*) from (select article_id from duplicates group by all having count(*) > 1)
        """,
}
WITHHELD = {  # who sent a link, and in which chat, is nobody's business outside the office
    "sent_links": "* replace (null as sender, null as source)",
}
ROWS_FOR_READERS = (Path(__file__).parent / "sql" / "rows_for_readers.sql").read_text()
PRUNED_BEFORE = (
    """
    insert or ignore into articles by name
    from snapshot.articles semi join pruned_pages using (page_id)
    """,
    """
    insert into versions by name
    from snapshot.versions semi join pruned_pages using (page_id)
    anti join versions using (page_id)
    """,
    """
    insert into failures by name
    from snapshot.failures semi join pruned_pages on page_id = key
    where stage = 'extract' and key not in (select key from failures)
    """,
)


def publish(
    warehouse: Warehouse, folder: Path, *, at: datetime, keep: int, stopwords: Sequence[str]
) -> Path:
    """Copy, check, index and swap in a snapshot; returns its path.

    Raises WarehouseError, and leaves ``current`` as it was, when a check fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    snapshot = folder / f"news-{at:%Y%m%dT%H%M%S}-{_next_number(folder):05d}.duckdb"
    for abandoned in folder.glob(".news-*.part*"):
        abandoned.unlink()
    unfinished = folder / f".{snapshot.name}.part"
    try:
        _copy(warehouse.connection, unfinished)
        _check_and_derive(unfinished, list(stopwords))
        unfinished.rename(snapshot)
    finally:
        unfinished.unlink(missing_ok=True)
    _point_current_at(folder, snapshot)
    for old in snapshots(folder)[:-keep]:
        old.unlink()
    return snapshot


def current(folder: Path) -> Path:
    """The snapshot that readers open; raises WarehouseError when nothing is published."""
    link = folder / "current"
    if not link.exists():
        raise WarehouseError(
            f"nothing is published in {folder}.",
            hint="Run `sorot run` first, or point SOROT_HOME at the folder of an earlier run.",
            path=folder,
        )
    return link.resolve()


def open_snapshot(path: Path) -> duckdb.DuckDBPyConnection:
    """A snapshot to read; raises WarehouseError when another version of Sorot published it."""
    connection = connect(path, read_only=True)
    row = connection.execute("select max(number) from migrations").fetchone()
    if row is None or row[0] != newest_migration():
        connection.close()
        raise WarehouseError(
            f"{path.name} was published by another version of Sorot.",
            hint="`sorot publish` makes it anew from the warehouse.",
            path=path,
        )
    return connection


def rollback(folder: Path) -> Path:
    """Make the snapshot before the current one current; returns it."""
    known = snapshots(folder)
    place = known.index(current(folder))
    if place == 0:
        raise WarehouseError(
            f"{known[0].name} is the oldest snapshot kept.",
            hint="Nothing to roll back to; run `sorot run` to publish anew.",
        )
    _point_current_at(folder, known[place - 1])
    return known[place - 1]


def restore_corrections(warehouse: Warehouse, folder: Path) -> None:
    """Take the analysts' corrections of the newest snapshot over into a warehouse made anew: they
    are what no archive holds."""
    _restore(warehouse, folder, ["insert into corrections by name from snapshot.corrections"])


def restore_pruned(warehouse: Warehouse, folder: Path) -> None:
    """Take over what the newest snapshot has of pages whose WARC files were pruned and which a
    warehouse made anew lacks: the archive cannot give it again."""
    _restore(warehouse, folder, PRUNED_BEFORE)


def snapshots(folder: Path) -> list[Path]:
    """Published snapshots, oldest first."""
    return sorted(folder.resolve().glob("news-*.duckdb"), key=lambda path: path.stem[-5:])


def _restore(warehouse: Warehouse, folder: Path, queries: Sequence[str]) -> None:
    """Run the queries with the newest snapshot attached; nothing when there is none."""
    known = snapshots(folder)
    if not known:
        return
    warehouse.connection.execute(f"attach '{_quoted(known[-1])}' as snapshot (read_only)")
    try:
        with warehouse.transaction():
            for query in queries:
                warehouse.connection.execute(query)
    finally:
        warehouse.connection.execute("detach snapshot")


def _next_number(folder: Path) -> int:
    known = snapshots(folder)
    return int(known[-1].stem[-5:]) + 1 if known else 1


def _copy(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    name = connection.execute("select current_database()").fetchone()
    assert name is not None
    connection.execute(f"attach '{_quoted(target)}' as snapshot")
    try:
        connection.execute(f"copy from database {name[0]} to snapshot (schema)")
        for table in _tables(connection, name[0]):
            columns = WITHHELD.get(table, "*")
            connection.execute(f"insert into snapshot.{table} select {columns} from {table}")
    finally:
        connection.execute("detach snapshot")


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    query = "select table_name from duckdb_tables() where database_name = ? and not temporary"
    return [table for (table,) in connection.execute(query, [database]).fetchall()]


def _check_and_derive(path: Path, stopwords: list[str]) -> None:
    with duckdb.connect(path, config={"autoinstall_known_extensions": False}) as connection:
        for trouble, query in CHECKS.items():
            found = connection.execute(query).fetchone()
            if found and found[0]:
                raise WarehouseError(
                    f"the new snapshot is not published: {trouble} ({found[0]} rows).",
                    hint="The last snapshot stays current; `sorot rerun --from extract` rebuilds.",
                    rows=found[0],
                )
        officers.derive(connection)
        search_index.build(connection, stopwords)
        connection.execute(ROWS_FOR_READERS)


def _point_current_at(folder: Path, snapshot: Path) -> None:
    link = folder / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(snapshot.name)
    link.replace(folder / "current")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
