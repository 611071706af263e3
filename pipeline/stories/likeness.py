"""How likely two texts tell of one event: words, names and units they share → a probability.

A logistic regression over six signs (``models/stories``): cosines of TF-IDF vectors of the body,
the lead and the headline, the names of persons outside the police that both bear, whether both name
one Polres or Polsek, and whether they name different ones. Words of place names do not count: where
something happened tells little of what happened.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from scipy.sparse import csr_matrix
from scipy.special import expit

from pipeline.enrich.linear import vectorise
from pipeline.errors import ModelError
from pipeline.records import StoryInput

FILES = ("model.json", "words.txt", "weights.safetensors")
SIGNS = ("body", "lead", "headline", "persons", "same unit", "other unit")
BODY, LEAD = 3_000, 600  # characters read
WIDE = ("Mabes", "Polda")  # units that speak of too much to mark an event
_WORD = re.compile(r"[^\W\d_]{3,}")

BLOCK = 64  # articles whose words are compared at a time

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Likeness:
    """``idf`` of the words of a large corpus, and the weights of the signs with their bias."""

    name: str
    idf: dict[str, float]
    rare: float  # of a word that is not among them
    weights: Floats
    bias: float

    def read(self, articles: Sequence[StoryInput], places: frozenset[str]) -> Signs:
        """What articles are compared by; ``places`` are words that do not count, lower-cased."""
        bodies = [_counts(f"{a.title}. {a.text[:BODY]}", places) for a in articles]
        leads = [_counts(f"{a.title}. {a.text[:LEAD]}", places) for a in articles]
        headlines = [_counts(a.title, places) for a in articles]
        known = sorted({word for counts in bodies for word in counts})
        index = {word: number for number, word in enumerate(known)}
        idf = np.array([self.idf.get(word, self.rare) for word in known], dtype=np.float32)
        return Signs(
            bodies=vectorise(bodies, index, idf),
            leads=vectorise(leads, index, idf),
            headlines=vectorise(headlines, index, idf),
            persons=tuple(_name_words(a.persons) for a in articles),
            units=tuple(frozenset(u for u in a.units if not u.startswith(WIDE)) for a in articles),
        )

    def of(self, signs: Signs, one: int, others: Places) -> Floats:
        """Probabilities that each of ``others`` tells of the event of ``one``."""
        return np.asarray(expit(signs.between(one, others) @ self.weights + self.bias))

    def by_words(self, signs: Signs, some: Places) -> Floats:
        """How much words alone speak for one event, of ``some`` articles with every other: shape
        (some, articles)."""
        blocks = [some[start : start + BLOCK] for start in range(0, len(some), BLOCK)]
        rows = [self._by_words(signs, block) for block in blocks]
        return np.vstack(rows) if rows else np.zeros((0, signs.bodies.shape[0]))

    def _by_words(self, signs: Signs, block: Places) -> Floats:
        cosines = [rows @ rows[block].toarray().T for rows in signs.worded]
        weighed = zip(cosines, self.weights, strict=False)
        return np.asarray(np.sum([values * weight for values, weight in weighed], axis=0).T)


@dataclass(frozen=True)
class Signs:
    """Articles as rows of what they are compared by."""

    bodies: csr_matrix
    leads: csr_matrix
    headlines: csr_matrix
    persons: tuple[frozenset[str], ...]
    units: tuple[frozenset[str], ...]

    @property
    def worded(self) -> tuple[csr_matrix, csr_matrix, csr_matrix]:
        """The signs that are cosines, in the order of ``SIGNS``."""
        return self.bodies, self.leads, self.headlines

    def between(self, one: int, others: Places) -> Floats:
        """Shape (others, signs)."""
        cosines = [
            np.asarray((rows[others] @ rows[one].T).todense(), dtype=np.float64).ravel()
            for rows in self.worded
        ]
        shared = [len(self.persons[one] & self.persons[other]) for other in others]
        own = self.units[one]
        same = [bool(own & self.units[other]) for other in others]
        differ = [
            bool(own and self.units[other]) and not meet
            for other, meet in zip(others, same, strict=True)
        ]
        return np.column_stack([*cosines, np.log1p(shared), same, differ]).astype(np.float64)


@cache
def load(folder: Path) -> Likeness:
    """Raises ModelError naming the folder and what is wrong with it."""
    try:
        facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        words = (folder / "words.txt").read_text(encoding="utf-8").splitlines()
        idf = load_file(folder / "weights.safetensors")["idf"]
        return Likeness(
            name=facts["name"],
            idf=dict(zip(words, map(float, idf), strict=True)),
            rare=facts["rare"],
            weights=np.array([facts["weights"][sign] for sign in SIGNS]),
            bias=facts["bias"],
        )
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise ModelError(
            f"the model in {folder} cannot be read: {error}.",
            hint="Restore the folder from the repository, or train it again (see its card).",
        ) from error


def words_of(text: str) -> list[str]:
    """The words that are compared, lower-cased."""
    return [word.lower() for word in _WORD.findall(text)]


def _counts(text: str, places: frozenset[str]) -> dict[str, float]:
    counts = Counter(word for word in words_of(text) if word not in places)
    return {word: 1 + log(count) for word, count in counts.items()}


def _name_words(names: Sequence[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in words_of(name))
