"""Stages that join rows into groups: what a few new rows touch, and what such a stage gave.

A group (a syndication cluster, a story) is known by a column of its membership table. A joining
stage sees new rows with everything around them, the groups of those in full; what it gives takes
the place of all that stood there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.records import Record
from pipeline.stage import Stage
from pipeline.warehouse import inputs
from pipeline.warehouse.inputs import Groups, Input
from pipeline.warehouse.warehouse import WHOLE, Warehouse

CHANGED = """
    select d.key
    from stage_rows d
    left join {source} i on i.key = d.key and i.input_digest = d.input_digest
    where d.stage = $stage and (i.key is null or d.version <> $version)
"""
IN_GROUPS_OF = """
    {column} in (select {column} from {members} where article_id in (select unnest($keys)))
"""


def let_go(warehouse: Warehouse, stage: Stage) -> None:
    """Take rows that changed, that are no input any more, or that another version of the stage has
    joined, out of their groups; what they leave behind there is pending again."""
    groups = inputs.groups(stage.reads)
    about = {"stage": stage.name, "version": stage.version}
    changed = _column(warehouse, CHANGED.format(source=inputs.source(stage.reads)), about)
    if not changed:
        return
    mates = f"select article_id from {groups.members.table} where {_in_groups(groups)}"
    touched = [*changed, *_column(warehouse, mates, {"keys": changed})]
    with warehouse.transaction():
        _delete(warehouse, groups.members.table, "article_id in (select unnest($keys))", changed)
        for kind in _describing(stage, groups):
            left = f"{groups.column} not in (select {groups.column} from {groups.members.table})"
            warehouse.connection.execute(f"delete from {kind.table} where {left}")
        _forget(warehouse, stage, touched)


def dissolve(warehouse: Warehouse, stage: Stage) -> None:
    """Forget every group of a stage, so that it joins all rows anew."""
    with warehouse.transaction():
        for kind in stage.writes:
            warehouse.connection.execute(f"delete from {kind.table}")


def around(warehouse: Warehouse, stage: Stage, keys: Sequence[str]) -> list[Input]:
    """The rows of ``keys`` and all that they touch."""
    groups = inputs.groups(stage.reads)
    touched = _column(warehouse, groups.around, {"keys": list(keys), **stage.reach})
    return warehouse.read(stage, touched)


def write(
    warehouse: Warehouse, stage: Stage, rows: Sequence[Input], records: Sequence[Record]
) -> None:
    """Keep what a joining stage gave for ``rows``, in one transaction."""
    groups, keys = inputs.groups(stage.reads), [row.key for row in rows]
    with warehouse.transaction():
        for kind in _describing(stage, groups):
            _delete(warehouse, kind.table, _in_groups(groups), keys)
        _delete(warehouse, groups.members.table, "article_id in (select unnest($keys))", keys)
        _forget(warehouse, stage, [*keys, WHOLE])
        for kind in stage.writes:
            kept = [record.model_dump() for record in records if type(record) is kind]
            warehouse.insert(kind.table, kept)
        done = {"stage": stage.name, "version": stage.version}
        warehouse.insert(
            "stage_rows",
            [{**done, "key": row.key, "input_digest": row.input_digest} for row in rows],
        )


def _in_groups(groups: Groups) -> str:
    return IN_GROUPS_OF.format(column=groups.column, members=groups.members.table)


def _describing(stage: Stage, groups: Groups) -> list[type[Record]]:
    """What a stage writes of a group as a whole."""
    return [kind for kind in stage.writes if kind is not groups.members]


def _forget(warehouse: Warehouse, stage: Stage, keys: Sequence[str]) -> None:
    done = f"stage = '{stage.name}' and key in (select unnest($keys))"
    for table in ("stage_rows", "failures"):
        _delete(warehouse, table, done, keys)


def _delete(warehouse: Warehouse, table: str, which: str, keys: Sequence[str]) -> None:
    warehouse.connection.execute(f"delete from {table} where {which}", {"keys": list(keys)})


def _column(warehouse: Warehouse, query: str, parameters: Mapping[str, Any]) -> list[str]:
    found = warehouse.connection.execute(query, parameters).fetchall()
    return [value for (value,) in found]
