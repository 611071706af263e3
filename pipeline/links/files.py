"""A file of links → what was sent: a WhatsApp export (also as its ZIP), any text, CSV or XLSX.

The file says by its content what it is; a name that ends in .csv or .tsv counts for text that could
be either. What is none of these is answered with what to do.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.errors import LinksError
from pipeline.links import chat, tables, xlsx
from pipeline.links.addresses import sendings
from pipeline.links.places import Places
from pipeline.links.records import Message, Reading

MOST_BYTES = xlsx.MOST_BYTES
OTHER_FILES = (  # by their first bytes
    (b"%PDF", "a PDF", "Copy its text into a .txt file."),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "Save it as .xlsx or .csv."),
    (b"\xff\xd8\xff", "a picture", "Export the chat itself: ⋮ > More > Export chat."),
    (b"\x89PNG", "a picture", "Export the chat itself: ⋮ > More > Export chat."),
    (b"\x1f\x8b", "packed with gzip", "Unpack it first."),
    (b"Rar!", "packed with RAR", "Unpack it first."),
    (b"7z\xbc\xaf", "packed with 7z", "Unpack it first."),
    (b"SQLite format", "a database", "Export the chat itself: ⋮ > More > Export chat."),
)
BROKEN_ZIP = (  # whatever zipfile raises on one
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError,
)  # fmt: skip
_WHAT = "Give a WhatsApp export (.txt or .zip), a text, a CSV or an XLSX file."
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_file(file: Path, zone: ZoneInfo) -> Reading:
    """Everything that the file sends; raises LinksError when it cannot be read. ``zone`` is that of
    the phone or the office that wrote it."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise _wrong(file, f"is larger than {MOST_BYTES >> 20} MiB.", "Divide it.")
        raw = file.read_bytes()
    except OSError as error:
        raise _wrong(file, f"cannot be read: {error.strerror}.", _WHAT) from error
    places = Places.load()
    form, messages = _messages(file, raw, zone, places)
    sent = tuple(one for message in messages for one in sendings(message, places))
    return Reading(file.name, form, len(messages), sent)


def _messages(
    file: Path, raw: bytes, zone: ZoneInfo, places: Places
) -> tuple[str, Sequence[Message]]:
    if raw.startswith(b"PK"):
        return _of_zip(file, raw, zone, places)
    for beginning, what, hint in OTHER_FILES:
        if raw.startswith(beginning):
            raise _wrong(file, f"is {what}.", hint)
    return _of_text(file, _decoded(file, raw), zone, places)


def _of_text(
    file: Path, text: str, zone: ZoneInfo, places: Places
) -> tuple[str, Sequence[Message]]:
    if file.suffix.lower() in (".csv", ".tsv"):
        try:
            return "CSV", tables.messages(tables.csv_rows(text), zone, places)
        except csv.Error:
            return "text", [Message(text)]  # a CSV that is none still has its addresses
    form = chat.form_of(text)
    if form:
        found = chat.messages(text, form, zone, places.chat.markers)
        return f"WhatsApp chat ({form})", found
    return "text", [Message(text)]


def _of_zip(
    file: Path, raw: bytes, zone: ZoneInfo, places: Places
) -> tuple[str, Sequence[Message]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            if "xl/workbook.xml" in book.namelist():
                found: list[Message] = []
                for rows in xlsx.sheets(book):
                    found += tables.messages(rows, zone, places)
                return "XLSX", found
            name = _chat_in(book)
            if name is None:
                raise _wrong(file, "is a ZIP without a chat (.txt) in it.", _WHAT)
            text = _decoded(file, xlsx.part_of(book, name))
    except (xlsx.NotReadable, *BROKEN_ZIP) as error:
        raise _wrong(file, f"cannot be unpacked: {error}.", "Export or save it again.") from error
    return _of_text(file.with_suffix(".txt"), text, zone, places)


def _chat_in(book: zipfile.ZipFile) -> str | None:
    """The chat among pictures and documents: called so, else the largest text."""
    texts = [info for info in book.infolist() if info.filename.lower().endswith(".txt")]
    texts.sort(key=lambda info: ("chat" not in info.filename.lower(), -info.file_size))
    return texts[0].filename if texts else None


def _decoded(file: Path, raw: bytes) -> str:
    """Text in whatever encoding phones and Excel write."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    elif raw[:200].count(0) * 3 > len(raw[:200]) > 1:
        text = raw.decode("utf-16-be" if raw[0] == 0 else "utf-16-le", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    if len(_BINARY.findall(text[:10_000])) * 20 > len(text[:10_000]):
        raise _wrong(file, "is no text.", _WHAT)
    return text


def _wrong(file: Path, what: str, hint: str) -> LinksError:
    return LinksError(f"{file} {what}", hint=hint, file=file)
