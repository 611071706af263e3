"""What is told on the look-alike pages: invented articles of the sample newsroom, as blocks.

Their days are moved so that every month and every way of writing it occurs; some get a
sub-heading or a list, as articles do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Literal

from tests.newsroom.articles import Article, load

SUBHEADS = ("Kronologi Kejadian", "Imbauan kepada warga", "Barang Bukti", "Tanggapan warga")
LISTED = (
    "Satu unit sepeda motor matik tanpa pelat nomor.",
    "Dua telepon genggam milik korban.",
    "Uang tunai Rp 1.250.000 di dalam tas kain.",
)
NOBODY = {"", "admin", "redaksi", "tim"}


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body: a paragraph, a sub-heading or an item of a list."""

    kind: Literal["paragraph", "subhead", "item"]
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """An article before any site has dressed it; ``author`` is "" when nobody signs."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    published: datetime
    author: str
    place: str

    @property
    def body(self) -> str:
        return "\n".join(block.text for block in self.blocks)


@cache
def stories() -> tuple[Story, ...]:
    """Every original article of the sample newsroom in Indonesian or regional Malay."""
    return tuple(
        _story(article) for article in load() if not article.copy_of and article.language != "en"
    )


def _story(article: Article) -> Story:
    chance = Random(article.id)
    return Story(
        id=article.id,
        title=article.title,
        blocks=tuple(_blocks(article.paragraphs, chance)),
        published=article.published - timedelta(days=chance.randrange(700)),
        author="" if article.author.lower() in NOBODY else article.author,
        place=article.place or "Batulayar",
    )


def _blocks(paragraphs: list[str], chance: Random) -> Iterator[Block]:
    subhead = chance.randrange(2, 5) if len(paragraphs) > 6 and chance.random() < 0.25 else None
    listed = chance.randrange(1, 4) if chance.random() < 0.15 else None
    for place, paragraph in enumerate(paragraphs):
        if place == subhead:
            yield Block("subhead", chance.choice(SUBHEADS))
        yield Block("paragraph", paragraph)
        if place == listed:
            yield from (Block("item", item) for item in LISTED)
