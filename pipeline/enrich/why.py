"""Why a score is as it is: the sentences without which it would be another.

Each sentence is left out in turn and the rest scored again; what the probability of the label loses
is the sentence's weight (occlusion: Zeiler and Fergus 2014; Li, Monroe and Jurafsky 2016).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from pipeline.enrich import registry
from pipeline.enrich.questions import Question, about_article, about_unit
from pipeline.enrich.registry import Role
from pipeline.enrich.sentences import Span, sentences
from pipeline.enrich.sentiment import Named
from pipeline.records import UnitMention

READ = 40  # sentences left out at most
MOST = 3  # sentences told
LEAST = 0.02  # probability that a sentence has to carry

HEADLINE = Span(-1, -1)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Characters of the text, or None for the headline, and what they carry of the probability."""

    span: Span | None
    weight: float


@dataclass(frozen=True, slots=True)
class Reason:
    """``target`` is None for the tone; ``sentences`` are those that weigh most, heaviest first."""

    target: str | None
    label: str
    p: float
    sentences: tuple[Weighed, ...]


def reasons(article: Named, models: Path) -> list[Reason]:
    """Of the tone, then of the sentiment toward each unit."""
    spans = [HEADLINE, *islice(sentences(article.text), READ)]
    rest = [_without(article, span) for span in spans]
    targets = dict.fromkeys(mention.unit for mention in article.units)
    return [_reason(target, article, spans, rest, models) for target in (None, *targets)]


def _reason(
    target: str | None,
    article: Named,
    spans: Sequence[Span],
    rest: Sequence[Named],
    models: Path,
) -> Reason:
    role: Role = "sentiment" if target else "tone"
    model = registry.classifier(models, role)
    whole, *others = model.probabilities([_asked(target, one) for one in (article, *rest)])
    label = int(whole.argmax())
    weights = [float(whole[label] - p[label]) for p in others]
    heaviest = sorted(zip(weights, spans, strict=True), key=lambda pair: -pair[0])[:MOST]
    return Reason(
        target=target,
        label=model.labels[label],
        p=float(whole[label]),
        sentences=tuple(
            Weighed(None if span == HEADLINE else span, weight)
            for weight, span in heaviest
            if weight >= LEAST
        ),
    )


def _asked(target: str | None, article: Named) -> Question:
    if target is None:
        return about_article(article.title, article.text, article.units)
    own = [mention for mention in article.units if mention.unit == target]
    return about_unit(article.title, article.text, own, article.units)


def _without(article: Named, span: Span) -> Named:
    if span == HEADLINE:
        units = [mention for mention in article.units if mention.field == "text"]
        return replace(article, title="", units=units)
    text = article.text[: span.start] + article.text[span.end :]
    return replace(article, text=text, units=list(_moved(article.units, span)))


def _moved(units: Sequence[UnitMention], left_out: Span) -> Iterator[UnitMention]:
    """The mentions that stay, where they are now."""
    length = left_out.end - left_out.start
    for mention in units:
        if mention.field == "title" or mention.end <= left_out.start:
            yield mention
        elif mention.start >= left_out.end:
            moved = {"start": mention.start - length, "end": mention.end - length}
            yield mention.model_copy(update=moved)
