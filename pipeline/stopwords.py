"""Indonesian stop words (``data/stopwords.txt``): what search and keyword counts leave out."""

from __future__ import annotations

from functools import cache

from pipeline.settings import DATA

FILE = DATA / "stopwords.txt"


@cache
def stopwords() -> tuple[str, ...]:
    """In the order of the file."""
    return tuple(FILE.read_text(encoding="utf-8").split())
