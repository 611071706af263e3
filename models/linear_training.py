"""Training and cross-checking of the linear models: one recipe for every role.

Features with fewer than ``LEAST_DOCUMENTS`` documents are dropped; scikit-learn fits a multinomial
logistic regression; the temperature is fitted on out-of-fold predictions (Guo et al. 2017), so
that probabilities mean what they say. Needs the extra ``train``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from pipeline.enrich.features import Document, features
from pipeline.enrich.linear import LinearModel, vectorise

LEAST_DOCUMENTS = 3
FOLDS = 5
SEED = 7


@dataclass(frozen=True, slots=True)
class Example:
    """A document with its label; examples of one ``group`` (an article) never part in folds."""

    document: Document
    label: str
    group: str
    weight: float = 1.0
    checked: bool = True  # counts in the cross-check; helpers from elsewhere only train


@dataclass(frozen=True, slots=True)
class Checked:
    """Out-of-fold results of the recipe on the training split."""

    macro_f1: float
    accuracy: float
    temperature: float
    predicted: list[str]


def train(
    name: str, examples: Sequence[Example], labels: Sequence[str], c: float = 8.0
) -> tuple[LinearModel, Checked]:
    """Cross-check the recipe, then fit it on all examples."""
    checked = cross_check(examples, labels, c)
    model = fit(name, examples, labels, c)
    calibrated = LinearModel(
        model.name, model.labels, checked.temperature, model.index, model.idf, model.coef,
        model.intercept,
    )  # fmt: skip
    return calibrated, checked


def cross_check(examples: Sequence[Example], labels: Sequence[str], c: float) -> Checked:
    """Predict every checked example by a model that has not seen its group."""
    counted = [features(example.document) for example in examples]
    classes = np.array([labels.index(example.label) for example in examples])
    logits = np.zeros((len(examples), len(labels)))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, unseen in folds.split(counted, classes, [example.group for example in examples]):
        model = _fit([examples[i] for i in seen], [counted[i] for i in seen], labels, "fold", c)
        rows = vectorise([counted[i] for i in unseen], model.index, model.idf)
        logits[unseen] = rows @ model.coef + model.intercept
    kept = np.array([example.checked for example in examples])
    truth, logits = classes[kept], logits[kept]
    guessed = logits.argmax(axis=1)
    return Checked(
        macro_f1=float(f1_score(truth, guessed, average="macro")),
        accuracy=float(np.mean(truth == guessed)),
        temperature=_temperature(logits, truth),
        predicted=[labels[i] for i in guessed],
    )


def fit(name: str, examples: Sequence[Example], labels: Sequence[str], c: float) -> LinearModel:
    """One model on all examples, not calibrated."""
    return _fit(examples, [features(e.document) for e in examples], labels, name, c)


def _fit(
    examples: Sequence[Example],
    counted: Sequence[dict[str, float]],
    labels: Sequence[str],
    name: str,
    c: float,
) -> LinearModel:
    spread = Counter(feature for counts in counted for feature in counts)
    known = sorted(feature for feature, count in spread.items() if count >= LEAST_DOCUMENTS)
    index = {feature: number for number, feature in enumerate(known)}
    idf = np.array(
        [np.log((1 + len(counted)) / (1 + spread[feature])) + 1 for feature in known], np.float32
    )
    classes = [labels.index(example.label) for example in examples]
    regression = LogisticRegression(C=c, class_weight="balanced", max_iter=400, tol=1e-3)
    regression.fit(
        vectorise(counted, index, idf), classes, sample_weight=[e.weight for e in examples]
    )
    coef, intercept = _for_every_label(regression, len(labels))
    return LinearModel(name, tuple(labels), 1.0, index, idf, coef, intercept)


def _for_every_label(
    regression: LogisticRegression, labels: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights by label; one no example bears never wins, two labels share one set of weights."""
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


def _temperature(logits: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    def loss(temperature: float) -> float:
        chosen = log_softmax(logits / temperature, axis=1)[np.arange(len(truth)), truth]
        return -float(np.mean(chosen))

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)
