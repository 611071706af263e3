"""Groups compared as sets of pairs, and the inputs of the story stage made small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations

from pipeline.records import Fingerprint, StoryInput
from pipeline.select.fingerprint import fingerprint
from tests.warehouse.conftest import article_of, page_of

START = datetime(2025, 10, 1, tzinfo=UTC)
UNIT = "Polres Seruni Utara"


@dataclass(frozen=True)
class Agreement:
    """Pairs that two groupings of the same things have in common."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def agreement(gold: Mapping[str, str], found: Mapping[str, str]) -> Agreement:
    """Of two mappings from a thing to its group, over the same things."""
    assert gold.keys() == found.keys()
    true, told = _pairs(gold), _pairs(found)
    return Agreement(len(true & told) / len(told), len(true & told) / len(true))


def _pairs(groups: Mapping[str, str]) -> set[tuple[str, ...]]:
    members = defaultdict(list)
    for thing, group in groups.items():
        members[group].append(thing)
    return {pair for things in members.values() for pair in combinations(sorted(things), 2)}


def told(
    name: str,
    text: str,
    *,
    hours: float = 0,
    kind: str = "pers",
    units: tuple[str, ...] = (UNIT,),
    copy_of: str | None = None,
) -> StoryInput:
    """An article as the story stage reads it, published ``hours`` after the start."""
    (record,) = fingerprint(article_of(page_of(name), text))
    assert isinstance(record, Fingerprint)
    return StoryInput(
        article_id=name,
        outlet=f"outlet-{name}",
        kind=kind,
        canonical_url=f"https://{name}.test/a",
        origin_url=copy_of and f"https://www.{copy_of}.test/a/",
        title=" ".join(text.split()[:6]),
        text=text,
        published_at=START + timedelta(hours=hours),
        fetched_at=START + timedelta(days=90),
        release=kind == "rilis",
        signature=record.signature,
        units=list(units),
        topic=None,
    )
