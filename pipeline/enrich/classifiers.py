"""A question in, calibrated probabilities out: one door for every kind of trained classifier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from pipeline.enrich.encoder import Encoder
from pipeline.enrich.features import Document
from pipeline.enrich.linear import LinearModel
from pipeline.enrich.questions import Question
from pipeline.enrich.windows import window

LEAST = 1e-6  # probability


class Classifier(Protocol):
    """``probabilities`` gives an array of shape (questions, labels) whose rows sum to 1."""

    @property
    def name(self) -> str: ...
    @property
    def labels(self) -> tuple[str, ...]: ...
    def probabilities(self, questions: Sequence[Question]) -> NDArray[np.float64]: ...


@dataclass(frozen=True)
class Linear:
    """A linear model, and how it reads a question."""

    model: LinearModel
    read: Callable[[Question], Document]

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def labels(self) -> tuple[str, ...]:
        return self.model.labels

    def probabilities(self, questions: Sequence[Question]) -> NDArray[np.float64]:
        return self.model.probabilities([self.read(question) for question in questions])


@dataclass(frozen=True)
class Neural:
    """One task of an encoder; ``renamed`` are Sorot's names for labels of elsewhere."""

    encoder: Encoder
    task: str
    renamed: dict[str, str]

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.renamed.get(label, label) for label in self.encoder.labels(self.task))

    def probabilities(self, questions: Sequence[Question]) -> NDArray[np.float64]:
        return self.encoder.probabilities(self.task, [window(q) for q in questions])


@dataclass(frozen=True)
class Blend:
    """The weighted mean of the logarithms of its parts' probabilities, sharpened or softened by a
    temperature (a logarithmic opinion pool, Genest & Zidek 1986)."""

    name: str
    parts: tuple[Classifier, ...]
    weights: tuple[float, ...]
    temperature: float

    @property
    def labels(self) -> tuple[str, ...]:
        return self.parts[0].labels

    def probabilities(self, questions: Sequence[Question]) -> NDArray[np.float64]:
        pooled = sum(
            weight * np.log(np.maximum(self._ordered(part, questions), LEAST))
            for part, weight in zip(self.parts, self.weights, strict=True)
        )
        return np.asarray(softmax(pooled / self.temperature, axis=1), dtype=np.float64)

    def _ordered(self, part: Classifier, questions: Sequence[Question]) -> NDArray[np.float64]:
        """Its probabilities in the order of our labels."""
        columns = [part.labels.index(label) for label in self.labels]
        return part.probabilities(questions)[:, columns]
