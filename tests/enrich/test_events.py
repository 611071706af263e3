"""Where and when: the place an article speaks of most, and the day its news happened."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich import days
from pipeline.enrich.events import Reading, find_event
from pipeline.enrich.gazetteer import Gazetteer
from pipeline.enrich.units import Context, find_units
from pipeline.errors import ConfigError
from pipeline.records import Event
from pipeline.settings import DATA
from tests.enrich.reading import register

PUBLISHED = date(2025, 10, 15)  # a Wednesday


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.load([DATA / "regions", DATA / "sample" / "regions.csv"])


def event(text: str, title: str = "", published: date | None = PUBLISHED) -> Event | None:
    units, _ = find_units("a", title, text, register(), Context())
    return find_event(Reading("a", title, text, units, [], published), register(), gazetteer())


def place(text: str, title: str = "") -> tuple[str | None, str | None]:
    found = event(text, title)
    return (found.regency, found.district) if found else (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "TOBELO – Pencuri ditangkap di Kecamatan Galela, Kabupaten Halmahera Utara.",
            ("Kabupaten Halmahera Utara", "Galela"),
        ),
        (
            "Satreskrim Polres Halmahera Utara menangkap pencuri.",
            ("Kabupaten Halmahera Utara", None),
        ),
        (
            "Kebakaran melanda rumah di Kecamatan/Kabupaten Lamongan.",
            ("Kabupaten Lamongan", "Lamongan"),
        ),
        ("Api membakar gudang di Kota Malang, Senin.", ("Kota Malang", None)),
        (
            "Rekonstruksi digelar di Mapolda Jatim. Tersangka memeragakan 12 adegan.",
            ("Kota Surabaya", None),
        ),
        (
            "Warga Distrik Ilaga, Kabupaten Puncak, mengungsi.",
            ("Kabupaten Puncak", "Ilaga"),
        ),
        ("Puncak arus mudik diperkirakan Sabtu.", (None, None)),
        ("Pria asal Surabaya itu mengaku menyesal.", (None, None)),
        ("Polda Metro Jaya menyiapkan pengamanan.", (None, None)),
    ],
)
def test_the_place_is_told(text: str, expected: tuple[str | None, str | None]) -> None:
    assert place(text) == expected


def test_the_headline_and_the_lead_speak_louder_than_the_end() -> None:
    text = (
        "Rumah warga di Jailolo, Kabupaten Halmahera Barat, terbakar. Api padam dalam dua jam. "
        "Korban dirawat di rumah sakit. Warga membantu. Polisi mendata kerugian. Tim datang. "
        "Kasus serupa pernah terjadi di Kabupaten Halmahera Timur."
    )
    assert place(text, "Kebakaran di Halmahera Barat") == ("Kabupaten Halmahera Barat", "Jailolo")


def test_a_place_has_its_code_words_and_centre() -> None:
    found = event("Warga Kecamatan Galela, Kabupaten Halmahera Utara, menanam jagung.")
    assert found is not None
    assert (found.region, found.place_text) == ("82.03.04", "Galela")
    assert found.latitude is not None
    assert found.longitude is not None
    assert 0 < found.latitude < 3
    assert 127 < found.longitude < 129


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Senin (13/10/2025)", "2025-10-13"),
        ("Senin (13/10)", "2025-10-13"),
        ("pada 3 Oktober 2025 malam", "2025-10-03"),
        ("Minggu, 12 Oktober", "2025-10-12"),
        ("(11-12/10/2025)", "2025-10-11"),
        ("hari ini", "2025-10-15"),
        ("kemarin", "2025-10-14"),
        ("tadi malam", "2025-10-14"),
        ("Selasa siang", "2025-10-14"),
        ("Rabu", "2025-10-15"),
        ("(13/5/25)", None),  # too long ago for news
        ("(20/11/2025)", None),  # still to come
        ("(31/2/2025)", None),
        ("3/4 bagian", None),
        ("dua minggu lalu", None),
    ],
)
def test_the_day_is_told(words: str, expected: str | None) -> None:
    found = event(f"Truk menabrak pagar {words} di jalan raya.")
    assert (str(found.day) if found else None) == expected


def test_the_day_of_the_news_comes_before_that_of_somebodys_words() -> None:
    text = (
        "Truk menabrak pagar. “Sopir mengantuk,” kata Kasat Lantas, Rabu (15/10/2025). "
        "Kejadian itu Minggu (12/10/2025) dini hari."
    )
    found = event(text)
    assert found is not None
    assert (str(found.day), found.day_text) == ("2025-10-12", "Minggu (12/10/2025) dini hari")


def test_without_a_day_of_publication_no_day_is_told() -> None:
    assert event("Truk menabrak pagar kemarin.", published=None) is None


@given(st.text(max_size=200), st.dates())
def test_a_day_never_lies_after_publication(text: str, published: date) -> None:
    for told in days.told(f"{text} Senin (1/2) kemarin 30 Februari", published):
        assert told.day <= published
        assert 0 <= told.start < told.end


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("kode,nama\n11,Aceh\n", "the columns are"),
        ("code,name,latitude,longitude\n11,Aceh,utara,97\n", "line 2: 'utara', '97' is no place"),
        ("code,name,latitude,longitude\n11,Aceh,5,\n", "line 2: '5', '' is no place"),
    ],
)
def test_a_bad_gazetteer_is_named_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "regions.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        Gazetteer.load([file])
