"""Slices hold what their names say, and a question asked of the headline alone has no body."""

from __future__ import annotations

import pytest

from models import slices
from models.items import Item, newsroom
from pipeline.enrich.questions import Question

FILLER = "Cuaca cerah sejak pagi. " * 40


def found(title: str, text: str = "", places: tuple[int, ...] | None = None) -> set[str]:
    items = [Item(Question(title, text, places), "netral", "x", "kabar")]
    return {name for name, chosen in slices.places(items) if chosen} - {"outlet kabar"}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Warga Dipukul Polisi", {"passive"}),
        ("Pelaku ditangkap oleh anggota [UNIT]", {"passive"}),
        ("Polisi Memukul Warga", set()),
        ("Ditreskrimum Polda Panggil Saksi", set()),
        ("Direktorat Kepolisian Perairan", set()),
        ("Oknum Polisi Tidak Hadir", {"oknum", "negation"}),
        ('Kapolres: "Kami Siap"', {"quotes"}),
    ],
)
def test_a_pattern_is_found_in_the_headline(title: str, names: set[str]) -> None:
    assert found(title) == names


def test_a_pattern_counts_where_the_unit_is_named_and_not_far_from_it() -> None:
    text = f"[UNIT] membuka posko. Warga datang. {FILLER}Laporan itu tidak ditanggapi."
    assert found("Posko dibuka", text, (0,)) == set()
    near = f"{FILLER}Laporan itu tidak ditanggapi [UNIT]."
    assert found("Posko dibuka", near, (near.index("[UNIT]"),)) == {"negation", "passive"}


def test_long_articles_are_a_slice() -> None:
    assert found("Cuaca", FILLER * 3) == {"long"}


def test_headline_and_body_are_asked_alone_of_the_same_items() -> None:
    items = newsroom()["sentiment"]
    alone = dict(slices.alone(items))
    assert len(alone["headline alone"]) == len(alone["body alone"]) == len(items)
    assert not any(item.question.text for item in alone["headline alone"])
    assert not any(item.question.title for item in alone["body alone"])
    assert [i.label for i in alone["body alone"]] == [i.label for i in items]
