"""Where figures lead: one list of articles for each set that figures rest on, by section.

A figure on one article links to its entry; one on more links to its :class:`Reference`, which
stands once, under the section that first rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from pipeline.report import wording
from pipeline.report.content import Figure, Reference, ReferenceGroup

PREVIOUS = "L"  # before the number of an entry of the week before
COUNTED = ("link", "berita unik", "peristiwa", "media", "porsi", "kutipan")
LONGEST_NAME = 70


def grouped(parts: Sequence[tuple[str, Any]]) -> tuple[ReferenceGroup, ...]:
    """References of parts of a report, each given with its title, in order of appearance."""
    known: set[str] = set()
    groups = []
    for title, part in parts:
        items = []
        for figure in _figures(part):
            if figure.anchor not in known:
                known.add(figure.anchor)
                items.append(_reference(figure))
        if items:
            groups.append(ReferenceGroup(title=title, items=tuple(items)))
    return tuple(groups)


def _reference(figure: Figure) -> Reference:
    return Reference(
        anchor=figure.anchor,
        about=wording.shortened(_subject(figure.about), LONGEST_NAME),
        count=len(figure.articles),
        ranges=tuple(_ranges(figure.articles)),
    )


def _subject(about: str) -> str:
    """What a figure is about, without what was counted.

    >>> _subject("Sel, 14 Okt, berita unik"), _subject("Link sepekan")
    ('Sel, 14 Okt', 'Link sepekan')
    """
    subject, _, counted = about.rpartition(", ")
    return subject if subject and counted in COUNTED else about


def _figures(part: Any) -> Iterator[Figure]:
    """Figures that rest on more than one article."""
    if isinstance(part, Figure):
        if len(part.articles) > 1:
            yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _figures(getattr(part, name))
    elif isinstance(part, tuple):
        for item in part:
            yield from _figures(item)


def _ranges(refs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Runs of neighbouring entries as (first, last)."""
    places = sorted((ref.startswith(PREVIOUS), int(ref.removeprefix(PREVIOUS))) for ref in refs)
    start = end = places[0]
    for place in (*places[1:], None):
        if place is not None and place == (end[0], end[1] + 1):
            end = place
            continue
        yield _ref(*start), _ref(*end)
        if place is not None:
            start = end = place


def _ref(old: bool, number: int) -> str:
    return f"{PREVIOUS if old else ''}{number}"
