"""The figures that models and rules are held to, and how they stand to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.measured import ALL, GOLD, Measured, Results

FIRST_LEVEL = "first level"
AHEAD = "ahead of TF-IDF + linear"
AHEAD_OF_CRF = "ahead of a CRF"
ROUNDED = "ahead of full precision"
NAME_SETS = ("idner-news-2k dev", "NERGrit valid", "NERP valid", "NER-UGM dev")


@dataclass(frozen=True, slots=True)
class Goal:
    """A score of the first model of a role, baselines apart; ECE is to be low, others high."""

    what: str
    set: str
    role: str
    score: str
    hold: float
    aim: float | None = None
    slice: str = ALL

    def held(self, value: float) -> bool:
        return value <= self.hold if self.score == "ece" else value >= self.hold


GOALS = (
    Goal("sentiment toward the unit, macro-F1", GOLD, "sentiment", "macro_f1", 0.78, 0.85),
    Goal("the same, ahead of TF-IDF + linear", GOLD, "sentiment", "macro_f1", 0.08, slice=AHEAD),
    Goal("tone, macro-F1", GOLD, "tone", "macro_f1", 0.80, 0.86),
    Goal("relevance, F1", GOLD, "relevance", "f1 true", 0.97),
    Goal("topics, first level, macro-F1", GOLD, "topics", "macro_f1", 0.75, slice=FIRST_LEVEL),
    Goal("SmSA valid, macro-F1", "SmSA valid", "smsa", "macro_f1", 0.88, 0.92),
    Goal(
        "eight bits against full, accuracy", "SmSA valid", "smsa", "accuracy", -0.005, slice=ROUNDED
    ),
    *(
        Goal(f"names of {set_}, ahead of a CRF", set_, "names", "span_f1", 0.0, slice=AHEAD_OF_CRF)
        for set_ in NAME_SETS
    ),
    Goal("units named, precision", GOLD, "units", "precision", 0.97),
    Goal("units named, recall", GOLD, "units", "recall", 0.93),
    Goal("quotes, F1", GOLD, "quotes", "f1", 0.85),
    Goal("quotes, right speaker", GOLD, "quotes", "speaker", 0.90),
    Goal("articles joined to stories, B-cubed F1", GOLD, "stories", "b_cubed", 0.85),
    *(
        Goal(f"{role}, ECE", GOLD, role, "ece", 0.05)
        for role in ("relevance", "tone", "sentiment", "topics")
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """``measured`` is None where the set or the model is not there."""

    goal: Goal
    model: str | None = None
    measured: Measured | None = None

    @property
    def held(self) -> bool:
        return self.measured is not None and self.goal.held(self.measured.value)


def standings(results: Results) -> Iterator[Standing]:
    for goal in GOALS:
        rows = results.of(goal.set, goal.role, goal.slice)
        row = next((row for row in rows if not row.baseline), None)
        yield Standing(goal, row.model, row.scores.get(goal.score)) if row else Standing(goal)
