"""Two models on the same questions: how much one scores more, and where they part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.evaluation import difference, scores
from models.items import Item, answers
from pipeline.enrich.classifiers import Classifier
from pipeline.measured import Measured


@dataclass(frozen=True, slots=True)
class Parted:
    """An item to which the models give different answers."""

    title: str | None
    truth: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``ahead`` is what the first model scores more than the second, on the same draws of items;
    ``only_first`` counts the items that only the first answers rightly."""

    first: str
    second: str
    items: int
    first_scores: Mapping[str, Measured]
    second_scores: Mapping[str, Measured]
    ahead: Mapping[str, Measured]
    only_first: int
    only_second: int
    parted: tuple[Parted, ...]


def compare(first: Classifier, second: Classifier, items: Sequence[Item]) -> Comparison:
    ours, theirs = answers(first, items), answers(second, items)
    right = ours.guessed == ours.truth, theirs.guessed == theirs.truth
    told = [
        Parted(item.title, item.label, ours.labels[a], theirs.labels[b])
        for item, a, b in zip(items, ours.guessed, theirs.guessed, strict=True)
        if ours.labels[a] != theirs.labels[b]
    ]
    return Comparison(
        first.name,
        second.name,
        len(items),
        scores(ours),
        scores(theirs),
        difference(ours, theirs),
        int(np.sum(right[0] & ~right[1])),
        int(np.sum(right[1] & ~right[0])),
        tuple(told),
    )
