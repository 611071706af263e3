"""Where sentences and paragraphs of an article begin and end.

A sentence ends at ``.``, ``!``, ``?`` or ``…`` with what closes behind it, where a capital or a
number follows: so no quote ends before "ujarnya". News also glues sentences ("selesai.Ia pulang").
A dot behind an abbreviation, initial, rank or list number ends none (``data/sentences.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import Match

from pipeline.enrich import lexicon
from pipeline.settings import DATA

FILE = DATA / "sentences.toml"

_PARAGRAPH = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?…]+[\"”’')\]]*")
_NEXT = re.compile(r"\s+[\"“‘'(\[]*(?P<word>[^\W_]+)")
_GLUED = re.compile(r"[\"“]?(?P<word>[A-Z][a-z]*)(?![A-Z])")
_LONG_ENOUGH = re.compile(r"(?:[a-z]{3}|\d|\))\Z")  # what a sentence may be glued to
_GLUED_TO = 3
_WORD = re.compile(r"[\w/.]*\Z")
_WHOLE = re.compile(r"\w+(?:\.\w+)*")
_LONGEST_WORD = 24  # of those that matter here
_LIST_MARK = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])")
_DOTTED = re.compile(r"[A-Z][a-zA-Z]{0,3}(?:\.[A-Z][a-zA-Z]{0,3})+")
_BEHIND_NAME = re.compile(r"(?:,|\.\s)\s*[\w.]*\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def __contains__(self, place: int) -> bool:
        return self.start <= place < self.end


@dataclass(frozen=True, slots=True)
class Dots:
    """Words behind which a dot ends no sentence, or not always; see ``data/sentences.toml``."""

    followed: frozenset[str]
    degrees: frozenset[str]
    degree_heads: frozenset[str]
    beginnings: frozenset[str]
    domains: frozenset[str]


def paragraphs(text: str) -> Iterator[Span]:
    """The lines of a text that hold something."""
    for match in _PARAGRAPH.finditer(text):
        yield Span(*match.span())


def sentences(text: str) -> Iterator[Span]:
    """Sentences in order, none across a line end, without the spaces around them.

    >>> text = "Kata AKP. Didik aman. Warga senang.Ia pulang."
    >>> [span.of(text) for span in sentences(text)]
    ['Kata AKP. Didik aman.', 'Warga senang.', 'Ia pulang.']
    """
    for paragraph in paragraphs(text):
        start = paragraph.start
        for match in _END.finditer(text, paragraph.start, paragraph.end):
            end = _end(text, start, match, paragraph)
            if end:
                yield from _trimmed(text, start, end)
                start = end
        yield from _trimmed(text, start, paragraph.end)


@cache
def load(path: Path = FILE) -> Dots:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Dots(**{name: frozenset(words) for name, words in raw.items()})


def _end(text: str, start: int, mark: Match[str], paragraph: Span) -> int | None:
    """Where the sentence ends at this mark; None if it goes on."""
    if mark.end() == paragraph.end:
        return mark.end()
    following = _NEXT.match(text, mark.end(), paragraph.end)
    if following is None:
        return _glued_end(text, start, mark, paragraph)
    if not _begins(following["word"]) or (
        mark[0] == "." and _goes_on(text, start, mark, following)
    ):
        return None
    return mark.end()


def _glued_end(text: str, start: int, mark: Match[str], paragraph: Span) -> int | None:
    """Behind "selesai" in "selesai.Ia pulang", but not in "S.Pd", "Detik.Com" or "KOMPAS.COM". A
    straight quotation mark between the two opens what follows where none is open."""
    following = _GLUED.match(text, mark.end(), paragraph.end)
    if following is None or following["word"] in load().domains:
        return None
    before = text[max(start, mark.start() - _GLUED_TO) : mark.start()]
    if len(mark[0]) == 1 and not _LONG_ENOUGH.search(before):
        return None
    if mark[0] == "." and _goes_on(text, start, mark, following):
        return None
    opens = mark[0].endswith('"') and text.count('"', paragraph.start, mark.end() - 1) % 2 == 0
    return mark.end() - opens


def _goes_on(text: str, start: int, mark: Match[str], following: Match[str]) -> bool:
    """Whether a dot belongs to the word before it, and the sentence to what follows."""
    before = text[max(start, mark.start() - _LONGEST_WORD) : mark.start()].lstrip()
    word, dots = _last_word(before), load()
    if word in dots.followed:
        return True
    if word == before and _LIST_MARK.fullmatch(word):
        return True
    if word in dots.degrees or (_is_degree(word) and _BEHIND_NAME.search(before)):
        return _is_degree(_next_word(text, following)) or "(" in following[0]
    if (len(word) == 1 and word.isupper()) or _DOTTED.fullmatch(word) or _is_rank(word):
        return following["word"] not in dots.beginnings
    return False


def _begins(word: str) -> bool:
    """Whether a sentence may begin with the word."""
    return word[0].isupper() or word[0].isdigit()


def _last_word(text: str) -> str:
    found = _WORD.search(text)
    return found[0] if found else ""


def _next_word(text: str, following: Match[str]) -> str:
    """With its inner dots, which the match lacks."""
    found = _WHOLE.match(text, following.start("word"))
    return found[0] if found else following["word"]


def _is_degree(word: str) -> bool:
    """Of a dotted one its head is enough: the "S" of "S.H."."""
    dots = load()
    head, dotted, _ = word.partition(".")
    return word in dots.degrees or (bool(dotted) and head in dots.degree_heads)


def _is_rank(word: str) -> bool:
    return word.lower() in lexicon.load().ranks


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    if words.strip():
        first = start + len(words) - len(words.lstrip())
        yield Span(first, start + len(words.rstrip()))
