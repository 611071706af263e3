"""Whose name a report may print: what part a person plays in what is told."""

from __future__ import annotations

import pytest

from pipeline.enrich import registry
from pipeline.enrich.entities import find_entities, names_in
from pipeline.enrich.units import Context
from pipeline.settings import MODELS
from tests.enrich.reading import register

CASES = [
    ("Tersangka Rudi Hartawan (34) ditangkap polisi dan ditahan di Mapolres Ternate.", "tersangka"),
    ("Korban Siti Marwah (41) tewas di tempat setelah motornya ditabrak truk.", "korban"),
    ("Korban, Andi Palila (9), dibawa ke rumah sakit oleh warga.", "anak"),
    ("Siswi SMP bernama Nona Lefmar dibawa ke rumah sakit oleh warga.", "anak"),
    ("Bupati Halmahera Utara Frans Manery membuka lomba kampung tangguh.", "pejabat"),
    ("Kapolres Ternate AKBP Niko Irawan meresmikan posko terpadu.", "polisi"),
]


def parts(text: str) -> list[str]:
    (doc,) = names_in([text], registry.names_folder(MODELS))
    found = find_entities("x", "", text, doc, register(), Context(), MODELS)
    return [person.part for person in found.persons]


@pytest.mark.parametrize(("text", "part"), CASES)
def test_the_part_is_told_by_the_words_beside_the_name(text: str, part: str) -> None:
    assert parts(text) == [part]


def test_one_person_has_one_part_however_often_named() -> None:
    text = (
        "Rudi Hartawan (34) ditangkap polisi karena mencuri motor. Tersangka Rudi mengakui "
        "perbuatannya. Rudi kini ditahan."
    )
    assert parts(text) == ["tersangka"]
