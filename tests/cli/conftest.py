"""``sorot`` as a user runs it, on the home of the first night."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.settings import ROOT

Sorot = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def sorot(home: Path, monkeypatch: pytest.MonkeyPatch) -> Sorot:
    """Runs the command in a process of its own; returns code, output and errors."""
    sample = ROOT / "data" / "sample"
    monkeypatch.setenv("SOROT_HOME", str(home))
    monkeypatch.setenv("SOROT_OUTLETS", str(sample / "outlets"))
    monkeypatch.setenv("SOROT_UNITS", f'["{ROOT}/data/units", "{sample}/units.toml"]')
    monkeypatch.setenv("SOROT_REGIONS", f'["{ROOT}/data/regions", "{sample}/regions.csv"]')
    monkeypatch.setenv("SOROT_NOW", "2025-10-20T02:00:00+09:00")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline.cli.app", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    return run
