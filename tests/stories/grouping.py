"""Groups compared as sets of pairs, and the inputs of syndication and stories made small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations

from pipeline.records import Fingerprint, StoryInput, SyndicationInput
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


def posted(
    name: str,
    text: str,
    *,
    hours: float = 0,
    kind: str = "pers",
    copy_of: str | None = None,
    cluster: str | None = None,
) -> SyndicationInput:
    """An article as the syndication stage reads it, published ``hours`` after the start."""
    (record,) = fingerprint(article_of(page_of(name), text))
    assert isinstance(record, Fingerprint)
    return SyndicationInput(
        article_id=name,
        kind=kind,
        address=f"{name}.test/a",
        origin=copy_of and f"{copy_of}.test/a",
        published_at=START + timedelta(hours=hours),
        fetched_at=START + timedelta(days=90),
        signature=record.signature,
        bands=record.bands,
        cluster_id=cluster,
    )


def told(
    name: str,
    text: str,
    *,
    hours: float = 0,
    units: tuple[str, ...] = (UNIT,),
    persons: tuple[str, ...] = (),
    story: str | None = None,
    cluster: str | None = None,
) -> StoryInput:
    """An article as the story stage reads it, by default the only one of its cluster."""
    return StoryInput(
        article_id=name,
        cluster_id=cluster or name,
        story_id=story,
        title=" ".join(text.split()[:6]),
        text=text,
        published_at=START + timedelta(hours=hours),
        fetched_at=START + timedelta(days=90),
        units=list(units),
        persons=list(persons),
    )
