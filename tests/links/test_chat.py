"""WhatsApp exports are read in every form that phones write, and no address in them is lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.links import chat
from pipeline.links.files import read_file
from pipeline.links.places import Places
from pipeline.links.records import Reading

WIT = ZoneInfo("Asia/Jayapura")
URL = "https://kabar-rekaan.id/2022/11/16/a"
EIGHT = datetime(2022, 11, 16, 8, 5, tzinfo=WIT)
LRM, NNBSP, ISOLATE, POP = "\u200e", "\u202f", "\u202a", "\u202c"


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Reading:
    file = tmp_path / "Chat WhatsApp.txt"
    file.write_bytes(text.encode(encoding))
    return read_file(file, WIT)


@pytest.mark.parametrize(
    "line",
    [
        f"16/11/22 08.05 - Sari: {URL}",
        f"16/11/2022, 08:05 - Sari: {URL}",
        f"16/11/22, 8:05 AM - Sari: {URL}",
        f"16/11/22, 8:05{NNBSP}am - Sari: {URL}",
        f"16.11.22, 08:05 - Sari: {URL}",
        f"2022-11-16, 08:05 - Sari: {URL}",
        f"[16/11/22 08.05.00] Sari: {URL}",
        f"{LRM}[16/11/22, 08:05:00] Sari: {LRM}{URL}",
        f"[16/11/22, 8:05:00{NNBSP}AM] ~{NNBSP}Sari: {URL}",
        f"16/11/22 08.05 - Sari: {URL} <Pesan ini diedit>",
    ],
)
def test_each_form_tells_who_sent_what_and_when(tmp_path: Path, line: str) -> None:
    (one,) = read(tmp_path, line).sendings
    assert (one.url, one.sender, one.sent_at) == (URL, "Sari", EIGHT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_each_encoding_is_understood(tmp_path: Path, encoding: str) -> None:
    (one,) = read(tmp_path, f"16/11/22 08.05 - André: “{URL}”\n" * 3, encoding).sendings[:1]
    assert (one.url, one.sender) == (URL, "André")


def test_a_month_that_comes_first_shows_itself_once_for_the_whole_file(tmp_path: Path) -> None:
    text = f"11/2/22, 8:05 PM - Sari: {URL}\n11/16/22, 8:05 AM - Budi: {URL}"
    first, second = read(tmp_path, text).sendings
    assert first.sent_at == datetime(2022, 11, 2, 20, 5, tzinfo=WIT)
    assert second.sent_at == EIGHT


def test_senders_may_be_numbers_or_have_colons_in_their_names(tmp_path: Path) -> None:
    text = (
        f"16/11/22 08.05 - {ISOLATE}+62 812-0000-0001{POP}: {URL}\n"
        "16/11/22 08.05 - Humas: Sari: <Media tidak disertakan>\n"
        f"16/11/22 08.05 - Humas: Sari: Mohon izin: {URL}\n"
        f"16/11/22 08.05 - Budi: Tautan: {URL}"
    )
    senders = [one.sender for one in read(tmp_path, text).sendings]
    assert senders == ["+62 812-0000-0001", "Humas: Sari", "Budi"]


def test_lines_of_whatsapp_itself_have_no_sender(tmp_path: Path) -> None:
    text = (
        "16/11/22 08.00 - Pesan dan panggilan terenkripsi secara end-to-end.\n"
        f'16/11/22 08.05 - Budi mengubah subjek dari "A: B" menjadi "C: D" {URL}'
    )
    reading = read(tmp_path, text)
    assert reading.form == "WhatsApp chat (Android)"
    assert [one.sender for one in reading.sendings] == [None]


def test_a_message_goes_on_over_lines_and_forwarded_chats_do_not_break_it(tmp_path: Path) -> None:
    text = (
        f"16/11/22 08.05 - Sari: Terusan:\n[15/11/22 07.00.00] Orang Lain: {URL}\n\n"
        "Selesai\n16/11/22 08.06 - Budi: ya"
    )
    reading = read(tmp_path, text)
    assert reading.messages == 2
    assert [(one.sender, one.sent_at) for one in reading.sendings] == [("Sari", EIGHT)]


def test_days_that_do_not_exist_leave_the_date_open(tmp_path: Path) -> None:
    (one,) = read(tmp_path, f"31/02/22 25.99 - Sari: {URL}").sendings
    assert (one.sender, one.sent_at) == ("Sari", None)


LINE = st.one_of(
    st.text(),
    st.sampled_from(
        ["16/11/22 08.05 - ", "[16/11/22 08.05.12] ", "11/16/22, 8:05 PM - Sari: ", "Sari: ", "-",
         "https://kabar-rekaan.id/a-", LRM, ISOLATE, "<Media omitted>", "0/0/0 0.00 - : "]
    ),
)  # fmt: skip


@given(st.lists(st.lists(LINE).map("".join)), st.lists(st.lists(LINE).map("".join)))
def test_nothing_makes_the_reader_fail_or_lose_an_address_on_a_line_of_its_own(
    before: list[str], after: list[str]
) -> None:
    from pipeline.links.addresses import sendings

    places = Places.load()
    text = "\n".join([*before, URL, *after])
    for form in chat.FORMS:
        found = chat.messages(text, form, WIT, places.chat.markers)
        urls = [one.url for message in found for one in sendings(message, places)]
        assert URL in urls


def test_a_year_of_a_busy_group_is_read_in_seconds(tmp_path: Path) -> None:
    lines = (
        f"{1 + n // 2000}/11/22 {n // 60 % 24:02}.{n % 60:02} - Nama {n % 50}: berita {n} {URL}{n}/"
        for n in range(50_000)
    )
    began = perf_counter()
    assert len(read(tmp_path, "\n".join(lines)).links) == 50_000
    assert perf_counter() - began < 20
