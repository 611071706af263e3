"""Is an article about the police? A cheap matcher passes, a trained classifier decides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.enrich import registry
from pipeline.enrich.documents import police_words
from pipeline.enrich.questions import Question
from pipeline.records import Article, Selection
from pipeline.stage import Stage, batched

CUT = 0.5  # by cross-check on the training split, see models/linear/card.md


def relevance_stage(models: Path) -> Stage:
    return Stage(
        name="relevance",
        reads=Article,
        writes=(Selection,),
        function=batched(partial(select, models)),
        code_version=f"relevance-2{registry.blending(models, 'relevance')}",
        files=registry.files(models, "relevance"),
    )


def select(models: Path, articles: Sequence[Article]) -> list[list[Selection]]:
    """The verdict on each article."""
    found = probabilities(models, [(article.title, article.text) for article in articles])
    return [
        [Selection(article_id=article.article_id, relevant=p >= CUT, p=p)]
        for article, p in zip(articles, found, strict=True)
    ]


def probabilities(models: Path, texts: Sequence[tuple[str, str]]) -> list[float]:
    """That the police is part of the news in a real way, for each title and text; 0 when no word
    names it."""
    found = [0.0] * len(texts)
    named = [i for i, (title, text) in enumerate(texts) if police_words().search(f"{title} {text}")]
    if named:
        model = registry.classifier(models, "relevance")
        rows = model.probabilities([Question(*texts[i]) for i in named])
        for i, p in zip(named, rows[:, model.labels.index("true")].tolist(), strict=True):
            found[i] = p
    return found
