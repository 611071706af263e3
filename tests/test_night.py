"""Nights over the sample newsroom, end to end: real HTTP, real files, runs that are killed."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.archive import read_index
from crawlers.outlets import FeedChannel, Outlet, load_outlets, save_outlet
from pipeline.errors import ConfigError, OutletError, WarehouseError
from pipeline.night import STAGES, crawl
from pipeline.settings import Settings
from pipeline.warehouse import Warehouse, current, publish, rollback, runs, snapshots
from tests.conftest import MakeSettings
from tests.newsroom.server import Newsroom
from tests.newsroom.truth import published
from tests.nights import FIRST_NIGHT, SECOND_NIGHT, content, kill_run, rows, run, settings_of

BEFORE, AFTER = published(FIRST_NIGHT), published(SECOND_NIGHT)
NEW = {fact.url for fact in AFTER} - {fact.url for fact in BEFORE}
EDITED = {
    fact.url: fact
    for fact in AFTER
    if fact.modified > FIRST_NIGHT
    and fact.url not in NEW
    # the portal's news sitemap, its only listing with times of change, reaches back two days
    and (fact.outlet != "portalnusa" or fact.published > SECOND_NIGHT - timedelta(days=2))
}
WAREHOUSE = "warehouse.duckdb"


def test_first_night_brings_home_every_article_once(first_night: Path) -> None:
    found = rows(current(first_night / "published"), "select canonical_url from articles")
    assert sorted(url for (url,) in found) == sorted(fact.canonical for fact in BEFORE)


def test_every_police_article_gets_topic_tone_fingerprint_and_story(first_night: Path) -> None:
    query = """
        select count(*), count(topic), count(tone), count(story_id), count(f.signature)
        from v_articles left join fingerprints f using (article_id)
        where relevant
    """
    ((articles, *others),) = rows(current(first_night / "published"), query)
    assert articles > 250
    assert set(others) == {articles}


MADE_FOR_READERS = (
    "officers", "services", "officer_names", "article_rows", "unit_rows", "tone_rows", "name_words",
    "phrases",
)  # fmt: skip


def test_snapshot_holds_what_the_warehouse_holds(first_night: Path) -> None:
    snapshot, warehouse = (
        content(current(first_night / "published")),
        content(first_night / WAREHOUSE),
    )
    for table in MADE_FOR_READERS:
        assert snapshot.pop(table)
        assert warehouse.pop(table) == []
    assert snapshot == warehouse


def test_a_page_that_is_no_article_becomes_a_failure_with_its_url(first_night: Path) -> None:
    found = rows(first_night / WAREHOUSE, "select stage, url, outlet, error, message from failures")
    ((stage, url, outlet, error, message),) = found
    assert (stage, outlet, error) == ("extract", "oborharian", "ExtractError")
    assert url == "http://oborharian.test/berita/hilang"
    assert url in message
    assert rows(first_night / WAREHOUSE, "select outcome from runs") == [("done",)]


def test_troubles_of_an_outlet_are_kept_with_the_run(first_night: Path) -> None:
    query = "select errors ->> '$.\"http 500\"', problems from run_outlets where outlet = ?"
    ((count, problems),) = rows(first_night / WAREHOUSE, query, "oborharian")
    assert count == "1"
    assert "http://oborharian.test/berita/rusak answered 500." in problems


def test_second_night_fetches_only_new_and_edited_articles(second_night: Path) -> None:
    asked = (second_night / "asked.txt").read_text(encoding="utf-8").splitlines()
    articles = {fact.url for fact in AFTER}
    assert {url.removesuffix("?page=all") for url in asked} & articles == NEW | EDITED.keys()
    assert len(asked) < 0.2 * len(articles)
    found = rows(second_night / WAREHOUSE, "select canonical_url from articles")
    assert sorted(url for (url,) in found) == sorted(fact.canonical for fact in AFTER)


def test_edited_article_keeps_both_its_texts(second_night: Path) -> None:
    query = """
        select a.url, list(v.text order by v.seen_at), any_value(a.text)
        from articles a join versions v using (article_id)
        group by a.article_id, a.url having count(*) > 1
    """
    found = {url: (texts, newest) for url, texts, newest in rows(second_night / WAREHOUSE, query)}
    assert {url.removesuffix("?page=all") for url in found} == EDITED.keys()
    for url, (texts, newest) in found.items():
        added = EDITED[url.removesuffix("?page=all")].paragraphs[-1]
        assert [added in text for text in texts] == [False, True]
        assert newest == texts[-1]


def test_night_with_nothing_new_runs_no_stage_and_publishes_nothing(
    home: Path, settings: MakeSettings
) -> None:
    before = content(home / WAREHOUSE)
    report = run(settings(home, now=FIRST_NIGHT + timedelta(minutes=5)))
    assert report.snapshot is None
    assert [(stage.done, stage.failed) for stage in report.stages] == [(0, 0)] * 8
    assert content(home / WAREHOUSE) == before
    assert len(snapshots(home / "published")) == 1


def test_redone_stages_killed_on_the_way_go_on_to_the_same_content(
    home: Path, settings: MakeSettings
) -> None:
    ours = settings(home)
    kill_run(ours, "topics", at="topics", after=2)
    count = "select count(*) from stage_rows where stage = 'topics'"
    assert rows(ours.warehouse, count) == [(2 * 64,)]
    report = run(ours, first=STAGES)
    done = {stage.stage: stage.done for stage in report.stages}
    police = done["stories"]
    assert (done["entities"], done["topics"], done["sentiment"]) == (0, police - 2 * 64, police)
    assert content(current(ours.published)) == content(snapshots(ours.published)[0])
    outcomes = rows(ours.warehouse, "select outcome from runs order by run_id")
    assert outcomes == [("done",), ("broken off",), ("done",)]


def test_second_run_at_once_is_told_who_runs_and_asks_nobody(
    tmp_path: Path, settings: MakeSettings, newsroom: Newsroom
) -> None:
    ours = settings(tmp_path)
    with Warehouse(ours.warehouse), pytest.raises(WarehouseError, match=f"process {os.getpid()} "):
        run(ours)
    assert newsroom.requests().counts == {}


def test_run_killed_in_the_crawl_goes_on_to_fetch_the_rest(
    first_night: Path, tmp_path: Path, settings: MakeSettings
) -> None:
    ours = settings(tmp_path, delay=0.01)
    kill_run(ours, "crawl", at="crawl", after=40)
    kept, _ = read_index(ours.archive, 0)
    assert 40 <= len(kept) < len(BEFORE) / 2
    report = crawl(ours, load_outlets(ours.outlets), None, lambda pages: None)
    again, _ = read_index(ours.archive, 0)
    assert again[: len(kept)] == kept
    assert sum(outlet["new"] for outlet in report.values()) == len(again) - len(kept)
    whole = rows(first_night / WAREHOUSE, "select page_id from pages")
    assert sorted(page.page_id for page in again) == sorted(key for (key,) in whole)


def test_what_a_broken_off_run_left_unpublished_is_published_by_the_next(
    home: Path, settings: MakeSettings
) -> None:
    ours = settings(home)
    with Warehouse(ours.warehouse) as warehouse:
        runs.begin(warehouse, FIRST_NIGHT)
    assert run(ours, first=STAGES).snapshot == current(ours.published)
    assert len(snapshots(ours.published)) == 2
    assert run(ours, first=STAGES).snapshot is None


def test_failed_check_leaves_the_last_snapshot_current(home: Path, settings: MakeSettings) -> None:
    ours = settings(home)
    before = current(ours.published)
    with Warehouse(ours.warehouse) as warehouse:
        runs.begin(warehouse, FIRST_NIGHT)
        warehouse.connection.execute(
            "update articles set page_id = 'none' where outlet = 'suaralasa'"
        )
    with pytest.raises(WarehouseError, match=r"an article has no page \(32 rows\).*rerun"):
        run(ours, first=STAGES)
    assert current(ours.published) == before
    assert sorted(path.name for path in ours.published.iterdir()) == ["current", before.name]
    assert rows(ours.warehouse, "select outcome from runs")[-1] == ("failed",)


def test_rolled_back_snapshot_stays_until_there_is_news(home: Path, settings: MakeSettings) -> None:
    ours = settings(home)
    first = current(ours.published)
    run(ours, first="stories")
    assert rollback(ours.published) == first == current(ours.published)
    run(ours, first=STAGES)
    assert current(ours.published) == first


def test_failures_are_left_alone_until_they_are_taken_up_again(
    home: Path, settings: MakeSettings
) -> None:
    ours = settings(home)
    assert run(ours, first=STAGES).failures == 0
    with Warehouse(ours.warehouse) as warehouse:
        assert runs.forget_failures(warehouse) == 1
    report = run(ours, first=STAGES)
    assert report.failures == 1
    assert report.stages[0].failures == {"ExtractError": 1}
    assert rows(ours.warehouse, "select count(*) from failures") == [(1,)]


def test_corrupt_archive_record_is_a_failure_and_the_run_goes_on(
    home: Path, settings: MakeSettings
) -> None:
    ours = settings(home)
    query = (
        "select page_id, final_url, archive_file, archive_offset from pages order by all limit 2"
    )
    (key, url, file, offset), (sound, *_) = rows(ours.warehouse, query)
    with (ours.archive / file).open("r+b") as warc:
        warc.seek(offset)
        warc.write(b"\0" * 200)
    with Warehouse(ours.warehouse) as warehouse:
        warehouse.connection.execute("delete from stage_rows where key in (?, ?)", [key, sound])
    report = run(ours, first=STAGES)
    assert (report.stages[0].done, report.stages[0].failed) == (1, 1)
    query = "select url, error, message from failures where key = ?"
    ((failed, error, message),) = rows(ours.warehouse, query, key)
    assert (failed, error) == (url, "FetchError")
    assert f"{ours.archive / file}, offset {offset}: cannot read {url}" in message
    assert "Restore the file" in message


def test_corrupt_warehouse_is_named_and_rebuilt_from_the_archive(
    tmp_path: Path, settings: MakeSettings
) -> None:
    ours = settings(tmp_path)
    run(ours, only=["suaralasa"])
    correct(ours)
    before = content(ours.warehouse)
    with ours.warehouse.open("r+b") as file:
        file.write(b"\0" * 8192)
    with pytest.raises(
        WarehouseError, match=r"\.duckdb cannot be opened.*move warehouse\.duckdb away"
    ):
        run(ours, first="extract")
    ours.warehouse.unlink()
    run(ours, first="extract")
    assert content(ours.warehouse) == before
    assert rows(ours.warehouse, "select value, who from corrections") == [("positif", "Rina")]


def correct(ours: Settings) -> None:
    """An analyst's verdict, made and published."""
    with Warehouse(ours.warehouse) as warehouse:
        warehouse.connection.execute(
            "insert into corrections"
            " select article_id, 'tone', null, 'positif', 'Rina', null, now() from articles limit 1"
        )
        publish(warehouse, ours.published, at=FIRST_NIGHT, keep=3, stopwords=["di"])


def test_outlets_that_cannot_be_reached_are_reported_and_the_run_goes_on(
    tmp_path: Path, settings: MakeSettings
) -> None:
    outlets = tmp_path / "outlets"
    shutil.copytree(settings(tmp_path).outlets, outlets)
    feed = FeedChannel(type="feed", url="http://tiada.test/feed/")
    save_outlet(outlets, Outlet(id="tiada", name="Tiada", url="http://tiada.test", channels=[feed]))
    ours = settings(tmp_path / "home", outlets=outlets)
    report = run(ours, only=["suaralasa", "tiada"])
    assert {name: facts["new"] for name, facts in report.outlets.items()} == {
        "suaralasa": 32,
        "tiada": 0,
    }
    assert any("http://tiada.test" in problem for problem in report.problems)
    assert rows(current(ours.published), "select count(*) from articles") == [(32,)]


def test_night_without_network_ends_well_and_empty(tmp_path: Path) -> None:
    ours = settings_of(tmp_path, "http://127.0.0.1:9", FIRST_NIGHT)
    report = run(ours, only=["suaralasa"])
    assert report.outlets["suaralasa"]["errors"]
    assert report.problems
    assert rows(current(ours.published), "select count(*) from articles") == [(0,)]


def test_outlets_and_stages_that_do_not_exist_are_named(home: Path, settings: MakeSettings) -> None:
    with pytest.raises(OutletError, match=r"no outlet suaralassa in .*outlets list"):
        run(settings(home), only=["suaralassa"])
    with pytest.raises(ConfigError, match=r"no stage 'topik'\. The stages are crawl, extract, .*"):
        run(settings(home), first="topik")


def test_redone_stories_are_made_from_nothing(home: Path, settings: MakeSettings) -> None:
    ours = settings(home)
    with Warehouse(ours.warehouse) as warehouse:
        before = warehouse.scalar("select count(distinct story_id) from story_articles")
        warehouse.connection.execute("update story_articles set story_id = 'all in one'")
    run(ours, first="stories")
    with Warehouse(ours.warehouse) as warehouse:
        assert warehouse.scalar("select count(distinct story_id) from story_articles") == before > 9
