"""What the name recogniser learns from: the sets' sentences and variants of them.

- Every sentence with a person also with other names in their place, drawn from all sets (mention
  replacement, Dai & Adel 2020): the sets know few names of the east, so context must tell.
- NERP, which is lower-cased, as it stands and with its capitals put back.
- NERP marks no organisations, so its silence says nothing: a token that a CRF of the other sets
  would give to an organisation with more than ``DOUBT`` is left open, like its trade names and
  events.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models import dataroom
from models.dataroom import UNSURE, TaggedSentence
from models.ner import sets
from models.ner.baseline import Crf
from models.ner.capitals import Capitals

COPIES = 2
LOWERED = 5  # one in so many is learned in small letters too, as chats write
DOUBT = 0.1
SEED = 7
Named = tuple[str, ...]


def sentences() -> list[TaggedSentence]:
    """What is learned from of all sets, and its variants."""
    whole, silent = _by_marks()
    cased = doubted(silent)
    every = [*whole, *cased]
    small = map(lower_cased, [*cased, *whole[::LOWERED]])
    return [*with_other_names(every, names_of(every)), *small]


def plain() -> list[TaggedSentence]:
    """What is learned from as the sets have it, without variants: what the baseline learns."""
    whole, silent = _by_marks()
    return [*whole, *map(lower_cased, [*doubted(silent), *whole[::LOWERED]])]


def doubted(silent: Sequence[TaggedSentence]) -> list[TaggedSentence]:
    """With capitals, and open where an organisation may stand."""
    capitals = Capitals.learned(dataroom.unglued(row["text"]) for row in dataroom.news())
    crf = Crf(_by_marks()[0])
    return [_open(capitals.restored(sentence), crf) for sentence in silent]


def with_other_names(
    told: Sequence[TaggedSentence], pool: Sequence[Named]
) -> Iterator[TaggedSentence]:
    """The sentences, and ``COPIES`` of each that names a person with names drawn from the pool."""
    chance = random.Random(SEED)
    for sentence in told:
        yield sentence
        if "B-PER" in sentence.tags:
            for _ in range(COPIES):
                yield _renamed(sentence, pool, chance)


def names_of(told: Iterable[TaggedSentence]) -> list[Named]:
    """Every person's name, capitalised, as tokens; without repeats, in order."""
    found: dict[Named, None] = {}
    for sentence in told:
        name: list[str] = []
        for token, tag in [*zip(sentence.tokens, sentence.tags, strict=True), ("", "O")]:
            if tag != "I-PER" and name:
                found[tuple(name)] = None
                name = []
            if tag.endswith("PER"):
                name.append(token[:1].upper() + token[1:])
    return [name for name in found if all(token[0].isalpha() for token in name)]


def lower_cased(sentence: TaggedSentence) -> TaggedSentence:
    return replace(sentence, tokens=tuple(token.lower() for token in sentence.tokens))


def _by_marks() -> tuple[list[TaggedSentence], list[TaggedSentence]]:
    """Of sets that mark all labels, and of those that do not."""
    whole: list[TaggedSentence] = []
    silent: list[TaggedSentence] = []
    for names in sets.SETS:
        if names.taught:
            (whole if names.labels == sets.LABELS else silent).extend(sets.parts(names)["learning"])
    return whole, silent


def _open(sentence: TaggedSentence, crf: Crf) -> TaggedSentence:
    chances = crf.chances(sentence.tokens, "ORG")
    tags = [
        UNSURE if tag == "O" and chance > DOUBT else tag
        for tag, chance in zip(sentence.tags, chances, strict=True)
    ]
    return replace(sentence, tags=tuple(tags))


def _renamed(sentence: TaggedSentence, pool: Sequence[Named], chance: random.Random) -> (
    TaggedSentence
):  # fmt: skip
    tokens: list[str] = []
    tags: list[str] = []
    for token, tag in zip(sentence.tokens, sentence.tags, strict=True):
        if tag == "B-PER":
            name = chance.choice(pool)
            tokens += name
            tags += ["B-PER", *["I-PER"] * (len(name) - 1)]
        elif tag != "I-PER":
            tokens.append(token)
            tags.append(tag)
    return replace(sentence, tokens=tuple(tokens), tags=tuple(tags))
