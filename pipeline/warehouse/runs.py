"""The log of nightly runs: when, with what outcome, and what each outlet gave."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.warehouse.warehouse import Warehouse

LINKS = "links"  # outcome of a run over links that people sent: no night, but it published
CAN_BE_REDONE = "key not in (select page_id from pruned_pages)"


def is_unpublished(warehouse: Warehouse) -> bool:
    """Whether the last run ended before its publishing did; ask before the next one begins."""
    last = warehouse.scalar("select outcome from runs order by run_id desc limit 1")
    return last not in (None, "done", LINKS)


def begin(warehouse: Warehouse, at: datetime) -> int:
    """Note that a run begins; one that never finished is marked as broken off."""
    warehouse.connection.execute("update runs set outcome = 'broken off' where outcome = 'running'")
    return int(warehouse.scalar("insert into runs (started_at) values (?) returning run_id", [at]))


def note_outlets(warehouse: Warehouse, run_id: int, outlets: Sequence[Mapping[str, Any]]) -> None:
    """Keep what each outlet gave (rows of ``run_outlets`` without the run)."""
    warehouse.insert("run_outlets", [{"run_id": run_id, **row} for row in outlets])


def finish(
    warehouse: Warehouse, run_id: int, at: datetime, outcome: str, summary: Mapping[str, Any]
) -> None:
    """Close a run with its summary."""
    warehouse.connection.execute(
        "update runs set finished_at = ?, outcome = ?, summary = ? where run_id = ?",
        [at, outcome, json.dumps(summary), run_id],
    )


def forget_failures(warehouse: Warehouse) -> int:
    """Clear the failures, so that the next run takes their rows up again; returns how many."""
    count = int(warehouse.scalar(f"select count(*) from failures where {CAN_BE_REDONE}"))
    warehouse.connection.execute(f"delete from failures where {CAN_BE_REDONE}")
    return count


def forget_stages(warehouse: Warehouse, names: Sequence[str]) -> None:
    """Make every row of these stages pending again."""
    for table in ("stage_rows", "failures"):
        warehouse.connection.execute(
            f"delete from {table} where list_contains(?, stage) and {CAN_BE_REDONE}",
            [list(names)],
        )
