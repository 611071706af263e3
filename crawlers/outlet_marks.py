"""Setting the ``verified`` marks in an entry's file while leaving the rest of it as it was written.

Comments and order in the file are its author's; only the one line of each channel changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from crawlers.outlets import Outlet, load_outlet, save_outlet

_HEAD = re.compile(r"^\s*\[\[\s*channels\s*\]\]")
_MARK = re.compile(r"^\s*verified\s*=\s*(true|false)")


def save_marks(folder: Path, outlet: Outlet) -> bool:
    """Bring the file's marks in line with the outlet's; whether anything changed.

    An entry that is written in a way that cannot be edited line by line is written anew.
    """
    file = folder / f"{outlet.id}.toml"
    if load_outlet(file) == outlet:
        return False
    before = file.read_text(encoding="utf-8")
    marks = [channel.verified for channel in outlet.channels]
    file.write_text(_with_marks(before, marks), encoding="utf-8")
    if load_outlet(file) != outlet:
        save_outlet(folder, outlet)
    return True


def _with_marks(text: str, marks: Sequence[bool]) -> str:
    """The text with a ``verified`` line in each channel's table."""
    lines: list[str] = []
    waiting: list[bool] = []  # the mark of the channel whose table is being read
    place = 0
    left = list(marks)
    for line in [*text.splitlines(), "["]:
        if line.lstrip().startswith("[") and waiting:
            lines.insert(place, f"verified = {str(waiting.pop()).lower()}")
        if waiting and _MARK.match(line):
            line = f"verified = {str(waiting.pop()).lower()}"
        if _HEAD.match(line) and left:
            waiting = [left.pop(0)]
        lines.append(line)
        if line.strip() and not line.lstrip().startswith("#"):
            place = len(lines)
    return "\n".join(lines[:-1]) + "\n"
