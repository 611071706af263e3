"""What a run did: the object that ``sorot run`` draws and that ``runs`` keeps.

Its counts have one vocabulary, that of the crawl: ``outlet/<id>/new``, ``outlet/<id>/errors/dns``,
``stage/extract/failed``, ``stage/extract/errors/ExtractError``, ``crawl/seconds``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.health import Alarm
from pipeline.runner import StageReport


@dataclass(slots=True)
class NightReport:
    """``outlets`` as the crawl reported them, ``snapshot`` None if none is new; ``pruned_pages``
    were pruned from the archive before this warehouse could read them."""

    run_id: int = 0
    outlets: dict[str, dict[str, Any]] = field(default_factory=dict)
    stages: list[StageReport] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)  # by step
    pruned_pages: int = 0
    alarms: list[Alarm] = field(default_factory=list)
    snapshot: Path | None = None
    log: Path | None = None

    @property
    def failures(self) -> int:
        return sum(stage.failed for stage in self.stages)

    @property
    def unreached(self) -> list[str]:
        """Outlets that answered nothing at all."""
        return [name for name, facts in self.outlets.items() if not answered(facts)]

    @property
    def problems(self) -> list[str]:
        return [problem for outlet in self.outlets.values() for problem in outlet["problems"]]

    @property
    def stats(self) -> dict[str, float]:
        """Every count and time of the run under its path-like name."""
        return dict(sorted([*self._outlet_counts(), *self._stage_counts(), *self._times()]))

    def as_json(self) -> dict[str, Any]:
        return {**self.summary(), "outlets": self.outlets, "log": str(self.log)}

    def summary(self) -> dict[str, Any]:
        """What ``runs.summary`` keeps; what outlets gave is in ``run_outlets``."""
        return {
            "run_id": self.run_id,
            "stages": [asdict(stage) for stage in self.stages],
            "seconds": {name: round(value, 2) for name, value in self.seconds.items()},
            "stats": self.stats,
            "pruned_pages": self.pruned_pages,
            "alarms": [asdict(alarm) for alarm in self.alarms],
            "snapshot": str(self.snapshot) if self.snapshot else None,
        }

    def _outlet_counts(self) -> Iterator[tuple[str, float]]:
        for outlet, facts in self.outlets.items():
            for name, value in facts.items():
                if isinstance(value, Mapping):
                    for kind, count in value.items():
                        yield f"outlet/{outlet}/{name}/{kind}", count
                elif isinstance(value, int | float):
                    yield f"outlet/{outlet}/{name}", value

    def _stage_counts(self) -> Iterator[tuple[str, float]]:
        for stage in self.stages:
            yield f"stage/{stage.stage}/done", stage.done
            yield f"stage/{stage.stage}/failed", stage.failed
            yield f"stage/{stage.stage}/seconds", round(stage.seconds, 3)
            for error, count in stage.failures.items():
                yield f"stage/{stage.stage}/errors/{error}", count

    def _times(self) -> Iterator[tuple[str, float]]:
        staged = {stage.stage for stage in self.stages}
        for step, seconds in self.seconds.items():
            if step not in staged:
                yield f"{step}/seconds", round(seconds, 3)


def answered(facts: Mapping[str, Any]) -> bool:
    """Whether an outlet gave a page, a listing or a "not modified"."""
    return bool(facts["pages"] or facts["not_modified"] or sum(facts["channels"].values()))
