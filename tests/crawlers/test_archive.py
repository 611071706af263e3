"""The archive: what goes in comes out, and what is broken is named."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawlers.archive import ArchiveWriter, Exchange, decode, read_body, read_index
from pipeline.errors import FetchError
from pipeline.records import Page, digest

NOW = datetime(2022, 11, 16, 20, tzinfo=UTC)
BODY = b"<html>Kapolres menyampaikan imbauan kamtibmas.</html>" * 20


def writer(folder: Path, rotate_at: int = 10**9) -> ArchiveWriter:
    return ArchiveWriter(folder, NOW, "Sorot/0", rotate_at)


def keep(archive: ArchiveWriter, url: str, encoding: str = "", raw: bytes = BODY) -> Page:
    headers = [("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    headers += [("Content-Encoding", encoding)] if encoding else []
    file, offset = archive.keep(Exchange(url, 200, headers, raw, NOW, "kabar", "192.0.2.1"))
    page = Page(
        page_id=digest(url, digest(BODY)), outlet="kabar", url=url, final_url=url, channel="feed",
        status=200, content_type="text/html", fetched_at=NOW, body_digest=digest(BODY),
        archive_file=file, archive_offset=offset,
    )  # fmt: skip
    archive.index(page)
    return page


def test_bodies_come_back_with_their_encoding_undone(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        pages = [
            keep(archive, "http://kabar.id/a"),
            keep(archive, "http://kabar.id/b", "gzip", gzip.compress(BODY)),
            keep(archive, "http://kabar.id/c", "br", brotli.compress(BODY)),
            keep(archive, "http://kabar.id/d", "deflate", zlib.compress(BODY)[2:-4]),
        ]
    assert read_index(tmp_path, 0)[0] == pages
    assert {read_body(tmp_path, page) for page in pages} == {BODY}


def test_warc_files_are_rotated_and_readable_by_other_tools(tmp_path: Path) -> None:
    with writer(tmp_path, rotate_at=500) as archive:
        keep(archive, "http://kabar.id/a")
        keep(archive, "http://kabar.id/b")
    files = sorted(tmp_path.glob("sorot-20221116T200000-*.warc.gz"))
    assert [file.name.rpartition("-")[2] for file in files] == ["00000.warc.gz", "00001.warc.gz"]
    with files[0].open("rb") as file:
        kinds = [(record.rec_type, record.rec_headers.protocol) for record in ArchiveIterator(file)]
    assert kinds == [(kind, "WARC/1.1") for kind in ("warcinfo", "response", "request")]


def test_index_is_read_on_from_where_it_was_left(tmp_path: Path) -> None:
    assert read_index(tmp_path, 0) == ([], 0)
    with writer(tmp_path) as archive:
        keep(archive, "http://kabar.id/a")
        _, position = read_index(tmp_path, 0)
        page = keep(archive, "http://kabar.id/b")
    assert read_index(tmp_path, position)[0] == [page]


def test_half_written_index_line_is_cut_off_by_the_next_run(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        first = keep(archive, "http://kabar.id/a")
    with (tmp_path / "index.jsonl").open("a") as index:
        index.write('{"page_id": "seteng')
    assert read_index(tmp_path, 0)[0] == [first]
    with writer(tmp_path) as archive:
        assert archive.last_page == first
        second = keep(archive, "http://kabar.id/b")
    assert read_index(tmp_path, 0)[0] == [first, second]
    assert first.archive_file != second.archive_file


def test_wrong_index_line_is_named_by_its_number(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        keep(archive, "http://kabar.id/a")
        with (tmp_path / "index.jsonl").open("a") as index:
            index.write("rusak\n")
        with pytest.raises(FetchError, match=r"index.jsonl, line 2: .* Remove this line"):
            read_index(tmp_path, 0)


@pytest.mark.parametrize("harm", ["flip", "cut", "remove", "escape", "shift"])
def test_damaged_archive_names_file_offset_and_url(tmp_path: Path, harm: str) -> None:
    with writer(tmp_path) as archive:
        page = keep(archive, "http://kabar.id/a")
    file, offset = tmp_path / str(page.archive_file), page.archive_offset or 0
    data = file.read_bytes()
    if harm == "flip":
        file.write_bytes(data[: offset + 90] + bytes(b ^ 255 for b in data[offset + 90 :]))
    elif harm == "cut":
        file.write_bytes(data[: offset + 60])
    elif harm == "remove":
        file.unlink()
    elif harm == "escape":
        page = page.model_copy(update={"archive_file": "../rahasia.warc.gz"})
    else:
        page = page.model_copy(update={"archive_offset": 0})
    with pytest.raises(FetchError, match=r"offset \d+: cannot read http://kabar.id/a .* Restore"):
        read_body(tmp_path, page)


@given(st.binary(), st.sampled_from(["gzip", "deflate", "br", "", "identity", "gzip, br"]))
def test_encodings_are_undone_last_first(body: bytes, encodings: str) -> None:
    coders = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    raw = body
    for name in encodings.split(", "):
        raw = coders.get(name, bytes)(raw)
    assert decode(raw, encodings) == body
