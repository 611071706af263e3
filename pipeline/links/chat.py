"""A WhatsApp chat export → its messages, of Android and iOS, Indonesian and English.

``16/11/22 08.05 - Nama: teks`` and ``[16/11/22 08.05.12] Nama: teks``; a message goes on over the
lines that do not begin so. Whatever cannot be told (who, when) is left open: the text never is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from pipeline.links.addresses import INVISIBLE
from pipeline.links.moments import DATE, TIME, moment, numbers, order_of
from pipeline.links.records import Message

BEGINNING = 20  # lines that are looked at to tell a chat from other text
LONGEST_NAME = 80
FORMS = {
    "Android": re.compile(rf"({DATE}),?\s{{1,3}}({TIME})\s-\s(.*)", re.IGNORECASE | re.DOTALL),
    "iOS": re.compile(rf"\[({DATE}),?\s{{1,3}}({TIME})\]\s?(.*)", re.IGNORECASE | re.DOTALL),
}
_QUOTES = re.compile('["“”‘«»]')


@dataclass(slots=True)
class _Part:
    """A message while it is read; the one before the first head has no date."""

    date: str
    time: str
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def form_of(text: str) -> str | None:
    """Which phone a chat is from, by its first lines; None when it is no chat."""
    lines = [line for line in islice(_lines(text), BEGINNING) if line.strip()]
    counts = {form: sum(bool(p.match(line)) for line in lines) for form, p in FORMS.items()}
    form = max(counts, key=lambda name: counts[name])
    return form if counts[form] else None


def messages(text: str, form: str, zone: ZoneInfo, markers: Collection[str]) -> list[Message]:
    """Every message of a chat. Times are of the phone that exported it, hence ``zone``; ``markers``
    are what stands in place of a message (a picture, a deleted one)."""
    parts = list(_parts(_lines(text), FORMS[form]))
    order = order_of([numbers(part.date) for part in parts if part.date])
    names = _names_with_colons(parts, markers)
    found = []
    for part in parts:
        sender, said = _divided(part.text, names) if part.date else (None, part.text)
        at = moment(numbers(part.date), part.time, order, zone) if part.date else None
        found.append(Message(said, sender, at))
    return found


def _lines(text: str) -> Iterator[str]:
    """Lines without the marks of direction that phones put in, with plain spaces."""
    return (line.rstrip("\r") for line in text.translate(INVISIBLE).split("\n"))


def _parts(lines: Iterator[str], head: re.Pattern[str]) -> Iterator[_Part]:
    part = _Part("", "", [])
    for line in lines:
        found = head.match(line)
        if found is None:
            part.lines.append(line)
            continue
        if part.date or any(line.strip() for line in part.lines):
            yield part
        part = _Part(found[1], found[2], [found[3]])
    if part.date or any(line.strip() for line in part.lines):
        yield part


def _divided(text: str, names: Collection[str]) -> tuple[str | None, str]:
    """Who said it and what; a line that WhatsApp itself writes has no sender."""
    for name in names:
        if text.startswith(f"{name}: "):
            return name, text[len(name) + 2 :]
    name, colon, said = text.partition(": ")
    if not colon and text.partition("\n")[0].endswith(":"):
        name, colon, said = text.partition(":\n")
    is_name = colon and len(name) <= LONGEST_NAME and "\n" not in name
    if not is_name or _QUOTES.search(name) or "://" in name:
        return None, text
    return name.strip().removeprefix("~").strip() or None, said


def _names_with_colons(parts: Sequence[_Part], markers: Collection[str]) -> list[str]:
    """Senders called like "Humas: Sari". That they are is certain where nothing but a marker stands
    behind the second colon, for nobody writes that; the longest first."""
    found = {
        part.text[: -len(marker) - 2]
        for part in parts
        for marker in markers
        if part.text.endswith(f": {marker}")
    }
    names = {name for name in found if ": " in name and len(name) <= LONGEST_NAME}
    return sorted(names, key=lambda name: (-len(name), name))
