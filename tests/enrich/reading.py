"""The originals of the sample newsroom with everything enrichment finds in them, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.enrich import registry
from pipeline.enrich.entities import Entities, find_entities, names_in
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.units import Context
from pipeline.records import Article
from pipeline.settings import DATA, MODELS
from tests.extract.reading import outlet_regions, sample
from tests.newsroom.articles import SAMPLE, Gold


@dataclass(frozen=True, slots=True)
class Enriched:
    """An article, its truth and its entities."""

    article: Article
    gold: Gold
    found: Entities

    @property
    def id(self) -> str:
        return self.article.canonical_url


@cache
def register() -> UnitRegister:
    """The real units and the invented ones."""
    return UnitRegister.load([DATA / "units", SAMPLE / "units.toml"])


@cache
def enriched() -> tuple[Enriched, ...]:
    """Originals only: a copy may lack paragraphs in which its truth stands."""
    originals = [reading for reading in sample() if not reading.facts.article.copy_of]
    docs = names_in([r.article.text for r in originals], registry.names_folder(MODELS))
    regions = outlet_regions()
    return tuple(
        Enriched(
            reading.article,
            reading.facts.gold,
            find_entities(
                reading.article.article_id,
                reading.article.title,
                reading.article.text,
                doc,
                register(),
                Context(reading.article.dateline, regions[reading.article.outlet] or None),
                MODELS,
            ),
        )
        for reading, doc in zip(originals, docs, strict=True)
    )
