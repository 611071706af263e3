"""Tone of the news, and sentiment toward each unit it names: two different questions.

For every article: tone, and for every unit in it sentiment, each for the whole article, its
headline alone and its body alone, as three calibrated probabilities. ``models/registry.toml``
names the models that answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from pipeline.enrich import lexicon, linear, registry
from pipeline.enrich.documents import for_sentiment, for_tone
from pipeline.enrich.features import Document
from pipeline.enrich.linear import LinearModel
from pipeline.records import (
    AnnotatedArticle,
    Label,
    SentimentScore,
    UnitMention,
)
from pipeline.stage import Stage, each


def sentiment_stage(models: Path) -> Stage:
    tone, target = (registry.folder(models, role) for role in ("tone", "sentiment"))
    return Stage(
        name="sentiment",
        reads=AnnotatedArticle,
        writes=(SentimentScore,),
        function=each(partial(_of_article, models)),
        code_version="sentiment-1",
        files=(
            lexicon.FILE,
            *(folder / name for folder in (tone, target) for name in linear.FILES),
        ),
    )


def score(
    article_id: str, title: str, text: str, units: Sequence[UnitMention], models: Path
) -> list[SentimentScore]:
    """Every score of one article, tone first, then the units in order of first mention."""
    tone = linear.load(registry.folder(models, "tone"))
    found = list(_scored(article_id, None, tone, _views(for_tone(title, text))))
    model = linear.load(registry.folder(models, "sentiment"))
    for unit in dict.fromkeys(mention.unit for mention in units):
        mentions = [mention for mention in units if mention.unit == unit]
        found += _scored(article_id, unit, model, _views(for_sentiment(title, text, mentions)))
    return found


def _of_article(models: Path, row: AnnotatedArticle) -> list[SentimentScore]:
    article = row.article
    return score(article.article_id, article.title, article.text, row.units, models)


def _views(document: Document) -> dict[str, Document]:
    """The whole, the headline alone, the body alone; only those that have words."""
    headline = {"title": document["title"]}
    body = {name: text for name, text in document.items() if name != "title"}
    views = {"article": document, "headline": headline, "body": body}
    return {name: view for name, view in views.items() if any(view.values())}


def _scored(
    article_id: str, target: str | None, model: LinearModel, views: dict[str, Document]
) -> Iterator[SentimentScore]:
    rows = model.probabilities(list(views.values()))
    for field, row in zip(views, rows, strict=True):
        by_label = dict(zip(model.labels, row.tolist(), strict=True))
        yield SentimentScore(
            article_id=article_id,
            target=target,
            field=field,
            label=Label(max(by_label, key=lambda label: by_label[label])),
            positive=by_label[Label.POSITIF],
            neutral=by_label[Label.NETRAL],
            negative=by_label[Label.NEGATIF],
            model=model.name,
        )
