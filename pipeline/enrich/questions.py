"""What is asked of a text: its tone, its topic, or what it says of one unit in it.

A question is the text with the names of police units taken out: ``[UNIT]`` stands where the unit
asked about is named, ``[LAIN]`` where another is. No model ever reads a unit's name, so no name can
carry sentiment: the same words about Polres A and about Polres B get the same answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from re import Pattern

from pipeline.enrich.sentences import sentences
from pipeline.records import UnitMention

UNIT, OTHER = "[UNIT]", "[LAIN]"
MARK = re.compile(rf"{re.escape(UNIT)}|{re.escape(OTHER)}")


@dataclass(frozen=True, slots=True)
class Question:
    """``places`` are the offsets of the target in ``text``; None asks about the whole article."""

    title: str
    text: str
    places: tuple[int, ...] | None = None


def about_article(title: str, text: str, units: Sequence[UnitMention]) -> Question:
    """``units`` are all mentions of the article."""
    marks = dict.fromkeys(((m.field, m.start, m.end) for m in units), OTHER)
    return Question(_marked(title, "title", marks), _marked(text, "text", marks))


def about_unit(
    title: str, text: str, target: Sequence[UnitMention], units: Sequence[UnitMention]
) -> Question:
    """``target`` are the mentions of the unit asked about, ``units`` all mentions of the article.

    >>> of = dict(article_id="", unit="Polres Batu", text="Polres Batu", score=1, start=0, end=11)
    >>> mention = UnitMention(field="text", **of)
    >>> about_unit("Warga senang", "Polres Batu hadir.", [mention], [mention])
    Question(title='Warga senang', text='[UNIT] hadir.', places=(0,))
    """
    marks = dict.fromkeys(((m.field, m.start, m.end) for m in units), OTHER)
    marks |= dict.fromkeys(((m.field, m.start, m.end) for m in target), UNIT)
    marked = _marked(text, "text", marks)
    return Question(_marked(title, "title", marks), marked, _places(marked))


def views(question: Question) -> dict[str, Question]:
    """The whole article, its headline alone, its body alone; only those that have words."""
    found = {
        "article": question,
        "headline": replace(question, text="", places=None if question.places is None else ()),
        "body": replace(question, title=""),
    }
    return {
        name: view
        for name, view in found.items()
        if f"{view.title}{view.text}".strip() or name == "article"
    }


def around(text: str, places: Sequence[int]) -> str:
    """The sentences at the places and the one behind each, in order."""
    spans = list(sentences(text)) if places else []
    ends = [span.end for span in spans]
    named = {bisect_right(ends, place) for place in places}
    wanted = named | {number + 1 for number in named}
    return " ".join(span.of(text) for number, span in enumerate(spans) if number in wanted)


def word_for_word(unit: str, words: Pattern[str], title: str, text: str) -> Iterator[UnitMention]:
    """Mentions of a unit wherever its ``words`` stand, for one that the register does not know."""
    for field, content in (("title", title), ("text", text)):
        for match in words.finditer(content):
            yield UnitMention(
                article_id="", unit=unit, text=match[0], field=field,
                start=match.start(), end=match.end(), score=1,
            )  # fmt: skip


def _places(marked: str) -> tuple[int, ...]:
    return tuple(mark.start() for mark in MARK.finditer(marked) if mark[0] == UNIT)


def _marked(text: str, field: str, marks: dict[tuple[str, int, int], str]) -> str:
    """``text`` with the mentions in it replaced by their marks; the first of two that overlap."""
    pieces, at = [], 0
    for where, start, end in sorted(marks):
        if where == field and start >= at and end > start:
            pieces += [text[at:start], marks[where, start, end]]
            at = end
    return "".join([*pieces, text[at:]])
