"""Tone of the news, and sentiment toward each unit it names: two different questions.

For every article: tone, and for every unit in it sentiment, each for the whole article, its
headline alone and its body alone, as three calibrated probabilities. ``models/registry.toml``
names the models that answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.enrich import registry
from pipeline.enrich.classifiers import Classifier
from pipeline.enrich.questions import Question, about_article, about_unit, views
from pipeline.enrich.registry import Role
from pipeline.records import (
    AnnotatedArticle,
    Label,
    SentimentScore,
    UnitMention,
)
from pipeline.stage import Stage, batched


@dataclass(frozen=True, slots=True)
class Named:
    """A text and the police units named in it."""

    article_id: str
    title: str
    text: str
    units: Sequence[UnitMention]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and what its answer is an answer to."""

    article: int
    target: str | None
    field: str
    question: Question


def sentiment_stage(models: Path) -> Stage:
    tone, sentiment = (registry.blending(models, role) for role in ("tone", "sentiment"))
    return Stage(
        name="sentiment",
        reads=AnnotatedArticle,
        writes=(SentimentScore,),
        function=batched(partial(_of_articles, models)),
        code_version=f"sentiment-2{tone}{sentiment}",
        files=(
            *registry.files(models, "tone"),
            *registry.files(models, "sentiment"),
        ),
    )


def score(articles: Sequence[Named], models: Path) -> list[list[SentimentScore]]:
    """Every score of each article, tone first, then the units in order of first mention."""
    asked = [one for number, article in enumerate(articles) for one in _asked(number, article)]
    found: list[list[SentimentScore]] = [[] for _ in articles]
    tone = [one for one in asked if one.target is None]
    sentiment = [one for one in asked if one.target is not None]
    roles: tuple[tuple[Role, list[_Asked]], ...] = (("tone", tone), ("sentiment", sentiment))
    for role, questions in roles:
        if questions:
            for one, scored in _answered(registry.classifier(models, role), questions, articles):
                found[one.article].append(scored)
    return found


def _asked(number: int, article: Named) -> list[_Asked]:
    questions: dict[str | None, Question] = {
        None: about_article(article.title, article.text, article.units)
    }
    for unit in dict.fromkeys(mention.unit for mention in article.units):
        own = [mention for mention in article.units if mention.unit == unit]
        questions[unit] = about_unit(article.title, article.text, own, article.units)
    return [
        _Asked(number, target, field, view)
        for target, question in questions.items()
        for field, view in views(question).items()
    ]


def _answered(
    model: Classifier, asked: Sequence[_Asked], articles: Sequence[Named]
) -> list[tuple[_Asked, SentimentScore]]:
    rows = model.probabilities([one.question for one in asked])
    return [
        (one, _scored(one, articles[one.article].article_id, model, row.tolist()))
        for one, row in zip(asked, rows, strict=True)
    ]


def _scored(
    one: _Asked, article_id: str, model: Classifier, row: Sequence[float]
) -> SentimentScore:
    by_label = dict(zip(model.labels, row, strict=True))
    return SentimentScore(
        article_id=article_id,
        target=one.target,
        field=one.field,
        label=Label(max(by_label, key=lambda label: by_label[label])),
        positive=by_label[Label.POSITIF],
        neutral=by_label[Label.NETRAL],
        negative=by_label[Label.NEGATIF],
        model=model.name,
    )


def _of_articles(models: Path, rows: Sequence[AnnotatedArticle]) -> list[list[SentimentScore]]:
    named = [Named(r.article.article_id, r.article.title, r.article.text, r.units) for r in rows]
    return score(named, models)
