"""What each model reads of an article: headline, lead, and the sentences around a target.

Long articles are not cut blindly: of the body the lead counts, and the sentences that name the
police or the target with the one behind each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from re import Pattern

from pipeline.enrich import lexicon
from pipeline.enrich.features import Document
from pipeline.enrich.sentences import Span, sentences
from pipeline.records import UnitMention

LEAD = 450  # characters
BODY = 3_000  # characters
_POLICE_WORDS = (
    r"polisi\w*|kepolisian|pol(?:ri|da|res\w*|sek\w*|antas|airud)|(?:ma|ka)pol\w+|brimob|propam|"
    r"densus|bareskrim|satreskrim|reskrim\w*|satlantas|bhabinkamtibmas|mabes polri|penyidik|"
    r"sat(?:uan)? \w+ polres"
)


@cache
def police_words() -> Pattern[str]:
    """Anything that names the police: units, ranks, positions, the word itself."""
    return re.compile(rf"\b(?:{_POLICE_WORDS})\b|{lexicon.load().rank.pattern}", re.IGNORECASE)


def for_relevance(title: str, text: str) -> Document:
    return {"title": title, "lead": text[:LEAD], "police": _police_sentences(text)}


def for_topic(title: str, text: str) -> Document:
    return {"title": title, "lead": text[:LEAD], "body": text[:BODY]}


def for_tone(title: str, text: str) -> Document:
    return {"title": title, "lead": text[:LEAD], "body": text[:BODY]}


def for_sentiment(title: str, text: str, mentions: Sequence[UnitMention]) -> Document:
    """``mentions`` are those of the target; without any, the sentences about the police stand
    for it."""
    inside = [mention.start for mention in mentions if mention.field == "text"]
    about = _around(text, inside) if inside else _police_sentences(text)
    return {"title": title, "lead": text[:LEAD], "target": about}


def _police_sentences(text: str) -> str:
    return _around(text, [match.start() for match in police_words().finditer(text[:BODY])])


def _around(text: str, places: Sequence[int]) -> str:
    """Sentences at the places and the one behind each, in order."""
    if not places:
        return ""
    spans = list(sentences(text))
    wanted: set[int] = set()
    for number, span in enumerate(spans):
        if any(place in span for place in places):
            wanted |= {number, number + 1}
    chosen: list[Span] = [span for number, span in enumerate(spans) if number in wanted]
    return " ".join(span.of(text) for span in chosen)[:BODY]
