"""The sets of pages compared on, each page with its truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.peers.score import Truth
from bench.samples import benchmark_pages
from pipeline.extract import OutletView, unknown_outlet
from pipeline.records import Page
from tests.pages.catalogue import DEVELOPED, HELD_OUT
from tests.pages.looks import LookAlike, look_alikes

PARTS = 8  # every eighth story on every shape


@dataclass(frozen=True, slots=True)
class Sample:
    """``view`` is what extraction knows of the outlet: name and zone, never a selector."""

    page: Page
    view: OutletView
    truth: Truth
    language: str = "en"  # what an extractor is told of it


def sets() -> Mapping[str, Sequence[Sample]]:
    """By name; the held-out shapes also tell other stories than those developed on."""
    found = {
        "look-alikes developed on": [of_look(look) for look in developed()],
        "look-alikes held out": [of_look(look) for look in held_out()],
    }
    public = [
        Sample(true.page, unknown_outlet(true.page.final_url), Truth(true.body))
        for true in benchmark_pages()
    ]
    return {**found, "public benchmark": public} if public else found


def developed() -> list[LookAlike]:
    return list(look_alikes(DEVELOPED, part=0, parts=PARTS))


def held_out() -> list[LookAlike]:
    return list(look_alikes(HELD_OUT, part=4, parts=PARTS))


def of_look(look: LookAlike) -> Sample:
    return Sample(
        look.page,
        look.view,
        Truth(
            body=look.story.body,
            title=look.story.title,
            day=look.day,
            author=look.author,
            zone=look.shape.zone,
            furniture=look.furniture,
        ),
        language="id",
    )
