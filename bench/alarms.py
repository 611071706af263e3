"""How good the alarms are: false ones and missed ones, on outlets of which the truth is known.

Not part of ``make bench``: ``python -m bench.alarms`` prints the rates that the thresholds of
``data/health.toml`` were chosen by. Outlets publish as an overdispersed Poisson process with the
rhythm of a day and a week; each is looked at every night.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.random import Generator, default_rng

from pipeline.health.drift import is_worse
from pipeline.health.habits import longest_silence
from pipeline.health.rules import Drift, Silent, load

Times = np.ndarray[tuple[int], np.dtype[np.float64]]  # days, ascending

RATES = (0.3, 1.0, 3.0, 10.0, 60.0)  # articles a day
WEEKENDS = {"every day alike": 1.0, "quiet weekends": 0.3, "no weekends": 0.0}
CLUMPS = 2.0  # shape of the gamma factor of each day; smaller is burstier
NIGHT = 2 / 24
YEAR = 365


@dataclass(frozen=True, slots=True)
class Rates:
    """Of one kind of outlet: false alarms a year, and days until a real one is raised."""

    false_a_year: float
    found_after: float  # median
    found_late: float  # 9 in 10 are found sooner


def publish(random: Generator, rate: float, weekend: float, days: int) -> Times:
    """When an outlet publishes."""
    usual = np.where(np.arange(days) % 7 < 5, 1.0, weekend)
    expected = rate * usual / usual[:7].mean() * random.gamma(CLUMPS, 1 / CLUMPS, days)
    counts = random.poisson(expected)
    hours = random.triangular(7 / 24, 15 / 24, 22 / 24, counts.sum())
    return np.sort(np.repeat(np.arange(days), counts) + hours)


def limit(times: Times, night: float, rules: Silent) -> float | None:
    """The silence that the outlet is allowed on a night."""
    known = times[times < night]
    window = known[known > known[-1] - rules.window_days] if known.size else known
    pauses = np.sort(np.diff(window))[::-1]
    history = window[-1] - window[0] if window.size else 0.0
    return longest_silence(list(pauses[: rules.pause]), pauses.size, float(history), rules)


def silent_nights(times: Times, first: int, days: int, rules: Silent) -> list[bool]:
    """Whether there is an alarm, night by night."""
    alarms = []
    for day in range(first, days):
        night = day + NIGHT
        allowed = limit(times, night, rules)
        last = times[times < night][-1:]
        alarms.append(allowed is not None and bool(night - last[0] > allowed))
    return alarms


def silent_rates(
    random: Generator, rate: float, weekend: float, rules: Silent, outlets: int
) -> Rates:
    """Over a year of each of some outlets, from the day they are added, and after they stop."""
    false, delays = 0, []
    for _ in range(outlets):
        times = publish(random, rate, weekend, YEAR)
        alarms = silent_nights(times, 1, YEAR, rules)
        false += sum(
            now and not before for before, now in zip([False, *alarms], alarms, strict=False)
        )
        stop = int(random.integers(YEAR // 2, YEAR))
        until = times[times < stop]
        allowed = limit(until, stop, rules)
        if allowed is not None:
            raised = np.ceil(until[-1] + allowed - NIGHT) + NIGHT
            delays.append(raised - stop)
    late = np.quantile(delays, [0.5, 0.9]) if delays else [np.nan, np.nan]
    return Rates(false / outlets, float(late[0]), float(late[1]))


def drift_rates(
    random: Generator, rate: float, usual: float, changed: float, rules: Drift, outlets: int
) -> Rates:
    """Of a share of bad pages that is ``usual``, in clumps by day, and then becomes ``changed``."""
    false, delays = 0, []
    days, before = YEAR, int((rules.recent + rules.past) / rate) + 1
    for _ in range(outlets):
        counts = random.poisson(rate * random.gamma(CLUMPS, 1 / CLUMPS, before + days + 100))
        shares = random.beta(usual * 8, (1 - usual) * 8, counts.size)
        shares[before + days :] = changed
        bad = [random.random(n) < share for n, share in zip(counts, shares, strict=True)]
        alarms = [_drifts(bad[: night + 1], rules) for night in range(before, counts.size)]
        year, after = alarms[:days], alarms[days:]
        false += _times_raised(year)
        if True in after:
            delays.append(after.index(True) + 1)
    late = np.quantile(delays, [0.5, 0.9]) if delays else [np.nan, np.nan]
    return Rates(false / outlets, float(late[0]), float(late[1]))


def _drifts(nights: list[np.ndarray[tuple[int], np.dtype[np.bool]]], rules: Drift) -> bool:
    """Whether there is an alarm after the last of these nights of good and bad pages."""
    newest = max(rules.recent, sum(night.size for night in nights[-rules.recent_nights :]))
    pages = np.concatenate(nights[-rules.recent - rules.past :])
    recent, past = pages[-newest:], pages[:-newest][-rules.past :]
    if past.size < rules.least_past:
        return False
    return is_worse(int(recent.sum()), recent.size, int(past.sum()), past.size, rules)


def _times_raised(alarms: list[bool]) -> int:
    return sum(now and not before for before, now in pairwise([False, *alarms]))


def main(outlets: int = 30) -> None:
    random, rules = default_rng(7), load()
    print("silent             articles/day   false/year   found after (9 in 10), days")
    for (name, weekend), rate in product(WEEKENDS.items(), RATES):
        found = silent_rates(random, rate, weekend, rules.silent, outlets)
        print(_line(name, rate, found))
    print("\ndrift, of usually 5% bad pages to 60%")
    for rate in RATES[1:]:
        print(_line("", rate, drift_rates(random, rate, 0.05, 0.6, rules.drift, outlets)))


def _line(name: str, rate: float, rates: Rates) -> str:
    found = f"{rates.found_after:.1f} ({rates.found_late:.1f})"
    return f"{name:<18}{rate:>13}{rates.false_a_year:>13.2f}   {found}"


if __name__ == "__main__":
    main()
