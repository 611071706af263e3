"""Who is named and who said what: ranks, titles, later mentions, pronouns, roles, negation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich import registry
from pipeline.enrich.entities import find_entities, names_in
from pipeline.enrich.units import Context
from pipeline.records import PersonMention, Quote
from pipeline.settings import MODELS
from tests.enrich.reading import register


def read(text: str) -> tuple[list[PersonMention], list[Quote]]:
    (doc,) = names_in([text], registry.names_folder(MODELS))
    found = find_entities("x", "", text, doc, register(), Context(), MODELS)
    return found.persons, found.quotes


@pytest.mark.parametrize(
    ("text", "name", "rank", "position"),
    [
        (
            "Kapolres Halut, AKBP Tri Okta Hendri Yanto, SIK., M.M., hadir.",
            "Tri Okta Hendri Yanto",
            "AKBP",
            "Kapolres",
        ),
        (
            "Kabid Humas Polda Jateng Kombes. Pol. Drs. Muhammad Iqbal Alqudusy, S.H. hadir.",
            "Muhammad Iqbal Alqudusy",
            "Kombes Pol",
            "Kabid Humas",
        ),
        ("Kabag Sumda AKP Didik hadir.", "Didik", "AKP", "Kabag Sumda"),
        ("Kasatreskrim Polres Halut IPTU Rusdi hadir.", "Rusdi", "Iptu", "Kasat Reskrim"),
        (
            "Wakapolda Riau Brigjen Hengki Haryadi hadir.",
            "Hengki Haryadi",
            "Brigjen Pol",
            "Wakapolda",
        ),
        ("Kepala Seksi Humas Ipda Rina Bopeng hadir.", "Rina Bopeng", "Ipda", "Kasi Humas"),
    ],
)
def test_officers_have_normal_ranks_and_positions(
    text: str, name: str, rank: str, position: str
) -> None:
    (person,), _ = read(text)
    assert (person.name, person.rank, person.position) == (name, rank, position)
    assert person.police


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        (
            "Kapolri Jenderal Listyo Sigit menonaktifkan Irjen Ferdi Sambolan.",
            "Ferdi Sambolan",
            None,
        ),
        ("Eks Penasihat Kapolri Prof Muradi Hasan bicara.", "Muradi Hasan", None),
        ("Kabid Humas Kapolda Papua, Kombes Amir Kamal hadir.", "Amir Kamal", "Kabid Humas"),
        ("Kapolres Madiun menyambut Briptu Eka Yuliani.", "Eka Yuliani", None),
        ("Kapolres Madiun, Briptu Eka Yuliani.", "Eka Yuliani", None),
    ],
)
def test_nobody_is_given_a_post_that_another_holds(
    text: str, name: str, position: str | None
) -> None:
    persons, _ = read(text)
    assert {person.name: person.position for person in persons}[name] == position


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ketua PWI Halmahera Utara, Rachman Baba, hadir.", "Rachman Baba"),
        ("Irwan, pengemudi ojek di Tobelo, menonton dari jauh.", "Irwan"),
        ("Pegawai gudang yang pertama curiga, Stevi, mendapat piagam.", "Stevi"),
        ("Halija Tomia (41) kehilangan motornya.", "Halija Tomia"),
    ],
)
def test_people_without_a_rank_are_found_and_not_police(text: str, name: str) -> None:
    (person,), _ = read(text)
    assert (person.name, person.police, person.unit) == (name, False, None)


def test_a_later_single_name_is_the_same_person() -> None:
    text = "Kasi Humas Iptu Rina Bopeng datang. Menurut Rina, jalan itu ditutup sejak pagi."
    (person,), (quote,) = read(text)
    assert quote.speaker == person.name == "Rina Bopeng"


def test_a_full_name_is_completed_from_where_it_stands() -> None:
    text = 'Motor milik Ester Sahulata hilang.\n"Saya sudah lapor polisi," kata Ester.'
    _, (quote,) = read(text)
    assert quote.speaker == "Ester Sahulata"


CHIEF = "Kapolres Halut AKBP Bima Adiwangsa"
BOTH = f"{CHIEF} dan Kasat Lantas AKP Johan Leimena"
CLOSED = "Jalan itu kami tutup"


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        (f'"{CLOSED}," ujar {CHIEF}.', "Bima Adiwangsa", CLOSED),
        (f'{CHIEF} hadir. "{CLOSED}," katanya.', "Bima Adiwangsa", CLOSED),
        (f'{BOTH} hadir. "{CLOSED}," tegas Kapolres.', "Bima Adiwangsa", CLOSED),
        (f'{BOTH} hadir. "{CLOSED}," tegas Kasat Lantas.', "Johan Leimena", CLOSED),
        (f'{CHIEF} menegaskan: "{CLOSED}."', "Bima Adiwangsa", CLOSED),
        (f"{CHIEF} mengatakan bahwa jalan itu ditutup.", "Bima Adiwangsa", "jalan itu ditutup"),
        (f"Menurut {CHIEF}, jalan itu ditutup.", "Bima Adiwangsa", "jalan itu ditutup"),
        (f"Sejak pagi, kata {CHIEF}, jalan itu ditutup.", "Bima Adiwangsa", "jalan itu ditutup"),
        (f"{CLOSED} sejak pagi, kata {CHIEF}.", "Bima Adiwangsa", f"{CLOSED} sejak pagi"),
    ],
)  # fmt: skip
def test_quotes_go_to_who_said_them(text: str, speaker: str, words: str) -> None:
    _, quotes = read(text)
    assert [(quote.speaker, quote.text) for quote in quotes] == [(speaker, words)]


def test_somebody_unnamed_is_not_taken_for_the_last_speaker() -> None:
    text = f'{CHIEF} hadir.\nSeorang pedagang menangis. "Dagangan saya habis," katanya.'
    _, (quote,) = read(text)
    assert quote.speaker is None


@pytest.mark.parametrize(
    "sentence",
    [
        f"{CHIEF} tidak menjawab pertanyaan wartawan soal itu.",
        f"{CHIEF} enggan menjelaskan penyebab kebakaran itu.",
        f"{CHIEF} menyampaikan terima kasih kepada seluruh warga.",
        f"{CHIEF} meminta maaf atas kejadian malam itu.",
    ],
)
def test_what_was_not_said_is_no_quote(sentence: str) -> None:
    assert read(sentence)[1] == []


WORDS = st.sampled_from(
    ["AKBP", "AKP", "Bima", "Ester", "Kapolres", "kata", "ujarnya", "mengatakan", "bahwa", ",",
     "menurut", "Menurut", ".", "\n", '"', "“", "”", "(41)", "Pol.", "Drs.", "Ketua", "warga"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.one_of(st.text(max_size=150), st.lists(WORDS, max_size=24).map(" ".join)))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    persons, quotes = read(text)
    for quote in quotes:
        assert text[quote.start : quote.end] == quote.text
    for person in persons:
        assert 0 <= person.start < person.end <= len(text)
