"""Counting what happens, under path-like names, and the report made of the counts.

Every count is ``outlet/<id>/<name>``, for example ``outlet/cermat/errors/http 500``; the same
names go to Scrapy's stats collector and into the report, so that logs and reports agree.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from time import monotonic

from crawlers.discovery import Problem
from crawlers.options import CrawlReport, OutletReport

MOST_PROBLEMS = 20


class Tally:
    """The counts of one crawl over the outlets with these ids."""

    def __init__(self, outlets: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        self._outlets = list(outlets)
        self._problems: defaultdict[str, list[str]] = defaultdict(list)
        self._first: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def count(self, outlet: str, name: str, times: int = 1) -> None:
        """Add to ``outlet/<outlet>/<name>``."""
        self.counts[f"outlet/{outlet}/{name}"] += times
        self._last[outlet] = monotonic()
        self._first.setdefault(outlet, self._last[outlet])

    def of(self, outlet: str, name: str) -> int:
        """The count so far."""
        return self.counts[f"outlet/{outlet}/{name}"]

    def problem(self, outlet: str, problem: Problem) -> None:
        """Count an error by its class and keep its sentence."""
        self.count(outlet, f"errors/{problem.kind}")
        self._problems[outlet].append(problem.text)

    def note(self, outlet: str, text: str) -> None:
        """Put a sentence about the outlet as a whole before those about single URLs."""
        self._problems[outlet].insert(0, text)

    def report(self) -> CrawlReport:
        """All of it, by outlet."""
        return CrawlReport(outlets={outlet: self._outlet(outlet) for outlet in self._outlets})

    def _outlet(self, outlet: str) -> OutletReport:
        return OutletReport(
            requests=self.of(outlet, "requests"),
            not_modified=self.of(outlet, "not_modified"),
            pages=self.of(outlet, "new") + self.of(outlet, "changed"),
            new=self.of(outlet, "new"),
            changed=self.of(outlet, "changed"),
            gone=self.of(outlet, "gone"),
            errors=self._under(outlet, "errors/"),
            problems=self._problems[outlet][:MOST_PROBLEMS],
            channels=self._under(outlet, "channels/"),
            seconds=round(self._last.get(outlet, 0.0) - self._first.get(outlet, 0.0), 3),
        )

    def _under(self, outlet: str, branch: str) -> dict[str, int]:
        stem = f"outlet/{outlet}/{branch}"
        return {
            name.removeprefix(stem): count
            for name, count in sorted(self.counts.items())
            if name.startswith(stem)
        }


def emit(event: str, **facts: object) -> None:
    """One JSON line on standard output, for the process that started the crawl.

    When nobody reads it any more, that process was killed: the crawl ends on the spot, so that the
    next one has the archive to itself. What was told so far is already kept.
    """
    try:
        print(json.dumps({"event": event, **facts}, ensure_ascii=False), flush=True)
    except BrokenPipeError:
        os._exit(1)
