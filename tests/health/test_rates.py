"""The silent alarm is rarely false and soon raised, over habits of every kind (bench/alarms.py)."""

from __future__ import annotations

import pytest
from numpy.random import default_rng

from bench.alarms import WEEKENDS, drift_rates, silent_rates
from pipeline.health.rules import load


@pytest.mark.parametrize("weekend", WEEKENDS.values(), ids=list(WEEKENDS))
@pytest.mark.parametrize(
    ("articles_a_day", "most_false", "days"), [(0.5, 0.5, 20), (3.0, 0.2, 10), (30.0, 0.1, 7)]
)
def test_silent_alarm(weekend: float, articles_a_day: float, most_false: float, days: int) -> None:
    rates = silent_rates(default_rng(1), articles_a_day, weekend, load().silent, outlets=12)
    assert rates.false_a_year <= most_false
    assert rates.found_after <= days


def test_drift_alarm() -> None:
    rates = drift_rates(default_rng(1), 10.0, 0.05, 0.6, load().drift, outlets=5)
    assert rates.false_a_year <= 0.2
    assert rates.found_after <= 7
