"""What the whole of enriching costs beside sentiment alone, on the sample newsroom's articles.

Measured in processor time, stage by stage in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import process_time
from typing import TypeVar

from bench.figure import Better, Bounds, Figure
from bench.samples import OUTLETS, newsroom_pages
from bench.timing import interleaved
from pipeline.enrich import registry
from pipeline.records import (
    AnnotatedArticle,
    Article,
    Record,
    RelevantArticle,
    Selection,
    UnitMention,
)
from pipeline.settings import DATA, load
from pipeline.stage import Failure, Outcome, Stage
from pipeline.stages import build_stages

ROUNDS = 3
ENRICHING = ("entities", "topics", "sentiment")
R = TypeVar("R", bound=Record)
SELECTING = ("relevance", "fingerprint")
BOUNDS = Bounds(Better.HIGHER, hold=0.3, aim=0.6)


def measure() -> list[Figure]:
    """Articles a second of entities + topics + sentiment over those of sentiment alone."""
    settings = load(outlets=OUTLETS, units=[DATA / "units", DATA / "sample" / "units.toml"])
    stages = {stage.name: stage for stage in build_stages(settings)}
    articles = _all(Article, stages["extract"].function(newsroom_pages()))
    chosen = _all(Selection, stages["relevance"].function(articles))
    wanted = {selection.article_id for selection in chosen if selection.relevant}
    relevant = [
        RelevantArticle(**article.model_dump())
        for article in articles
        if article.article_id in wanted
    ]
    annotated = _annotated(relevant, stages["entities"].function(relevant))
    inputs: dict[str, Sequence[Record]] = {
        "relevance": articles,
        "fingerprint": articles,
        "entities": relevant,
        "topics": relevant,
        "sentiment": annotated,
    }
    works = {name: _timed(stages[name], rows) for name, rows in inputs.items()}
    each = {
        name: 1e3 * median(seconds) / len(inputs[name])
        for name, seconds in interleaved(works, ROUNDS).items()
    }
    return [_figure(each, len(relevant))]


def _figure(each: dict[str, float], articles: int) -> Figure:
    """``each`` is milliseconds an article by stage."""
    whole = sum(each[name] for name in ENRICHING)
    alone = each["sentiment"]
    shares = ", ".join(f"{name} {each[name]:.2f}" for name in (*ENRICHING, *SELECTING))
    return Figure(
        "enrich, whole, articles/s vs sentiment alone",
        alone / whole,
        "×",
        BOUNDS,
        {f"{name}_ms_per_article": value for name, value in each.items()},
        (
            f"{1e3 / whole:.0f} against {1e3 / alone:.0f} articles/s on {articles} articles; "
            f"ms each: {shares} (the last two are not counted)",
        ),
    )


def _timed(stage: Stage, rows: Sequence[Record]) -> Callable[[], float]:
    def seconds() -> float:
        registry.forget()  # an encoder remembers what it read
        stage.function(rows[:1])  # loads what is loaded once
        began = process_time()
        for start in range(0, len(rows), stage.batch_size):
            stage.function(rows[start : start + stage.batch_size])
        return process_time() - began

    return seconds


def _all(kind: type[R], outcomes: Sequence[Outcome]) -> list[R]:
    return [
        record
        for outcome in outcomes
        if not isinstance(outcome, Failure)
        for record in outcome
        if isinstance(record, kind)
    ]


def _annotated(
    articles: Sequence[RelevantArticle], outcomes: Sequence[Outcome]
) -> list[AnnotatedArticle]:
    return [
        AnnotatedArticle(article=article, units=_all(UnitMention, [outcome]))
        for article, outcome in zip(articles, outcomes, strict=True)
    ]
