"""Sentences end where a reader ends them; abbreviations, numbers, quotes, lists do not mislead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich.sentences import sentences

# a bar stands where a sentence ends
TABLE = [
    "Kasus itu ditangani AKP. Didik.|Warga senang.",
    "Kombes. Pol. Drs. Muhammad Iqbal, S.H. hadir.",
    "Kapolres Halut, AKBP Tri Okta, S.I.K., M.H., hadir.|Ia memberi arahan.",
    "Upacara dipimpin Kompol Budi Utama, S.H. M.Si. (Wakapolres).|Warga menonton.",
    "Upacara dipimpin Kompol Budi Utama, S.H., M.H.|Warga menonton.",
    "Hadir pula Dr. Rina Bopeng SIK. MH.|Kapolsek menyambutnya.",
    "Kerugian Rp. 2,5 miliar.|Polisi menyita Rp 1.500.000.",
    "Surat No. 12 terbit pukul 14.30 WIB.|Warga membaca.",
    "Pukul 14.30.|Warga datang.",
    "Kantornya di Jl. Merdeka No. 5, Kec. Tobelo, Kab. Halut.|Ia tinggal di sana.",
    "Ditandatangani a.n. Kapolda d/a Polda Malut tgl. 5 Mei.|Surat itu sah.",
    "Bacalah hlm. 12 buku itu.|Isinya jelas.",
    "Korban dirawat dr. Siti.|Lukanya ringan.",
    "M. Iqbal dan A.R. Baswedan hadir.|Joko W. Utomo tidak.",
    "Datang pula KH. M. Munawwir, Drs. M. Iqbal, dan Budi, S.H. M.H.|Warga mengenal mereka.",
    "Vonis itu dari hakim A.|Namun ia banding.",
    "Pangkatnya kini AKP.|Sebelumnya ia Iptu.",
    "PT. Maju Jaya Tbk. rugi.|Saham turun.",
    "Barang dibawa dll. ke kantor.|Selesai.",
    '"Mau ke mana?" ujarnya.|Ia diam.',
    "“Kami tutup.” ujarnya.|Jalan lengang.",
    '"Tangkap dia!"|Massa berteriak.',
    "“Kami tutup jalan itu.”|Warga pulang.",
    "Ia ragu... lalu pergi.|Hujan turun.",
    "Ia ragu…|Hujan turun.",
    "Polisi datang.|12 orang ditangkap.",
    "1. Menutup jalan.|2. Membuka posko.",
    "Begitu katanya.|Anak itu pulang.",
    'Anak itu pulang.|"Saya lapar," ujarnya.|"Ya."|Ibu masak.',
    "Anak itu pulang.|“Saya lapar,” ujarnya.",
    "Kejadian itu tahun 2022.|Di sana ramai.",
    "Ia lulusan S.Pd dari kampus itu, dikutip Kompas.Com dan SURYA.CO.ID kemarin.",
    "Itu benar (sic).|Polisi mencatat.",
    "Sungguh?!|Ya.",
]
GLUED = [
    "Begitu katanya.|Anak itu pulang.",
    'Anak itu pulang.|"Saya lapar," ujarnya.|"Ya."|Ibu masak.',
    "Anak itu pulang.|“Saya lapar,” ujarnya.",
    "Kejadian itu tahun 2022.|Di sana ramai.",
    "Drs.Iqbal dan Kombes.Pol.Budi hadir.|Warga senang.",
]


def read(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize("line", TABLE)
def test_sentences_end_where_a_reader_ends_them(line: str) -> None:
    assert read(line.replace("|", " ")) == line.split("|")


@pytest.mark.parametrize("line", GLUED)
def test_sentences_that_lost_the_space_between_them_are_told_apart(line: str) -> None:
    assert read(line.replace("|", "")) == line.split("|")


def test_no_sentence_goes_across_a_line_end() -> None:
    assert read("Polres Halut\n\n  Warga senang. \nIa") == ["Polres Halut", "Warga senang.", "Ia"]


SIGNS = st.sampled_from(
    [
        *' .!?…"“”’()\n\t1AaH',
        "AKP.",
        "S.H.",
        "Rp.",
        "a.n.",
        "Warga",
        "ujarnya",
        "\u2028",
        ".Ia",
        "é",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(SIGNS, max_size=40).map("".join)))
def test_sentences_stand_in_order_and_hold_every_sign(text: str) -> None:
    found = list(sentences(text))
    ends = [0, *(span.end for span in found)]
    assert all(end <= span.start < span.end for end, span in zip(ends, found, strict=False))
    between = [text[end : span.start] for end, span in zip(ends, found, strict=False)]
    assert not "".join([*between, text[ends[-1] :]]).strip()
    assert all(span.of(text) == span.of(text).strip() for span in found)
