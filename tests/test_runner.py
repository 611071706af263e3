"""The runner gives the same with one process or many, and leaves none behind when killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawlers.archive import read_index
from pipeline.records import Record, Story, StoryArticle, StoryInput
from pipeline.runner import StageReport, apply, run_stage
from pipeline.select import fingerprint_stage
from pipeline.settings import Settings
from pipeline.stage import Failure, Stage, each
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


def every_article(warehouse: Warehouse) -> dict[str, str]:
    return warehouse.digests(fingerprint_stage())


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


def test_whole_set_stage_runs_again_only_when_its_input_changed(
    home: Path, settings: MakeSettings
) -> None:
    seen: list[int] = []

    def one_story(articles: Sequence[StoryInput]) -> list[Record]:
        seen.append(len(articles))
        return [StoryArticle(story_id="s", article_id=a.article_id) for a in articles]

    stage = whole_stage(one_story)
    with Warehouse(home / "warehouse.duckdb") as warehouse:
        for _ in range(2):
            run(stage, warehouse, settings(home))
        warehouse.connection.execute("update articles set text_digest = 'x' where release")
        run(stage, warehouse, settings(home))
        assert warehouse.scalar("select count(*) from story_articles") == seen[-1]
        assert warehouse.scalar("select count(*) from stories") == 0
    assert len(seen) == 2


def test_whole_set_stage_that_fails_keeps_what_it_gave_before(
    home: Path, settings: MakeSettings
) -> None:
    def broken(articles: Sequence[StoryInput]) -> list[Record]:
        raise ValueError("no room for so many")

    with Warehouse(home / "warehouse.duckdb") as warehouse:
        before = warehouse.scalar("select count(*) from story_articles")
        report = run(whole_stage(broken), warehouse, settings(home))
        assert report.failures == {"ValueError": 1}
        assert warehouse.scalar("select message from failures where key = '*'") == (
            "no room for so many"
        )
        assert warehouse.scalar("select count(*) from story_articles") == before > 0


def whole_stage(function: Callable[[Sequence[StoryInput]], list[Record]]) -> Stage:
    return Stage("stories", StoryInput, (Story, StoryArticle), each(function), "one-1", whole=True)


def run(
    stage: Stage, warehouse: Warehouse, ours: Settings, advance: Callable[..., Any] | None = None
) -> StageReport:
    with Workers(ours.workers) as workers:
        return run_stage(stage, warehouse, ours, FIRST_NIGHT, workers, advance)
