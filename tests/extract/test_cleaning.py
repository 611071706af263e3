"""Datelines, bylines and furniture leave the text; what they say is kept (DOMAIN: furniture)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.cleaning import clean, normal

SENTENCE = "Kapolres menutup acara di lapangan itu."


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("Tobelo, bhayangkarautama.com –", "Tobelo"),
        ("TERNATE, CN –", "Ternate"),
        ("JAKARTA, iNews.id -", "Jakarta"),
        ("Tribratanews.polri.go.id – Ternate.", "Ternate"),
        ("SURABAYA -", "Surabaya"),
        ("Kota Batu -", "Kota Batu"),
        ("SURYA.co.id | GRESIK -", "Gresik"),
        ("KOMPAS.com, TERNATE –", "Ternate"),
        ("HALMAHERA UTARA, Antara —", "Halmahera Utara"),
        ("Ternate, 23/5 (ANTARA) -", "Ternate"),
        ("Jakarta, CNN Indonesia --", "Jakarta"),
        ("KBRN, Ternate :", "Ternate"),
        ("SURYA.CO.ID | BATU -", "Batu"),
    ],
)
def test_a_dateline_leaves_the_text_and_its_place_is_kept(dateline: str, place: str) -> None:
    cleaned = clean([f"{dateline} {SENTENCE}"])
    assert cleaned.text == SENTENCE
    assert cleaned.dateline == place


def test_liputan6_writes_its_name_first_and_no_dash() -> None:
    cleaned = clean([f"Liputan6.com, Jakarta {SENTENCE}"])
    assert (cleaned.text, cleaned.dateline) == (SENTENCE, "Jakarta")


def test_an_outlet_without_a_place_leaves_the_text_too() -> None:
    cleaned = clean([f"KOMPAS.com - {SENTENCE}"])
    assert (cleaned.text, cleaned.dateline) == (SENTENCE, None)


def test_a_dateline_on_a_line_of_its_own() -> None:
    cleaned = clean(["Tobelo, bhayangkarautama.com", SENTENCE])
    assert (cleaned.text, cleaned.dateline) == (SENTENCE, "Tobelo")


@pytest.mark.parametrize(
    "first",
    [
        "Kesal. Itu kata yang paling sering diucapkan warga.",
        "Warga Desa Waituha, Kecamatan Teluk Sagea, menutup jalan.",
    ],
)
def test_first_words_behind_an_outlets_name_are_no_place(first: str) -> None:
    cleaned = clean([f"LINTAS WARTA – {first}"], "Lintas Warta")
    assert (cleaned.text, cleaned.dateline) == (first, None)


@pytest.mark.parametrize(
    "first",
    [
        "Polisi - yang datang belakangan - menutup jalan itu.",
        "Polri - TNI bersinergi menjaga kota itu.",
        "Kapolres: “Kami siap menjaga kota itu.”",
        "Operasi Zebra 2024 digelar dua pekan di Ternate, Tidore dan Sofifi.",
        "Kapal itu tenggelam pukul 10.30-11.00 WIT di perairan Weda.",
    ],
)
def test_dashes_inside_a_sentence_make_no_dateline(first: str) -> None:
    assert clean([first]).text == first


@pytest.mark.parametrize(
    ("ending", "byline"),
    [
        ("(Roby P.)", "Roby P."),
        ("(Humas/MM)", "Humas/MM"),
        ("(Humas Polres Ternate)", "Humas Polres Ternate"),
        ("(*/nik)", "nik"),
        ("(TribunContoh.com/Roby P.)", "Roby P."),
        ("(hms)", "hms"),
        ("(Red)", None),
        ("(*)", None),
    ],
)
def test_a_byline_in_brackets_ends_the_article(ending: str, byline: str | None) -> None:
    cleaned = clean([SENTENCE, f"Kegiatan berjalan aman. {ending}"])
    assert cleaned.text == f"{SENTENCE}\nKegiatan berjalan aman."
    assert cleaned.byline == byline


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Penulis: Roby Pattimura", "Roby Pattimura"),
        ("Reporter: Nurul Hasan | Editor: Tim Redaksi", "Nurul Hasan"),
        ("—- Penulis: Roby Pattimura Editor: Nurul Hasan", "Roby Pattimura"),
    ],
)
def test_a_byline_on_a_line_of_its_own(line: str, byline: str) -> None:
    cleaned = clean([SENTENCE, line])
    assert (cleaned.text, cleaned.byline) == (SENTENCE, byline)


@pytest.mark.parametrize(
    "furniture",
    [
        "Baca juga: Polres Ternate Gelar Operasi Zebra",
        "Baca Juga : Polres Ternate Gelar Operasi Zebra",
        "BACA: Polres Ternate Gelar Operasi Zebra",
        "Simak juga: Laporan Mandek, Tagar #PercumaLaporPolisi Ramai di Batulayar",
        "Lihat juga Foto-foto Pawai Takbir",
        "Artikel ini telah tayang di Kompas.com dengan judul Pawai Takbir",
        "Ikuti berita Malut lainnya di Google News",
        "Foto: Istimewa",
        "URL berhasil dicopy",
        "Beranda › Polres › Polres Halut Gelar Pelatihan",
        "Beranda Polres Polres Halut Gelar Pelatihan Peningkatan Kemampuan",
        "#polri #malut",
        "Tinggalkan Balasan",
        "Bagikan ini:",
        "Copyright © ANTARA 2025",
        "Dilarang keras mengambil konten, melakukan crawling untuk AI di situs web ini.",
        "[Gambas:Video 20detik]",
        ",",
    ],
)
def test_furniture_is_dropped(furniture: str) -> None:
    assert clean([SENTENCE, furniture, SENTENCE]).text == f"{SENTENCE}\n{SENTENCE}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Baca tulis huruf Arab diajarkan Bripka Anwar setiap sore.",
        "Foto korban disebarkan pelaku lewat WhatsApp.",
        "Dalam pesan itu tertulis (sic) kapolres sudah setuju.",
    ],
)
def test_sentences_that_only_look_like_furniture_stay(sentence: str) -> None:
    assert clean([SENTENCE, sentence, SENTENCE]).text == f"{SENTENCE}\n{sentence}\n{SENTENCE}"


def test_invisible_characters_go_and_accents_are_composed() -> None:
    assert normal("Kapol\u00adres\u200b  Te\u0301rnate\ufeff") == "Kapolres Térnate"


@given(st.lists(st.text(max_size=200), max_size=6))
def test_cleaning_never_fails_and_leaves_no_empty_line(paragraphs: list[str]) -> None:
    text = clean(paragraphs).text
    assert not text or all(line.strip() for line in text.split("\n"))


def test_headlines_of_other_articles_behind_their_heading_are_dropped() -> None:
    paragraphs = [
        "Kapolres Ternate membuka pelatihan bagi anggota di aula, Senin (13/10/2025).",
        "Artikel Terkait",
        "Polisi Ringkus Dua Pencuri Motor di Pasar Lama",
        "Pelatihan itu berlangsung dua hari.",
    ]
    assert clean(paragraphs).text.splitlines() == [paragraphs[0], paragraphs[3]]


def test_a_long_line_up_at_the_end_is_no_headline() -> None:
    players = ", ".join(f"Andi Wijaya {name}" for name in "ABCDEFGHIJKL")
    text = clean(["Laga berakhir imbang di Stadion Gelora Kieraha.", f"Persiter: {players}"]).text
    assert text.endswith(players)


@pytest.mark.parametrize(
    "glued",
    [
        ">>>Ikuti Berita Lainnya di News Google Harian Seruni",
        " *****",
        " Simak selengkapnya di sini .",
        " Lihat Video 'Bus Tertabrak Kereta, Empat Tewas':",
        "Sebagian artikel ini telah tayang di Harian Seruni dengan judul Bus Tertabrak Kereta",
        " Baca juga: Bus Tertabrak Kereta: Empat Penumpang Tewas",
        " Update berita lainnya di Google News Harian Seruni",
    ],
)
def test_furniture_glued_to_the_last_sentence_is_cut_off(glued: str) -> None:
    sentence = "Pelaku dibawa ke Mapolres Ternate untuk diperiksa, kata Kapolres."
    assert clean([sentence + glued]).text == sentence
