"""The traps of the language: a swapped voice, a negation, a name that must not matter."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.enrich.register import UnitRegister
from pipeline.enrich.sentiment import Named, score
from pipeline.enrich.units import Context, find_units
from pipeline.records import SentimentScore
from pipeline.settings import DATA, MODELS
from tests.enrich.reading import enriched

# each pair: what is worse for the unit, and the same words turned round
VOICE = [
    (
        "Seorang warga dipukul anggota {unit} saat razia.",
        "Seorang anggota {unit} dipukul warga saat razia.",
    ),
    (
        "Anggota {unit} menganiaya tukang ojek hingga babak belur.",
        "Anggota {unit} dianiaya tukang ojek hingga babak belur.",
    ),
    (
        "Wartawan diancam personel {unit} ketika meliput demo.",
        "Personel {unit} diancam massa ketika mengawal demo.",
    ),
    (
        "Mahasiswa itu ditembak polisi dari {unit}.",
        "Polisi dari {unit} itu ditembak kelompok bersenjata.",
    ),
    (
        "Pengendara mengaku diperas oknum anggota {unit}.",
        "Anggota {unit} menangkap pelaku yang memeras pengendara.",
    ),
    ("Petugas {unit} menabrak pelajar lalu kabur.", "Petugas {unit} ditabrak pelajar yang kabur."),
]
NEGATION = [
    ("{unit} belum menangkap pelaku pembunuhan itu, keluarga korban kecewa.",
     "{unit} menangkap pelaku pembunuhan itu, keluarga korban lega."),
    ("{unit} tidak menindaklanjuti laporan warga.",
     "{unit} menindaklanjuti laporan warga."),
    ("Warga tidak puas dengan pelayanan {unit}.",
     "Warga puas dengan pelayanan {unit}."),
    ("{unit} gagal mengungkap kasus curanmor.",
     "{unit} berhasil mengungkap kasus curanmor."),
    ("{unit} tidak sigap mengevakuasi korban banjir, kata warga.",
     "{unit} sigap mengevakuasi korban banjir, kata warga."),
    ("Tanpa surat perintah, anggota {unit} menggeledah rumah warga.",
     "Dengan surat perintah, anggota {unit} menggeledah rumah bandar."),
    ("Penyidik {unit} belum juga memeriksa terlapor sejak setahun lalu.",
     "Penyidik {unit} segera memeriksa terlapor sehari setelah laporan."),
    ("Ombudsman menilai {unit} tidak profesional.",
     "Ombudsman menilai {unit} profesional."),
]  # fmt: skip
NAMES = ("Polres Alor", "Polres Tulungagung", "Polres Pegunungan Bintang", "Polres Ternate")
REGISTER = UnitRegister.load([DATA / "units"])


def scores(title: str, text: str) -> list[SentimentScore]:
    units, _ = find_units("x", title, text, REGISTER, Context())
    return score([Named("x", title, text, units)], MODELS)[0]


def verdicts(title: str, text: str) -> list[tuple[bool, str, float, float, float]]:
    """Everything but the name of the unit and the model."""
    return [
        (s.target is None, s.field, s.positive, s.neutral, s.negative) for s in scores(title, text)
    ]


def toward_unit(text: str, title: str = "") -> SentimentScore:
    return next(s for s in scores(title, text) if s.target and s.field == "article")


@pytest.mark.parametrize(
    "story",
    [
        "{unit} menangkap pelaku pembunuhan di pasar. Kapolres mengapresiasi kerja anggotanya.",
        "Keluarga korban mengeluhkan laporan mereka di {unit} yang belum ditindaklanjuti.",
        "Pelayanan SIM di {unit} buka pukul 08.00 sampai 14.00 pada hari kerja.",
        "Oknum anggota {unit} diduga memukul warga saat razia pada Sabtu malam.",
    ],
)
def test_another_name_changes_no_score(story: str) -> None:
    texts = [story.format(unit=name) for name in NAMES]
    first, *others = (verdicts(text, text) for text in texts)
    assert [target for target, *_ in first] == [True, True, True, False, False, False]
    assert all(other == first for other in others)


def test_renaming_the_units_of_the_newsroom_changes_no_score() -> None:
    for article in enriched()[:40]:
        title, text, units = article.article.title, article.article.text, article.found.units
        renamed = [unit.model_copy(update={"unit": f"X {unit.unit}"}) for unit in units]
        before = score([Named("x", title, text, units)], MODELS)[0]
        after = score([Named("x", title, text, renamed)], MODELS)[0]
        assert probabilities(before) == probabilities(after)


@pytest.mark.parametrize("pairs", [VOICE, NEGATION], ids=["voice", "negation"])
def test_words_turned_round_turn_the_score(pairs: Sequence[tuple[str, str]]) -> None:
    lean = [[_lean(text.format(unit="Polres Alor")) for text in pair] for pair in pairs]
    turned = sum(better > worse for worse, better in lean)
    assert turned >= 0.8 * len(pairs), lean


def _lean(text: str) -> float:
    """How much better than bad the unit looks, -1 to 1."""
    found = toward_unit(text)
    return found.positive - found.negative


def probabilities(found: Sequence[SentimentScore]) -> list[tuple[float, float, float]]:
    return [(s.positive, s.neutral, s.negative) for s in found]
