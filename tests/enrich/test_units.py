"""Every way of writing a unit leads to that unit; what only looks like one does not (DOMAIN §2)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich.units import Context, find_units
from pipeline.records import UnitMention, UnresolvedMention
from tests.enrich.reading import register

Found = tuple[list[UnitMention], list[UnresolvedMention]]


def read(text: str, title: str = "", **context: str) -> Found:
    return find_units("x", title, text, register(), Context(**context))


def names(text: str, **context: str) -> list[str]:
    return [mention.unit for mention in read(text, **context)[0]]


@pytest.mark.parametrize(
    "form",
    [
        "Polres Halmahera Utara",
        "Polres Halut",
        "POLRES HALUT",
        "Mapolres Halut",
        "Kapolres Halut",
        "Wakapolres Halmahera Utara",
        "Kepolisian Resor Halmahera Utara",
        "Kepolisian Resort Halut",
        "Kasat Reskrim Polres Halut",
        "Satreskrim Polres Halut",
    ],
)
def test_every_form_is_a_mention_of_the_unit(form: str) -> None:
    assert names(f"Kegiatan itu diikuti {form} kemarin.") == ["Polres Halmahera Utara"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Kapolda Malut meninjau lokasi.", "Polda Maluku Utara"),
        ("Kabid Humas Polda Maluku Utara hadir.", "Polda Maluku Utara"),
        ("Polres Kediri Kota menutup jalan.", "Polres Kediri Kota"),
        ("Polres Kediri menutup jalan.", "Polres Kediri"),
        ("Polres Metro Bekasi menutup jalan.", "Polres Metro Bekasi"),
        ("Kapolsek Tobelo Selatan hadir.", "Polsek Tobelo Selatan"),
        ("Laporan masuk ke Bareskrim Polri.", "Mabes Polri"),
        ("Tahanan dipindah ke mako brimob.", "Mabes Polri"),
        ("Arahan Kapolri dibacakan.", "Mabes Polri"),
        ("Polres Metro Tangerang menutup jalan.", "Polres Metro Tangerang Kota"),
        ("Polresta Tangerang menutup jalan.", "Polresta Tangerang"),
        ("Kapolres KP3 Tanjung Priok hadir.", "Polres Pelabuhan Tanjung Priok"),
        ("Kepolisian Resor (Polres) Jayawijaya berjaga.", "Polres Jayawijaya"),
        ("Polda Nanggroe Aceh Darussalam hadir.", "Polda Aceh"),
        ("Kapolsek Kota Lamongan hadir.", "Polsek Lamongan"),
        ("Polsek Kuta menangkap pencopet.", "Polsek Kuta"),
    ],
)
def test_namesakes_and_higher_levels_are_kept_apart(text: str, unit: str) -> None:
    assert names(text) == [unit]


def test_the_polsek_of_a_town_is_that_of_the_polres_named_beside_it() -> None:
    assert names("Polres Pamekasan dan Polsek Kota berjaga.") == [
        "Polres Pamekasan",
        "Polsek Pamekasan",
    ]
    mentions, unresolved = read("Polsek Kota berjaga.")
    assert mentions == []
    assert [one.text for one in unresolved] == ["Polsek Kota"]


def test_a_bracket_teaches_an_abbreviation() -> None:
    text = "Polres Pulau Taliabu (Pultab) menggelar apel. Anggota Polres Pultab berjaga."
    if names("Anggota Polres Pultab berjaga."):
        pytest.skip("the register knows this abbreviation by itself")
    assert names(text) == ["Polres Pulau Taliabu"] * 2


def test_one_typing_error_is_forgiven_and_makes_it_less_sure() -> None:
    mentions, _ = read("Anggota Polres Halmahera Utar berjaga.")
    assert [(m.unit, m.score < 1) for m in mentions] == [("Polres Halmahera Utara", True)]


def test_the_article_decides_between_polsek_of_one_name() -> None:
    places: dict[str, list[str]] = {}
    for unit in register().units.values():
        if unit.level == "polsek" and unit.parent:
            places.setdefault(unit.places[0], []).append(unit.parent)
    place, parents = next((p, u) for p, u in sorted(places.items()) if len(u) == 2)
    for parent in parents:
        found = names(f"Kapolsek {place} melapor kepada Kapolres. Anggota {parent} berjaga.")
        assert found == [f"Polsek {place} ({parent})", parent]
    mentions, unresolved = read(f"Laporan masuk ke Polsek {place} tadi malam.")
    assert mentions == []
    assert len(unresolved[0].candidates) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Satpol PP Halmahera Utara membongkar lapak.",
        "Polisi New York menahan tersangka.",
        "Polis Diraja Malaysia menahan tersangka.",
        "Warga membuat polisi tidur di Tobelo.",
        "Kodim 1508 Tobelo dan Koramil Galela menanam jagung.",
        "Kejaksaan Negeri Halmahera Utara menahan tersangka.",
        "BNNK Halmahera Utara merazia kos.",
        "Polhut Halmahera Utara menyita kayu.",
    ],
)
def test_what_is_not_the_police_is_no_unit(text: str) -> None:
    mentions, unresolved = read(text)
    assert (mentions, unresolved) == ([], [])


def test_the_headline_comes_first_and_offsets_hold() -> None:
    title, text = "Kapolres Halut Tinjau Pos", "Pos itu dijaga Polres Ternate dan Polda Malut."
    mentions, _ = read(text, title)
    assert [m.field for m in mentions] == ["title", "text", "text"]
    for mention in mentions:
        content = title if mention.field == "title" else text
        assert content[mention.start : mention.end] == mention.text


WORDS = st.sampled_from(
    ["Polres", "Kapolsek", "Polda", "Mapolres", "Satreskrim", "Kediri", "Kota", "Halut", "Tobelo",
     "Utara", "(", ")", ".", ",", "\n", "AKP"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=14).map(" ".join)))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    for mention in [*read(text)[0], *read(text)[1]]:
        assert text[mention.start : mention.end] == mention.text
