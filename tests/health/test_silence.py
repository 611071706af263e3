"""An outlet is silent when it says nothing for longer than its own habit, and only then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.health.conftest import START, Gave, Nights, before

SILENT = ("silent", "cepat")


def _publish(nights: Nights, until: int, each_day: int = 3) -> None:
    """So many articles a day until the night before ``until``, crawled in that night."""
    past = [moment for day in range(until) for moment in before(day, each_day)]
    nights.night(until - 1, cepat=Gave(past))


def test_daily_outlet_is_silent_on_the_second_night_without_news(nights: Nights) -> None:
    _publish(nights, 60)
    for day, alarms in ((60, []), (61, [SILENT]), (62, [SILENT])):
        nights.night(day, cepat=Gave())
        assert nights.alarms() == alarms, day
    (alarm,) = nights.health().alarms
    assert "cepat: no new article for 3.2 days, since 2025-07-30" in alarm.text
    assert "longest pauses in 120 days were 0.3 and 0.3 days" in alarm.text
    assert "`sorot outlets verify --find cepat`" in alarm.text


def test_silence_ends_with_the_next_article(nights: Nights) -> None:
    _publish(nights, 60)
    nights.night(64, cepat=Gave())
    assert nights.alarms() == [SILENT]
    nights.night(65, cepat=Gave(before(65, 1)))
    assert nights.alarms() == []


def test_weekly_outlet_may_be_silent_for_a_fortnight(nights: Nights) -> None:
    past = [moment for day in range(0, 190, 7) for moment in before(day, 1)]
    nights.night(189, cepat=Gave(past))
    nights.night(189 + 13, cepat=Gave())
    assert nights.alarms() == []
    nights.night(189 + 16, cepat=Gave())
    assert nights.alarms() == [SILENT]


def test_outlet_with_little_history_is_learning_and_never_silent(nights: Nights) -> None:
    _publish(nights, 20)
    nights.night(60, cepat=Gave())
    assert nights.alarms() == []
    assert nights.state("cepat") == "learning"


def test_first_crawl_of_two_months_is_a_habit_at_once(nights: Nights) -> None:
    past = [moment for day in range(-60, 1) for moment in before(day, 2)]
    nights.night(0, cepat=Gave(past))
    assert nights.state("cepat") == "sound"
    nights.night(5, cepat=Gave())
    assert nights.alarms() == [SILENT]


def test_back_fill_neither_ends_a_silence_nor_counts_as_news_of_the_day(nights: Nights) -> None:
    _publish(nights, 60)
    old = [datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(200)]
    nights.night(65, cepat=Gave(old))
    assert nights.alarms() == [SILENT]
    habit = nights.health().outlets[0].facts.habit
    assert habit
    assert habit.per_day == (0, 3, 3)


def test_hole_in_the_history_does_not_make_an_outlet_that_may_be_silent_for_ever(
    nights: Nights,
) -> None:
    past = [m for day in (*range(-100, -80), *range(-30, 1)) for m in before(day, 2)]
    nights.night(0, cepat=Gave(past))
    nights.night(6, cepat=Gave())
    assert nights.alarms() == [SILENT]


def test_crawl_whose_pages_are_not_read_yet_tells_nothing_of_silence(nights: Nights) -> None:
    _publish(nights, 60)
    nights.night(66, outcome="crawled", cepat=Gave(before(66, 3)))
    assert nights.alarms() == []


def test_outlet_left_out_or_out_of_reach_is_not_taken_for_silent(nights: Nights) -> None:
    _publish(nights, 60)
    nights.night(66, lain=Gave(before(66, 1)))
    nights.night(67, cepat=Gave(answered=False, errors={"dns": 4}), lain=Gave())
    assert nights.alarms() == []


def test_article_without_a_date_counts_when_it_was_first_seen(nights: Nights) -> None:
    for day in range(0, 60, 3):
        nights.night(day, cepat=Gave([None, None]))
    assert nights.alarms() == []
    nights.night(65, cepat=Gave())
    assert nights.alarms() == [SILENT]


def test_article_dated_in_the_future_hides_no_silence(nights: Nights) -> None:
    _publish(nights, 60)
    nights.night(60, cepat=Gave([START + timedelta(days=900)]))
    nights.night(65, cepat=Gave())
    assert nights.alarms() == [SILENT]


def test_habit_is_shown_beside_the_last_night(nights: Nights) -> None:
    _publish(nights, 40, each_day=5)
    nights.night(40, cepat=Gave(before(40, 2)))
    shown = nights.health().outlets[0].as_json()
    assert (shown["new"], shown["per_day"]) == (2, {"low": 5, "median": 5, "high": 5})
    assert shown["next_due"] == START + timedelta(days=41)
