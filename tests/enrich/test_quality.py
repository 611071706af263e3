"""What enrichment makes of the sample newsroom: a measured quality may not fall.

Measured on 202 originals: units P 1.00 R 0.99; persons P 0.96 R 0.96, of those found rank and
unit 0.99, police 1.00, first word of the position 0.86; direct quotes found 1.00, their speaker
0.96; indirect ones found 0.82, their speaker 0.96; main topic 0.76, its first level 0.84;
relevance P 0.98 R 0.96; tone 0.75; sentiment toward a unit 0.67 (accuracies). The models of
topic, relevance, tone and sentiment are trained apart from the rules: their gates leave more room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from statistics import mean

import pytest

from pipeline.enrich.sentiment import Named, score
from pipeline.enrich.topics import find_topics
from pipeline.records import PersonMention, SentimentScore
from pipeline.select import relevance
from pipeline.settings import MODELS
from tests.enrich.reading import Enriched, enriched
from tests.enrich.scoring import aligned, of_sets
from tests.newsroom.articles import GoldPerson

UNITS = 0.98
PERSONS = 0.93
DIRECT_FOUND, DIRECT_SPEAKER = 0.98, 0.93
INDIRECT_FOUND, INDIRECT_SPEAKER = 0.78, 0.93
TOPIC, TOPIC_FIRST_LEVEL = 0.67, 0.76
RELEVANT_FOUND, RELEVANT_RIGHT = 0.92, 0.92
# Tone was 0.81 here before its model learned news of other institutions: it lost on these invented
# articles what it gained on the real ones held out (macro-F1 0.653 to 0.703, models/results.md).
TONE, SENTIMENT = 0.72, 0.62


def relevant() -> Sequence[Enriched]:
    return [article for article in enriched() if article.gold.relevant]


def test_units_named_are_found_and_no_others() -> None:
    scored = of_sets(
        (set(article.gold.units), {mention.unit for mention in article.found.units})
        for article in enriched()
    )
    assert min(scored.precision, scored.recall) >= UNITS


def test_persons_named_are_found_and_few_others() -> None:
    scored = of_sets(
        ({person.name for person in article.gold.persons}, {p.name for p in article.found.persons})
        for article in enriched()
    )
    assert min(scored.precision, scored.recall) >= PERSONS


def head(position: str | None) -> str:
    return next(iter((position or "").lower().split()), "")


@pytest.mark.parametrize(
    ("fact", "least"),
    [
        (lambda person: person.rank or "", 0.97),
        (lambda person: person.unit or "", 0.97),
        (lambda person: person.police, 0.98),
        (lambda person: head(person.position), 0.82),
    ],
    ids=["rank", "unit", "police", "position"],
)
def test_what_is_said_of_a_person_is_right(
    fact: Callable[[GoldPerson | PersonMention], object], least: float
) -> None:
    right = []
    for article in enriched():
        found = {person.name: person for person in article.found.persons}
        known = [person for person in article.gold.persons if person.name in found]
        right += [fact(person) == fact(found[person.name]) for person in known]
    assert mean(right) >= least


@pytest.mark.parametrize(
    ("direct", "least_found", "least_right"),
    [(True, DIRECT_FOUND, DIRECT_SPEAKER), (False, INDIRECT_FOUND, INDIRECT_SPEAKER)],
    ids=["direct", "indirect"],
)
def test_quotes_are_found_with_their_speakers(
    direct: bool, least_found: float, least_right: float
) -> None:
    pairs = list(aligned(enriched(), direct=direct))
    right = [(quote.speaker or "") == truth.speaker for truth, quote in pairs if quote]
    assert len(right) / len(pairs) >= least_found
    assert mean(right) >= least_right


def test_the_main_topic_is_the_code_books() -> None:
    told = [article for article in enriched() if article.gold.topic]
    texts = [("x", article.article.title, article.article.text) for article in told]
    found = [topics[0].code for topics in find_topics(texts, MODELS)]
    pairs = [(article.gold.topic, code) for article, code in zip(told, found, strict=True)]
    assert mean(truth == code for truth, code in pairs) >= TOPIC
    level = [truth.split(".")[0] == code.split(".")[0] for truth, code in pairs]
    assert mean(level) >= TOPIC_FIRST_LEVEL


def test_news_of_the_police_is_told_from_other_news() -> None:
    texts = [(article.article.title, article.article.text) for article in enriched()]
    verdicts = Counter(
        (article.gold.relevant, p >= relevance.CUT)
        for article, p in zip(enriched(), relevance.probabilities(MODELS, texts), strict=True)
    )
    hits = verdicts[True, True]
    assert hits / (hits + verdicts[True, False]) >= RELEVANT_FOUND
    assert hits / (hits + verdicts[False, True]) >= RELEVANT_RIGHT


@cache
def whole_articles() -> Sequence[tuple[Enriched, list[SentimentScore]]]:
    """The articles about the police, each with its tone and what it says of every unit."""
    named = [
        Named("x", article.article.title, article.article.text, article.found.units)
        for article in relevant()
    ]
    return [
        (article, [row for row in rows if row.field == "article"])
        for article, rows in zip(relevant(), score(named, MODELS), strict=True)
    ]


def test_tone_is_as_a_reader_hears_it() -> None:
    right = [
        row.label == article.gold.tone
        for article, rows in whole_articles()
        for row in rows
        if row.target is None
    ]
    assert mean(right) >= TONE


def test_sentiment_is_as_a_reader_sees_the_unit() -> None:
    right = [
        row.label == article.gold.units[row.target]
        for article, rows in whole_articles()
        for row in rows
        if row.target in article.gold.units
    ]
    assert mean(right) >= SENTIMENT
