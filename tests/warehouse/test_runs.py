"""The log of runs tells what was broken off, and what a run left unpublished."""

from __future__ import annotations

from pipeline.stage import Failure
from pipeline.warehouse import Warehouse, runs
from tests.warehouse.conftest import EXTRACT, NIGHT, article_of, extract, page_of, write


def test_a_run_that_never_ended_is_marked_as_broken_off(warehouse: Warehouse) -> None:
    first, second = runs.begin(warehouse, NIGHT), runs.begin(warehouse, NIGHT)
    runs.finish(warehouse, second, NIGHT, "done", {"stages": []})
    found = warehouse.connection.execute("select run_id, outcome from runs order by run_id")
    assert found.fetchall() == [(first, "broken off"), (second, "done")]


def test_unpublished_is_whatever_did_not_end_well(warehouse: Warehouse) -> None:
    assert not runs.is_unpublished(warehouse)
    run = runs.begin(warehouse, NIGHT)
    assert runs.is_unpublished(warehouse)
    runs.finish(warehouse, run, NIGHT, "failed", {})
    assert runs.is_unpublished(warehouse)
    runs.finish(warehouse, run, NIGHT, "done", {})
    assert not runs.is_unpublished(warehouse)


def test_forgotten_stages_are_pending_again_and_others_are_not(warehouse: Warehouse) -> None:
    one, two = page_of("satu"), page_of("dua")
    warehouse.add_pages([one, two], 1)
    extract(warehouse, article_of(one))
    write(warehouse, EXTRACT, {two.page_id: Failure("ExtractError", "no text")})
    runs.forget_stages(warehouse, ["relevance"])
    assert warehouse.pending(EXTRACT) == []
    runs.forget_stages(warehouse, ["extract"])
    assert warehouse.pending(EXTRACT) == sorted([one.page_id, two.page_id])


def test_forgotten_failures_are_counted_and_pending_again(warehouse: Warehouse) -> None:
    page = page_of("satu")
    warehouse.add_pages([page], 1)
    write(warehouse, EXTRACT, {page.page_id: Failure("ExtractError", "no text")})
    assert runs.forget_failures(warehouse) == 1
    assert warehouse.pending(EXTRACT) == [page.page_id]
    assert runs.forget_failures(warehouse) == 0
