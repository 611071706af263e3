"""Scores with their uncertainty: macro-F1, accuracy and calibration on held-out examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score

from models.linear_training import Example
from pipeline.enrich.linear import LinearModel

DRAWS = 1000
SEED = 7


@dataclass(frozen=True, slots=True)
class Scores:
    """``*_low`` and ``*_high`` bound the 95% bootstrap interval; ``ece`` is the expected
    calibration error over ten bins (Naeini et al. 2015)."""

    examples: int
    macro_f1: float
    macro_f1_low: float
    macro_f1_high: float
    accuracy: float
    ece: float
    confusion: list[list[int]]  # rows truth, columns prediction, in the order of the labels

    def __str__(self) -> str:
        return (
            f"macro-F1 {self.macro_f1:.3f} [{self.macro_f1_low:.3f}, {self.macro_f1_high:.3f}], "
            f"accuracy {self.accuracy:.3f}, ECE {self.ece:.3f}, n={self.examples}"
        )


def evaluate(model: LinearModel, examples: Sequence[Example]) -> Scores:
    """Score a model on examples it has not seen."""
    rows = model.probabilities([example.document for example in examples])
    truth = np.array([model.labels.index(example.label) for example in examples])
    guessed = rows.argmax(axis=1)
    low, high = _interval(truth, guessed)
    return Scores(
        examples=len(examples),
        macro_f1=_macro(truth, guessed),
        macro_f1_low=low,
        macro_f1_high=high,
        accuracy=float(np.mean(truth == guessed)),
        ece=_calibration_error(rows, truth),
        confusion=confusion_matrix(truth, guessed, labels=range(len(model.labels))).tolist(),
    )


def _macro(truth: NDArray[np.int64], guessed: NDArray[np.int64]) -> float:
    return float(f1_score(truth, guessed, average="macro", labels=np.unique(truth)))


def _interval(truth: NDArray[np.int64], guessed: NDArray[np.int64]) -> tuple[float, float]:
    chance = np.random.default_rng(SEED)
    draws = [chance.integers(0, len(truth), len(truth)) for _ in range(DRAWS)]
    scores = [_macro(truth[draw], guessed[draw]) for draw in draws]
    low, high = np.percentile(scores, [2.5, 97.5])
    return float(low), float(high)


def _calibration_error(rows: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    sure, right = rows.max(axis=1), rows.argmax(axis=1) == truth
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        abs(sure[bins == b].mean() - right[bins == b].mean()) * np.mean(bins == b)
        for b in range(10)
        if np.any(bins == b)
    ]
    return float(sum(gaps))
