"""A workbook as Excel writes it, as far as its cells and links go."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
Cell = str | float | tuple[str, str]  # text, number or date, (formula, what it shows)


def write(file: Path, rows: Sequence[Sequence[Cell]], links: Mapping[str, str]) -> None:
    """One sheet; ``links`` are the addresses behind cells, by the name of the cell."""
    texts: list[str] = []
    body = "".join(f"<row>{_cells(row, number, texts)}</row>" for number, row in enumerate(rows, 1))
    hung = "".join(f'<hyperlink ref="{cell}" r:id="{cell}x"/>' for cell in links)
    targets = "".join(
        f'<Relationship Id="{cell}x" Type="{OFFICE}/hyperlink" Target="{escape(url)}"'
        ' TargetMode="External"/>'
        for cell, url in links.items()
    )
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}"/>')
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{body}</sheetData>'
            f"<hyperlinks>{hung}</hyperlinks></worksheet>",
        )
        book.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>',
        )


def _cells(row: Sequence[Cell], number: int, texts: list[str]) -> str:
    written = ""
    for letter, cell in zip("ABCDEFGH", row, strict=False):
        name = f"{letter}{number}"
        match cell:
            case (formula, shown):
                written += f'<c r="{name}" t="str"><f>{escape(formula)}</f><v>{shown}</v></c>'
            case str():
                texts.append(cell)
                written += f'<c r="{name}" t="s"><v>{len(texts) - 1}</v></c>'
            case _:
                written += f'<c r="{name}" s="1"><v>{cell}</v></c>'
    return written
