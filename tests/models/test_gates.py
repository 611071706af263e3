"""What the shipped models reach on articles that no model has learned from may not fall."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from models import items
from models.evaluation import Answers, scores
from pipeline import measured
from pipeline.enrich import registry
from pipeline.enrich.registry import ROLES, Role
from pipeline.errors import ConfigError
from pipeline.measured import ALL, GOLD, NEWSROOM
from pipeline.settings import MODELS

LEAST_MACRO_F1: dict[Role, float] = {
    "relevance": 0.80,
    "tone": 0.63,
    "sentiment": 0.55,
    "topics": 0.49,
}
LEAST_FIRST_LEVEL = 0.65
MOST_ECE = 0.11


@pytest.fixture(scope="module")
def told() -> Mapping[Role, Answers]:
    """The active models' answers on the gold test."""
    try:
        asked = items.gold_test()
    except ConfigError as error:
        pytest.skip(str(error))
    return {role: items.answers(registry.classifier(MODELS, role), asked[role]) for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_the_gold_test_is_answered_as_well_as_before(
    told: Mapping[Role, Answers], role: Role
) -> None:
    found = scores(told[role])
    assert found["macro_f1"].value >= LEAST_MACRO_F1[role]
    assert found["ece"].value <= MOST_ECE


def test_topics_are_right_on_the_first_level(told: Mapping[Role, Answers]) -> None:
    level = told["topics"].merged(lambda code: code.partition(".")[0])
    assert scores(level)["macro_f1"].value >= LEAST_FIRST_LEVEL


@pytest.mark.parametrize("role", ROLES)
def test_results_kept_beside_the_registry_are_those_of_the_active_models(role: Role) -> None:
    active = registry.classifier(MODELS, role)
    rows = [row for row in measured.load(MODELS).rows if row.role == role and not row.baseline]
    again = "other weights than those measured: run `make evaluate`"
    assert {(row.set, row.slice) for row in rows if row.name == active.name} >= {
        (GOLD, ALL),
        (NEWSROOM, ALL),
    }, again


def test_what_is_kept_is_what_is_measured(told: Mapping[Role, Answers]) -> None:
    """On another processor a probability may differ in its last digits, no more."""
    kept = measured.load(MODELS)
    for role in ROLES:
        name = registry.classifier(MODELS, role).name
        row = next(row for row in kept.of(GOLD, role) if row.name == name)
        now = scores(told[role])["macro_f1"].value
        assert row.scores["macro_f1"].value == pytest.approx(now, abs=0.02)
