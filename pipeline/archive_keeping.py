"""What the archive holds file by file, and the deleting of its old files.

A WARC file may go when every record in it is older than the day given, every page in it has been
read into the warehouse, and no article lies in it in part. The order survives a kill at any moment:
the archive remembers the names (``pruned.jsonl``), the warehouse takes them over, then the files
go; what a killed prune left behind is deleted by the next. What was read from a pruned file stays
in the warehouse and is not read again.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawlers.archive import each_page
from pipeline.errors import FetchError
from pipeline.warehouse import Warehouse, restore_pruned

PRUNED = "pruned.jsonl"
CHUNK = 1 << 20  # bytes
OURS = re.compile(r"sorot-(\d{8}T\d{6})-\d+-\d+\.warc\.gz")
UNREAD = """
    with unread as (
        select page_id from pages
        anti join versions using (page_id)
        anti join stage_rows on stage_rows.stage = 'extract' and stage_rows.key = pages.page_id
        anti join failures on failures.stage = 'extract' and failures.key = pages.page_id
        where status not in (404, 410)
    )
    select archive_file, count(distinct page_id)
    from page_files join unread using (page_id)
    where archive_file is not null
    group by archive_file
"""
LOST = """
    select count(*) from pages
    semi join pruned_pages using (page_id)
    anti join versions using (page_id)
    anti join articles using (url)
    anti join failures on failures.stage = 'extract' and failures.key = pages.page_id
    where status not in (404, 410)
"""
SPREAD = """
    select list(distinct archive_file)
    from page_files
    group by page_id
    having count(distinct archive_file) > 1
"""


class PrunedFile(BaseModel):
    """A file that went, or is about to: a line of ``pruned.jsonl``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    archive_file: str
    bytes: int
    last: AwareDatetime  # the newest of its records


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A WARC file with the article pages in it; ``first`` and ``last`` say when these were fetched
    and are None when there are none."""

    name: str
    bytes: int
    pages: int = 0
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pruning:
    """Which files may go, and which old ones may not, with the reason."""

    files: Sequence[PrunedFile]
    kept: Mapping[str, str]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)


def archive_files(folder: Path) -> list[ArchiveFile]:
    """The archive's files, oldest first."""
    seen: dict[str | None, tuple[int, datetime, datetime]] = {}
    for page, _ in each_page(folder):
        at = page.fetched_at
        for name in {page.archive_file, *(part.archive_file for part in page.parts)}:
            count, first, last = seen.get(name, (0, at, at))
            seen[name] = (count + 1, min(first, at), max(last, at))
    return [
        ArchiveFile(file.name, file.stat().st_size, *seen.get(file.name, ()))
        for file in _files(folder)
    ]


def pruned_files(folder: Path) -> list[PrunedFile]:
    """What the archive remembers of the files that were pruned."""
    file = folder / PRUNED
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    try:
        return [PrunedFile.model_validate_json(line) for line in lines]
    except ValidationError as error:
        raise FetchError(
            f"{file}: a line is not a pruned file ({error.errors()[0]['msg']}).",
            hint="Correct that line or remove it; the file it names is then read again.",
            file=file,
        ) from error


def plan_pruning(warehouse: Warehouse, folder: Path, before: datetime) -> Pruning:
    """The files with nothing of ``before`` or later in them; deletes nothing."""
    kept: dict[str, str] = {}
    old: dict[str, PrunedFile] = {}
    begun = {file.archive_file for file in pruned_files(folder)}  # by a prune that was killed, too
    for file in _files(folder):
        if _started(file.name) >= before:
            continue
        try:
            last = _last_record(file)
        except FetchError as error:
            kept[file.name] = str(error)
            continue
        if last < before:
            size = file.stat().st_size
            old[file.name] = PrunedFile(archive_file=file.name, bytes=size, last=last)
    for name, count in _unread(warehouse, folder).items():
        if name in old and name not in begun:
            del old[name]
            kept[name] = f"{count} pages in it have not been read yet: `sorot run` first."
    for name in _shared(warehouse, old.keys() | begun):
        if name in old:
            del old[name]
            kept[name] = "an article in it goes on in a newer file."
    return Pruning(list(old.values()), kept)


def prune(warehouse: Warehouse, folder: Path, pruning: Pruning) -> Pruning:
    """Delete the files of a plan; returns what went, and what has grown since it was made."""
    files, kept = [], dict(pruning.kept)
    for file in pruning.files:
        if (folder / file.archive_file).stat().st_size == file.bytes:
            files.append(file)
        else:
            kept[file.archive_file] = "it is being written."
    known = {file.archive_file: file for file in pruned_files(folder)}
    _remember(folder, list((known | {file.archive_file: file for file in files}).values()))
    _note(warehouse, folder)
    for file in files:
        (folder / file.archive_file).unlink()
    return Pruning(files, kept)


def heed_pruned(warehouse: Warehouse, folder: Path, published: Path) -> int:
    """Let the warehouse know what the archive remembers, so that no stage asks for it. A warehouse
    made anew takes what it lacks from the newest snapshot; returns how many pages are lost to it
    all the same."""
    _note(warehouse, folder)
    if warehouse.scalar(LOST):
        restore_pruned(warehouse, published)
    return int(warehouse.scalar(LOST))


def _note(warehouse: Warehouse, folder: Path) -> None:
    rows = [{"archive_file": file.archive_file} for file in pruned_files(folder)]
    with warehouse.transaction():
        warehouse.replace_table("pruned_archives", rows)


def _files(folder: Path) -> Iterator[Path]:
    """The WARC files that a crawl wrote; whatever else lies there is not ours."""
    for file in sorted(folder.glob("*.warc.gz")):
        if OURS.fullmatch(file.name) and file.is_file() and not file.is_symlink():
            yield file


def _started(name: str) -> datetime:
    found = OURS.fullmatch(name)
    assert found
    return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def _last_record(file: Path) -> datetime:
    """When the newest record was made; raises FetchError when the file is not sound to its end.

    Of a record that a kill cut off the head is enough.
    """
    newest = _started(file.name)
    try:
        with file.open("rb") as warc:
            for record in ArchiveIterator(warc):
                newest = max(newest, datetime.fromisoformat(record.rec_headers["WARC-Date"]))
        _unpack(file)  # the iterator may take damage between two records for the end
    except (OSError, EOFError, ValueError, TypeError, ArchiveLoadFailed, zlib.error) as error:
        raise FetchError(
            f"it cannot be read to its end ({type(error).__name__}).",
            hint="Restore it from a backup, or delete it by hand.",
            file=file,
        ) from error
    return newest


def _unpack(file: Path) -> None:
    """Read a file through; raises OSError or zlib.error where it is damaged."""
    with gzip.open(file) as plain, suppress(EOFError):  # cut off by a kill
        while plain.read(CHUNK):
            pass


def _unread(warehouse: Warehouse, folder: Path) -> dict[str, int]:
    """Pages by file that the extract stage has not come to."""
    count = dict(warehouse.connection.execute(UNREAD).fetchall())
    for page, _ in each_page(folder, warehouse.archive_position):
        for name in {page.archive_file, *(part.archive_file for part in page.parts)}:
            count[name] = count.get(name, 0) + 1
    return count


def _shared(warehouse: Warehouse, going: set[str]) -> set[str]:
    """Of the files that would go, those that hold a part of an article that stays."""
    articles = [set(files) for (files,) in warehouse.connection.execute(SPREAD).fetchall()]
    staying: set[str] = set()
    while True:
        more = {
            name
            for files in articles
            if files & going and not files <= going - staying
            for name in files & going
        } - staying
        if not more:
            return staying
        staying |= more


def _remember(folder: Path, files: Sequence[PrunedFile]) -> None:
    """Write ``pruned.jsonl`` anew, whole or not at all, and durably."""
    unfinished = folder / f".{PRUNED}.part"
    with unfinished.open("w", encoding="utf-8") as lines:
        lines.writelines(file.model_dump_json() + "\n" for file in files)
        lines.flush()
        os.fsync(lines.fileno())
    unfinished.replace(folder / PRUNED)
