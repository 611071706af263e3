"""Articles that their sites have taken down."""

from __future__ import annotations

from datetime import timedelta

from pipeline.warehouse import Warehouse
from tests.warehouse.conftest import EXTRACT, NIGHT, article_of, extract, page_of


def test_article_taken_down_keeps_its_text_and_is_dated(warehouse: Warehouse) -> None:
    kept, other = page_of("satu", "isi"), page_of("dua", "isi lain")
    warehouse.add_pages([kept, other], 1)
    extract(warehouse, article_of(kept, "Teks."), article_of(other))
    for nights in (2, 1):
        answer = page_of("satu", f"hilang {nights}", nights).model_copy(update={"status": 410})
        warehouse.add_pages([answer], nights)
    assert warehouse.pending(EXTRACT) == []
    gone = warehouse.connection.execute("select url, gone_at from v_gone").fetchall()
    assert gone == [(kept.url, NIGHT + timedelta(days=1))]
    assert warehouse.scalar("select text from articles where url = ?", [kept.url]) == "Teks."
