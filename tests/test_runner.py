"""The runner gives the same with one process or many, and leaves none behind when killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from crawlers.archive import read_index
from pipeline.records import Duplicate, Record, SyndicationInput
from pipeline.runner import StageReport, apply, run_stage
from pipeline.select import fingerprint_stage
from pipeline.settings import Settings
from pipeline.stage import Failure, Stage, each
from pipeline.stories import syndication_stage
from pipeline.stories.duplicates import syndicate
from pipeline.warehouse import Warehouse, runs
from pipeline.workers import Workers
from tests.conftest import MakeSettings
from tests.nights import FIRST_NIGHT, content, kill_run


def test_killed_pool_leaves_no_process_behind_and_a_new_one_gives_the_same(
    first_night: Path, home: Path, settings: MakeSettings
) -> None:
    ours = settings(home, workers=2)
    kill_run(ours, "fingerprint", at="fingerprint")  # ends only when the workers have, too
    with Warehouse(ours.warehouse) as warehouse:
        assert 0 < len(warehouse.pending(fingerprint_stage())) < len(every_article(warehouse))
        runs.forget_stages(warehouse, ["fingerprint"])
        report = run(fingerprint_stage(), warehouse, ours)
        assert (report.done, report.failed) == (len(every_article(warehouse)), 0)
    whole = content(first_night / "warehouse.duckdb")["fingerprints"]
    assert content(ours.warehouse)["fingerprints"] == whole


def every_article(warehouse: Warehouse) -> list[str]:
    rows = warehouse.connection.execute("select article_id from articles").fetchall()
    return [article for (article,) in rows]


def test_progress_is_told_of_every_row(home: Path, settings: MakeSettings) -> None:
    told: list[int] = []

    @contextmanager
    def bar(name: str, total: int) -> Iterator[Callable[[int], None]]:
        told.append(total)
        yield told.append

    with Warehouse(home / "warehouse.duckdb") as warehouse:
        runs.forget_stages(warehouse, ["fingerprint"])
        run(fingerprint_stage(), warehouse, settings(home), bar)
    total, *steps = told
    assert sum(steps) == total > 200
    assert max(steps) == fingerprint_stage().batch_size


def test_a_page_without_a_body_fails_in_its_place(
    first_night: Path, settings: MakeSettings
) -> None:
    ours = settings(first_night)
    pages, _ = read_index(ours.archive, 0)
    lost = pages[1].model_copy(update={"archive_file": "gone.warc.gz"})
    first, second, third = apply("extract", ours, [pages[0], lost, pages[2]])
    assert isinstance(second, Failure)
    assert second.error == "FetchError"
    assert pages[1].final_url in second.message
    for page, outcome in ((pages[0], first), (pages[2], third)):
        assert not isinstance(outcome, Failure)
        assert outcome[0].model_dump()["page_id"] == page.page_id


def test_joining_stage_sees_new_rows_with_what_they_touch_and_no_others(
    home: Path, settings: MakeSettings
) -> None:
    seen: list[list[str]] = []

    def one_by_one(articles: Sequence[SyndicationInput]) -> list[Record]:
        seen.append([article.article_id for article in articles])
        return syndicate(articles)

    stage = joining_stage(one_by_one)
    with Warehouse(home / "warehouse.duckdb") as warehouse:
        for _ in range(2):
            run(stage, warehouse, settings(home))
        before = clusters(warehouse)
        copied = next(c for c in before.values() if len(c) > 2)
        warehouse.connection.execute(
            "update articles set text_digest = 'x' where article_id = ?", [copied[-1]]
        )
        run(stage, warehouse, settings(home))
        assert clusters(warehouse) == before
    every, touched = map(set, seen)
    assert {*copied} <= touched < every


def test_an_article_that_no_longer_counts_leaves_its_cluster(
    home: Path, settings: MakeSettings
) -> None:
    stage = syndication_stage()
    with Warehouse(home / "warehouse.duckdb") as warehouse:
        first, *others = next(c for c in clusters(warehouse).values() if len(c) > 2)
        warehouse.connection.execute(
            "update selection set relevant = false where article_id = ?", [first]
        )
        report = run(stage, warehouse, settings(home))
        found = clusters(warehouse)
    assert report.done == len(others)
    assert others in found.values()
    assert first not in found


def test_joining_stage_that_fails_keeps_what_it_gave_before(
    home: Path, settings: MakeSettings
) -> None:
    def broken(articles: Sequence[SyndicationInput]) -> list[Record]:
        raise ValueError("no room for so many")

    stage = replace(joining_stage(broken), code_version=syndication_stage().version)
    with Warehouse(home / "warehouse.duckdb") as warehouse:
        before = clusters(warehouse)
        warehouse.connection.execute("update articles set text_digest = 'x' where release")
        report = run(stage, warehouse, settings(home))
        assert report.failures == {"ValueError": 1}
        assert warehouse.scalar("select message from failures where key = '*'") == (
            "no room for so many"
        )
        kept = {article for cluster in clusters(warehouse).values() for article in cluster}
        assert kept < {article for cluster in before.values() for article in cluster}
        run(syndication_stage(), warehouse, settings(home))
        assert clusters(warehouse) == before
        assert warehouse.scalar("select count(*) from failures where key = '*'") == 0


def test_night_by_night_gives_the_clusters_of_all_at_once(
    home: Path, settings: MakeSettings
) -> None:
    few = replace(syndication_stage(), batch_size=7)
    with Warehouse(home / "warehouse.duckdb") as warehouse:
        before = clusters(warehouse)
        runs.forget_stages(warehouse, ["syndication"])
        warehouse.connection.execute("delete from duplicates")
        run(few, warehouse, settings(home))
        assert clusters(warehouse) == before


def joining_stage(function: Callable[[Sequence[SyndicationInput]], list[Record]]) -> Stage:
    return Stage(
        "syndication", SyndicationInput, (Duplicate,), each(function), "one-1",
        batch_size=5_000, joins=True,
    )  # fmt: skip


def clusters(warehouse: Warehouse) -> dict[str, list[str]]:
    """Cluster → its articles, the first publisher's first."""
    query = """
        select cluster_id, list(article_id order by not first, article_id)
        from duplicates group by cluster_id order by cluster_id
    """
    return dict(warehouse.connection.execute(query).fetchall())


def run(
    stage: Stage, warehouse: Warehouse, ours: Settings, advance: Callable[..., Any] | None = None
) -> StageReport:
    with Workers(ours.workers) as workers:
        return run_stage(stage, warehouse, ours, FIRST_NIGHT, workers, advance)
