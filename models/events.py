"""How well day and place of what is told are found in the real articles marked for it.

``python -m models.events`` prints it; ``make evaluate`` holds it. A fact counts where it is the one
marked; a fact given where the article tells none is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rich.console import Console

from models import tables
from models.evaluation import retrieval
from models.gold import events as gold
from pipeline.enrich import registry
from pipeline.enrich.entities import find_entities, names_in
from pipeline.enrich.events import Reading, find_event
from pipeline.enrich.gazetteer import Gazetteer
from pipeline.enrich.register import UnitRegister, fold
from pipeline.enrich.units import Context
from pipeline.measured import ALL, GOLD, READ, Results, Row
from pipeline.records import Event
from pipeline.settings import DATA, MODELS

SETS: dict[gold.Part, str] = {"test": GOLD, "read": READ}
FACTS = ("day", "regency", "district")


def rows() -> Iterator[Row]:
    """Of each part and fact: precision, recall and F1."""
    marked = list(gold.articles())
    found = read(marked)
    for part, title in SETS.items():
        some = [(one, event) for one, event in zip(marked, found, strict=True) if one.part == part]
        for fact in FACTS:
            counts = np.array([_counts(one, event, fact) for one, event in some], dtype=np.float64)
            role = f"event {fact}"
            yield Row(
                set=title, slice=ALL, role=role, model=role, name=role, n=len(some),
                scores=retrieval(counts, [one.id for one, _ in some]),
            )  # fmt: skip


def read(marked: Sequence[gold.PlacedArticle]) -> list[Event | None]:
    """What the rules find in each article."""
    register, gazetteer = UnitRegister.load([DATA / "units"]), Gazetteer.load([DATA / "regions"])
    docs = names_in([one.text for one in marked], registry.names_folder(MODELS))
    found = []
    for one, doc in zip(marked, docs, strict=True):
        named = find_entities(one.id, one.title, one.text, doc, register, Context(), MODELS)
        reading = Reading(one.id, one.title, one.text, named.units, named.persons, one.published)
        found.append(find_event(reading, register, gazetteer))
    return found


def _counts(one: gold.PlacedArticle, event: Event | None, fact: str) -> tuple[int, int, int]:
    """Hits, found, true."""
    true, told = _plain(getattr(one, fact)), _plain(getattr(event, fact, None))
    return int(bool(true) and true == told), int(bool(told)), int(bool(true))


def _plain(fact: object) -> str:
    return fold(str(fact)).replace(" administrasi", "").replace(" ", "") if fact else ""


def main() -> None:
    tables.show(Results(rows=tuple(rows())), Console(width=tables.WIDTH))


if __name__ == "__main__":
    main()
