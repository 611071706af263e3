"""The archive reproduces the warehouse bit for bit, whatever way the stages came to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.conftest import MakeSettings
from tests.nights import SECOND_NIGHT, content, run


@pytest.fixture
def two_nights(second_night: Path, tmp_path: Path, settings: MakeSettings) -> Settings:
    """The settings of a home with two nights in it, to be changed."""
    home = shutil.copytree(second_night, tmp_path / "home", symlinks=True)
    return settings(home, now=SECOND_NIGHT, workers=2)


@pytest.mark.parametrize("warehouse", ["kept", "lost"])
def test_rerun_over_the_archive_gives_every_column_of_every_table_again(
    warehouse: str, two_nights: Settings
) -> None:
    night_by_night_with_one_worker = content(two_nights.warehouse)
    assert len(night_by_night_with_one_worker["versions"]) > 300
    if warehouse == "lost":
        two_nights.warehouse.unlink()
    report = run(two_nights, first="extract")
    assert report.stages[0].done > 300
    assert content(two_nights.warehouse) == night_by_night_with_one_worker
