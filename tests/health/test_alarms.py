"""What else is an alarm: no answer, listings that name nothing, worse extraction, budgets, runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.health import of_last_run, rules
from pipeline.health.drift import is_worse
from tests.health.conftest import START, Gave, Nights, before

LOST = Gave(answered=False, errors={"timeout": 3, "dns": 1})


def _night(nights: Nights, day: int, cepat: Gave, lain: Gave | None = None) -> None:
    nights.night(day, cepat=cepat, lain=lain or Gave(before(day, 1)))


def _a_month(nights: Nights) -> None:
    """Six good articles a day."""
    for day in range(0, 31, 5):
        past = [moment for back in range(5) for moment in before(day - back, 6)]
        nights.night(day, cepat=Gave(past))


def test_outlet_without_an_answer_is_an_alarm_on_the_third_night(nights: Nights) -> None:
    _night(nights, 0, Gave())
    for day, alarms in ((1, []), (2, []), (3, [("unreached", "cepat")])):
        _night(nights, day, LOST)
        assert nights.alarms() == alarms
        assert nights.state("cepat") == ("alarm" if alarms else "unreached")
    (alarm,) = nights.health().alarms
    assert "no answer in its last 3 crawls, mostly timeout; it last answered on 2025-06-01" in (
        alarm.text
    )
    _night(nights, 4, Gave(not_modified=1))
    assert nights.alarms() == []


def test_nights_without_network_are_one_alarm_and_blame_no_outlet(nights: Nights) -> None:
    _night(nights, 0, Gave())
    for day in range(1, 5):
        _night(nights, day, LOST, LOST)
    (alarm,) = nights.health().alarms
    assert (alarm.kind, alarm.outlet) == ("network", None)
    assert "asked 2 outlets and none answered" in alarm.text


def test_outlet_without_a_channel_is_not_taken_for_unreached(nights: Nights) -> None:
    nights.warehouse.connection.execute("update outlets set registered = outlet = 'cepat'")
    for day in range(4):
        nights.night(day, cepat=Gave(answered=False))
    nights.warehouse.connection.execute("update run_outlets set requests = 0")
    assert nights.alarms() == []
    assert nights.state("cepat") == "no channel"


@pytest.mark.parametrize(
    ("tonight", "raised"),
    [
        (Gave(channels={"feed": 0}), True),
        (Gave(channels={"index": 30}), True),  # the feed did not answer at all
        (Gave(channels={}, not_modified=1), False),
        (Gave(channels={"feed": 1}), False),
    ],
)
def test_channel_that_named_articles_and_names_none_any_more(
    nights: Nights, tonight: Gave, raised: bool
) -> None:
    _night(nights, 0, Gave(channels={"feed": 20}))
    for day in range(1, 4):
        assert nights.alarms() == []
        _night(nights, day, tonight)
    assert nights.alarms() == ([("listing", "cepat")] if raised else [])


def test_channel_that_never_named_an_article_is_no_drift(nights: Nights) -> None:
    for day in range(5):
        _night(nights, day, Gave(channels={"feed": 0}))
    assert nights.alarms() == []


def test_budget_spent_in_three_crawls_running_is_an_alarm(nights: Nights) -> None:
    for day in range(3):
        assert nights.alarms() == []
        _night(nights, day, Gave(errors={"budget": 1}))
    assert nights.alarms() == [("budget", "cepat")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"published": [None] * 6}, "30 of its newest 30 articles have no date"),
        ({"text": "Pendek."}, "are unusually short"),
        ({"quality": 0.4}, "articles are unusually poor"),
        ({"failed": 18}, "pages gave no article"),
    ],
)
def test_extraction_that_becomes_worse_is_an_alarm_within_a_week(
    nights: Nights, change: dict[str, object], told: str
) -> None:
    _a_month(nights)
    assert nights.alarms() == []
    for day in range(31, 37):
        nights.night(day, cepat=Gave(**{"published": before(day, 6), **change}))  # type: ignore[arg-type]
    (alarm,) = nights.health().alarms
    assert (alarm.kind, alarm.outlet) == ("drift", "cepat")
    assert told in alarm.text
    assert "sorot status --quality" in alarm.text


def test_back_fill_of_an_old_page_design_is_no_drift(nights: Nights) -> None:
    _a_month(nights)
    old = [datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(200)]
    nights.night(30, cepat=Gave([*old, *[None] * 80], quality=0.3, text="Pendek."))
    assert nights.alarms() == []


def test_a_share_is_worse_only_by_more_than_chance_and_by_enough() -> None:
    drift = rules().drift
    assert is_worse(20, 30, 5, 200, drift)
    assert not is_worse(2, 3, 5, 200, drift)  # may be chance
    assert not is_worse(3000, 10_000, 500, 10_000, drift)  # no chance, but little
    assert not is_worse(0, 0, 0, 0, drift)


@pytest.mark.parametrize(
    ("outcome", "hours", "told"),
    [
        ("done", 30, None),
        ("crawled", 30, None),
        ("done", 40, "The last run began 1.7 days ago"),
        ("failed", 1, "ended with an error"),
        ("running", 1, "was cut off before its end"),
    ],
)
def test_last_run_is_an_alarm_when_it_ended_badly_or_long_ago(
    outcome: str, hours: int, told: str | None
) -> None:
    run = {"run_id": 7, "started_at": START, "outcome": outcome}
    alarms = list(of_last_run(run, START + timedelta(hours=hours), rules()))
    assert [told in alarm.text for alarm in alarms if told] == ([True] if told else [])
    assert bool(alarms) == bool(told)
