"""How long an outlet may be silent before that is unlike it, judged by its own pauses."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.health.facts import Habit
from pipeline.health.rules import Silent


def silence(habit: Habit) -> float | None:
    """Days without a new article, up to the last time that the outlet could be looked at."""
    if habit.last_article is None:
        return None
    return max(0.0, (habit.looked_at - habit.last_article).total_seconds() / 86400)


def allowed_silence(habit: Habit, rules: Silent) -> float | None:
    """The longest silence of this habit in days, None while it is being learned."""
    return longest_silence(habit.longest, habit.pauses, habit.history, rules)


def longest_silence(
    longest: Sequence[float], pauses: int, history: float, rules: Silent
) -> float | None:
    """The longest silence in days that is still the outlet's habit, None while that is unknown.

    ``longest`` are its longest pauses, longest first; ``pauses`` and ``history`` say how many it
    made in how many days.

    >>> rules = Silent(
    ...     window_days=120, pause=2, factor=2, least_days=2, learn_pauses=15, learn_days=28
    ... )
    >>> longest_silence([9.0, 3.5], 40, 110, rules)
    7.0
    >>> longest_silence([9.0, 3.5], 12, 110, rules)
    """
    if pauses < rules.learn_pauses or history < rules.learn_days:
        return None
    counted = longest[min(rules.pause, len(longest)) - 1]
    return max(rules.least_days, rules.factor * counted)
