"""A story in a site's dress: a page as it would be fetched, with the truth beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup, escape

from pipeline.extract import OutletView
from pipeline.records import Page
from tests.pages.furniture import Furniture
from tests.pages.printed import printed
from tests.pages.shape import Shape
from tests.pages.stories import Block, Story, stories

FETCHED = datetime(2025, 10, 21, 20, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """``furniture`` are the texts on the page that are not the article's."""

    shape: Shape
    story: Story
    page: Page
    author: str
    day: str  # ISO date in the outlet's zone
    furniture: tuple[str, ...]

    @property
    def view(self) -> OutletView:
        return OutletView(self.shape.name, self.shape.site, self.shape.zone)


def look_alike(shape: Shape, story: Story) -> LookAlike:
    """``story`` as a page of ``shape``; the same two always give the same page."""
    chance = Random(f"{shape.name} {story.id}")
    furniture = Furniture(f"{shape.name}/{story.id}", [s for s in stories() if s.id != story.id])
    at = story.published.astimezone(ZoneInfo(shape.zone))
    stated = chance.choice(shape.machine).split()
    signed = chance.choice(shape.authors).split() if story.author else []
    authors = [where for where in signed if where != "ld" or "ld" in stated]
    url = f"https://{shape.host}{shape.path.format(id=story.id, at=at)}"
    text = _ENVIRONMENT.get_template(shape.template).render(
        shape=shape,
        story=story,
        url=url,
        f=furniture,
        at=at,
        today=FETCHED.astimezone(at.tzinfo),
        later=at + timedelta(hours=5),
        dateline=chance.choice(shape.datelines).format(
            place=story.place, PLACE=story.place.upper(), at=at
        ),
        date=printed(at, chance.choice(shape.dates)),
        stated=stated,
        authors=authors,
        dressed=lambda block: _dressed(block, chance),
    )
    body = text.encode(shape.encoding, errors="xmlcharrefreplace")
    return LookAlike(
        shape=shape,
        story=story,
        page=Page.loose(url, body, shape.name, shape.content_type, FETCHED),
        author=story.author if authors else "",
        day=at.date().isoformat(),
        furniture=tuple(t for t in furniture.printed if t not in story.body),
    )


def look_alikes(shapes: tuple[Shape, ...], *, part: int, parts: int) -> Iterator[LookAlike]:
    """Every story of one part of the stories, each on every ``shapes``."""
    for shape in shapes:
        for story in stories()[part::parts]:
            yield look_alike(shape, story)


def _dressed(block: Block, chance: Random) -> Markup:
    """The text of a block, now and then with a name linked as sites link their tags."""
    words = block.text.split(" ")
    if block.kind == "paragraph" and len(words) > 12 and chance.random() < 0.3:
        start = chance.randrange(4, len(words) - 4)
        link = Markup('<a href="/tag/{}">{}</a>').format(start, " ".join(words[start : start + 2]))
        return Markup(" ").join([escape(" ".join(words[:start])), link, *words[start + 2 :]])
    return escape(block.text)


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["as"] = printed
    environment.filters["json"] = lambda value: Markup(json.dumps(value, ensure_ascii=False))
    return environment


_ENVIRONMENT = _environment()
