"""Rows of a table (CSV, XLSX) → messages: cells with addresses, and the columns of who and when.

The first row without an address names the columns; where there is no such row, the columns are not
known and only the addresses are taken.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from pipeline.extract import dates
from pipeline.links.addresses import addresses
from pipeline.links.moments import DATE, TIME, Order, moment, numbers, order_of
from pipeline.links.places import Places
from pipeline.links.records import Message

HEAD_WITHIN = 20  # rows; above it there may be a title
SAMPLE = 20_000  # characters by which the delimiter is found
EXCEL_DAYS = (20_000, 80_000)  # 1954 to 2119
_DATE = re.compile(rf"({DATE})(?:[,T ]+({TIME}))?$", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
Row = Sequence[str]


def csv_rows(text: str) -> list[Row]:
    """The rows of CSV text, whatever divides its columns; csv.Error when it is no CSV."""
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:SAMPLE], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    return list(csv.reader(StringIO(text, newline=""), dialect))


def messages(rows: Sequence[Row], zone: ZoneInfo, places: Places) -> list[Message]:
    """One message for each row below the head; the text is all of its cells."""
    head = _head(rows, places)
    columns = {} if head is None else _columns(rows[head], places)
    body = rows if head is None else rows[head + 1 :]
    printed = [_DATE.match(_cell(row, columns.get("date"))) for row in body]
    order = order_of([numbers(found[1]) for found in printed if found])
    return [
        Message(
            text="\n".join(row),
            sender=_cell(row, columns.get("sender")) or None,
            sent_at=_moment(
                _cell(row, columns.get("date")), _cell(row, columns.get("time")), order, zone
            ),
        )
        for row in body
        if any(row)
    ]


def _head(rows: Sequence[Row], places: Places) -> int | None:
    """The row that names the columns: the last one with several cells before the addresses."""
    head = None
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        if next(addresses("\n".join(row), places), None):
            return head
        if sum(bool(cell.strip()) for cell in row) > 1:
            head = number
    return None


def _columns(head: Row, places: Places) -> dict[str, int]:
    """Where sender, date and time stand; of several columns the one with the foremost name."""
    found = {}
    for what, names in places.columns.model_dump().items():
        fits = [
            (rank, place)
            for rank, name in enumerate(names)
            for place, cell in enumerate(head)
            if cell.strip().casefold().startswith(name)
        ]
        if fits:
            found[what] = min(fits)[1]
    return found


def _cell(row: Row, place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _moment(date: str, time: str, order: Order, zone: ZoneInfo) -> datetime | None:
    for read in _readings(date, time, order, zone):
        if read is not None:
            return read
    return None


def _readings(date: str, time: str, order: Order, zone: ZoneInfo) -> Iterator[datetime | None]:
    """As a date in numbers, as a day that Excel counts, and as words."""
    if not date:
        return
    found = _DATE.match(date)
    if found:
        yield moment(numbers(found[1]), found[2] or time or "00.00", order, zone)
    if _SERIAL.fullmatch(date) and EXCEL_DAYS[0] < float(date) < EXCEL_DAYS[1]:
        first = datetime(1899, 12, 30, tzinfo=zone)
        yield (first + timedelta(days=float(date))).astimezone(UTC)
    read = dates.read(f"{date} {time}".strip(), str(zone))
    yield read.astimezone(UTC) if read else None
