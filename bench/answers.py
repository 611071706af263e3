"""A million articles published, and how long a notebook waits for its answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench import history
from bench.figure import Better, Bounds, Figure
from bench.samples import NIGHT
from pipeline.analysis import News
from pipeline.analysis.news import Choice
from pipeline.settings import load
from pipeline.stopwords import stopwords
from pipeline.warehouse import Warehouse, publish

ARTICLES = 1_000_000
UNIT = "Polda Jawa Timur"
RIVALS = ["Polda Jawa Timur", "Polda Jawa Tengah", "Polda Jawa Barat"]
YEAR = Choice(since="2025-01-01", until="2025-12-31")
WEEK = Choice(unit=UNIT, since="2025-10-06", until="2025-10-12")
ROUNDS = 3


def measure() -> list[Figure]:
    """Publishing once; each answer the median of three, the first left out: files are read then."""
    with TemporaryDirectory() as folder:
        settings = load(home=Path(folder))
        with Warehouse(settings.warehouse) as warehouse:
            history.fill(warehouse, ARTICLES)
            history.describe_units(warehouse)
            began = perf_counter()
            snapshot = publish(
                warehouse, settings.published, at=NIGHT, keep=1, stopwords=stopwords()
            )
            published = perf_counter() - began
        size = snapshot.stat().st_size
        with News(snapshot) as news:
            answers = _answers(news)
    return [
        Figure(
            f"publish of {ARTICLES:,} articles", published, " s",
            Bounds(Better.LOWER, hold=60, aim=20), {"seconds": published},
            (f"{size / 1e9:.1f} GB, to hold 3 GB",),
        ),
        *answers,
    ]  # fmt: skip


def _answers(news: News) -> list[Figure]:
    return [
        _timed(f"coverage of a Polda by week on {ARTICLES:,} articles", 0.3, 0.1,
               lambda: news.coverage(unit=UNIT, by="week")),
        _timed("share of voice of three Polda over a year by week", 0.5, 0.2,
               lambda: news.share_of_voice(RIVALS, **YEAR)),
        _timed("sentiment of a Polda by week", None, None,
               lambda: news.sentiment(unit=UNIT, by="week")),
        _timed("stories of a Polda in a week", None, None,
               lambda: news.stories(**WEEK)),
        _timed("keywords of a Polda in a week", None, None,
               lambda: news.keywords(**WEEK)),
        _timed("full-text search for two words", 0.2, 0.1,
               lambda: news.search("tambang ilegal")),
    ]  # fmt: skip


def _timed(what: str, hold: float | None, aim: float | None, ask: Callable[[], object]) -> Figure:
    seconds = []
    for _ in range(ROUNDS + 1):
        began = perf_counter()
        ask()
        seconds.append(perf_counter() - began)
    middle = sorted(seconds[1:])[ROUNDS // 2]
    bounds = Bounds(Better.LOWER, hold, aim) if hold and aim else None
    return Figure(what, middle, " s", bounds, {"first": seconds[0], "median": middle})
