"""Which articles a crawl has in hand: a small window per outlet, filled from the frontier.

A listing may name a hundred thousand articles. They wait in the frontier's file; only as many as
keep the outlet's hosts busy become requests, so memory does not grow with the size of a site.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from crawlers.frontier import Due, Frontier

IN_HAND = 16  # requests of one outlet that wait for their answers
BATCH = 128  # rows read from the frontier at a time


class Agenda:
    """The articles in hand, by outlet."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._waiting: defaultdict[str, deque[Due]] = defaultdict(deque)
        self._asked: defaultdict[str, set[str]] = defaultdict(set)
        self._stopped: set[str] = set()

    def take(self, outlet: str) -> Iterator[Due]:
        """The next articles to ask for, as far as there is room; each is in hand until ``done``."""
        waiting, asked = self._waiting[outlet], self._asked[outlet]
        while outlet not in self._stopped and len(asked) < IN_HAND:
            if not waiting:
                rows = self._frontier.due(outlet, BATCH + len(asked))
                waiting.extend(due for due in rows if due.key not in asked)
            if not waiting:
                return
            due = waiting.popleft()
            asked.add(due.key)
            yield due

    def hold(self, outlet: str, key: str) -> None:
        """Take in hand what is asked for otherwise, so that it is not asked for twice."""
        self._asked[outlet].add(key)

    def done(self, outlet: str, due: Due) -> None:
        """The frontier knows what came of it."""
        self._asked[outlet].discard(due.key)

    def stop(self, outlet: str) -> None:
        """Ask for nothing more of this outlet; what is due stays due."""
        self._stopped.add(outlet)

    @property
    def stopped(self) -> list[str]:
        """The outlets that were stopped."""
        return sorted(self._stopped)
