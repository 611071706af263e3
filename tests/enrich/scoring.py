"""How enrichment is scored against the sample's truth: sets of names, and aligned quotes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.records import Quote
from tests.enrich.reading import Enriched
from tests.newsroom.articles import GoldQuote

SAME_WORDS = 0.6  # similarity from which two wordings are the same quote


@dataclass(frozen=True, slots=True)
class Score:
    """``precision`` and ``recall`` over everything counted, 0 to 1."""

    precision: float
    recall: float


def of_sets(pairs: Iterable[tuple[set[Hashable], set[Hashable]]]) -> Score:
    """Pairs of truth and finding, one an article."""
    rows = list(pairs)
    hits = sum(len(truth & found) for truth, found in rows)
    return Score(
        hits / sum(len(found) for _, found in rows), hits / sum(len(truth) for truth, _ in rows)
    )


def aligned(
    articles: Sequence[Enriched], *, direct: bool
) -> Iterator[tuple[GoldQuote, Quote | None]]:
    """Every true quote of the kind with the likeliest one found, None where none is like it."""
    for article in articles:
        found = [quote for quote in article.found.quotes if quote.direct == direct]
        for truth in article.gold.quotes:
            if truth.direct == direct:
                best = max(found, key=lambda quote: _likeness(truth, quote), default=None)
                like = best is not None and _likeness(truth, best) >= SAME_WORDS
                yield truth, best if like else None


def _likeness(truth: GoldQuote, quote: Quote) -> float:
    wanted = " ".join(truth.text.split())
    if wanted in quote.text or quote.text in wanted:
        return 1.0
    return SequenceMatcher(None, wanted, quote.text, autojunk=False).ratio()
