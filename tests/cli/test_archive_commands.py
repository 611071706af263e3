"""``sorot archive``, and what the disk holds, as a user sees it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Sorot

WHEN = ("--before", "2025-10-19")


def test_archive_is_listed_with_what_each_file_takes(sorot: Sorot, home: Path) -> None:
    listed = json.loads(sorot("archive", "list", "--json").stdout)
    (file,) = listed["files"]
    assert file["bytes"] == (home / "archive" / file["name"]).stat().st_size
    assert file["pages"] > 300
    assert file["first"] <= file["last"]
    lines = sorot("archive", "list").stdout.splitlines()
    assert max(map(len, lines[:-1])) <= 80
    disk = json.loads(sorot("status", "--json").stdout)["disk"]
    assert disk["archive"] > file["bytes"]
    assert all(disk[part] > 0 for part in ("frontier", "warehouse", "snapshots", "logs"))


def test_prune_shows_asks_and_deletes(sorot: Sorot, home: Path) -> None:
    archive = home / "archive"
    (name,) = [file.name for file in archive.glob("*.warc.gz")]
    shown = json.loads(sorot("archive", "prune", *WHEN, "--dry-run", "--json").stdout)
    assert [file["archive_file"] for file in shown["files"]] == [name]
    unanswered = sorot("archive", "prune", *WHEN)
    assert unanswered.returncode == 1
    assert "for good?" in unanswered.stderr
    assert (archive / name).exists()
    done = sorot("archive", "prune", *WHEN, "--yes")
    assert (done.returncode, (archive / name).exists()) == (0, False)
    assert "freed" in done.stdout
    assert "1 files were pruned" in sorot("archive", "list").stdout


def test_prune_of_days_to_come_and_without_a_warehouse_is_refused(sorot: Sorot, home: Path) -> None:
    future = sorot("archive", "prune", "--before", "2026-01-01", "--yes")
    assert future.returncode == 2
    assert "still to come" in future.stderr
    (home / "warehouse.duckdb").unlink()
    done = sorot("archive", "prune", *WHEN, "--yes")
    assert done.returncode == 1
    assert "sorot rerun --from extract" in done.stderr
    assert not (home / "warehouse.duckdb").exists()
