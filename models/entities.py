"""How well units, persons and quotes are found in the real articles marked for it.

``python -m models.entities`` prints it; ``make evaluate`` holds it. What was marked is in
``models/gold/entities.jsonl``; rules may be read against its training split, never against its
test split. A unit counts once an article; a person by the whole name, not where the article hides
it behind initials; a quote where more than half of what either says is in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console

from models import tables
from models.evaluation import draws, interval, retrieval
from models.gold import Split, entities
from models.gold.entities import MarkedArticle, MarkedPerson, MarkedQuote
from pipeline.enrich import registry
from pipeline.enrich.entities import Entities, find_entities, names_in
from pipeline.enrich.register import UnitRegister, fold
from pipeline.enrich.units import Context
from pipeline.measured import ALL, GOLD, READ, Measured, Results, Row
from pipeline.records import PersonMention, Quote
from pipeline.settings import DATA, MODELS

SETS: dict[Split, str] = {"test": GOLD, "train": READ}
_INITIALS = re.compile(r"[A-Z.\s]{1,5}")
SAME = 0.5  # share of the words of two quotes together that are in both

Counts = tuple[int, int, int]  # hits, found, true


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was marked and as it was read."""

    marked: MarkedArticle
    found: Entities


def rows() -> Iterator[Row]:
    """Of each split: units, persons and quotes with precision, recall and F1."""
    every = list(readings(entities.articles()))
    for split, title in SETS.items():
        some = [reading for reading in every if reading.marked.split == split]
        quoted = [reading for reading in some if reading.marked.quotes is not None]
        yield _row(title, "units", some, retrieved(some, units))
        yield _row(title, "persons", some, retrieved(some, persons) | facts(some))
        for slice_, count in ((ALL, quotes), ("direct", direct), ("indirect", indirect)):
            scores = retrieved(quoted, count)
            yield _row(title, "quotes", quoted, scores | speakers(quoted, slice_), slice_)


def readings(marked: Iterable[MarkedArticle]) -> Iterator[Reading]:
    articles = list(marked)
    register = UnitRegister.load([DATA / "units"])
    docs = names_in([article.text for article in articles], registry.names_folder(MODELS))
    for article, doc in zip(articles, docs, strict=True):
        found = find_entities(
            article.id, article.title, article.text, doc, register, Context(), MODELS
        )
        yield Reading(article, found)


def retrieved(some: Sequence[Reading], count: Callable[[Reading], Counts]) -> dict[str, Measured]:
    """Precision, recall and F1 over everything counted."""
    counts = np.array([count(reading) for reading in some], dtype=np.float64)
    return retrieval(counts, [reading.marked.id for reading in some])


def units(reading: Reading) -> Counts:
    """Words of which the text does not tell which unit they mean are left out."""
    true = {one.unit for one in reading.marked.units if one.unit}
    found = {mention.unit for mention in reading.found.units}
    return len(true & found), len(found), len(true)


def persons(reading: Reading) -> Counts:
    pairs = list(_same_persons(reading))
    true = [one for one in reading.marked.people if _isnamed(one, reading.marked)]
    return len(pairs), len(reading.found.persons), len(true)


def facts(some: Sequence[Reading]) -> dict[str, Measured]:
    """Of the persons found: whether police or not, of the police rank and unit, of others their
    part; ``private``: of suspects, victims and children how many are taken for one of these."""
    pairs = [pair for reading in some for pair in _same_persons(reading)]
    police = [(one, other) for one, other in pairs if _is_police(one)]
    others = [(entities.PARTS[one.kind], other.part) for one, other in pairs if not _is_police(one)]
    private = [(true, found) for true, found in others if true in entities.SENSITIVE]
    told = {
        "part": [true == found for true, found in others],
        "private": [found in entities.SENSITIVE for _, found in private],
        "police": [_is_police(one) == other.police for one, other in pairs],
        "rank": [_rank(one.rank) == _rank(other.rank) for one, other in police],
        "unit": [one.unit == other.unit for one, other in police if one.unit],
    }
    return {name: _share(right) for name, right in told.items() if right}


def quotes(reading: Reading) -> Counts:
    return _quotes(reading, (True, False))


def direct(reading: Reading) -> Counts:
    return _quotes(reading, (True,))


def indirect(reading: Reading) -> Counts:
    return _quotes(reading, (False,))


def speakers(some: Sequence[Reading], slice_: str) -> dict[str, Measured]:
    """Of the quotes found whose speaker is named: how often it is the right one, by any form of
    the name."""
    right = []
    for reading in some:
        for one, other in same_quotes(reading):
            if one.speaker is None or slice_ == ("indirect" if one.direct else "direct"):
                continue
            person = reading.marked.people[one.speaker]
            names = {named(reading.marked.of(place)) for place in person.mentions}
            right.append(named(other.speaker or "") in names)
    return {"speaker": _share(right)}


def same_quotes(reading: Reading) -> Iterator[tuple[MarkedQuote, Quote]]:
    """What was marked and what was found, where they are the same."""
    left = list(reading.found.quotes)
    for one in reading.marked.quotes or ():
        best = max(left, key=lambda other: _overlap(one, other), default=None)
        if best and _overlap(one, best) > SAME:
            left.remove(best)
            yield one, best


def _quotes(reading: Reading, kinds: tuple[bool, ...]) -> Counts:
    pairs = [pair for pair in same_quotes(reading) if pair[0].direct in kinds]
    true = [one for one in reading.marked.quotes or () if one.direct in kinds]
    matched = [other for _, other in same_quotes(reading)]
    stray = [q for q in reading.found.quotes if q not in matched and q.direct in kinds]
    return len(pairs), len(pairs) + len(stray), len(true)


def _same_persons(reading: Reading) -> Iterator[tuple[MarkedPerson, PersonMention]]:
    found = {named(one.name): one for one in reading.found.persons}
    for one in reading.marked.people:
        other = found.pop(named(reading.marked.name(one)), None)
        if other and _isnamed(one, reading.marked):
            yield one, other


def _is_police(person: MarkedPerson) -> bool:
    """Officers who are suspects or victims are marked as such."""
    return person.kind == "polisi" or bool(person.rank or person.unit)


def _isnamed(person: MarkedPerson, article: MarkedArticle) -> bool:
    """In the text, by more than initials."""
    in_text = any(place.field == "text" for place in person.mentions)
    return in_text and not _INITIALS.fullmatch(article.name(person))


def named(name: str) -> str:
    """By which names are the same."""
    return fold(name)


def _rank(rank: str | None) -> str:
    return fold(rank or "").replace(" ", "").removesuffix("pol")


def _overlap(one: MarkedQuote, other: Quote) -> float:
    both = min(one.end, other.end) - max(one.start, other.start)
    return both / (max(one.end, other.end) - min(one.start, other.start))


def _share(right: Sequence[bool]) -> Measured:
    values = np.array(right, dtype=np.float64)
    weights = draws([str(place) for place in range(len(right))])
    return interval(weights @ values / weights.sum(axis=1))


def _row(
    title: str, role: str, some: Sequence[Reading], scores: dict[str, Measured], slice_: str = ALL
) -> Row:
    return Row(
        set=title, slice=slice_, role=role, model=role, name=role, n=len(some), scores=scores
    )


def main() -> None:
    tables.show(Results(rows=tuple(rows())), Console(width=tables.WIDTH))


if __name__ == "__main__":
    main()
