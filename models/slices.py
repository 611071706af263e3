"""Parts of a set on which a reader of Indonesian news would expect a model to fail.

A pattern is looked for where the answer stands: in the headline, and in the sentences about the
unit (sentiment) or the lead (tone). Headline and body are also asked alone; the label they are
measured by is that of the whole article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.items import Item
from pipeline.enrich.documents import LEAD, police_words
from pipeline.enrich.questions import Question, around, views

LEAST = 5  # items; of fewer a figure says nothing
LONG = 2_500  # characters
_NO_VERB = (
    "[tr](?:res|lantas|samapta|pol|tipid|siber|intel|binmas)|rektorat|gital|lingkungan|"
    "v(?:hub|humas|propam)"
)
PATTERNS = {
    "negation": re.compile(r"\b(?:tidak|tak|bukan|belum|tanpa|jangan)\b", re.IGNORECASE),
    "passive": re.compile(  # a di-verb (no directorate) with the police behind it as its agent
        rf"\bdi(?!{_NO_VERB})[a-z]{{4,}}(?: oleh)?(?: (?:aparat|anggota|oknum|petugas))? "
        rf"(?:{police_words().pattern})",
        re.IGNORECASE,
    ),
    "oknum": re.compile(r"\boknum\b", re.IGNORECASE),
    "quotes": re.compile(r"[“”\"]"),
}
ALONE = ("headline", "body")


def places(items: Sequence[Item]) -> Iterator[tuple[str, list[int]]]:
    """Name and places of each slice; there may be fewer than ``LEAST``."""
    cores = [core(item.question) for item in items]
    found = {
        name: [place for place, text in enumerate(cores) if pattern.search(text)]
        for name, pattern in PATTERNS.items()
    }
    found["long"] = [place for place, i in enumerate(items) if len(i.question.text) > LONG]
    for outlet in sorted({item.outlet for item in items}):
        found[f"outlet {outlet}"] = [p for p, i in enumerate(items) if i.outlet == outlet]
    yield from found.items()


def alone(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The items that have a headline and a body, asked of one of them alone."""
    both = [item for item in items if item.question.title.strip() and item.question.text.strip()]
    for part in ALONE:
        yield f"{part} alone", [replace(i, question=views(i.question)[part]) for i in both]


def core(question: Question) -> str:
    """The headline, and what of the text is about the one asked about.

    >>> core(Question("Warga protes", "Polisi datang. [UNIT] dikritik.", (15,)))
    'Warga protes\\n[UNIT] dikritik.'
    """
    about = around(question.text, question.places or ()) or question.text[:LEAD]
    return f"{question.title}\n{about}"
