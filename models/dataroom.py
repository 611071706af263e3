"""Readers of the data room: the texts that models are trained and tested on.

The texts are not part of Sorot. ``SOROT_DATA_ROOM`` names the folder that holds them; what is
trained on them may be shipped, what is read from them may not be copied.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

_GLUED = re.compile(r"(?<=[a-z0-9)\]][.!?])(?=[„“A-Z])|(?<=[a-z0-9)][.!?,][‟”])(?=[A-Z„“])")
ENTITY_LABELS = {
    "PER": "PER", "PERSON": "PER", "PPL": "PER",
    "ORG": "ORG", "ORGANISATION": "ORG", "ORGANIZATION": "ORG",
    "LOC": "LOC", "PLACE": "LOC", "LOCATION": "LOC", "PLC": "LOC",
}  # fmt: skip
UNSURE = "-"
_UNSURE_LABELS = frozenset({"IND", "EVT"})  # NERP's trade names and events: some are organisations


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """Tokens with BIO tags over PER, ORG and LOC; ``UNSURE`` where a set does not tell. ``scheme``
    says by whose rules it was annotated, '' by ours."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    scheme: str = ""

    def __str__(self) -> str:
        return " ".join(self.tokens)


def folder() -> Path:
    """The data room; raises ConfigError when there is none."""
    path = Path(os.environ.get("SOROT_DATA_ROOM", DEFAULT))
    if not path.is_dir():
        raise ConfigError(
            f"there is no data room at {path}.",
            hint="Set SOROT_DATA_ROOM to the folder that holds news/, ner/ and sentiment/.",
        )
    return path


def news() -> Iterator[dict[str, Any]]:
    """Articles: ``id source outlet date url title text police police_mentions``."""
    return _json_lines(folder() / "news" / "articles.jsonl.gz")


def headlines() -> Iterator[dict[str, Any]]:
    """Crime headlines: ``id title url date outlet …``."""
    return _json_lines(folder() / "news" / "crime_headlines.jsonl.gz")


def tagged(*names: str) -> Iterator[TaggedSentence]:
    """Sentences of the named files of ``ner/``, their schemes made one: token first and tag last on
    a line, a blank line between sentences. A token that holds spaces becomes several."""
    for name in names:
        rows: list[tuple[str, str]] = []
        for line in [*(folder() / "ner" / name).read_text(encoding="utf-8").splitlines(), ""]:
            *words, raw = line.split() or [""]
            if words:
                rows += _rows(words if "\t" in line else words[:1], raw)
            elif rows:
                yield _sentence(rows)
                rows = []


def unglued(text: str) -> str:
    r"""Sentences that lost the break between them on lines of their own.

    >>> unglued('Begitu katanya.Anak itu pulang."Saya lapar," ujarnya."Ya."Ibu masak.')
    'Begitu katanya.\nAnak itu pulang.\n"Saya lapar," ujarnya.\n"Ya."\nIbu masak.'
    """
    lines = _GLUED.sub("\n", _curled(text)).replace("„", '"').replace("‟", '"')
    return re.sub(r" *\n+ *", "\n", lines)


def _curled(text: str) -> str:
    """Straight quotation marks as „ where they open and ‟ where they close: told by the spaces
    beside them, and by what is open where both sides are glued."""
    marked: list[str] = []
    inside = False
    for place, sign in enumerate(text):
        if sign != '"':
            marked.append(sign)
            continue
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if not before or before.isspace() or before == "(":
            inside = True
        elif not after or not (after.isalnum() or after == "."):
            inside = False
        else:
            inside = not inside
        marked.append("„" if inside else "‟")
    return "".join(marked)


def _rows(words: list[str], raw: str) -> list[tuple[str, str]]:
    prefix, _, kind = raw.partition("-")
    if kind not in ENTITY_LABELS:
        return [(word, UNSURE if kind in _UNSURE_LABELS else "O") for word in words]
    label = ENTITY_LABELS[kind]
    return [(words[0], f"{prefix}-{label}"), *((word, f"I-{label}") for word in words[1:])]


def _sentence(rows: list[tuple[str, str]]) -> TaggedSentence:
    """An I- that continues nothing begins a name."""
    tags: list[str] = []
    for _, tag in rows:
        goes_on = bool(tags) and tags[-1][1:] == tag[1:]
        tags.append("B" + tag[1:] if tag.startswith("I-") and not goes_on else tag)
    return TaggedSentence(tuple(word for word, _ in rows), tuple(tags))


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
