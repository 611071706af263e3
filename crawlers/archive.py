"""The archive: every response as it was fetched, in WARC files, and an index of article pages.

``archive/sorot-….warc.gz`` hold WARC/1.1 records, one gzip member each, readable by any WARC tool:
a response as received, and the request that it answers. ``archive/index.jsonl`` has one line per
article page (a Page without its body), which is what the pipeline reads; one with status 404 or 410
says that a known article is gone. A new writer starts a new WARC file, so a half-written record of
a killed crawl stays behind harmlessly; a half-written index line is cut off before the next one.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import ValidationError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawlers.encoding import BadEncoding, unpack
from pipeline.errors import FetchError
from pipeline.records import Page, PagePart, digest

COMPRESSION = 3  # half the time of the default for a twelfth more bytes
INDEX = "index.jsonl"
ROTATE_AT = 256 * 1024 * 1024
FRAMING = {"transfer-encoding", "content-length", "connection"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One response: its headers in order and its body as received (content encoding kept)."""

    url: str
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    fetched_at: datetime
    outlet: str
    ip: str | None = None
    asked_with: Sequence[tuple[str, str]] = ()  # headers of the request


class ArchiveWriter:
    """Appends to the archive in ``folder``; a context manager, one at a time per folder."""

    def __init__(
        self, folder: Path, started: datetime, software: str, rotate_at: int = ROTATE_AT
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.last_page: Page | None  # the newest line of the index
        self._folder, self._started, self._software = folder, started, software
        self._rotate_at = rotate_at
        self._builder = RecordBuilder(warc_version="1.1")
        self._warc = self._next_file()
        self._index, self.last_page = _open_index(folder / INDEX)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._index.close()
        self._warc.close()

    def keep(self, exchange: Exchange) -> tuple[str, int]:
        """Write the response; returns the file's name and the offset of the record in it."""
        if self._warc.tell() >= self._rotate_at:
            self._warc.close()
            self._warc = self._next_file()
        response = self._response(exchange)
        offset = self._warc.tell()
        self._warc.write(_member(response) + _member(self._request(exchange, response)))
        self._warc.flush()
        return Path(self._warc.name).name, offset

    def index(self, page: Page) -> None:
        """Append the page's line; call it after ``keep`` and before the frontier is told."""
        self._index.write(page.model_dump_json().encode() + b"\n")
        self._index.flush()
        self.last_page = page

    def _response(self, exchange: Exchange) -> ArcWarcRecord:
        headers = [(n, v) for n, v in exchange.headers if n.lower() not in FRAMING]
        headers.append(("Content-Length", str(len(exchange.body))))
        facts = {"WARC-Date": _warc_date(exchange.fetched_at), "Sorot-Outlet": exchange.outlet}
        if exchange.ip:
            facts["WARC-IP-Address"] = exchange.ip
        status = f"{exchange.status} {responses.get(exchange.status, 'Unknown')}"
        return self._builder.create_warc_record(
            exchange.url,
            "response",
            payload=io.BytesIO(exchange.body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict=facts,
        )

    def _request(self, exchange: Exchange, response: ArcWarcRecord) -> ArcWarcRecord:
        parts = urlsplit(exchange.url)
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        return self._builder.create_warc_record(
            exchange.url,
            "request",
            http_headers=StatusAndHeaders(
                f"GET {target} HTTP/1.1",
                [("Host", parts.netloc.rpartition("@")[2]), *exchange.asked_with],
                is_http_request=True,
            ),
            warc_headers_dict={
                "WARC-Date": _warc_date(exchange.fetched_at),
                "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
            },
        )

    def _next_file(self) -> BinaryIO:
        stem = f"sorot-{self._started.astimezone(UTC):%Y%m%dT%H%M%S}-{os.getpid()}"
        number = len(list(self._folder.glob(f"{stem}-*")))
        file = (self._folder / f"{stem}-{number:05}.warc.gz").open("xb")
        info = {"software": self._software, "format": "WARC File Format 1.1"}
        record = self._builder.create_warcinfo_record(Path(file.name).name, info)
        record.rec_headers.replace_header("WARC-Date", _warc_date(self._started))
        file.write(_member(record))
        return file


def read_index(folder: Path, position: int) -> tuple[list[Page], int]:
    """Pages indexed from byte ``position`` on, and the position to go on from next time."""
    pages = []
    for page, behind in each_page(folder, position):
        pages.append(page)
        position = behind
    return pages, position


def each_page(folder: Path, position: int = 0) -> Iterator[tuple[Page, int]]:
    """Pages indexed from byte ``position`` on, each with the position behind its line.

    A last line without its newline is being written (or was cut by a kill): it is left for later.
    """
    file = folder / INDEX
    if not file.exists():
        return
    with file.open("rb") as lines:
        lines.seek(position)
        behind = position
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                return
            behind += len(line)
            try:
                page = Page.model_validate_json(line)
            except ValidationError as error:
                at = _lines_before(file, position) + number
                raise FetchError(
                    f"{file}, line {at}: is not a page of the index ({error.errors()[0]['msg']}).",
                    hint="Remove this line; the page is crawled again when a listing names it.",
                    file=file,
                    line=at,
                ) from error
            yield page, behind


def with_bodies(folder: Path, page: Page) -> Page:
    """The page and all that continue it with their bodies; FetchError when one cannot be had."""
    parts = [part.model_copy(update={"body": read_body(folder, part)}) for part in page.parts]
    return page.model_copy(update={"body": read_body(folder, page), "parts": parts})


def read_body(folder: Path, page: Page | PagePart) -> bytes:
    """The page's body with its content encoding undone; FetchError when it cannot be had."""
    with _reading(folder, page) as record:
        if record.rec_headers.get_header("WARC-Target-URI") != page.final_url:
            raise ValueError("another page stands there")
        body = decode(
            record.raw_stream.read(), record.http_headers.get_header("Content-Encoding", "")
        )
        if digest(body) != page.body_digest:
            raise ValueError("the body is not the one that was fetched")
        return body


def decode(body: bytes, encodings: str) -> bytes:
    """Undo the content encodings that a header lists, last one first; cut-off data give a part."""
    try:
        return unpack(body, encodings, sys.maxsize - 1)
    except BadEncoding as error:
        return error.part or body


@contextmanager
def _reading(folder: Path, page: Page | PagePart) -> Iterator[ArcWarcRecord]:
    """The page's WARC record; whatever goes wrong with it becomes a FetchError with its place."""
    name, offset = page.archive_file, page.archive_offset
    try:
        if name is None or offset is None or Path(name).name != name:
            raise ValueError("the index gives no place inside the archive")
        with (folder / name).open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file, no_record_parse=False)), None)
            if record is None or record.rec_type != "response" or not record.http_headers:
                raise ValueError("no response record begins there")
            yield record
    except (OSError, EOFError, ValueError, ArchiveLoadFailed, zlib.error) as error:
        raise FetchError(
            f"{folder / str(name)}, offset {offset}: cannot read {page.final_url} ({error}).",
            hint="Restore the file from a backup; what was read from it before stays.",
            file=name,
            offset=offset,
            url=page.final_url,
        ) from error


def _open_index(file: Path) -> tuple[BinaryIO, Page | None]:
    """The index opened for appending after its last whole line, and the page on that line."""
    index = file.open("a+b")
    size = index.seek(0, os.SEEK_END)
    tail = b""
    while len(tail) < size and tail.count(b"\n") < 2:
        start = max(0, size - len(tail) - 65536)
        index.seek(start)
        tail = index.read(size - len(tail) - start) + tail
    whole = tail[: tail.rfind(b"\n") + 1]
    index.truncate(size - len(tail) + len(whole))
    try:
        return index, Page.model_validate_json(whole.splitlines()[-1]) if whole else None
    except ValidationError:
        return index, None


def _member(record: ArcWarcRecord) -> bytes:
    """The record as one gzip member, so that one write leaves it whole or cut, never mixed."""
    plain = io.BytesIO()
    WARCWriter(plain, gzip=False).write_record(record)
    return gzip.compress(plain.getvalue(), compresslevel=COMPRESSION)


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _lines_before(file: Path, position: int) -> int:
    with file.open("rb") as lines:
        return lines.read(position).count(b"\n")
