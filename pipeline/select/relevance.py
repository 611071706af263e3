"""Is an article about the police? A cheap matcher passes, a trained classifier decides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.enrich import lexicon, linear, registry
from pipeline.enrich.documents import for_relevance, police_words
from pipeline.records import Article, Record, Selection
from pipeline.stage import Stage, each

CUT = 0.5  # by cross-check on the training split, see models/relevance/card.md


def relevance_stage(models: Path) -> Stage:
    folder = registry.folder(models, "relevance")
    return Stage(
        name="relevance",
        reads=Article,
        writes=(Selection,),
        function=each(partial(select, folder)),
        code_version="relevance-1",
        files=(lexicon.FILE, *(folder / name for name in linear.FILES)),
    )


def select(folder: Path, article: Article) -> Sequence[Record]:
    """The verdict on one article."""
    p = probability(folder, article.title, article.text)
    return [Selection(article_id=article.article_id, relevant=p >= CUT, p=p)]


def probability(folder: Path, title: str, text: str) -> float:
    """That the police is part of the news in a real way; 0 when no word names it."""
    if not police_words().search(f"{title} {text}"):
        return 0.0
    model = linear.load(folder)
    return float(model.probabilities([for_relevance(title, text)])[0, model.labels.index("true")])
