"""The rules that raise an alarm: each names the outlet, the fact, its habit and what to do.

Nothing is an alarm that a single bad night explains; the thresholds and their reasons stand in
``data/health.toml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from pipeline.health.drift import worse
from pipeline.health.facts import Crawl, OutletFacts
from pipeline.health.habits import allowed_silence, silence
from pipeline.health.rules import Rules

FAILED_RUNS = {
    "failed": "ended with an error",
    "running": "was cut off before its end",
    "broken off": "was cut off before its end",
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """``kind`` is silent, unreached, drift, listing, budget, network or run; ``outlet`` None
    concerns them all."""

    kind: str
    outlet: str | None
    text: str


def of_outlet(facts: OutletFacts, channels: Sequence[str], rules: Rules) -> Iterator[Alarm]:
    """The alarms of one outlet, whose channels in the registry are of these types."""
    for kind, texts in {
        "unreached": _unreached(facts, rules),
        "silent": _silent(facts, rules),
        "drift": _drifting(facts, rules),
        "listing": _empty_listings(facts, channels, rules),
        "budget": _over_budget(facts, rules),
    }.items():
        for text in texts:
            yield Alarm(kind, facts.outlet, f"{facts.outlet}: {text}")


def of_network(outlets: Sequence[OutletFacts]) -> Iterator[Alarm]:
    """When the last crawl of several outlets got an answer from none of them."""
    runs = _asked_by_run(outlets)
    asked = runs[max(runs)] if runs else []
    if _is_dead(asked):
        yield Alarm(
            "network",
            None,
            f"The last crawl asked {len(asked)} outlets and none answered. Look at this machine's "
            "network, proxy and name server, then `sorot run`.",
        )


def without_dead_nights(outlets: Sequence[OutletFacts]) -> list[OutletFacts]:
    """Less the crawls in which no outlet answered: they say nothing of any one outlet."""
    dead = {run_id for run_id, crawls in _asked_by_run(outlets).items() if _is_dead(crawls)}
    return [
        replace(facts, crawls=tuple(one for one in facts.crawls if one.run_id not in dead))
        for facts in outlets
    ]


def of_last_run(run: Mapping[str, object] | None, now: datetime, rules: Rules) -> Iterator[Alarm]:
    """When the last run did not end well, or is too long ago; ``run`` is a row of ``runs``."""
    if run is None:
        return
    number, began, outcome = run["run_id"], run["started_at"], str(run["outcome"])
    assert isinstance(began, datetime)
    if outcome in FAILED_RUNS:
        text = f"Run {number} of {began:%Y-%m-%d %H:%M} UTC {FAILED_RUNS[outcome]}; `sorot run` "
        yield Alarm("run", None, text + "goes on where it was, its log says why.")
    if now - began > timedelta(hours=rules.run.stale_hours):
        days = (now - began).total_seconds() / 86400
        text = f"The last run began {days:.1f} days ago, on {began:%Y-%m-%d %H:%M} UTC. Look at "
        yield Alarm("run", None, text + "the timer or cron line, or `sorot run` now.")


def _asked_by_run(outlets: Sequence[OutletFacts]) -> dict[int, list[Crawl]]:
    runs: dict[int, list[Crawl]] = {}
    for facts in outlets:
        for crawl in facts.crawls:
            if crawl.asked:
                runs.setdefault(crawl.run_id, []).append(crawl)
    return runs


def _is_dead(crawls: Sequence[Crawl]) -> bool:
    return len(crawls) > 1 and not any(crawl.answered for crawl in crawls)


def _unreached(facts: OutletFacts, rules: Rules) -> Iterator[str]:
    lost = list(takewhile(lambda crawl: crawl.asked and not crawl.answered, facts.crawls))
    if len(lost) < rules.unreached.crawls:
        return
    errors = sum((Counter(crawl.errors) for crawl in lost), Counter[str]())
    why = f", mostly {errors.most_common(1)[0][0]}" if errors else ""
    since = facts.last_success
    before = f"it last answered on {since:%Y-%m-%d}" if since else "it never answered before"
    yield (
        f"no answer in its last {len(lost)} crawls{why}; {before}. Open the site; "
        f"`sorot outlets verify {facts.outlet}` says what each channel answers."
    )


def _silent(facts: OutletFacts, rules: Rules) -> Iterator[str]:
    habit = facts.habit
    allowed = allowed_silence(habit, rules.silent) if habit else None
    days = silence(habit) if habit else None
    if habit is None or days is None or allowed is None or days <= allowed:
        return
    pauses = " and ".join(f"{pause:.1f}" for pause in habit.longest)
    yield (
        f"no new article for {days:.1f} days, since {habit.last_article:%Y-%m-%d}; its longest "
        f"pauses in {rules.silent.window_days} days were {pauses} days. Open the site: if it "
        f"still publishes, `sorot outlets verify --find {facts.outlet}`; if it has closed, "
        "remove its entry."
    )


def _drifting(facts: OutletFacts, rules: Rules) -> Iterator[str]:
    if facts.recent is None or facts.past is None:
        return
    for found in worse(facts.recent, facts.past, rules.drift):
        yield (
            f"{found.bad} of its newest {found.of} {found.what}, before it was "
            f"{found.before:.0%}. The site may have a new design: read some with `sorot status "
            "--quality` and give the outlet overrides (docs/outlets.md)."
        )


def _empty_listings(facts: OutletFacts, channels: Sequence[str], rules: Rules) -> Iterator[str]:
    """A channel type that named URLs and now, asked as before, names none. What answered "not
    modified" has no count, so a missing one tells nothing unless nothing answered so."""
    crawls = [crawl for crawl in facts.crawls if crawl.answered]
    for channel in dict.fromkeys(channels):
        named = [
            crawl.channels.get(channel, 0)
            for crawl in crawls
            if channel in crawl.channels or not crawl.not_modified
        ]
        empty = len(list(takewhile(lambda count: count == 0, named)))
        if rules.listing.crawls <= empty < len(named):
            yield (
                f"its {channel} named no article in the last {empty} crawls, before that "
                f"{named[empty]} in one. `sorot outlets verify --find {facts.outlet}` looks for "
                "its channels anew."
            )


def _over_budget(facts: OutletFacts, rules: Rules) -> Iterator[str]:
    spent = len(list(takewhile(lambda crawl: "budget" in crawl.errors, facts.crawls)))
    if spent >= rules.budget.crawls:
        yield (
            f"its budget of requests was spent in the last {spent} crawls, so some of its "
            "articles come late or never. Raise outlet_budget, or give it a cheaper channel."
        )
