"""What extraction makes of the page shapes of Indonesian sites: a measured quality may not fall.

Developed on twelve shapes, 25 stories each. The eight shapes held out were first read when all was
done (docs/benchmarks.md has those figures); since then they are a gate like the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from bench.peers import ours
from bench.peers.pages import developed, held_out, of_look
from bench.peers.score import Score, left, score
from tests.pages.catalogue import DEVELOPED, HELD_OUT
from tests.pages.looks import LookAlike
from tests.pages.shape import Shape

BODY = 0.99
FIELD = 0.99


@cache
def looks() -> Sequence[LookAlike]:
    return [*developed(), *held_out()]


@cache
def scored(shape: Shape) -> Score:
    samples = [of_look(look) for look in looks() if look.shape == shape]
    return score([ours.read(s) for s in samples], [s.truth for s in samples])


shapes = pytest.mark.parametrize("shape", DEVELOPED + HELD_OUT, ids=lambda shape: shape.name)


@shapes
def test_the_body_is_the_article(shape: Shape) -> None:
    assert scored(shape).body >= BODY


@shapes
def test_no_furniture_is_left_in_the_body(shape: Shape) -> None:
    assert scored(shape).clean == 1


@shapes
def test_title_day_and_author_are_those_the_page_states(shape: Shape) -> None:
    found = scored(shape)
    assert min(found.title or 0, found.day or 0, found.author or 0) >= FIELD


def test_every_page_holds_its_story_and_furniture_around_it() -> None:
    for look in looks():
        assert look.furniture
        assert not left(look.story.body, look.furniture)
