"""Articles as the story stage reads them, each a syndication cluster of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.gold.stories import ToldArticle
from pipeline.enrich import registry
from pipeline.enrich.entities import find_entities, names_in
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.units import Context
from pipeline.records import StoryInput
from pipeline.settings import MODELS


def read(articles: Sequence[ToldArticle], register: UnitRegister) -> list[StoryInput]:
    """With the units and persons that are found in them."""
    docs = names_in([article.text for article in articles], registry.names_folder(MODELS))
    found = []
    for article, doc in zip(articles, docs, strict=True):
        named = find_entities(
            article.id, article.title, article.text, doc, register, Context(), MODELS
        )
        found.append(
            StoryInput(
                article_id=article.id,
                cluster_id=article.id,
                story_id=None,
                title=article.title,
                text=article.text,
                published_at=article.at,
                fetched_at=article.at,
                units=sorted({mention.unit for mention in named.units}),
                persons=sorted({person.name for person in named.persons if not person.police}),
            )
        )
    return found


def b_cubed(true: Mapping[str, str], found: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Article → precision and recall of its group (Bagga and Baldwin 1998)."""
    return {
        article: (_shared(article, true, found, found), _shared(article, true, found, true))
        for article in true
    }


def _shared(
    article: str, true: Mapping[str, str], found: Mapping[str, str], among: Mapping[str, str]
) -> float:
    group = [other for other in among if among[other] == among[article]]
    both = [
        other for other in group if true[other] == true[article] and found[other] == found[article]
    ]
    return len(both) / len(group)
