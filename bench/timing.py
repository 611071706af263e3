"""Doing two or more things in turn, so that what disturbs one disturbs the others as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median


def interleaved(measures: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Run every measure once a round (A B A B …); each returns its own number."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return taken


def ratio(numbers: list[float], others: list[float]) -> float:
    """Of the medians."""
    return median(numbers) / median(others)


def spread(numbers: list[float], others: list[float]) -> str:
    """The lowest and the highest ratio of neighbouring rounds.

    >>> spread([2.0, 3.0], [1.0, 1.0])
    '2.00 to 3.00 round by round'
    """
    ratios = [a / b for a, b in zip(numbers, others, strict=True)]
    return f"{min(ratios):.2f} to {max(ratios):.2f} round by round"
