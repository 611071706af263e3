"""Snapshots: readers are never disturbed, a bad one is never shown, an older one can return."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.analysis import News
from pipeline.errors import WarehouseError
from pipeline.warehouse import Warehouse, current, publish, rollback, search_index, snapshots
from tests.warehouse.conftest import NIGHT, article_of, extract, mention_of, page_of, topic_of

COUNT = "select count(*) from articles"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "published"


def publish_one_more(warehouse: Warehouse, folder: Path, keep: int = 7) -> Path:
    """A snapshot with one article more than the last."""
    page = page_of(f"artikel-{len(snapshots(folder)) + warehouse.archive_position}")
    warehouse.add_pages([page], warehouse.archive_position + 1)
    extract(warehouse, article_of(page, f"Polisi menangkap pencuri di {page.url}."))
    at = NIGHT + timedelta(days=warehouse.archive_position)
    return publish(warehouse, folder, at=at, keep=keep, stopwords=["di"])


def articles_in(path: Path) -> int:
    with duckdb.connect(path, read_only=True) as connection:
        (count,) = connection.execute(COUNT).fetchall()[0]
        return int(count)


def test_open_reader_keeps_its_data_while_a_new_snapshot_is_published(
    warehouse: Warehouse, folder: Path
) -> None:
    publish_one_more(warehouse, folder)
    with duckdb.connect(current(folder), read_only=True) as reader:
        publish_one_more(warehouse, folder)
        assert reader.execute(COUNT).fetchall() == [(1,)]
        assert articles_in(current(folder)) == 2


def test_reader_keeps_its_data_even_when_its_snapshot_is_retired(
    warehouse: Warehouse, folder: Path
) -> None:
    first = publish_one_more(warehouse, folder, keep=1)
    with duckdb.connect(first, read_only=True) as reader:
        publish_one_more(warehouse, folder, keep=1)
        assert not first.exists()
        assert reader.execute(COUNT).fetchall() == [(1,)]


def test_only_the_last_snapshots_are_kept(warehouse: Warehouse, folder: Path) -> None:
    made = [publish_one_more(warehouse, folder, keep=3) for _ in range(5)]
    assert snapshots(folder) == made[-3:]
    assert current(folder) == made[-1]


def test_rollback_steps_back_until_the_oldest(warehouse: Warehouse, folder: Path) -> None:
    first, second, _ = (publish_one_more(warehouse, folder) for _ in range(3))
    assert rollback(folder) == second == current(folder)
    assert rollback(folder) == first == current(folder)
    with pytest.raises(WarehouseError, match="oldest snapshot kept"):
        rollback(folder)
    assert current(folder) == first


def test_the_next_snapshot_after_a_rollback_is_current_again(
    warehouse: Warehouse, folder: Path
) -> None:
    for _ in range(2):
        publish_one_more(warehouse, folder)
    rollback(folder)
    assert publish_one_more(warehouse, folder) == current(folder)
    assert articles_in(current(folder)) == 3


@pytest.mark.parametrize(
    ("trouble", "statement"),
    [
        ("an article has no page", "delete from pages"),
        ("a mention has no article", "update mentions set article_id = 'none'"),
        ("an article has two main topics", "insert into topics from topics"),
        (
            "an article is in two syndication clusters",
            """insert into duplicates
               select unnest(['a', 'b']), article_id, 1.0, true from articles""",
        ),
    ],
)
def test_a_snapshot_that_fails_a_check_is_never_shown(
    warehouse: Warehouse, folder: Path, trouble: str, statement: str
) -> None:
    sound = publish_one_more(warehouse, folder)
    page = page_of("rusak")
    warehouse.add_pages([page], 9)
    extract(warehouse, article_of(page))
    warehouse.insert("mentions", [mention_of(article_of(page)).model_dump()])
    warehouse.insert("topics", [topic_of(article_of(page)).model_dump()])
    warehouse.connection.execute(statement)
    with pytest.raises(WarehouseError, match=f"{trouble}.*stays current"):
        publish(warehouse, folder, at=NIGHT, keep=7, stopwords=[])
    assert current(folder) == sound
    assert sorted(path.name for path in folder.iterdir()) == ["current", sound.name]


def test_what_a_killed_publishing_left_is_cleared_away(warehouse: Warehouse, folder: Path) -> None:
    folder.mkdir()
    (folder / ".news-20251017T140000-00001.duckdb.part").write_bytes(b"half of it")
    made = publish_one_more(warehouse, folder)
    assert sorted(path.name for path in folder.iterdir()) == ["current", made.name]


def test_nothing_published_is_said_with_what_to_do(folder: Path) -> None:
    with pytest.raises(WarehouseError, match=r"nothing is published in .*sorot run"):
        current(folder)
    assert snapshots(folder) == []


def test_search_finds_other_forms_of_a_word(warehouse: Warehouse, folder: Path) -> None:
    publish_one_more(warehouse, folder)
    query = "select fts_main_articles.match_bm25(article_id, 'penangkapan') from articles"
    with duckdb.connect(current(folder), read_only=True) as connection:
        search_index.load(connection)
        ((score,),) = connection.execute(query).fetchall()
    assert score is not None


def test_a_snapshot_of_another_version_says_what_to_do(first_night: Path, tmp_path: Path) -> None:
    older = tmp_path / "news-older.duckdb"
    shutil.copy(current(first_night / "published"), older)
    with duckdb.connect(older) as connection:
        connection.execute("update migrations set number = -number where number > 1")
    with pytest.raises(WarehouseError, match="another version of Sorot.*sorot publish"):
        News(older)
