"""When an article was published: stated for machines, printed near the headline, or guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from htmldate import find_date
from lxml.html import HtmlElement

from pipeline.extract import dates
from pipeline.extract.headline import Surroundings
from pipeline.extract.structured import Stated

_UPDATED = re.compile(r"\s*\W*(?:di(?:per)?barui|diupdate|(?:last )?update)", re.I)


@dataclass(frozen=True, slots=True)
class Published:
    """``guessed`` when the page only lets it be supposed, without a time."""

    at: datetime | None
    guessed: bool = False


def find(tree: HtmlElement, stated: Stated, near: Surroundings, zone: str) -> Published:
    """The first that is found, from the surest to the least sure."""
    at = (
        dates.read(stated.published, zone)
        or _printed(near, zone)
        or dates.read(stated.printed_time, zone)
    )
    if at:
        return Published(at)
    guess = find_date(tree, original_date=True, extensive_search=False)
    return (
        Published(dates.from_machine(f"{guess}T00:00:00", zone), True) if guess else Published(None)
    )


def _printed(near: Surroundings, zone: str) -> datetime | None:
    """A date with a time goes before one without; behind the headline before above it."""
    for elements in (near.behind, near.before):
        found = list(_dates(elements, zone))
        timed = (at for at in found if at.hour or at.minute)
        at = next(timed, None) or next(iter(found), None)
        if at:
            return at
    return None


def _dates(elements: tuple[HtmlElement, ...], zone: str) -> Iterator[datetime]:
    for element in elements:
        text = element.text_content()
        if _UPDATED.match(text):
            continue
        at = dates.from_machine(element.get("datetime"), zone) or dates.from_text(text, zone)
        if at:
            yield at
