"""Scores are those of the textbooks, and their intervals mean what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.evaluation import Answers, confusion, difference, scores

LABELS = ("positif", "netral", "negatif")


def given_to(items: int, right: float, seed: int = 1, each: int = 1) -> Answers:
    """Answers of which a share is right; ``each`` items belong to one article."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 3, items)
    guessed = np.where(chance.random(items) < right, truth, (truth + 1) % 3)
    probabilities = np.full((items, 3), 0.1)
    probabilities[np.arange(items), guessed] = 0.8
    return Answers(LABELS, probabilities, truth, tuple(str(i // each) for i in range(items)))


@given(st.integers(20, 80), st.floats(0, 1), st.integers(0, 99))
@settings(deadline=None, max_examples=15)
def test_scores_are_those_of_scikit_learn(items: int, right: float, seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    answers = given_to(items, right, seed)
    found = scores(answers)
    present = np.unique(answers.truth)
    macro = metrics.f1_score(
        answers.truth, answers.guessed, average="macro", labels=present, zero_division=0
    )
    assert found["macro_f1"].value == pytest.approx(macro, abs=1e-4)
    assert found["accuracy"].value == pytest.approx(
        metrics.accuracy_score(answers.truth, answers.guessed), abs=1e-4
    )
    assert all(low <= high for _, low, high in found.values())


def test_sure_answers_that_are_half_right_are_badly_calibrated() -> None:
    answers = given_to(400, 0.5)
    half = scores(answers)
    assert half["ece"].value == pytest.approx(0.8 - half["accuracy"].value, abs=1e-4)
    assert scores(given_to(400, 0.8))["ece"].value < 0.05
    assert half["brier"].value > scores(given_to(400, 0.8))["brier"].value


def test_an_interval_holds_the_value_and_narrows_with_more_items() -> None:
    few, many = (scores(given_to(n, 0.7))["accuracy"] for n in (50, 800))
    for value, low, high in (few, many):
        assert low < value < high
    assert many.high - many.low < (few.high - few.low) / 2


def test_units_of_one_article_stand_or_fall_together() -> None:
    apart, together = (scores(given_to(240, 0.7, each=n))["accuracy"] for n in (1, 12))
    assert apart.value == together.value
    alike = Answers(LABELS, *_doubled(given_to(40, 0.7), 6))
    alone = scores(given_to(40, 0.7))["accuracy"]
    assert scores(alike)["accuracy"] == alone


def _doubled(answers: Answers, times: int) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Every item several times, as the same article."""
    return (
        np.repeat(answers.probabilities, times, axis=0),
        np.repeat(answers.truth, times),
        tuple(np.repeat(answers.groups, times)),
    )


def test_a_model_is_nothing_ahead_of_itself_and_much_of_a_bad_one() -> None:
    good, bad = given_to(300, 0.9), given_to(300, 0.3)
    assert difference(good, good)["macro_f1"] == (0, 0, 0)
    ahead = difference(good, bad)["macro_f1"]
    assert 0.3 < ahead.low < ahead.value < ahead.high


def test_merged_labels_add_up() -> None:
    labels = ("kriminal.narkoba", "kriminal.judi", "lalulintas.tilang")
    found = Answers(labels, np.array([[0.3, 0.3, 0.4]]), np.array([1]), ("x",))
    merged = found.merged(lambda code: code.partition(".")[0])
    assert merged.labels == ("kriminal", "lalulintas")
    assert merged.probabilities.round(3).tolist() == [[0.6, 0.4]]
    assert confusion(found) == {"kriminal.judi": {"lalulintas.tilang": 1}}
    assert confusion(merged) == {"kriminal": {"kriminal": 1}}
    assert scores(merged)["accuracy"].value == 1
