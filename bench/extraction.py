"""What extraction costs beside bare trafilatura, and how well both find the body of an article.

Measured in processor time, page by page in turn. Both leave comments out; trafilatura also reads
the metadata, as our extraction does in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import fmean, median
from time import process_time

from trafilatura import bare_extraction
from trafilatura.settings import Document

from bench.figure import Better, Bounds, Figure
from bench.samples import TruePage, benchmark_pages, newsroom_pages, newsroom_views
from bench.timing import ratio, spread
from pipeline.errors import ExtractError
from pipeline.extract import OutletView, extract, unknown_outlet
from pipeline.records import Page

ROUNDS = 3
SHINGLE = 4  # words
BOUNDS = Bounds(Better.LOWER, hold=1.3, aim=1.1)
_WORD = re.compile(r"\w+")


def measure() -> list[Figure]:
    """The sample newsroom, and the public benchmark when there is a data room."""
    figures = [cost("sample newsroom", newsroom_pages(), newsroom_views())]
    benchmark = benchmark_pages()
    if benchmark:
        figures.append(cost("benchmark", [true.page for true in benchmark], {}))
        figures.append(_quality(benchmark))
    return figures


def cost(
    where: str, pages: Sequence[Page], views: Mapping[str, OutletView], rounds: int = ROUNDS
) -> Figure:
    """Our processor time over trafilatura's; ``views`` by outlet id."""
    ours, bare = [], []
    _ours(pages[0], views), _bare(pages[0])  # loads what is loaded once
    for _ in range(rounds):
        ours.append(0.0)
        bare.append(0.0)
        for page in pages:
            ours[-1] += _seconds(partial(_ours, page, views))
            bare[-1] += _seconds(partial(_bare, page))
    each = {"ours": 1e3 * median(ours) / len(pages), "bare": 1e3 * median(bare) / len(pages)}
    size = fmean(len(page.body) for page in pages) / 1e3
    return Figure(
        f"extract cost vs bare trafilatura, {where}",
        ratio(ours, bare),
        "×",
        BOUNDS,
        {f"{name}_ms_per_page": value for name, value in each.items()},
        (
            f"{each['ours']:.1f} against {each['bare']:.1f} ms a page; {spread(ours, bare)}; "
            f"{len(pages)} pages of {size:.0f} KB",
        ),
    )


def _quality(pages: Sequence[TruePage]) -> Figure:
    ours = f1([(_ours(true.page, {}), true.body) for true in pages])
    bare = f1([(_bare(true.page), true.body) for true in pages])
    return Figure(
        "body F1 vs bare trafilatura, benchmark",
        ours / bare,
        "×",
        None,
        {"ours_f1": ours, "bare_f1": bare},
        (f"{ours:.3f} against {bare:.3f} over shingles of {SHINGLE} words",),
    )


def f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Of mean precision and mean recall over (found, true) texts, by shingles of words.

    >>> f1([("satu dua tiga empat", "satu dua tiga empat")])
    1.0
    """
    shared = [(_shingles(found), _shingles(true)) for found, true in pairs]
    precision = fmean(len(a & b) / len(a) for a, b in shared if a)
    recall = fmean(len(a & b) / len(b) for a, b in shared if b)
    return 2 * precision * recall / (precision + recall)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text)
    if not words:
        return set()
    return {tuple(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1))}


def _ours(page: Page, views: Mapping[str, OutletView]) -> str:
    try:
        return extract(page, views.get(page.outlet) or unknown_outlet(page.final_url)).text
    except ExtractError:
        return ""


def _bare(page: Page) -> str:
    found = bare_extraction(
        page.body, url=page.final_url, include_comments=False, with_metadata=True
    )
    return (found.text or "") if isinstance(found, Document) else ""


def _seconds(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began
