"""``sorot status``: alarms, runs and outlets on one screen of 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawlers.outlets import load_outlets
from pipeline.cli.terminal import console, counts, sentences, table
from pipeline.disk import disk_use, in_words
from pipeline.health import Alarm, Extraction, Health, OutletHealth, health_of, of_last_run, rules
from pipeline.settings import Settings
from pipeline.warehouse import Warehouse, snapshots
from pipeline.warehouse.runs import LINKS
from pipeline.warehouse.state import State, state_of

FAILURES_SHOWN = 20
FEW = 12  # outlets that are listed whatever their state
WELL = {"sound", "learning"}


@dataclass(frozen=True, slots=True)
class Status:
    """How everything stands; ``alarms`` are those of the last run and of the outlets."""

    file: Path
    state: State
    health: Health
    alarms: list[Alarm]
    snapshots: list[Path]
    disk: dict[str, int]  # bytes by part

    @property
    def troubled(self) -> list[OutletHealth]:
        """The outlets to look at; all of them where they are few."""
        outlets = self.health.outlets
        few = len(outlets) <= FEW
        return [one for one in outlets if few or one.state not in WELL]

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self.state),
            "outlets": [outlet.as_json() for outlet in self.health.outlets],
            "alarms": [asdict(alarm) for alarm in self.alarms],
            "snapshots": [str(path) for path in self.snapshots],
            "disk": self.disk,
        }


def read(warehouse: Warehouse, settings: Settings) -> Status:
    """What there is to show."""
    state = state_of(warehouse)
    health = health_of(warehouse, load_outlets(settings.outlets))
    last = next((run for run in state.runs if run["outcome"] != LINKS), None)
    alarms = [*of_last_run(last, settings.clock(), rules()), *health.alarms]
    published = snapshots(settings.published)
    return Status(settings.warehouse, state, health, alarms, published, disk_use(settings))


def draw(status: Status, outlets: Sequence[OutletHealth]) -> None:
    """Print it, with these outlets one by one."""
    held = ", ".join(f"{count} {name}" for name, count in status.state.counts.items())
    console.print(f"{status.file}: {held}", soft_wrap=True)
    published = status.snapshots[-1].name if status.snapshots else "nothing yet"
    console.print(f"published: {published}")
    parts = ", ".join(f"{part} {in_words(size)}" for part, size in status.disk.items())
    console.print(f"disk: {parts}\n")
    sentences("alarm", [alarm.text for alarm in status.alarms])
    _draw_runs(status.state)
    _draw_outlets(status.health, outlets)
    _draw_failures(status.state)


def _draw_runs(state: State) -> None:
    table(
        "Last runs",
        ["#run", "started (UTC)", "outcome", "#failed rows"],
        [
            [run["run_id"], f"{run['started_at']:%Y-%m-%d %H:%M}", run["outcome"], run["failed"]]
            for run in state.runs
        ],
    )
    console.print()


def _draw_outlets(health: Health, shown: Sequence[OutletHealth]) -> None:
    if shown:
        table(
            "Outlets: now, beside what is usual for each",
            ["outlet", "answered", "newest", "#new", "#a day", "#quality", "due", "state"],
            [_row(one) for one in shown],
        )
    states = Counter(one.state for one in health.outlets)
    console.print(f"{len(health.outlets)} outlets: {counts(states)}.")
    if len(shown) < len(health.outlets):
        errors = sum((Counter(one.errors) for one in health.outlets), Counter[str]())
        console.print(f"Errors in their last crawls: {counts(errors) or 'none'}.")
        console.print("`sorot status --all` lists every outlet.")


def _row(one: OutletHealth) -> list[object]:
    """Articles a day in 8 days of 10, and the mean quality before and now."""
    facts, habit = one.facts, one.facts.habit
    usual = habit.per_day if habit else None
    state = ", ".join(dict.fromkeys(alarm.kind for alarm in one.alarms)) or one.state
    told = ["" if one.state == "sound" else state, counts(one.errors)]
    return [
        facts.outlet,
        _day(facts.last_success),
        _day(habit.last_article if habit else None),
        habit.new if habit else "",
        f"{usual[0]}–{usual[2]}" if usual else "",
        "→".join(filter(None, map(_quality, (facts.past, facts.recent)))),
        _day(one.next_due),
        "; ".join(filter(None, told)),
    ]


def _draw_failures(state: State) -> None:
    if not state.failures:
        return
    console.print()
    rows = [[f["stage"], f["error"], f["message"]] for f in state.failures[:FAILURES_SHOWN]]
    table(f"{len(state.failures)} failed rows", ["stage", "error", "what"], rows)


def _quality(part: Extraction | None) -> str:
    return f"{part.quality:.2f}".lstrip("0") if part and part.quality is not None else ""


def _day(moment: datetime | None) -> str:
    return f"{moment:%d\u00a0%b}" if moment else ""
