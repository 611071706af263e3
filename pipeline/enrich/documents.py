"""What each model reads of an article: headline, lead, and the sentences around a target.

Long articles are not cut blindly: of the body the lead counts, and the sentences that name the
police or the target with the one behind each.
"""

from __future__ import annotations

import re
from functools import cache
from re import Pattern

from pipeline.enrich import code_book, lexicon
from pipeline.enrich.features import Document
from pipeline.enrich.questions import MARK, Question, around

LEAD = 450  # characters
BODY = 3_000  # characters
_POLICE_WORDS = (
    r"polisi\w*|kepolisian|pol(?:ri|da|res\w*|sek\w*|antas|airud)|(?:ma|ka)pol\w+|brimob|propam|"
    r"densus|bareskrim|satreskrim|reskrim\w*|satlantas|bhabinkamtibmas|mabes polri|penyidik|"
    r"sat(?:uan)? \w+ polres"
)


@cache
def police_words() -> Pattern[str]:
    """Anything that names the police: units or their marks, ranks, positions, the word itself."""
    return re.compile(
        rf"\b(?:{_POLICE_WORDS})\b|{MARK.pattern}|{lexicon.load().rank.pattern}", re.IGNORECASE
    )


def for_relevance(question: Question) -> Document:
    title, text = question.title, question.text
    about = around(text, police_places(text[:BODY]))[:BODY]
    return {"title": title, "lead": text[:LEAD], "police": about}


def for_article(question: Question) -> Document:
    return {"title": question.title, "lead": question.text[:LEAD], "body": question.text[:BODY]}


def for_topic(question: Question) -> Document:
    """The code book's keywords are features beside the words, so that a rare topic is known by
    them before it has examples."""
    title, read = question.title, for_article(question)
    hits = code_book.load().hits(f"{title} {title} {read['body']}")
    return {**read, "code": " ".join(code.replace(".", "") for code in hits)}


def for_sentiment(question: Question) -> Document:
    """Where the target is not named, the sentences about the police stand for it."""
    text = question.text
    about = around(text, question.places or police_places(text[:BODY]))[:BODY]
    return {"title": question.title, "lead": text[:LEAD], "target": about}


def police_places(text: str) -> list[int]:
    """Where the police is named in a text, by unit, rank, position or the word itself."""
    return [match.start() for match in police_words().finditer(text)]
