"""The report as PDF, set by typst with the fonts it brings: content → file.

The content goes in as JSON, which the template reads as data, so no text of an article is ever
read as typst markup.
"""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import typst

from pipeline.errors import ReportError
from pipeline.report.content import WeeklyContent

TEMPLATE = Path(__file__).parent / "templates" / "weekly.typ"


def render_pdf(content: WeeklyContent, path: Path) -> None:
    """Write an A4 PDF; raises ReportError when typst refuses."""
    try:
        pdf = typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            format="pdf",
            sys_inputs={"content": content.model_dump_json()},
            ignore_system_fonts=True,
            timestamp=content.generated_at.astimezone(UTC),
        )
    except RuntimeError as error:
        raise ReportError(
            f"{path}: the PDF cannot be set: {error}",
            hint="The HTML report holds the same; please report this with the message above.",
            path=path,
        ) from error
    assert isinstance(pdf, bytes)
    path.write_bytes(pdf)
