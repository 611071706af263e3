"""What an article says comes out whole: every paragraph, in order, none twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.extract.cleaning import clean
from tests.extract.sentences import bodies
from tests.pages.catalogue import DEVELOPED, HELD_OUT
from tests.pages.looks import look_alike
from tests.pages.shape import Shape
from tests.pages.stories import Block, Story, stories


@settings(max_examples=300, deadline=None)
@given(bodies())
def test_cleaning_keeps_every_sentence(body: list[str]) -> None:
    assert clean(body).text.split("\n") == body


@pytest.mark.parametrize("shape", DEVELOPED + HELD_OUT, ids=lambda shape: shape.name)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=bodies(), plain=st.sampled_from(stories()[:20]))
def test_every_page_shape_gives_every_sentence_back(
    shape: Shape, body: list[str], plain: Story
) -> None:
    blocks = tuple(Block("paragraph", paragraph) for paragraph in body)
    story = Story(plain.id, plain.title, blocks, plain.published, plain.author, plain.place)
    look = look_alike(shape, story)
    lines = extract(look.page, look.view).text.split("\n")
    assert [said for line in lines for said in body if said in line] == body
