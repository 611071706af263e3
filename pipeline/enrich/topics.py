"""Which topics of the code book an article is about: one main topic, and others.

``models/registry.toml`` names the classifier over the second level of ``data/topics.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.enrich import code_book, registry
from pipeline.enrich.questions import Question
from pipeline.records import RelevantArticle, TopicScore
from pipeline.stage import Stage, batched

OTHERS_FROM = 0.15  # probability from which a topic counts beside the main one
MOST = 4


def topics_stage(models: Path) -> Stage:
    return Stage(
        name="topics",
        reads=RelevantArticle,
        writes=(TopicScore,),
        function=batched(partial(_of_articles, models)),
        code_version=f"topics-2{registry.blending(models, 'topics')}",
        files=(code_book.FILE, *registry.files(models, "topics")),
    )


def find_topics(articles: Sequence[tuple[str, str, str]], models: Path) -> list[list[TopicScore]]:
    """For each id, title and text its topics by falling probability; the first is the main one."""
    labels, model = code_book.load().labels, registry.classifier(models, "topics")
    rows = model.probabilities([Question(title, text) for _, title, text in articles])
    return [
        [
            TopicScore(article_id=id_, code=code, label=labels[code], p=p, main=place == 0)
            for place, (p, code) in enumerate(_ranked(row.tolist(), model.labels))
            if place == 0 or p >= OTHERS_FROM
        ]
        for (id_, _, _), row in zip(articles, rows, strict=True)
    ]


def _ranked(row: Sequence[float], labels: Sequence[str]) -> list[tuple[float, str]]:
    return sorted(zip(row, labels, strict=True), reverse=True)[:MOST]


def _of_articles(models: Path, articles: Sequence[RelevantArticle]) -> list[list[TopicScore]]:
    return find_topics([(a.article_id, a.title, a.text) for a in articles], models)
