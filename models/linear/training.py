"""Fitting of the linear models: one recipe for every role.

Features with fewer than ``LEAST_DOCUMENTS`` documents are dropped; scikit-learn fits a multinomial
logistic regression; the temperature is fitted on out-of-fold predictions (Guo et al. 2017), so
that probabilities mean what they say. Needs the extra ``train``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from models.calibration import temperature
from models.examples import FOLDS
from pipeline.enrich.features import Document, features
from pipeline.enrich.linear import LinearModel, vectorise

LEAST_DOCUMENTS = 3
C = 8.0


@dataclass(frozen=True, slots=True)
class Row:
    """A document with its label's number; ``fold`` is one of ``FOLDS``."""

    document: Document
    label: int
    weight: float
    fold: int
    checked: bool


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Calibrated probabilities of the checked rows (their ``places`` among all), each by a model
    that has not seen its fold: shape (places, labels)."""

    places: list[int]
    probabilities: NDArray[np.float64]
    temperature: float


def train(name: str, rows: Sequence[Row], labels: Sequence[str]) -> tuple[LinearModel, OutOfFold]:
    """Check the recipe fold by fold, then fit it on all rows."""
    checked = out_of_fold(rows, labels)
    return replace(fit(name, rows, labels), temperature=checked.temperature), checked


def out_of_fold(rows: Sequence[Row], labels: Sequence[str]) -> OutOfFold:
    counted = [features(row.document) for row in rows]
    logits = np.zeros((len(rows), len(labels)))
    for fold in range(FOLDS):
        seen = [i for i, row in enumerate(rows) if row.fold != fold]
        unseen = [i for i, row in enumerate(rows) if row.fold == fold and row.checked]
        model = _fit([rows[i] for i in seen], [counted[i] for i in seen], labels, "fold")
        vectors = vectorise([counted[i] for i in unseen], model.index, model.idf)
        logits[unseen] = vectors @ model.coef + model.intercept
    places = [i for i, row in enumerate(rows) if row.checked]
    truth = np.array([rows[i].label for i in places])
    heat = temperature(logits[places], truth)
    return OutOfFold(places, softmax(logits[places] / heat, axis=1), heat)


def fit(name: str, rows: Sequence[Row], labels: Sequence[str]) -> LinearModel:
    """One model on all rows, not calibrated."""
    return _fit(rows, [features(row.document) for row in rows], labels, name)


def _fit(
    rows: Sequence[Row], counted: Sequence[dict[str, float]], labels: Sequence[str], name: str
) -> LinearModel:
    spread = Counter(feature for counts in counted for feature in counts)
    known = sorted(feature for feature, count in spread.items() if count >= LEAST_DOCUMENTS)
    index = {feature: number for number, feature in enumerate(known)}
    idf = np.array(
        [np.log((1 + len(counted)) / (1 + spread[feature])) + 1 for feature in known], np.float32
    )
    regression = LogisticRegression(C=C, class_weight="balanced", max_iter=400, tol=1e-3)
    regression.fit(
        vectorise(counted, index, idf),
        [row.label for row in rows],
        sample_weight=[row.weight for row in rows],
    )
    coef, intercept = _for_every_label(regression, len(labels))
    return LinearModel(name, tuple(labels), 1.0, index, idf, coef, intercept)


def _for_every_label(
    regression: LogisticRegression, labels: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights by label; one no row bears never wins, two labels share one set of weights."""
    coef = np.zeros((regression.coef_.shape[1], labels), np.float32)
    intercept = np.full(labels, -30.0, np.float32)
    if len(regression.classes_) == 2:
        weights = np.vstack([-regression.coef_ / 2, regression.coef_ / 2])
        offsets = np.concatenate([-regression.intercept_ / 2, regression.intercept_ / 2])
    else:
        weights, offsets = regression.coef_, regression.intercept_
    coef[:, regression.classes_] = weights.T
    intercept[regression.classes_] = offsets
    return coef, intercept
