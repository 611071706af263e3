"""The archive as other tools see it: WARC files of a real crawl, read by warcio and by fastwarc."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from fastwarc.warc import ArchiveIterator as FastReader
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from tests.crawlers.conftest import NIGHT, Crawl, Site, article
from tests.crawlers.rawsite import RawSite, answers, head_of, page

BODY = str(article("Kapolres menyampaikan imbauan").body).encode()
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
SERVED = {  # path → status and payload as it must stand in the archive
    "/polos": (200, BODY),
    "/gzip": (200, gzip.compress(BODY, mtime=0)),
    "/br": (200, brotli.compress(BODY)),
    "/berkala": (200, BODY),
    "/kosong": (200, b""),
    "/pindah": (301, b""),
    "/hilang": (404, b"tidak ada"),
    "/aneh": (418, b"teko"),
    "/rusak": (500, b"rusak"),
}


@pytest.fixture
def files(site: Site, raw: RawSite, crawl: Crawl) -> list[Path]:
    """The WARC files of a crawl that met every kind of response."""
    raw.pages = {
        "/polos": page(BODY),
        "/gzip": page(SERVED["/gzip"][1], "Content-Encoding: gzip"),
        "/br": page(SERVED["/br"][1], "Content-Encoding: br"),
        "/berkala": answers(head_of(200, None, "Transfer-Encoding: chunked") + CHUNKED),
        "/kosong": page(b""),
        "/pindah": answers(head_of(301, 0, f"Location: {raw.url}/polos")),
        "/hilang": answers(head_of(404, 9) + b"tidak ada"),
        "/aneh": answers(head_of(418, 4) + b"teko"),
        "/rusak": answers(head_of(500, 5) + b"rusak"),
    }
    site.feed(*(f"{raw.url}{path}" for path in SERVED))
    crawl()
    crawl()  # the feed answers 304
    return sorted((crawl.folder / "archive").glob("*.warc.gz"))


def test_every_record_is_sound_to_both_readers(files: list[Path]) -> None:
    for file in files:
        records = list(_by_warcio([file]))
        kinds = [record.rec_type for record in records]
        assert kinds[0] == "warcinfo"
        assert kinds[1::2] == ["response"] * (len(kinds) // 2)
        assert kinds[2::2] == ["request"] * (len(kinds) // 2)
        assert {record.digest_checker.passed for record in records} == {True}
    for record in _by_fastwarc(files):
        assert record.verify_block_digest()
        assert record.record_date == NIGHT
        if record.record_type != WarcRecordType.warcinfo:
            record.parse_http()
            assert record.verify_payload_digest()


def test_payloads_stand_there_as_served(files: list[Path], raw: RawSite) -> None:
    by_warcio = {
        record.rec_headers["WARC-Target-URI"]: (
            int(record.http_headers.get_statuscode()),
            record.payload,
        )
        for record in _by_warcio(files)
        if record.rec_type == "response"
    }
    by_fastwarc = {}
    for record in _by_fastwarc(files):
        if record.record_type == WarcRecordType.response:
            record.parse_http()
            answer = (record.http_headers.status_code, record.reader.read())
            by_fastwarc[record.headers["WARC-Target-URI"]] = answer
    expected = {f"{raw.url}{path}": answer for path, answer in SERVED.items()}
    for read in (by_warcio, by_fastwarc):
        assert {url: read[url] for url in expected} == expected


def test_a_request_says_how_was_asked_and_which_response_answers_it(
    files: list[Path], site: Site
) -> None:
    responses = {}
    conditional = []
    for record in _by_warcio(files):
        if record.rec_type == "response":
            assert record.rec_headers["Sorot-Outlet"] == "contoh"
            assert record.rec_headers["WARC-IP-Address"] == "127.0.0.1"
            responses[record.rec_headers["WARC-Record-ID"]] = record
        elif record.rec_type == "request":
            answer = responses[record.rec_headers["WARC-Concurrent-To"]]
            uri = record.rec_headers["WARC-Target-URI"]
            assert uri == answer.rec_headers["WARC-Target-URI"]
            assert record.http_headers.protocol == "GET"
            assert uri.endswith(record.http_headers.statusline.split()[0])
            assert record.http_headers["User-Agent"].startswith("Sorot/")
            if record.http_headers["If-None-Match"]:
                conditional.append((uri, answer.http_headers.get_statuscode()))
    assert (f"{site.url}/feed/", "304") in conditional


def _by_warcio(files: list[Path]) -> Iterator[Any]:
    for file in files:
        with file.open("rb") as warc:
            for record in ArchiveIterator(warc, check_digests=True):
                record.payload = record.raw_stream.read()
                yield record


def _by_fastwarc(files: list[Path]) -> Iterator[Any]:
    for file in files:
        with file.open("rb") as warc:
            yield from FastReader(warc, parse_http=False)
