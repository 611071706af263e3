"""Words of a text as features of the linear models: the same code trains and scores.

A document is a few named fields (``title``, ``lead``, ``target``, ``body``). Each gives its words
and word pairs, and the character trigrams to pentagrams of its words, each feature named after its
field, the words also after no field; a word behind a negation also counts as negated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import log

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d[\d.,]*|[!?#“”\"]")
_NEGATION = frozenset({"tidak", "tak", "bukan", "belum", "tanpa", "jangan", "nggak", "tara"})
_NEGATED_WORDS = 3

Document = Mapping[str, str]


def features(document: Document) -> dict[str, float]:
    """Feature → sublinear count. Numbers are folded to their length.

    >>> sorted(features({"title": "Polisi tangkap"}))[:3]
    [':polisi', ':polisi_tangkap', ':tangkap']
    """
    counts: Counter[str] = Counter()
    for name, text in document.items():
        counts.update(_counts(name, text))
    return {feature: 1.0 + log(count) for feature, count in counts.items()}


@lru_cache(maxsize=64)
def _counts(name: str, text: str) -> Counter[str]:
    """Features of one field; kept, since an article's fields are read by several models."""
    counts: Counter[str] = Counter()
    words = [_fold(word) for word in _WORD.findall(text)]
    pairs = [f"{a}_{b}" for a, b in zip(words, words[1:], strict=False)]
    counts.update(f"{name}:{word}" for word in (*words, *pairs))
    counts.update(f":{word}" for word in (*words, *pairs))
    counts.update(f"{name}:{gram}" for word in words for gram in _grams(word))
    for place, word in enumerate(words):
        if word in _NEGATION:
            after = words[place + 1 : place + 1 + _NEGATED_WORDS]
            counts.update(f":!{other}" for other in after)
    return counts


def _fold(word: str) -> str:
    return "0" * min(len(word), 6) if word[0].isdigit() else word.lower()


@lru_cache(maxsize=50_000)
def _grams(word: str) -> tuple[str, ...]:
    padded = f"<{word}>"
    return tuple(
        "~" + padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
        if size < len(padded)
    )
