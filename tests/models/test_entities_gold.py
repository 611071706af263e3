"""Marks in real articles: they fit the texts, and scoring counts what it says."""

from __future__ import annotations

import pytest

from models import dataroom, entities, gold
from models.entities import Reading
from models.gold.entities import MarkedArticle, MarkedPerson, MarkedQuote, MarkedUnit, Place
from models.gold.entities import articles as marked
from pipeline.enrich.entities import Entities
from pipeline.enrich.register import UnitRegister
from pipeline.errors import ConfigError
from pipeline.measured import ALL, GOLD
from pipeline.records import PersonMention, Quote, UnitMention
from pipeline.settings import DATA


@pytest.fixture(scope="module")
def real() -> list[MarkedArticle]:
    try:
        dataroom.folder()
    except ConfigError as error:
        pytest.skip(str(error))
    return list(marked())


def test_every_mark_lies_in_its_text(real: list[MarkedArticle]) -> None:
    assert len(real) >= 400
    for article in real:
        places = [one.place for one in article.units]
        places += [place for person in article.people for place in person.mentions]
        assert all(article.of(place).strip() == article.of(place) != "" for place in places)
        for quote in article.quotes or ():
            assert 0 <= quote.start < quote.end <= len(article.text)
            assert quote.speaker is None or quote.speaker < len(article.people)


def test_marked_units_are_of_the_register(real: list[MarkedArticle]) -> None:
    register = UnitRegister.load([DATA / "units"])
    named = {one.unit for article in real for one in article.units if one.unit}
    unknown = {name for name in named if name not in register.units}
    assert all(name.endswith("!") for name in unknown)
    assert len(unknown) < 0.05 * len(named)


def test_articles_of_the_test_split_are_marked_too(real: list[MarkedArticle]) -> None:
    split = {article.id: article.split for article in gold.articles()}
    assert {article.split for article in real} == {"train", "test"}
    assert all(article.split == split[article.id] for article in real)


@pytest.mark.usefixtures("real")
def test_units_persons_and_quotes_are_found_as_well_as_before() -> None:
    found = {(row.role, row.slice): row.scores for row in entities.rows() if row.set == GOLD}
    units, persons, quotes = (found[role, ALL] for role in ("units", "persons", "quotes"))
    assert units["precision"].value >= 0.94
    assert units["recall"].value >= 0.91
    assert persons["f1"].value >= 0.82
    assert quotes["f1"].value >= 0.85
    assert quotes["speaker"].value >= 0.85


def reading(found: Entities) -> Reading:
    text = "Kapolres Ternate AKBP Niko Irawan berkata, “Kami siap bekerja.”"
    article = MarkedArticle(
        id="x", split="train", title="", text=text,
        units=(MarkedUnit(Place("text", 0, 16), "Polres Ternate"),),
        people=(
            MarkedPerson((Place("text", 22, 33),), "polisi", "AKBP", "Polres Ternate", (0, 16)),
        ),
        names=None,
        quotes=(MarkedQuote(44, 62, True, 0),),
    )  # fmt: skip
    return Reading(article, found)


def test_what_is_found_rightly_counts_and_what_is_not_does_not() -> None:
    unit = UnitMention(
        article_id="x", unit="Polres Ternate", text="Kapolres Ternate", field="text", start=0,
        end=16, score=1,
    )  # fmt: skip
    person = PersonMention(
        article_id="x", name="Niko Irawan", rank="AKBP", position="Kapolres Ternate",
        unit="Polres Ternate", police=True, part="polisi", start=22, end=33,
    )  # fmt: skip
    quote = Quote(
        article_id="x", speaker="Niko Irawan", rank="AKBP", position=None, unit=None, police=True,
        text="Kami siap bekerja.", direct=True, start=44, end=62,
    )  # fmt: skip
    right = reading(Entities([unit], [], [person], [quote]))
    wrong = reading(Entities([], [], [person.model_copy(update={"name": "Niko"})], []))
    assert [count(right) for count in (entities.units, entities.persons, entities.direct)] == [
        (1, 1, 1)
    ] * 3
    assert [count(wrong) for count in (entities.units, entities.persons, entities.direct)] == [
        (0, 0, 1),
        (0, 1, 1),
        (0, 0, 1),
    ]
    assert entities.speakers([right], "all")["speaker"].value == 1
    assert entities.facts([right])["rank"].value == entities.facts([right])["unit"].value == 1
