"""Which topics of the code book an article is about: one main topic, and others.

A linear classifier over the second level of ``data/topics.toml``; the code book's keywords are
features beside the words, so that a rare topic is known by its words before it has examples.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from re import Pattern

from pipeline.enrich import linear, registry
from pipeline.enrich.documents import for_topic
from pipeline.enrich.features import Document
from pipeline.records import Record, RelevantArticle, TopicScore
from pipeline.stage import Stage, each

OTHERS_FROM = 0.15  # probability from which a topic counts beside the main one
MOST = 4


@dataclass(frozen=True, slots=True)
class CodeBook:
    """``labels`` by code (``kriminal.narkoba``), ``keywords`` compiled by code."""

    labels: Mapping[str, str]
    keywords: Mapping[str, Pattern[str]]


@cache
def load(path: Path) -> CodeBook:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["topic"]
    labels: dict[str, str] = {}
    keywords: dict[str, Pattern[str]] = {}
    for topic in raw:
        labels[topic["code"]] = topic["label"]
        for sub, label in topic["sub"].items():
            labels[f"{topic['code']}.{sub}"] = label
        for sub, words in topic.get("keywords", {}).items():
            keywords[f"{topic['code']}.{sub}"] = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return CodeBook(labels, keywords)


def topics_stage(models: Path, code_book: Path) -> Stage:
    folder = registry.folder(models, "topics")
    return Stage(
        name="topics",
        reads=RelevantArticle,
        writes=(TopicScore,),
        function=each(
            partial(_of_article, folder, code_book),
        ),
        code_version="topics-1",
        files=(code_book, *(folder / name for name in linear.FILES)),
    )


def document(title: str, text: str, book: CodeBook) -> Document:
    """The words of the article, and the codes whose keywords it holds, as one more field."""
    base = for_topic(title, text)
    hits = [
        code.replace(".", "")
        for code, pattern in book.keywords.items()
        for _ in pattern.findall(f"{title} {title} {base['body']}")
    ]
    return {**base, "code": " ".join(hits)}


def find_topics(
    article_id: str, title: str, text: str, folder: Path, code_book: Path
) -> list[TopicScore]:
    """Topics by falling probability, the first is the main one."""
    book, model = load(code_book), linear.load(folder)
    row = model.probabilities([document(title, text, book)])[0]
    ranked = sorted(zip(row.tolist(), model.labels, strict=True), reverse=True)[:MOST]
    return [
        TopicScore(article_id=article_id, code=code, label=book.labels[code], p=p, main=place == 0)
        for place, (p, code) in enumerate(ranked)
        if place == 0 or p >= OTHERS_FROM
    ]


def _of_article(folder: Path, code_book: Path, article: RelevantArticle) -> Sequence[Record]:
    return find_topics(article.article_id, article.title, article.text, folder, code_book)
