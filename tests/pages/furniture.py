"""What stands around an article and is not the article; each piece is remembered as it is printed.

Headlines and first lines come from other stories; chance is seeded, so a page never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.pages.stories import Story

PEOPLE = ("Roby Pattimura", "Nurul Hasan", "Yanti Soplanit", "Ferdinan Kailola", "Ratna Dewi")
READ_ALSO = ("Baca juga:", "Baca Juga :", "BACA JUGA:", "BACA:", "Simak juga:", "Lihat juga:")


class Furniture:
    """One page's furniture; ``printed`` holds what must not be found in its article."""

    def __init__(self, seed: str, others: Sequence[Story]) -> None:
        self._chance = Random(seed)
        self._others = list(others)
        self._chance.shuffle(self._others)
        self.printed: list[str] = []

    def said(self, text: str) -> str:
        self.printed.append(text)
        return text

    def headline(self) -> str:
        """Of another article, never the same twice."""
        return self.said(self._others.pop().title)

    def excerpt(self) -> str:
        """The first words of another article, as a teaser cuts them."""
        words = self._others.pop().blocks[0].text.split()[:18]
        return self.said(" ".join(words) + " […]")

    def read_also(self) -> str:
        return self.said(f"{self._chance.choice(READ_ALSO)} {self._others.pop().title}")

    def editor(self) -> str:
        return self._chance.choice(PEOPLE)

    def maybe(self, share: float = 0.3) -> bool:
        return self._chance.random() < share

    def choice(self, *texts: str) -> str:
        return self._chance.choice(texts)
