"""Batches are kept whole or not at all, in place of what was there before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import WarehouseError
from pipeline.records import Record, digest
from pipeline.stage import Failure
from pipeline.warehouse import Warehouse
from tests.warehouse.conftest import (
    EXTRACT,
    NIGHT,
    RELEVANCE,
    article_of,
    extract,
    mention_of,
    page_of,
    selection_of,
    write,
)


def count(warehouse: Warehouse, table: str) -> int:
    return int(warehouse.scalar(f"select count(*) from {table}"))


def test_a_row_is_pending_until_it_is_done_and_again_at_a_new_version(
    warehouse: Warehouse,
) -> None:
    one, two = page_of("satu"), page_of("dua")
    warehouse.add_pages([one, two], 10)
    assert warehouse.pending(EXTRACT) == sorted([one.page_id, two.page_id])
    extract(warehouse, article_of(one))
    assert warehouse.pending(EXTRACT) == [two.page_id]
    newer = replace(EXTRACT, code_version="extract-2")
    assert warehouse.pending(newer) == sorted([one.page_id, two.page_id])


def test_pages_taken_over_twice_are_there_once_and_the_position_is_kept(tmp_path: Path) -> None:
    page = page_of("satu")
    with Warehouse(tmp_path / "w.duckdb") as warehouse:
        warehouse.add_pages([page], 123)
        warehouse.add_pages([page], 456)
    with Warehouse(tmp_path / "w.duckdb") as warehouse:
        assert count(warehouse, "pages") == 1
        assert warehouse.archive_position == 456


def test_a_batch_that_breaks_a_rule_leaves_nothing_behind(warehouse: Warehouse) -> None:
    one, two = page_of("satu"), page_of("dua")
    warehouse.add_pages([one, two], 1)
    broken = article_of(two).model_copy(update={"quality": 7.0})
    with pytest.raises(duckdb.ConstraintException):
        extract(warehouse, article_of(one), broken)
    assert [count(warehouse, table) for table in ("articles", "versions", "stage_rows")] == [0] * 3
    extract(warehouse, article_of(one))
    assert count(warehouse, "articles") == 1


def test_a_failed_row_is_kept_with_its_url_and_is_gone_once_it_is_done(
    warehouse: Warehouse,
) -> None:
    page = page_of("satu")
    warehouse.add_pages([page], 1)
    write(warehouse, EXTRACT, {page.page_id: Failure("ExtractError", "no text")})
    found = warehouse.connection.execute("select url, error, failed_at from failures").fetchone()
    assert found == (page.url, "ExtractError", NIGHT)
    assert warehouse.pending(EXTRACT) == []
    newer = replace(EXTRACT, code_version="extract-2")
    write(warehouse, newer, {page.page_id: [article_of(page)]})
    assert count(warehouse, "failures") == 0


def test_an_edited_article_keeps_its_texts_and_is_scored_anew(warehouse: Warehouse) -> None:
    first, second = page_of("satu", "lama"), page_of("satu", "baru", nights=1)
    old, new = article_of(first, "Teks lama."), article_of(second, "Teks baru.")
    warehouse.add_pages([first], 1)
    extract(warehouse, old)
    write(warehouse, RELEVANCE, {old.article_id: [selection_of(old)]})
    assert warehouse.pending(RELEVANCE) == []
    warehouse.add_pages([second], 2)
    extract(warehouse, new)
    assert warehouse.pending(RELEVANCE) == [new.article_id]
    assert warehouse.scalar("select text from articles") == "Teks baru."
    texts = warehouse.connection.execute("select text from versions order by seen_at").fetchall()
    assert texts == [("Teks lama.",), ("Teks baru.",)]


def test_the_newest_page_wins_in_whatever_order_pages_are_read(warehouse: Warehouse) -> None:
    first, second = page_of("satu", "lama"), page_of("satu", "baru", nights=1)
    warehouse.add_pages([first, second], 1)
    extract(warehouse, article_of(second, "Teks baru."))
    extract(warehouse, article_of(first, "Teks lama."))
    assert warehouse.scalar("select text from articles") == "Teks baru."
    assert count(warehouse, "versions") == 2


def test_a_better_extraction_is_no_edit_of_the_article(warehouse: Warehouse) -> None:
    page = page_of("satu")
    warehouse.add_pages([page], 1)
    extract(warehouse, article_of(page, "BACA JUGA Polisi menangkap pencuri."))
    extract(warehouse, article_of(page, "Polisi menangkap pencuri."))
    assert warehouse.connection.execute("select text from versions").fetchall() == [
        ("Polisi menangkap pencuri.",)
    ]


def test_what_failed_on_an_older_text_is_tried_on_the_new_one(warehouse: Warehouse) -> None:
    first, second = page_of("satu", "lama"), page_of("satu", "baru", nights=1)
    warehouse.add_pages([first, second], 1)
    old = article_of(first, "Teks lama.")
    extract(warehouse, old)
    write(warehouse, RELEVANCE, {old.article_id: Failure("ModelError", "broken")})
    assert warehouse.pending(RELEVANCE) == []
    extract(warehouse, article_of(second, "Teks baru."))
    assert warehouse.pending(RELEVANCE) == [old.article_id]


@pytest.mark.parametrize("again", ["another canonical URL", "no article"])
def test_an_article_that_its_page_no_longer_gives_is_gone_with_all_that_was_said_of_it(
    warehouse: Warehouse, again: str
) -> None:
    page, other = page_of("satu"), page_of("dua")
    gone, kept = article_of(page), article_of(other)
    warehouse.add_pages([page, other], 1)
    extract(warehouse, gone, kept)
    for article in (gone, kept):
        write(warehouse, RELEVANCE, {article.article_id: [selection_of(article)]})
        warehouse.insert("mentions", [mention_of(article).model_dump()])
    outcomes: dict[str, list[Record] | Failure] = {
        "another canonical URL": [article_of(page, name="kanonik")],
        "no article": Failure("ExtractError", "soft 404"),
    }
    write(warehouse, EXTRACT, {page.page_id: outcomes[again]})
    left = {digest("http://kabarseruni.test/dua")}
    found = {
        key for (key,) in warehouse.connection.execute("from mentions select article_id").fetchall()
    }
    assert found == left
    assert warehouse.scalar("select count(*) from selection") == 1
    ids = {
        key for (key,) in warehouse.connection.execute("from articles select article_id").fetchall()
    }
    assert gone.article_id not in ids
    assert kept.article_id in ids


def test_an_article_that_two_pages_give_stays_while_one_of_them_does(
    warehouse: Warehouse,
) -> None:
    first, second = page_of("satu", "lama"), page_of("satu", "baru", nights=1)
    warehouse.add_pages([first, second], 1)
    extract(warehouse, article_of(first, "Teks lama."), article_of(second, "Teks baru."))
    write(warehouse, EXTRACT, {second.page_id: Failure("ExtractError", "soft 404")})
    assert count(warehouse, "articles") == 1


def test_a_corrupt_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(
        WarehouseError, match=r"\.duckdb cannot be opened.*move warehouse\.duckdb away"
    ):
        Warehouse(path).__enter__()
    path.unlink()
    with Warehouse(path):
        pass


def test_a_text_is_dated_by_the_page_that_showed_it_first_whatever_is_read_first(
    warehouse: Warehouse,
) -> None:
    pages = [page_of("satu", body, nights) for body, nights in (("b", 1), ("a", 0), ("c", 0))]
    warehouse.add_pages(pages, 1)
    for page in pages:
        extract(warehouse, article_of(page))
    first = min(pages[1:], key=lambda page: page.page_id)
    found = warehouse.connection.execute("select page_id, seen_at from versions").fetchall()
    assert found == [(first.page_id, NIGHT)]
    assert warehouse.scalar("select page_id from articles") == pages[0].page_id


def test_pages_are_read_in_the_order_they_were_fetched_in(warehouse: Warehouse) -> None:
    pages = [page_of(str(number), nights=number) for number in range(9)]
    warehouse.add_pages(pages[::-1], 1)
    assert warehouse.pending(EXTRACT) == [page.page_id for page in pages]
