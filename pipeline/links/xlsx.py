"""The cells of an XLSX workbook as text, with the addresses that hang on them as hyperlinks.

Written over zipfile and lxml because addresses in workbooks mostly are hyperlinks behind other
words, which the quick mode of the usual library leaves out; and whatever a stranger's file expands
to is bounded here. Dates are the numbers that Excel keeps; who knows that a column holds dates
reads them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

MOST_BYTES = 32 * 1024 * 1024  # of one part, unpacked
MOST_SHEETS = 50
_HYPERLINK = re.compile(r'HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_COLUMN = re.compile(r"[A-Z]+")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class NotReadable(Exception):
    """The workbook is broken, or larger than a workbook of links can be."""


def sheets(book: zipfile.ZipFile) -> Iterator[list[list[str]]]:
    """The rows of each sheet, each cell as text; a column without a cell is ""."""
    try:
        shared = list(_shared_strings(book))
        names = [n for n in book.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)]
        for name in sorted(names)[:MOST_SHEETS]:
            yield _rows(_part(book, name), _targets(book, name), shared)
    except (etree.XMLSyntaxError, KeyError) as error:
        raise NotReadable(str(error)) from error


def part_of(book: zipfile.ZipFile, name: str) -> bytes:
    """A file of an archive, bounded whatever its directory says."""
    with book.open(name) as file:
        body = file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise NotReadable(f"{name} is larger than {MOST_BYTES} bytes")
    return body


def _part(book: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.parse(BytesIO(part_of(book, name)), parser).getroot()


def _shared_strings(book: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in book.namelist():
        for item in _part(book, "xl/sharedStrings.xml").iterfind("{*}si"):
            yield "".join(text.text or "" for text in item.iterfind(".//{*}t"))


def _targets(book: zipfile.ZipFile, sheet: str) -> dict[str, str]:
    """Addresses that cells of the sheet link to, by the id of the link."""
    folder, name = posixpath.split(sheet)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in book.namelist():
        return {}
    return {
        link.get("Id", ""): link.get("Target", "")
        for link in _part(book, relations)
        if link.get("TargetMode") == "External"
    }


def _rows(sheet: etree._Element, targets: dict[str, str], shared: list[str]) -> list[list[str]]:
    links = {
        link.get("ref", "").partition(":")[0]: targets.get(link.get(_RELATION, ""), "")
        for link in sheet.iterfind(".//{*}hyperlink")
    }
    rows = []
    for row in sheet.iterfind(".//{*}row"):
        cells: dict[int, str] = {}
        for place, cell in enumerate(row.iterfind("{*}c")):
            name = cell.get("r", "")
            text, link = _text(cell, shared), links.get(name, "")
            value = text if link in text else f"{text} {link}"
            cells[_column(name, place)] = value.strip()
        rows.append([cells.get(column, "") for column in range(max(cells, default=-1) + 1)])
    return rows


def _text(cell: etree._Element, shared: list[str]) -> str:
    """What the cell shows; of a link made by a formula, the address too."""
    value = cell.findtext("{*}v") or ""
    match cell.get("t"):
        case "s":
            text = shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
        case "inlineStr":
            text = "".join(part.text or "" for part in cell.iterfind(".//{*}t"))
        case _:
            text = value
    linked = _HYPERLINK.search(cell.findtext("{*}f") or "")
    return f"{text} {linked[1]}" if linked and linked[1] not in text else text


def _column(name: str, place: int) -> int:
    """The number of a column from 0, of a cell called like B7."""
    letters = _COLUMN.match(name)
    if letters is None or len(letters[0]) > 3:
        return place
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1
