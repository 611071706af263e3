"""Capitals put back into lower-cased sentences, so that they may teach names as news writes them.

A word gets the form that the corpus most often gives it inside a sentence; words of a person or
place that the corpus does not know begin with a capital, as does the sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.dataroom import TaggedSentence

_INSIDE = re.compile(r"(?<=[a-z0-9,] )[^\W\d_][\w'-]*")
LEAST = 3  # times that a form must be seen


@dataclass(frozen=True, slots=True)
class Capitals:
    """``forms``: the commonest spelling of each word, by its lower case."""

    forms: dict[str, str]

    @classmethod
    def learned(cls, texts: Iterable[str]) -> Capitals:
        """
        >>> texts = ["Kata Didik, kantor DPR di Tobelo dekat. "] * 3
        >>> Capitals.learned(texts).forms["dpr"]
        'DPR'
        """
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(_INSIDE.findall(text))
        forms: dict[str, str] = {}
        for form, times in seen.most_common():
            if times >= LEAST:
                forms.setdefault(form.lower(), form)
        return cls(forms)

    def restored(self, sentence: TaggedSentence) -> TaggedSentence:
        tokens = [
            self._name(token) if tag[2:] in ("PER", "LOC") else self.forms.get(token, token)
            for token, tag in zip(sentence.tokens, sentence.tags, strict=True)
        ]
        first = next((n for n, token in enumerate(tokens) if token[0].isalpha()), 0)
        tokens[first] = tokens[first][0].upper() + tokens[first][1:]
        return replace(sentence, tokens=tuple(tokens))

    def _name(self, token: str) -> str:
        known = self.forms.get(token, token)
        return known if known != token else token[:1].upper() + token[1:]
