"""What part a person plays in what is told: officer, official, suspect, victim, child, witness.

Officers are known by rank and post, children by their age or by what the text calls them; of the
others a linear model reads the words beside each naming, the sentences with the name, the posts,
and the beginning of the article. It says whose name a report may print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from pipeline.enrich import lexicon, linear, registry
from pipeline.enrich.features import Document
from pipeline.enrich.names import Mention
from pipeline.enrich.sentences import Span

Part = Literal["polisi", "pejabat", "tersangka", "korban", "anak", "saksi", "lain"]
LEARNED: tuple[Part, ...] = ("pejabat", "tersangka", "korban", "saksi", "lain")
ADULT = 18  # years
NAMINGS = 10  # read of one person
BEFORE, AFTER = 7, 9  # words
SENTENCES, OPENING = 1_500, 250  # characters
REACH = 80  # characters before and behind a name
_AGE = re.compile(r"\s*,?\s*\(?(?P<age>\d{1,2})\s*(?:\)|tahun\b|th\b)")


class Named(Protocol):
    """A person of one article."""

    mentions: list[Mention]

    @property
    def police(self) -> bool: ...


def parts_of(
    persons: Sequence[Named], title: str, text: str, sentences: Sequence[Span], models: Path
) -> list[Part]:
    """A part for each person of an article."""
    found: list[Part] = []
    model = linear.load(registry.parts_folder(models))
    for person in persons:
        if person.police:
            found.append("polisi")
        elif any(is_child(mention, text) for mention in person.mentions):
            found.append("anak")
        else:
            (p,) = model.probabilities([document(person.mentions, title, text, sentences)])
            found.append(LEARNED[int(p.argmax())])
    return found


def document(
    mentions: Sequence[Mention], title: str, text: str, sentences: Sequence[Span]
) -> Document:
    """What the model reads of one person."""
    before, after, lines = [], [], []
    for mention in mentions[:NAMINGS]:
        name = mention.name_span
        before.append(" ".join(text[max(0, name.start - REACH) : name.start].split()[-BEFORE:]))
        after.append(" ".join(text[name.end : name.end + REACH].split()[:AFTER]))
        line = next((span for span in sentences if name.start in span), name)
        lines.append(line.of(text).replace(name.of(text), "NAMA"))
    posts = [mention.position for mention in mentions if mention.position]
    return {
        "before": " . ".join(before),
        "after": " . ".join(after),
        "body": " ".join(dict.fromkeys(lines))[:SENTENCES],
        "lead": f"{title} {text[:OPENING]}",
        "target": " ".join(posts),
    }


def is_child(mention: Mention, text: str) -> bool:
    """By the age behind the name or what stands before it ("siswi SMP berinisial …")."""
    age = _AGE.match(text, mention.name_span.end)
    if age and int(age["age"]) < ADULT:
        return True
    before = text[max(0, mention.span.start - REACH) : mention.span.start]
    return bool(lexicon.load().child_before.search(before))
