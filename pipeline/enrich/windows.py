"""What an encoder reads of a question: at most ``LENGTH`` word pieces, chosen around what is asked.

About an article: headline and beginning. About a unit: headline, lead and the sentences that name
it; where it is never named, the sentences about the police stand for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.enrich.documents import police_places
from pipeline.enrich.questions import MARK, Question, around
from pipeline.enrich.sentences import sentences

LENGTH = 256
CHARACTERS = 1_500  # more never fits into LENGTH pieces
LEAD_SENTENCES = 2
SHOUTED = 0.7  # share of capitals from which a text is read in lower case
_PARTED = re.compile(f"({MARK.pattern})")


@dataclass(frozen=True, slots=True)
class Window:
    """Headline and text as two segments; either may be empty."""

    title: str
    text: str


def window(question: Question) -> Window:
    if question.places is None:
        return Window(calm(question.title), calm(question.text[:CHARACTERS]))
    spans = list(sentences(question.text))[:LEAD_SENTENCES]
    places = question.places or police_places(question.text)
    chosen = around(question.text, [*(span.start for span in spans), *places])
    return Window(calm(question.title), calm(chosen[:CHARACTERS]))


def calm(text: str) -> str:
    """A text in capitals in lower case, its marks as they are.

    >>> calm("POLISI TANGKAP PELAKU DI [UNIT]"), calm("AKP Didik tiba di TKP.")
    ('polisi tangkap pelaku di [UNIT]', 'AKP Didik tiba di TKP.')
    """
    pieces = _PARTED.split(text)
    letters = [sign for piece in pieces[::2] for sign in piece if sign.isalpha()]
    if sum(map(str.isupper, letters)) < SHOUTED * len(letters) or not letters:
        return text
    return "".join(piece if place % 2 else piece.lower() for place, piece in enumerate(pieces))
