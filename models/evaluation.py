"""Scores of a classifier with their uncertainty: pure functions over what it answered.

Intervals are 95% percentile bootstrap intervals (seeded). Whole groups are drawn, so that the units
of one article stand or fall together; every model is scored on the same draws, so that two models
can be compared item by item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.measured import Measured

DRAWS = 1000
SEED = 7
BINS = 10
FEW_LABELS = 3  # up to so many, each label has figures of its own

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answers:
    """``probabilities`` (items, labels), the number of the true label and the group by item."""

    labels: tuple[str, ...]
    probabilities: Numbers
    truth: NDArray[np.int64]
    groups: tuple[str, ...]

    @property
    def guessed(self) -> NDArray[np.int64]:
        return np.asarray(self.probabilities.argmax(axis=1), dtype=np.int64)

    def some(self, chosen: Sequence[int]) -> Answers:
        """Those of some items."""
        places = np.asarray(chosen, dtype=np.int64)
        groups = tuple(self.groups[place] for place in chosen)
        return Answers(self.labels, self.probabilities[places], self.truth[places], groups)

    def merged(self, kind: Callable[[str], str]) -> Answers:
        """The same answers with labels of one kind made one."""
        kinds = tuple(dict.fromkeys(map(kind, self.labels)))
        into = np.array([kinds.index(kind(label)) for label in self.labels], dtype=np.int64)
        probabilities = self.probabilities @ np.eye(len(kinds))[into]
        return Answers(kinds, probabilities, into[self.truth], self.groups)


def scores(answers: Answers) -> dict[str, Measured]:
    """Macro-F1 over the labels that occur, accuracy, expected calibration error (ten bins, Naeini
    et al. 2015) and Brier score (0 is best, 2 worst); of few labels F1 and recall of each.

    >>> sure = Answers(("a", "b"), np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0, 1]), ("x", "y"))
    >>> scores(sure)["accuracy"]
    Measured(value=1.0, low=1.0, high=1.0)
    """
    return _measured(_by_draw(answers, draws(answers.groups)))


def difference(answers: Answers, others: Answers) -> dict[str, Measured]:
    """How much the first answers score higher than the others to the same questions."""
    weights = draws(answers.groups)
    ours, theirs = _by_draw(answers, weights), _by_draw(others, weights)
    return _measured({name: ours[name] - theirs[name] for name in ours if name in theirs})


def confusion(answers: Answers) -> dict[str, dict[str, int]]:
    """Counts by truth, then by answer; what never happened is left out."""
    found: dict[str, dict[str, int]] = {}
    for true, guess in zip(answers.truth, answers.guessed, strict=True):
        row = found.setdefault(answers.labels[true], {})
        row[answers.labels[guess]] = row.get(answers.labels[guess], 0) + 1
    return found


def draws(groups: Sequence[str]) -> Numbers:
    """How often each item counts, shape (draws + 1, items): once each in the first row, below it
    as often as its group was drawn."""
    names, number = np.unique(groups, return_inverse=True)
    chance = np.random.default_rng(SEED)
    drawn = chance.multinomial(len(names), np.full(len(names), 1 / len(names)), DRAWS)
    return np.vstack([np.ones(len(groups)), drawn[:, number]])


def interval(by_draw: Numbers) -> Measured:
    """The first figure, and where 95% of the others lie."""
    low, high = np.nanpercentile(by_draw[1:], [2.5, 97.5])
    return Measured(*(round(float(value), 4) for value in (by_draw[0], low, high)))


def retrieval(counts: Numbers, groups: Sequence[str]) -> dict[str, Measured]:
    """Precision, recall and F1 over everything counted; ``counts`` has shape (items, 3): hits,
    found, true."""
    hits, found, true = (draws(groups) @ counts).T
    with np.errstate(invalid="ignore"):
        by_draw = {
            "precision": hits / found, "recall": hits / true, "f1": 2 * hits / (found + true),
        }  # fmt: skip
    return {name: interval(values) for name, values in by_draw.items()}


def _by_draw(answers: Answers, weights: Numbers) -> dict[str, Numbers]:
    """Every figure, shape (draws + 1,); NaN in draws where it has no meaning."""
    total = weights.sum(axis=1)
    right = (answers.guessed == answers.truth).astype(np.float64)
    wanted = np.eye(len(answers.labels))[answers.truth]
    brier = ((answers.probabilities - wanted) ** 2).sum(axis=1)
    f1, recall = _by_label(answers, weights)
    present = ~np.isnan(recall)
    found = {
        "macro_f1": np.where(present, f1, 0).sum(axis=1) / present.sum(axis=1),
        "accuracy": weights @ right / total,
        "ece": _calibration_error(answers.probabilities.max(axis=1), right, weights),
        "brier": weights @ brier / total,
    }
    if len(answers.labels) <= FEW_LABELS:
        for place in np.unique(answers.truth):
            found[f"f1 {answers.labels[place]}"] = f1[:, place]
            found[f"recall {answers.labels[place]}"] = recall[:, place]
    return found


def _by_label(answers: Answers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """F1 and recall, shape (draws + 1, labels); NaN where no item of the draw has the label."""
    true, guessed = (np.eye(len(answers.labels))[n] for n in (answers.truth, answers.guessed))
    hits, of_true, of_guessed = (weights @ counts for counts in (true * guessed, true, guessed))
    occurs = np.where(of_true > 0, of_true, np.nan)
    return 2 * hits / (occurs + of_guessed), hits / occurs


def _calibration_error(sure: Numbers, right: Numbers, weights: Numbers) -> Numbers:
    bins = np.eye(BINS)[np.minimum((sure * BINS).astype(int), BINS - 1)]
    gaps = np.abs(weights @ (bins * (sure - right)[:, None]))
    return np.asarray(gaps.sum(axis=1) / weights.sum(axis=1))


def _measured(by_draw: Mapping[str, Numbers]) -> dict[str, Measured]:
    return {name: interval(values) for name, values in by_draw.items()}
