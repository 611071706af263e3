"""Labels of our own: on real articles of the data room (ids and labels here, texts there), and on
short texts invented for topics that the data room has few of.

``articles.jsonl``, ``headlines.jsonl`` and ``invented.jsonl`` hold one JSON object a line; see
``card.md`` for who labelled them and how. The split is by outlet and time: ``test`` is what
detik.com published (2025–2026), ``train`` everything else; no model ever learns from ``test``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from models import dataroom

HERE = Path(__file__).parent
TEST_OUTLET = "detik.com"
INSTITUTION_CHARACTERS = 1_200  # what was read to label them
Split = Literal["train", "test"]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A labelled article; unit names in ``target`` and ``others`` are as the text writes them.

    ``second`` is what another annotator thought, as probabilities of tone and sentiment."""

    id: str
    split: Split
    title: str
    text: str
    relevant: bool
    tone: str
    target: str | None
    sentiment: str | None
    headline: str | None
    others: dict[str, str]
    topic: str | None
    second: dict[str, dict[str, float]] | None = None


@dataclass(frozen=True, slots=True)
class GoldHeadline:
    """A labelled headline without its article."""

    id: str
    title: str
    relevant: bool
    tone: str
    sentiment: str | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class GoldInstitution:
    """News of another institution, judged toward it as an article is toward the police;
    ``target`` and ``others`` are as the text writes them, ``text`` is its beginning."""

    id: str
    title: str
    text: str
    tone: str
    target: str | None
    sentiment: str | None
    headline: str | None
    others: dict[str, str]


def articles() -> Iterator[GoldArticle]:
    """Labels joined with the texts of the data room, in file order."""
    texts = {row["id"]: row for row in dataroom.news()}
    for label in lines("articles.jsonl"):
        row = texts[label["id"]]
        yield GoldArticle(
            split="test" if row["outlet"] == TEST_OUTLET else "train",
            title=row["title"] or "",
            text=dataroom.unglued(row["text"]),
            **label,
        )


def invented() -> Iterator[GoldArticle]:
    """Beginnings of news items, invented with their labels; they only train."""
    for label in lines("invented.jsonl"):
        yield GoldArticle(split="train", **{"others": {}, **label})


def headlines() -> Iterator[GoldHeadline]:
    texts = {row["id"]: row["title"] for row in dataroom.headlines()}
    for label in lines("headlines.jsonl"):
        yield GoldHeadline(title=texts[label["id"]], **label)


def institutions() -> Iterator[GoldInstitution]:
    """They only train."""
    texts = {row["id"]: row for row in dataroom.news()}
    for label in lines("institutions.jsonl"):
        row = texts[label["id"]]
        text = dataroom.unglued(row["text"])[:INSTITUTION_CHARACTERS]
        yield GoldInstitution(title=row["title"], text=text, **label)


def lines(name: str) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file of this folder."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
