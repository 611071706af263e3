"""A stage's version follows its code and its files; one bad row never stops a batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.records import Record, Selection
from pipeline.stage import Failure, Stage, each


def stage_with(*files: Path) -> Stage:
    return Stage("relevance", Selection, (Selection,), each(positive), "relevance-1", files)


def positive(row: Selection) -> Sequence[Record]:
    if row.p == 0:
        raise ValueError("nothing there")
    return [row]


def test_version_is_that_of_the_code_and_of_every_file(tmp_path: Path) -> None:
    model, words = tmp_path / "model", tmp_path / "words"
    model.write_text("a")
    words.write_text("b")
    before = stage_with(model, words).version
    assert before.startswith("relevance-1+")
    assert stage_with(words, model).version == before
    assert stage_with().version == "relevance-1"
    words.write_text("c")
    assert stage_with(model, words).version != before


def test_a_missing_model_file_is_an_error_and_no_version(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"):
        assert stage_with(tmp_path / "missing").version


def test_one_bad_row_becomes_a_failure_in_its_place() -> None:
    rows = [Selection(article_id=str(p), relevant=True, p=p) for p in (1, 0, 0.5)]
    first, second, third = each(positive)(rows)
    assert (first, third) == ([rows[0]], [rows[2]])
    assert second == Failure("ValueError", "nothing there")
