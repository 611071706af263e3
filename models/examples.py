"""What every classifier learns from and is tested on: questions with their labels by role.

One list for all kinds of model, so that they are compared on the same articles. An example read in
two ways (``marked`` with the units' names taken out, ``plain`` as it stands) is one example:
relevance and topics are asked before any unit is known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from models import gold, voices
from models.gold import GoldArticle, GoldHeadline
from pipeline.enrich.questions import Question, about_article, about_unit, word_for_word
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.registry import Role
from pipeline.enrich.units import Context, find_units
from pipeline.records import UnitMention

Task = Role | Literal["institution"]  # sentiment toward others than the police: it only helps
Source = Literal["article", "aside", "title", "headline", "invented", "institution"]
WEIGHTS: dict[Source, float] = {
    "article": 1.0,
    "aside": 1.0,  # another unit of the article than its main target
    "title": 0.5,  # a label of a headline says less than one of an article
    "headline": 0.5,
    "invented": 0.6,  # by cross-check on the training split
    "institution": 0.6,
}
FOLDS = 5

Soft = Mapping[str, float]  # label → share of those who chose it


@dataclass(frozen=True, slots=True)
class Example:
    """``labels`` by role; examples of one ``group`` (an article) never part in folds."""

    marked: Question
    plain: Question | None
    labels: Mapping[Task, Soft]
    group: str
    source: Source

    @property
    def weight(self) -> float:
        return WEIGHTS[self.source]

    @property
    def checked(self) -> bool:
        """Counts in a check of the recipe; the others only train."""
        return self.source == "article"

    def asked(self, role: Task) -> Question:
        """As the role's model reads it in use."""
        return self.plain if self.plain and role in ("relevance", "topics") else self.marked

    def label(self, role: Task) -> str:
        """The likeliest."""
        soft = self.labels[role]
        return max(soft, key=lambda label: soft[label])

    @property
    def fold(self) -> int:
        """One of ``FOLDS`` parts, by the group's name alone."""
        return int(hashlib.sha256(self.group.encode()).hexdigest()[:8], 16) % FOLDS


def learning(register: UnitRegister) -> list[Example]:
    """Everything a model may learn from; only real articles of the training split are checked."""
    articles = [article for article in gold.articles() if article.split == "train"]
    invented = [*gold.invented(), *voices.items()]
    return [
        *of_articles(articles, register),
        *(replace(e, source="invented") for e in of_articles(invented, register)),
        *_of_titles(articles, register),
        *_of_headlines(gold.headlines(), register),
        *_of_institutions(),
    ]


def held_out(register: UnitRegister) -> list[Example]:
    """The test split: no model learns from it, nothing is chosen by it."""
    articles = [article for article in gold.articles() if article.split == "test"]
    return [example for example in of_articles(articles, register) if example.checked]


def of_role(examples: Iterable[Example], role: Role) -> list[Example]:
    return [example for example in examples if role in example.labels]


def of_articles(articles: Iterable[GoldArticle], register: UnitRegister) -> Iterator[Example]:
    """The article itself, and each unit labelled in it."""
    for article in articles:
        title, text = article.title, article.text
        units, _ = find_units(article.id, title, text, register, Context())
        labels: dict[Task, Soft] = {
            "relevance": {str(article.relevant).lower(): 1.0},
            "tone": _soft(article, "tone", article.tone),
        }
        if article.topic:
            labels["topics"] = {article.topic: 1.0}
        marked = about_article(title, text, units)
        yield Example(marked, Question(title, text), labels, article.id, "article")
        if article.sentiment is None:
            continue
        main = article.target or ""
        for name, label in {main: article.sentiment, **article.others}.items():
            own = [mention for mention in units if mention.unit in _units(register, name)]
            if own or name == main:
                soft = _soft(article, "sentiment", label) if name == main else {label: 1.0}
                source: Source = "article" if name == main else "aside"
                yield _toward(title, text, own, units, soft, article.id, source)


def _soft(article: GoldArticle, role: str, first: str) -> Soft:
    """Both annotators' opinions, where there are two, count alike; the first breaks a tie."""
    if article.second is None:
        return {first: 1.0}
    second = article.second[role]
    labels = dict.fromkeys((first, *second))
    return {label: (second.get(label, 0.0) + (label == first)) / 2 for label in labels}


def _toward(
    title: str,
    text: str,
    target: Sequence[UnitMention],
    units: Sequence[UnitMention],
    soft: Soft,
    group: str,
    source: Source,
) -> Example:
    question = about_unit(title, text, target, units)
    task: Task = "institution" if source == "institution" else "sentiment"
    return Example(question, None, {task: soft}, group, source)


def _of_titles(articles: Sequence[GoldArticle], register: UnitRegister) -> Iterator[Example]:
    for article in articles:
        if article.headline and article.title:
            named, _ = find_units("", article.title, "", register, Context())
            own = [m for m in named if m.unit in _units(register, article.target or "")]
            yield _toward(
                article.title, "", own, named, {article.headline: 1.0}, article.id, "title"
            )


def _of_headlines(headlines: Iterable[GoldHeadline], register: UnitRegister) -> Iterator[Example]:
    for headline in headlines:
        named, _ = find_units("", headline.title, "", register, Context())
        labels: dict[Task, Soft] = {
            "relevance": {str(headline.relevant).lower(): 1.0},
            "tone": {headline.tone: 1.0},
        }
        if headline.topic:
            labels["topics"] = {headline.topic: 1.0}
        marked = about_article(headline.title, "", named)
        plain = Question(headline.title, "")
        yield Example(marked, plain, labels, headline.id, "headline")
        if headline.sentiment:
            first = [mention for mention in named if mention.unit == named[0].unit]
            yield _toward(
                headline.title, "", first, named, {headline.sentiment: 1.0}, headline.id, "headline"
            )


def _of_institutions() -> Iterator[Example]:
    """News of other institutions, each judged as a unit of the police would be. A task of its own:
    among the examples of the police they cost a linear model 13 points of macro-F1."""
    for item in gold.institutions():
        title, text = item.title, item.text
        judged = {**({item.target: item.sentiment} if item.target else {}), **item.others}
        named = [
            mention
            for name in judged
            for mention in word_for_word(name, re.compile(re.escape(name)), title, text)
        ]
        labels: dict[Task, Soft] = {"relevance": {"false": 1.0}, "tone": {item.tone: 1.0}}
        marked = about_article(title, text, named)
        yield Example(marked, Question(title, text), labels, item.id, "institution")
        for name, label in judged.items():
            own = [mention for mention in named if mention.unit == name]
            if own and label:
                yield _toward(title, text, own, named, {label: 1.0}, item.id, "institution")
        if item.target and item.headline:
            heads = [mention for mention in named if mention.field == "title"]
            own = [mention for mention in heads if mention.unit == item.target]
            yield _toward(title, "", own, heads, {item.headline: 1.0}, item.id, "institution")


def _units(register: UnitRegister, name: str) -> set[str]:
    named, _ = find_units("", "", name, register, Context())
    return {mention.unit for mention in named}
