"""What was measured is kept, read back, and shown as it is, goals that are missed too."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from models import tables
from models.goals import AHEAD, GOALS, standings
from pipeline import measured
from pipeline.errors import ModelError
from pipeline.measured import ALL, GOLD, Cost, Measured, Results, Row
from pipeline.settings import MODELS


def row(model: str, value: float, slice_: str = ALL, *, baseline: bool = False) -> Row:
    names = ("macro_f1", "accuracy", "ece", "brier", "recall negatif")
    figures = {name: Measured(value, value - 0.1, value + 0.1) for name in names}
    confusion = {"positif": {"positif": 3, "netral": 1}, "netral": {"netral": 5}}
    return Row(
        set=GOLD, slice=slice_, role="sentiment", model=model, name=f"{model}-1a2b3c4d",
        baseline=baseline, n=160, scores=figures, confusion=confusion,
    )  # fmt: skip


RESULTS = Results(
    rows=(
        row("sentiment-blend", 0.8),
        row("sentiment-linear", 0.6),
        row("sentiment-blend", 0.7, "negation"),
        row("sentiment-blend", 0.05, AHEAD),
        row("majority", 0.9, baseline=True),
        row("sentiment-blend", 0, "oknum").model_copy(update={"n": 2, "scores": {}}),
    ),
    costs=(Cost(role="sentiment", model="sentiment-blend", bytes=9_000_000, milliseconds={1: 20}),),
)


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    measured.save(tmp_path, RESULTS)
    assert measured.load(tmp_path) == RESULTS
    lines = (tmp_path / measured.FILE).read_text(encoding="utf-8").splitlines()
    assert sum('"model":"sentiment-blend"' in line for line in lines) == 5


def test_nothing_measured_is_no_error_and_a_broken_file_is_named(tmp_path: Path) -> None:
    assert measured.load(tmp_path) == Results()
    (tmp_path / measured.FILE).write_text('{"rows": [{"set": 1}]}')
    with pytest.raises(ModelError, match=r"results\.json.*make evaluate"):
        measured.load(tmp_path)


def test_a_goal_is_held_by_the_first_model_and_never_by_a_baseline() -> None:
    found = {standing.goal.what: standing for standing in standings(RESULTS)}
    assert found["sentiment toward the unit, macro-F1"].held
    assert found["sentiment toward the unit, macro-F1"].model == "sentiment-blend"
    assert not found["the same, ahead of TF-IDF + linear"].held  # 0.05 of 0.08
    assert not found["sentiment, ECE"].held
    assert found["tone, macro-F1"].measured is None
    assert not found["tone, macro-F1"].held
    assert len(found) == len(GOALS)


def test_the_terminal_shows_every_model_in_80_columns() -> None:
    console = Console(file=io.StringIO(), width=tables.WIDTH)
    for results in (RESULTS, measured.load(MODELS)):
        tables.show(results, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= tables.WIDTH
    assert "…" not in text
    heads = next(line for line in text.splitlines() if line.startswith("model"))
    assert heads.split() == ["model", "macro-F1", "95%", "accuracy", "ECE", "Brier"]
    assert "short the same, ahead of TF-IDF + linear: 0.050 (to hold: ≥ 0.08)" in text


def test_the_page_tells_slices_too_small_mistakes_and_costs() -> None:
    page = tables.markdown(RESULTS)
    assert "| negation | 160 | 0.700 (0.600–0.800) |" in page
    assert "| oknum | 2 | too few |" in page
    assert "| **positif** | 1 | 3 |" in page
    assert "| sentiment-blend | 9.0 | 20.00 (50/s) |" in page


@pytest.mark.parametrize("block", tables.markdown(RESULTS).split("\n\n"))
def test_every_table_of_the_page_is_whole(block: str) -> None:
    cells = {line.count("|") for line in block.splitlines() if line.startswith("|")}
    assert len(cells) <= 1


def test_names_found_are_shown_by_the_scores_they_have() -> None:
    figures = {name: Measured(0.7, 0.6, 0.8) for name in ("span_f1", "precision", "recall")}
    names = Row(set="NERGrit valid", role="names", model="spacy", name="id-1", n=90, scores=figures)
    results = Results(rows=(names, names.model_copy(update={"slice": "lower-cased"})))
    page = tables.markdown(results)
    assert "| model | span f1 | precision | recall |" in page
    assert "### NERGrit valid: names, span f1" in page
    console = Console(file=io.StringIO(), width=tables.WIDTH)
    tables.show(results, console)
    assert "0.600–0.800" in console.file.getvalue()  # type: ignore[attr-defined]


def test_results_were_written_by_this_code_and_the_page_says_the_same() -> None:
    kept = measured.load(MODELS)
    assert (MODELS / tables.FILE).read_text(encoding="utf-8") == tables.markdown(kept)
