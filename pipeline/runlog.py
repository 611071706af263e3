"""The log of one run for machines: JSON lines in ``SOROT_HOME/log``, one file a run.

Every line is written through at once, so a run that is killed leaves a log that can be read to its
last line. The events and their fields are described in docs/formats.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

from pipeline.settings import Settings

PATTERN = "run-*.jsonl"


@dataclass(frozen=True, slots=True)
class RunLog:
    """An open log; ``path`` is its file."""

    path: Path
    run_id: int
    settings: Settings
    file: TextIOWrapper

    def tell(self, event: str, **facts: object) -> None:
        """Add a line; ``event`` is a path-like name, ``facts`` are plain values."""
        line = {"time": self.settings.clock().isoformat(), "run": self.run_id, "event": event}
        json.dump({**line, **facts}, self.file, ensure_ascii=False, default=_plain)
        self.file.write("\n")
        self.file.flush()


@contextmanager
def open_log(settings: Settings, run_id: int) -> Iterator[RunLog]:
    """The log of a run that begins; of older ones as many are kept as the settings say."""
    settings.logs.mkdir(parents=True, exist_ok=True)
    for old in logs(settings.logs)[: 1 - settings.keep_logs or None]:
        old.unlink()
    path = settings.logs / f"run-{settings.clock():%Y%m%dT%H%M%SZ}-{run_id:05d}.jsonl"
    with path.open("a", encoding="utf-8") as file:
        yield RunLog(path, run_id, settings, file)


def logs(folder: Path) -> list[Path]:
    """The logs in a folder, oldest first."""
    return sorted(folder.glob(PATTERN))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
