"""What Sorot takes of the disk, by part: for ``sorot status``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.settings import Settings


def disk_use(settings: Settings) -> dict[str, int]:
    """Bytes of each part of SOROT_HOME."""
    home = settings.home
    return {
        "archive": _bytes(settings.archive.rglob("*")),
        "frontier": _bytes(home.glob(f"{settings.frontier.name}*")),
        "warehouse": _bytes(home.glob(f"{settings.warehouse.name}*")),
        "snapshots": _bytes(settings.published.rglob("*")),
        "reports": _bytes(settings.reports.rglob("*")),
        "logs": _bytes([*settings.logs.rglob("*"), *home.glob("*.log")]),
    }


def in_words(size: float) -> str:
    """
    >>> in_words(0), in_words(999), in_words(1_234_567)
    ('0 B', '999 B', '1.2 MB')
    """
    units = iter(("B", "kB", "MB", "GB"))
    unit = next(units)
    while size >= 1000 and unit != "GB":
        size, unit = size / 1000, next(units)
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"


def _bytes(files: Iterable[Path]) -> int:
    return sum(file.lstat().st_size for file in files if file.is_file() and not file.is_symlink())
