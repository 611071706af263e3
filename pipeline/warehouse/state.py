"""What the warehouse holds, and what its tables are: for ``sorot status`` and ``sorot schema``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.warehouse.runs import LINKS
from pipeline.warehouse.warehouse import Warehouse, migrate

RUNS = 5  # of nights, and of imports of links
COUNTED = ("pages", "articles", "mentions", "stories")


@dataclass(frozen=True, slots=True)
class State:
    """Rows as dictionaries of the columns named in the queries below; ``runs`` newest first."""

    counts: dict[str, int]
    runs: list[dict[str, Any]]
    failures: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    comment: str
    columns: tuple[tuple[str, str], ...]  # name, type


def state_of(warehouse: Warehouse) -> State:
    """Counts, the last runs, and every failed row."""
    return State(
        counts={n: int(warehouse.scalar(f"select count(*) from {n}")) for n in COUNTED},
        runs=warehouse.rows(f"""
            select run_id, started_at, finished_at, outcome,
                cast(list_sum(cast(summary -> '$.stages[*].failed' as integer[])) as integer)
                    as failed
            from runs
            qualify {RUNS} >= row_number() over (
                partition by outcome = '{LINKS}' order by run_id desc
            )
            order by run_id desc
        """),
        failures=warehouse.rows(
            "select stage, error, message, url, failed_at from failures order by all"
        ),
    )


def describe() -> list[Table]:
    """Every table and view with its comment and columns, tables first, by name."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        migrate(connection, Path(":memory:"))
        found = connection.execute("""
            select t.name, t.comment,
                list({n: c.column_name, t: c.data_type} order by c.column_index)
            from (
                select table_name as name, comment, 0 as place from duckdb_tables()
                union all
                select view_name, comment, 1 from duckdb_views() where not internal
            ) t
            join duckdb_columns() c on c.table_name = t.name
            group by t.name, t.comment, t.place
            order by t.place, t.name
        """).fetchall()
    return [
        Table(name, comment or "", tuple((c["n"], c["t"]) for c in columns))
        for name, comment, columns in found
    ]
