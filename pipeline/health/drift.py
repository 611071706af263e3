"""Whether the newest pages of an outlet came out worse than its own past, by more than chance.

Every measure is a share of pages or articles, so one test serves all: Fisher's exact test, one
sided, of the newest against those before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

from pipeline.health.facts import Extraction
from pipeline.health.rules import Drift


@dataclass(frozen=True, slots=True)
class Worse:
    """A measure that has become worse: ``bad`` of ``of`` now, ``before`` as a share."""

    what: str
    bad: int
    of: int
    before: float


def worse(recent: Extraction, past: Extraction, rules: Drift) -> Iterator[Worse]:
    """The measures that have become worse, none while there is too little to compare."""
    if past.pages < rules.least_past or recent.pages < rules.recent:
        return
    for what, bad, of, bad_past, of_past in (
        ("pages gave no article", recent.failed, recent.pages, past.failed, past.pages),
        ("articles have no date", recent.undated, recent.articles, past.undated, past.articles),
        ("articles are unusually short", recent.short, recent.articles, past.short, past.articles),
        ("articles are unusually poor", recent.poor, recent.articles, past.poor, past.articles),
    ):
        if is_worse(bad, of, bad_past, of_past, rules):
            yield Worse(what, bad, of, bad_past / of_past)


def is_worse(bad: int, of: int, bad_past: int, of_past: int, rules: Drift) -> bool:
    """Whether a share grew by enough to matter and by more than chance."""
    if not of or not of_past or bad / of < bad_past / of_past + rules.worse_by:
        return False
    return chance(bad, of, bad_past, of_past) < rules.chance


def chance(bad: int, of: int, bad_past: int, of_past: int) -> float:
    """The probability of so many bad ones among the newest if nothing had changed.

    >>> round(chance(3, 4, 1, 4), 4)
    0.2429
    """
    all_bad, everything = bad + bad_past, of + of_past
    ways = sum(
        comb(all_bad, found) * comb(everything - all_bad, of - found)
        for found in range(bad, min(of, all_bad) + 1)
    )
    return ways / comb(everything, of)
