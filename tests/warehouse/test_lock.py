"""One writer at a time: the second is told who holds the warehouse, a dead one holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import WarehouseError
from pipeline.settings import ROOT
from pipeline.warehouse import Warehouse

HOLD = """
import sys
from pathlib import Path
from pipeline.warehouse import Warehouse
with Warehouse(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the warehouse."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "warehouse.duckdb")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_second_run_is_told_the_process_that_holds_the_warehouse(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(WarehouseError) as caught:
        Warehouse(tmp_path / "warehouse.duckdb").__enter__()
    assert f"in use: process {holder.pid} (since 20" in str(caught.value)
    assert caught.value.hint.startswith("Wait until that run ends")


def test_a_killed_holder_leaves_no_lock_behind(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with Warehouse(tmp_path / "warehouse.duckdb") as warehouse:
        assert warehouse.archive_position == 0
