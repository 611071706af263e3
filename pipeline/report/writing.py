"""Content → files, one per format: a new format is one module and one line of ``FORMATS``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import ReportError
from pipeline.report.content import WeeklyContent
from pipeline.report.html import render_html
from pipeline.report.pdf import render_pdf


def _write_html(content: WeeklyContent, path: Path) -> None:
    path.write_text(render_html(content), encoding="utf-8")


FORMATS: dict[str, Callable[[WeeklyContent, Path], None]] = {
    "html": _write_html,
    "pdf": render_pdf,
}


def write(content: WeeklyContent, folder: Path, formats: Sequence[str]) -> dict[str, Path]:
    """Write ``laporan-UNIT-WEEK.FORMAT`` for each format; returns format → path.

    A file is replaced whole or not at all. Raises ReportError for an unknown format, before
    anything is written.
    """
    unknown = sorted(set(formats) - FORMATS.keys())
    if unknown:
        raise ReportError(
            f"no report format {', '.join(unknown)}.", hint=f"There are {', '.join(FORMATS)}."
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name in dict.fromkeys(formats):
        path = folder / f"{file_stem(content)}.{name}"
        unfinished = folder / f".{path.name}.part"
        FORMATS[name](content, unfinished)
        unfinished.replace(path)
        written[name] = path
    return written


def file_stem(content: WeeklyContent) -> str:
    """``laporan-polres-seruni-utara-2025-W42``."""
    unit = re.sub(r"[^a-z0-9]+", "-", content.unit.lower()).strip("-")
    return f"laporan-{unit}-{content.week}"
