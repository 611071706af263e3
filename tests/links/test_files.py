"""Texts, tables and archives with addresses in them; anything else is answered with what to do."""

from __future__ import annotations

import csv
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LinksError
from pipeline.links import xlsx
from pipeline.links.files import read_file
from pipeline.links.records import Sending
from tests.links import workbook

WIT = ZoneInfo("Asia/Jayapura")
URL = "https://kabar-rekaan.id/2022/a"
EIGHT = datetime(2022, 11, 16, 8, 5, tzinfo=WIT)
CHAT = f"16/11/22 08.05 - Sari: {URL}\n"


def facts(sendings: tuple[Sending, ...]) -> list[tuple[str, str | None, datetime | None]]:
    return [(one.url, one.sender, one.sent_at) for one in sendings]


def read(file: Path, text: str) -> list[tuple[str, str | None, datetime | None]]:
    file.write_text(text, encoding="utf-8")
    return facts(read_file(file, WIT).sendings)


def test_any_text_gives_its_addresses(tmp_path: Path) -> None:
    text = f"Rekap hari ini:\n1. {URL}\n2. {URL}?utm_source=wa\n"
    assert read(tmp_path / "rekap.txt", text) == [(URL, None, None)] * 2


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_tells_who_and_when_by_its_columns(tmp_path: Path, mark: str) -> None:
    rows = [
        ["Rekap Pekan Ini", "", "", ""],
        ["No", "Tgl Kirim", "Nama Wartawan", "Link Berita"],
        ["1", "16/11/2022 08.05", "Sari", URL],
        ["2", "16 November 2022 08.05", "Budi", f"{URL} {URL}"],
    ]
    text = "\n".join(mark.join(row) for row in rows)
    found = read(tmp_path / "rekap.csv", text)
    assert found == [(URL, "Sari", EIGHT), (URL, "Budi", EIGHT), (URL, "Budi", EIGHT)]


def test_csv_with_date_and_time_apart_and_iso_dates(tmp_path: Path) -> None:
    text = f"date,jam,from,url\n2022-11-16,08.05,Sari,{URL}\n2022-11-16T08:05:00+09:00,,Budi,{URL}"
    assert read(tmp_path / "a.csv", text) == [(URL, "Sari", EIGHT), (URL, "Budi", EIGHT)]


def test_csv_without_a_head_or_with_broken_quotes_still_gives_its_addresses(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", f"Sari,{URL}\n") == [(URL, None, None)]
    assert read(tmp_path / "b.csv", f'"Sari,{URL}\n{URL}')[-1][0] == URL
    huge = "x" * (csv.field_size_limit() + 1)
    assert read(tmp_path / "c.csv", f"{huge},{URL}\n") == [(URL, None, None)]


def test_xlsx_gives_addresses_in_cells_links_and_formulas_with_excel_dates(tmp_path: Path) -> None:
    file, day = tmp_path / "rekap.xlsx", 44881 + (8 * 60 + 5) / 1440
    rows: list[list[workbook.Cell]] = [
        ["Tanggal", "Pengirim", "Berita"],
        [day, "Sari", URL],
        [day, "Budi", "Baca di sini"],
        [day, "Ani", (f'HYPERLINK("{URL}","Baca")', "Baca")],
    ]
    workbook.write(file, rows, {"C3": URL})
    reading = read_file(file, WIT)
    assert reading.form == "XLSX"
    assert facts(reading.sendings) == [(URL, name, EIGHT) for name in ("Sari", "Budi", "Ani")]


def test_the_zip_that_whatsapp_makes_is_read(tmp_path: Path) -> None:
    file = tmp_path / "WhatsApp Chat - Mitra.zip"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("lampiran.txt", "x" * 1000)
        target.writestr("_chat.txt", CHAT)
        target.writestr("IMG-1.jpg", b"\xff\xd8\xff")
    assert facts(read_file(file, WIT).sendings) == [(URL, "Sari", EIGHT)]


def test_a_zip_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_BYTES", 10_000)
    file = tmp_path / "bom.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("_chat.txt", CHAT * 1000)
    with pytest.raises(LinksError, match=r"bom.zip cannot be unpacked.*Export or save it again"):
        read_file(file, WIT)


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    row = f'<row><c t="inlineStr"><is><t>{URL}/&b;</t></is></c></row>'
    file = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("xl/workbook.xml", "<workbook/>")
        target.writestr("xl/worksheets/sheet1.xml", f"{bomb}<worksheet>{row}</worksheet>")
    assert [one.url for one in read_file(file, WIT).sendings] == [f"{URL}/"]


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.pdf", b"%PDF-1.4 \x00", "Copy its text"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "Save it as .xlsx"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "Export the chat itself"),
        ("a.bin", bytes(range(32)) * 100, "Give a WhatsApp export"),
        ("a.zip", b"PK\x03\x04 broken", "Export or save it again"),
        ("a.docx", None, "Give a WhatsApp export"),
        ("missing.txt", None, "Give a WhatsApp export"),
    ],
)
def test_other_files_are_answered_with_what_to_do(
    tmp_path: Path, name: str, content: bytes | None, advice: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    elif name.endswith(".docx"):
        with zipfile.ZipFile(file, "w") as target:
            target.writestr("word/document.xml", "<w/>")
    with pytest.raises(LinksError, match=advice) as caught:
        read_file(file, WIT)
    assert name in str(caught.value)


NAMES = st.sampled_from(["a.txt", "a.csv", "a.xlsx", "a.zip"])


@given(NAMES, st.binary() | st.binary().map(lambda rest: b"PK\x03\x04" + rest))
def test_bytes_of_any_kind_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / name
    file.write_bytes(content)
    with suppress(LinksError):
        read_file(file, WIT)


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=40))
def test_a_workbook_damaged_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, damage: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "rusak.xlsx"
    workbook.write(file, [["Pengirim", "Berita"], ["Sari", URL]], {"B2": URL})
    whole = file.read_bytes()
    place %= len(whole)
    file.write_bytes(whole[:place] + damage + whole[place + len(damage) :])
    with suppress(LinksError):
        read_file(file, WIT)


def test_an_empty_file_sends_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "kosong.txt", "") == []
