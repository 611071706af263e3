"""The documents say what is: commands, methods and files they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline import News
from pipeline.analysis.news import Choice
from pipeline.cli.app import app
from pipeline.settings import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_a_document_links_to_exists(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_a_document_shows_exists(path: Path) -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]
    shown = re.findall(
        r"`(?:\.venv/bin/)?sorot ([a-z]+)|^\.venv/bin/sorot ([a-z]+)", _text(path), re.M
    )
    assert {name for pair in shown for name in pair if name} <= set(known)


def test_the_page_on_analysis_lists_every_question_and_every_filter() -> None:
    text = _text(ROOT / "docs" / "analysis.md")
    methods = [name for name in vars(News) if not name.startswith("_")]
    questions = set(methods) - {"unit", "zone", "under", "models", "failures", "outlet_runs"}
    assert {name for name in questions if f"`{name}(" not in text} == set()
    assert {name for name in Choice.__annotations__ if f"`{name}`" not in text} == set()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
