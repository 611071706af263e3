"""Where sentences and paragraphs of an article begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9]|$)")
_NO_END = re.compile(
    r"(?:\b[A-Z]|\b(?:Drs?|Ir|Prof|H|Hj|KH|No|Jl|Jln|Rp|Pol|Kombes|AKBP|Kompol|AKP|Iptu|Ipda|"
    r"Kep|Kab|Kec|St|dll|dkk|a\.n|S\.\w+|M\.\w+))\.$",
)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def __contains__(self, place: int) -> bool:
        return self.start <= place < self.end


def paragraphs(text: str) -> Iterator[Span]:
    """The lines of a text that hold something."""
    for match in re.finditer(r"[^\n]+", text):
        yield Span(*match.span())


def sentences(text: str) -> Iterator[Span]:
    """Sentences in order, none across a line end.

    >>> text = "Kata AKP. Didik aman. Warga senang."
    >>> [span.of(text) for span in sentences(text)]
    ['Kata AKP. Didik aman.', 'Warga senang.']
    """
    for paragraph in paragraphs(text):
        start = paragraph.start
        for match in _END.finditer(text, paragraph.start, paragraph.end):
            abbreviated = match[0].startswith(".") and _NO_END.search(
                text, start, match.start() + 1
            )
            if abbreviated and match.end() < paragraph.end:
                continue
            yield Span(start, match.end())
            start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip(" "))
        if start < paragraph.end:
            yield Span(start, paragraph.end)
