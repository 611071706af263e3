"""Old WARC files go; what was read from them stays, whatever happens on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.archive import ArchiveWriter, Exchange, each_page, read_index
from pipeline.archive_keeping import (
    PRUNED,
    Pruning,
    archive_files,
    heed_pruned,
    plan_pruning,
    prune,
    pruned_files,
)
from pipeline.records import Page, PagePart, digest
from pipeline.settings import Settings
from pipeline.stage import Failure
from pipeline.warehouse import Warehouse
from tests.conftest import MakeSettings
from tests.nights import SECOND_NIGHT, content, run
from tests.warehouse.conftest import EXTRACT, article_of, extract, write

DAY = datetime(2025, 10, 1, tzinfo=UTC)
Place = tuple[str, int]


def keep(archive: ArchiveWriter, name: str, days: int) -> Page:
    """Archive an article of that day, without indexing it."""
    url, body, at = f"http://kabar.test/{name}", name.encode(), DAY + timedelta(days=days)
    file, offset = archive.keep(Exchange(url, 200, [], body, at, "kabar"))
    return Page(
        page_id=digest(url, body), outlet="kabar", url=url, final_url=url, channel="feed",
        status=200, content_type="text/html", fetched_at=at, body_digest=digest(body),
        archive_file=file, archive_offset=offset,
    )  # fmt: skip


def crawl(folder: Path, *days: int) -> list[Page]:
    """A crawl that keeps an article on each of these days."""
    with ArchiveWriter(folder, DAY + timedelta(days=days[0]), "Sorot/0") as archive:
        pages = [keep(archive, f"berita-{day}", day) for day in days]
        for page in pages:
            archive.index(page)
    return pages


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse(tmp_path / "warehouse.duckdb") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, warehouse: Warehouse) -> Path:
    """An archive of three crawls, of days 0 and 1, 1 and 2, 5; all read."""
    folder = tmp_path / "archive"
    for days in ((0, 1), (1, 2), (5,)):
        crawl(folder, *days)
    read(warehouse, folder)
    return folder


def read(warehouse: Warehouse, folder: Path) -> None:
    pages, position = read_index(folder, warehouse.archive_position)
    warehouse.add_pages(pages, position)
    extract(warehouse, *(article_of(page, f"Teks {page.url}.") for page in pages))


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.warc.gz"))


def going(pruning: Pruning) -> list[str]:
    return [file.archive_file for file in pruning.files]


def test_files_are_listed_with_their_pages_and_days(folder: Path) -> None:
    files = archive_files(folder)
    assert [(file.pages, file.first, file.last) for file in files] == [
        (2, DAY, DAY + timedelta(days=1)),
        (2, DAY + timedelta(days=1), DAY + timedelta(days=2)),
        (1, DAY + timedelta(days=5), DAY + timedelta(days=5)),
    ]
    assert [file.bytes for file in files] == [(folder / f.name).stat().st_size for f in files]


@pytest.mark.parametrize(("day", "count"), [(0, 0), (1, 0), (2, 1), (3, 2), (5, 2), (6, 3)])
def test_only_files_whose_every_record_is_older_go(
    folder: Path, warehouse: Warehouse, day: int, count: int
) -> None:
    before = names(folder)
    pruning = plan_pruning(warehouse, folder, DAY + timedelta(days=day))
    assert names(folder) == before
    assert going(pruning) == before[:count]
    gone = prune(warehouse, folder, pruning)
    assert names(folder) == before[count:]
    assert gone.bytes == sum(file.bytes for file in pruning.files)
    assert [file.archive_file for file in pruned_files(folder)] == before[:count]
    assert warehouse.pending(EXTRACT) == []


def test_pruned_pages_are_no_input_any_more_but_their_articles_stay(
    folder: Path, warehouse: Warehouse
) -> None:
    prune(warehouse, folder, plan_pruning(warehouse, folder, DAY + timedelta(days=2)))
    warehouse.connection.execute("delete from stage_rows")
    assert len(warehouse.pending(EXTRACT)) == 2
    assert warehouse.scalar("select count(*) from articles") == 4


def test_files_that_are_not_ours_are_left_alone(folder: Path, warehouse: Warehouse) -> None:
    first = names(folder)[0]
    others = ["index.jsonl", "sorot-20200101T000000-1-00000.warc.gz.bak", "lama.warc.gz"]
    for name in others[1:]:
        shutil.copy(folder / first, folder / name)
    link = folder / "sorot-20200101T000000-1-00000.warc.gz"
    link.symlink_to(folder / "lama.warc.gz")
    prune(warehouse, folder, plan_pruning(warehouse, folder, DAY + timedelta(days=9)))
    left = sorted(file.name for file in folder.iterdir())
    assert left == sorted([*others, link.name, PRUNED])


def test_a_file_with_pages_not_read_yet_is_kept(folder: Path, warehouse: Warehouse) -> None:
    until = DAY + timedelta(days=9)
    (page,) = crawl(folder, 8)
    kept = {page.archive_file: "1 pages in it have not been read yet: `sorot run` first."}
    assert plan_pruning(warehouse, folder, until).kept == kept
    pages, position = read_index(folder, warehouse.archive_position)
    warehouse.add_pages(pages, position)
    assert plan_pruning(warehouse, folder, until).kept == kept
    write(warehouse, EXTRACT, {page.page_id: Failure("ExtractError", "no text")})
    assert plan_pruning(warehouse, folder, until).kept == {}


def test_an_article_in_several_files_keeps_them_until_all_are_old(
    folder: Path, warehouse: Warehouse
) -> None:
    first = names(folder)[0]
    with ArchiveWriter(folder, DAY + timedelta(days=7), "Sorot/0") as archive:
        page, further = keep(archive, "awal", 7), keep(archive, "akhir", 7)
        part = PagePart(
            url=further.url, content_type=None, body_digest=further.body_digest,
            archive_file=first, archive_offset=0,
        )  # fmt: skip
        archive.index(page.model_copy(update={"parts": [part]}))
    read(warehouse, folder)
    pruning = plan_pruning(warehouse, folder, DAY + timedelta(days=6))
    assert pruning.kept == {first: "an article in it goes on in a newer file."}
    assert going(pruning) == names(folder)[1:3]
    assert going(plan_pruning(warehouse, folder, DAY + timedelta(days=8))) == names(folder)
    assert archive_files(folder)[0].pages == 3


@pytest.mark.parametrize("harm", ["damaged", "cut"])
def test_a_file_that_cannot_be_read_through_is_kept_and_named(
    folder: Path, warehouse: Warehouse, harm: str
) -> None:
    file = folder / names(folder)[0]
    data = file.read_bytes()
    pages, _ = read_index(folder, 0)
    inside = (pages[1].archive_offset or 0) + 40
    damaged = data[:inside] + bytes(60) + data[inside + 60 :]
    file.write_bytes(data[:-40] if harm == "cut" else damaged)
    pruning = plan_pruning(warehouse, folder, DAY + timedelta(days=2))
    if harm == "cut":  # by a kill in the midst of writing
        assert going(pruning) == [file.name]
    else:
        assert "cannot be read to its end" in pruning.kept[file.name]


def test_a_file_that_grew_since_the_plan_stays(folder: Path, warehouse: Warehouse) -> None:
    pruning = plan_pruning(warehouse, folder, DAY + timedelta(days=9))
    first, *others = names(folder)
    with (folder / first).open("ab") as file:
        file.write(b"lagi")
    gone = prune(warehouse, folder, pruning)
    assert (names(folder), going(gone)) == ([first], others)
    assert gone.kept == {first: "it is being written."}


@pytest.mark.parametrize("step", ["remember", "note", "unlink"])
def test_a_prune_killed_at_any_step_is_finished_by_the_next(
    folder: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    until = DAY + timedelta(days=3)
    with monkeypatch.context() as broken:
        if step == "unlink":
            broken.setattr(Path, "unlink", _killed)
        else:
            broken.setattr(f"pipeline.archive_keeping._{step}", _killed)
        with pytest.raises(KeyboardInterrupt):
            prune(warehouse, folder, plan_pruning(warehouse, folder, until))
    heed_pruned(warehouse, folder, folder)
    known = {file.archive_file for file in pruned_files(folder)}
    listed = {page.archive_file for page, _ in each_page(folder)}
    pending = "select distinct archive_file from in_pages"
    readable = {name for (name,) in warehouse.connection.execute(pending).fetchall()}
    assert readable == listed - known
    assert readable <= set(names(folder))
    warehouse.connection.execute("delete from stage_rows")
    prune(warehouse, folder, plan_pruning(warehouse, folder, until))
    assert len(names(folder)) == 1
    assert len(pruned_files(folder)) == 2


def _killed(*arguments: object, **more: object) -> None:
    raise KeyboardInterrupt


def test_after_pruning_a_rerun_loses_nothing_and_a_lost_warehouse_comes_back(
    second_night: Path, tmp_path: Path, settings: MakeSettings
) -> None:
    home = shutil.copytree(second_night, tmp_path / "home", symlinks=True)
    ours = settings(home, now=SECOND_NIGHT, workers=2)
    _prune_all(ours)
    before = content(ours.warehouse)
    assert names(ours.archive) == []
    report = run(ours, first="extract")
    assert (report.stages[0].done, report.failures) == (0, 0)
    assert content(ours.warehouse) == before
    ours.warehouse.unlink()
    run(ours, first="extract")
    after = content(ours.warehouse)
    assert after["articles"] == before["articles"]
    assert {name for name in before if before[name] != after[name]} <= {"stage_rows"}


def test_a_warehouse_rebuilt_without_what_was_pruned_says_how_much_it_lacks(
    home: Path, settings: MakeSettings
) -> None:
    ours = settings(home)
    _prune_all(ours)
    ours.warehouse.unlink()
    shutil.rmtree(ours.published)
    report = run(ours, first="extract")
    assert report.failures == 0
    assert report.pruned_pages > 300


def _prune_all(ours: Settings) -> None:
    with Warehouse(ours.warehouse) as warehouse:
        until = SECOND_NIGHT + timedelta(days=1)
        prune(warehouse, ours.archive, plan_pruning(warehouse, ours.archive, until))
