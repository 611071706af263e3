"""The schema comes about by numbered migrations, forward only and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import WarehouseError
from pipeline.records import Record
from pipeline.warehouse import Warehouse
from pipeline.warehouse.warehouse import MIGRATIONS
from tests.warehouse.conftest import page_of

NOT_TABLES = {"RelevantArticle", "AnnotatedArticle", "SyndicationInput", "StoryInput"}
UNSTORED = {"body"}


def test_opening_again_migrates_nothing_and_keeps_everything(tmp_path: Path) -> None:
    applied = []
    for _ in range(3):
        with Warehouse(tmp_path / "warehouse.duckdb") as warehouse:
            warehouse.add_pages([page_of("satu")], 1)
            applied.append(warehouse.connection.execute("from migrations").fetchall())
    assert applied[0] == applied[1] == applied[2]
    names = [name for _, name in sorted(applied[0])]
    assert names == sorted(file.stem for file in MIGRATIONS.glob("*.sql"))


def test_a_warehouse_of_a_newer_sorot_is_left_alone(tmp_path: Path) -> None:
    with Warehouse(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.connection.execute("insert into migrations values (9999, 'from_tomorrow')")
    with pytest.raises(WarehouseError, match=r"newer Sorot \(migration 9999\)\. Upgrade"):
        Warehouse(tmp_path / "warehouse.duckdb").__enter__()


def test_every_table_and_view_says_what_it_is(warehouse: Warehouse) -> None:
    query = """
        select table_name from duckdb_tables() where comment is null
        union all
        select view_name from duckdb_views() where comment is null and not internal
    """
    assert warehouse.connection.execute(query).fetchall() == [("migrations",)]


@pytest.mark.parametrize("kind", Record.__subclasses__(), ids=lambda kind: kind.__name__)
def test_fields_of_a_record_are_the_columns_of_its_table(
    warehouse: Warehouse, kind: type[Record]
) -> None:
    if kind.__name__ in NOT_TABLES:
        return
    described = warehouse.connection.execute(f"describe {kind.table}").fetchall()
    columns = {column[0] for column in described}
    assert columns == kind.model_fields.keys() - UNSTORED
