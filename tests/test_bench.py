"""The bench runs; what it measures is not judged here."""

from __future__ import annotations

import io

from rich.console import Console

from bench import encoder, extraction
from bench.__main__ import show
from bench.figure import Better, Bounds, Figure, Verdict
from bench.samples import newsroom_pages, newsroom_views


def test_extract_cost_is_measured_on_a_few_pages_and_shown_in_80_columns() -> None:
    figure = extraction.cost("a few", newsroom_pages()[:3], newsroom_views(), rounds=1)
    assert figure.value > 0
    assert figure.facts.keys() == {"ours_ms_per_page", "bare_ms_per_page"}
    console = Console(file=io.StringIO(), width=80)
    show([figure], console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert max(map(len, lines)) <= 80
    assert any("≤ 1.3×" in line for line in lines)


def test_a_figure_knows_whether_it_holds() -> None:
    bounds = Bounds(Better.HIGHER, hold=0.6, aim=0.8)
    verdicts = [Figure("", value, "×", bounds).verdict for value in (0.9, 0.7, 0.5)]
    assert verdicts == [Verdict.AIM, Verdict.HOLD, Verdict.MISSED]
    assert Figure("", 1.0, "×").verdict is Verdict.NOTED


def test_the_encoder_is_measured_or_it_is_said_why_not() -> None:
    (figure,) = encoder.measure()
    ratio = figure.bounds is not None
    assert ratio == (figure.value > 0 and figure.unit == "×")
    assert ratio or figure.notes[0].startswith("not measured")
