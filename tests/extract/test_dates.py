"""Dates as Indonesian pages write them: day first, local zones, usual typing errors."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dates import from_machine, from_text

JAYAPURA = "Asia/Jayapura"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rabu (16/11/2022)", "2022-11-16T00:00:00+09:00"),
        ("Senin 30 Desember 2019", "2019-12-30T00:00:00+09:00"),
        ("18 Febuari 2025", "2025-02-18T00:00:00+09:00"),
        ("3 Pebruari 2025", "2025-02-03T00:00:00+09:00"),
        ("(13/5/25)", "2025-05-13T00:00:00+09:00"),
        ("5/3/2025", "2025-03-05T00:00:00+09:00"),
        ("Senin, 30 Des 2019 14.30 WIT", "2019-12-30T14:30:00+09:00"),
        ("Senin, 30 Des 2019 | 14:30 WITA", "2019-12-30T14:30:00+08:00"),
        ("17 Agt 2024, pukul 08.05 WIB", "2024-08-17T08:05:00+07:00"),
        ("17 Agu 2024", "2024-08-17T00:00:00+09:00"),
        ("17 Ags 2024", "2024-08-17T00:00:00+09:00"),
        ("10 Nopember 2022", "2022-11-10T00:00:00+09:00"),
        ("1 Mei 2025", "2025-05-01T00:00:00+09:00"),
        ("Oktober 14, 2025", "2025-10-14T00:00:00+09:00"),
        ("December 2, 2024 | 08:05 WIB", "2024-12-02T08:05:00+07:00"),
        ("Selasa, 14 Oktober 2025 - 10:15", "2025-10-14T10:15:00+09:00"),
    ],
)
def test_dates_in_running_text(text: str, expected: str) -> None:
    assert from_text(text, JAYAPURA) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("text", ["", "31/02/2025", "99 Mei 2025", "Pasal 362 KUHP", "12 Maret"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert from_text(text, JAYAPURA) is None


def test_the_first_date_that_exists_counts() -> None:
    found = from_text("31 Februari 2025, diperbarui 1 Maret 2025", JAYAPURA)
    assert found == datetime.fromisoformat("2025-03-01T00:00:00+09:00")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-11-16T10:15:00+09:00", "2022-11-16T10:15:00+09:00"),
        ("2022-11-16T01:15:00Z", "2022-11-16T10:15:00+09:00"),
        ("2022-11-16T10:15:00", "2022-11-16T10:15:00+09:00"),
        ("2022/11/16 10:15:00", "2022-11-16T10:15:00+09:00"),
        ("Wed, 16 Nov 2022 10:15:00 +0900", "2022-11-16T10:15:00+09:00"),
    ],
)
def test_dates_that_machines_wrote(value: str, expected: str) -> None:
    assert from_machine(value, JAYAPURA) == datetime.fromisoformat(expected)


@given(st.text(max_size=80))
def test_any_text_gives_an_aware_date_or_none(text: str) -> None:
    for found in (from_text(text, JAYAPURA), from_machine(text, JAYAPURA)):
        assert found is None or found.tzinfo is not None
