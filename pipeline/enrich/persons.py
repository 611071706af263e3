"""Who is named in an article: name, rank, position, unit, police or not.

A name is found by the rank before it, by the position before or behind it, or by the name
recogniser; later mentions by a part of the name ("Didik") belong to the same person. Rank and
position are those of this article (DOMAIN: ranks and names).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from pipeline.enrich.names import Mention, acts, find_mentions
from pipeline.enrich.positions import add_position, unit_of
from pipeline.enrich.sentences import Span
from pipeline.records import PersonMention, UnitMention

ALIKE, LEAST_MISSPELT = 0.85, 6  # of letters, and how many a word has at least


@dataclass(slots=True)
class Person:
    """A person of one article with every mention; facts are the first that any mention gives."""

    mentions: list[Mention] = field(default_factory=list)

    @property
    def name(self) -> str:
        return max((m.name for m in self.mentions), key=lambda name: (name.count(" "), len(name)))

    @property
    def rank(self) -> str | None:
        return next((m.rank for m in self.mentions if m.rank), None)

    @property
    def position(self) -> str | None:
        return next((m.position for m in self.mentions if m.position), None)

    @property
    def unit(self) -> str | None:
        placed = [m for m in self.mentions if m.position and m.unit]
        return next((m.unit for m in [*placed, *self.mentions] if m.unit), None)

    @property
    def police(self) -> bool:
        said = [m.police for m in self.mentions if m.police is not None]
        return any(said)


def find_persons(
    text: str, names: Sequence[Span], units: Sequence[UnitMention], places: frozenset[str]
) -> list[Person]:
    """Persons in order of first mention. ``names`` are the recogniser's PER spans in ``text``,
    ``units`` the unit mentions in it, ``places`` folded place names, which no person bears."""
    mentions = find_mentions(text, names, places)
    mentions.sort(key=lambda m: m.name_span.start)
    for mention in mentions:
        add_position(mention, text)
        mention.unit = unit_of(mention, text, units) if mention.police else None
    persons = _join(mentions)
    return [person for person in persons if _is_person(person, text)]


def to_records(
    article_id: str, persons: Sequence[Person], parts: Sequence[str]
) -> list[PersonMention]:
    """One row a person, placed at the first mention of the name."""
    return [
        PersonMention(
            article_id=article_id,
            name=person.name,
            rank=person.rank,
            position=person.position,
            unit=person.unit if person.police else None,
            police=person.police,
            part=part,
            start=person.mentions[0].name_span.start,
            end=person.mentions[0].name_span.end,
        )
        for person, part in zip(persons, parts, strict=True)
    ]


def _join(mentions: Sequence[Mention]) -> list[Person]:
    """Mentions whose name is a part of an earlier one's, or the other way round, are one person."""
    persons: list[Person] = []
    for mention in mentions:
        words = _words(mention.name)
        homes = [person for person in persons if _same(words, person, mention)]
        home = max(homes, key=lambda person: _likely(mention, person), default=None)
        if home is None:
            home = Person()
            persons.append(home)
        home.mentions.append(mention)
    return persons


def _likely(mention: Mention, person: Person) -> tuple[bool, int]:
    """``Prabowo`` is Prabowo Subianto before Listyo Sigit Prabowo; else whom was named last."""
    begins = person.name.lower().startswith(mention.name.lower())
    return begins, person.mentions[-1].name_span.start


def _same(words: set[str], person: Person, mention: Mention) -> bool:
    known = _words(person.name)
    if mention.rank and person.rank and mention.rank != person.rank:
        return False
    return _within(words, known) or _within(known, words)


def _within(some: set[str], others: set[str]) -> bool:
    """Every word is among the others; one of several may be misspelt ("Kamaruddin")."""
    left = some - others
    if len(left) != 1 or len(some) < 2:
        return not left
    (word,) = left
    return any(_misspelt(word, other) for other in others - some)


def _misspelt(word: str, other: str) -> bool:
    long = min(len(word), len(other)) >= LEAST_MISSPELT
    return long and SequenceMatcher(None, word, other).ratio() >= ALIKE


def _words(name: str) -> set[str]:
    return {w.strip(".").lower() for w in name.split() if len(w.strip(".")) > 1}


def _is_person(person: Person, text: str) -> bool:
    """A lone word is a person only with a rank or a position, where it acts like one, or where it
    was recognised twice."""
    first = person.mentions[0]
    if " " in person.name or person.rank or person.position:
        return bool(_words(person.name))
    twice = sum(mention.recognised for mention in person.mentions) > 1
    return bool(first.police) or twice or any(acts(m, text) for m in person.mentions)
