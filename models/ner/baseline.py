"""The usual way before networks: a linear-chain CRF over words, shapes, affixes and neighbours.

What the name recogniser must beat (``models.ner.evaluation``), and what tells where a set that
marks no organisations may have one (``models.ner.lessons``). Features after Finkel et al. 2005,
without word lists.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pycrfsuite

from models.dataroom import UNSURE, TaggedSentence

SETTINGS = {"c1": 0.1, "c2": 0.01, "max_iterations": 100, "feature.possible_transitions": True}
NEIGHBOURS = (-2, -1, 1, 2)
Features = list[list[str]]


def features(tokens: Sequence[str]) -> Features:
    """What is seen of each token, the token itself first.

    >>> features(["Kata", "Didik"])[1][:3]
    ['word=didik', 'shape=Xx', 'prefix=d']
    """
    own = [[*_own(token)] for token in tokens]
    near = [[*_near(token)] for token in tokens]
    found = []
    for place in range(len(tokens)):
        seen = [*own[place]]
        for step in NEIGHBOURS:
            at = place + step
            beside = near[at] if 0 <= at < len(tokens) else ["none"]
            seen += [f"{step}:{feature}" for feature in beside]
        if place > 0:
            seen.append(f"both={tokens[place - 1].lower()}|{tokens[place].lower()}")
        found.append(seen)
    return found


class Crf:
    """A tagger that has learned ``sentences``; what is unsure in them counts as no name."""

    def __init__(self, sentences: Iterable[TaggedSentence]) -> None:
        trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
        for sentence in sentences:
            tags = ["O" if tag == UNSURE else tag for tag in sentence.tags]
            trainer.append(features(sentence.tokens), tags)
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "crf"
            trainer.train(str(file))
            self._weights = file.read_bytes()  # the tagger reads in it and does not keep it
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._weights)

    def tags(self, tokens: Sequence[str]) -> list[str]:
        found: list[str] = self._tagger.tag(features(tokens))
        return found

    def chances(self, tokens: Sequence[str], label: str) -> list[float]:
        """How likely each token is part of a name with the label."""
        self._tagger.set(features(tokens))
        tags = [tag for tag in self._tagger.labels() if tag.endswith(f"-{label}")]
        return [
            sum(self._tagger.marginal(tag, place) for tag in tags) for place in range(len(tokens))
        ]


def _own(token: str) -> Iterator[str]:
    yield f"word={token.lower()}"
    yield f"shape={_shape(token)}"
    for length in range(1, 5):
        yield f"prefix={token[:length].lower()}"
        yield f"suffix={token[-length:].lower()}"


def _near(token: str) -> Iterator[str]:
    yield f"word={token.lower()}"
    yield f"shape={_shape(token)}"


def _shape(token: str) -> str:
    """Capitals, small letters and digits, each run as one sign."""
    kinds = "".join("X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c
                    for c in token)  # fmt: skip
    return re.sub(r"(.)\1+", r"\1", kinds)
