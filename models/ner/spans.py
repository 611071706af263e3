"""Names as spans of tokens, and how well they are found: F1 over whole spans, with its interval.

A name counts as found only with its first and last token and its label. Intervals are 95%
percentile bootstrap intervals over sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.evaluation import draws, interval
from models.ner.sets import LABELS
from pipeline.enrich import recogniser
from pipeline.measured import Measured

Name = tuple[int, int, str]  # first token, behind the last, label
SPAN_F1 = "span_f1"  # over all labels


@dataclass(frozen=True, slots=True)
class Found:
    """Names in truth and as found, a set of each by sentence."""

    truth: Sequence[frozenset[Name]]
    found: Sequence[frozenset[Name]]


def names(tags: Sequence[str], labels: Collection[str] = LABELS) -> frozenset[Name]:
    """
    >>> sorted(names(["B-PER", "I-PER", "O", "B-LOC"]))
    [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    return frozenset(name for name in recogniser.names(tags) if name[2] in labels)


def f1(found: Found, labels: Sequence[str] = LABELS) -> dict[str, Measured]:
    """Over all labels, and of each.

    >>> one = frozenset({(0, 2, "PER")})
    >>> f1(Found([one, one], [one, one]), ("PER",))["span_f1"].value
    1.0
    """
    return {label: interval(values) for label, values in _by_draw(found, labels).items()}


def ahead(found: Found, other: Found, labels: Sequence[str] = LABELS) -> dict[str, Measured]:
    """How much higher the first scores on the same sentences."""
    ours, theirs = _by_draw(found, labels), _by_draw(other, labels)
    return {label: interval(ours[label] - theirs[label]) for label in ours}


def _by_draw(found: Found, labels: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """F1 of all sentences, then of every draw of them, by label."""
    counts = np.array([_counts(found, label) for label in labels], dtype=np.float64)
    weights = draws([str(place) for place in range(len(found.truth))])
    by_label = {SPAN_F1: counts.sum(axis=0), **dict(zip(labels, counts, strict=True))}
    return {label: _values(weights @ of_label) for label, of_label in by_label.items()}


def _counts(found: Found, label: str) -> list[tuple[int, int]]:
    """Twice the hits, and names in truth and found together, by sentence."""
    rows = []
    for truth, told in zip(found.truth, found.found, strict=True):
        true = {name for name in truth if name[2] == label}
        said = {name for name in told if name[2] == label}
        rows.append((2 * len(true & said), len(true) + len(said)))
    return rows


def _values(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    hits, of_both = totals[:, 0], totals[:, 1]
    return np.asarray(hits / np.where(of_both > 0, of_both, np.nan), dtype=np.float64)
