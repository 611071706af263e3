"""The component that finds names in a spaCy pipeline: our encoder with a tag for every word.

A document enters, the same with PER, ORG and LOC as its ``ents`` leaves. The sets it learned from
were annotated by rules of their own, so it has tags for each scheme; in use it answers by ours. Its
sentences are read some at a time, as many as fit into ``ROOM`` pieces, so that one tells about the
next. Of all sequences of tags in which no name begins in its middle the likeliest is taken (Viterbi
1967).
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray
from scipy.special import log_softmax
from spacy.language import Language
from spacy.tokens import Doc, Span
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from pipeline.enrich.engines import ONNX_FILE, Engine, OnnxEngine
from pipeline.enrich.sentences import sentences
from pipeline.errors import ModelError

COMPONENT = "sorot_names"
OURS = "police"  # the scheme of what police news names
TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
LABELS = tuple(dict.fromkeys(tag[2:] for tag in TAGS[1:]))
FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", ONNX_FILE)
ROOM = 190  # pieces of one reading, beside its two marks
LONGEST = 32  # pieces of one word that are read: what is longer is an address or rubbish

Scores = NDArray[np.float64]

_BROKEN = np.array(  # from the tag of a word to that of the next
    [[-np.inf if b[0] == "I" and a[1:] != b[1:] else 0.0 for b in TAGS] for a in TAGS]
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Words read at once: their places in the document, their pieces, and of each the place of
    its first piece."""

    words: list[int]
    pieces: list[int]
    firsts: list[int]


class Recogniser:
    """Reads documents with ``FILES`` of a folder."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._tokenizer: PreTrainedTokenizerBase
        self._engine: Engine
        self._columns: list[str] = []

    @property
    def labels(self) -> tuple[str, ...]:
        return LABELS

    def __call__(self, doc: Doc) -> Doc:
        doc.ents = tuple(self.names(doc))
        return doc

    def names(self, doc: Doc, scheme: str = OURS) -> Iterator[Span]:
        """In reading order, by the rules of a scheme."""
        columns = [self._columns.index(f"{scheme}/{tag}") for tag in TAGS]
        for reading in readings(doc, self._tokenizer):
            ids = np.array([reading.pieces], np.int64)
            logits = self._engine.logits(ids, np.ones_like(ids))[0, reading.firsts]
            tags = likeliest(log_softmax(logits[:, columns].astype(np.float64), axis=1))
            for first, behind, label in names(tags):
                yield Span(doc, reading.words[first], reading.words[behind - 1] + 1, label=label)

    def from_disk(self, folder: str | Path, *, exclude: Sequence[str] = ()) -> Recogniser:
        self._folder = Path(folder)
        self._tokenizer = AutoTokenizer.from_pretrained(self._folder, model_max_length=sys.maxsize)
        self._engine = OnnxEngine(self._folder)
        facts = json.loads((self._folder / "config.json").read_text(encoding="utf-8"))
        self._columns = list(facts["id2label"].values())
        return self

    def to_disk(self, folder: str | Path, *, exclude: Sequence[str] = ()) -> None:
        if self._folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            for name in FILES:
                shutil.copy(self._folder / name, Path(folder) / name)


@Language.factory(COMPONENT, assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def make_recogniser(nlp: Language, name: str) -> Recogniser:
    return Recogniser()


@cache
def load(folder: Path) -> Language:
    """A spaCy pipeline that finds names, this project's or another; once a process."""
    try:
        return spacy.load(folder)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the name recogniser in {folder} cannot be loaded: {error}.",
            hint="Restore the folder, or train it again: `python -m models.ner.train`.",
        ) from error


def readings(doc: Doc, tokenizer: PreTrainedTokenizerBase) -> Iterator[Reading]:
    """The words of a document in as few readings as hold whole sentences; a sentence that is too
    long for one is cut."""
    words = [token.i for token in doc if not token.is_space]
    if not words:
        return
    pieces = by_word(tokenizer, [doc[i].text for i in words])
    begin, end = tokenizer.cls_token_id, tokenizer.sep_token_id
    sizes = [len(some) for some in pieces]
    for first, last in _packed(_sentences(doc, words), sizes):
        row, firsts, read = [begin], [], []
        for place in range(first, last):
            if pieces[place]:
                firsts.append(len(row))
                read.append(words[place])
                row += pieces[place]
        if read:
            yield Reading(read, [*row, end], firsts)


def by_word(tokenizer: PreTrainedTokenizerBase, words: Sequence[str]) -> list[list[int]]:
    """The first ``LONGEST`` pieces of each word."""
    told = tokenizer(list(words), is_split_into_words=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in words]
    for piece, word in zip(told["input_ids"], told.word_ids(), strict=True):
        if len(pieces[word]) < LONGEST:
            pieces[word].append(piece)
    return pieces


def likeliest(scores: Scores) -> list[str]:
    """The tags of words, from the log-probability of each tag for each (words, tags).

    >>> likeliest(np.log([[0.6, 0.3, 0.1, 0, 0, 0, 0], [0.1, 0, 0.9, 0, 0, 0, 0]]))
    ['B-PER', 'I-PER']
    """
    best = scores[0] + _BROKEN[0]
    came_from = []
    for word in scores[1:]:
        paths = best[:, None] + _BROKEN
        came_from.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + word
    tags = [int(best.argmax())]
    for before in reversed(came_from):
        tags.append(int(before[tags[-1]]))
    return [TAGS[tag] for tag in reversed(tags)]


def names(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """First word, the one behind the last, and label of each name in well-formed tags.

    >>> list(names(["B-PER", "I-PER", "O", "B-LOC"]))
    [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    begun: tuple[int, str] | None = None
    for place, tag in enumerate((*tags, "O")):
        if begun and not tag.startswith("I-"):
            yield begun[0], place, begun[1]
            begun = None
        if tag.startswith("B-"):
            begun = place, tag[2:]


def _sentences(doc: Doc, words: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First word and behind the last of each, as places in ``words``."""
    first = 0
    for span in sentences(doc.text):
        last = first
        while last < len(words) and doc[words[last]].idx < span.end:
            last += 1
        if last > first:
            yield first, last
        first = last


def _packed(spans: Iterable[tuple[int, int]], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring spans joined while they have room together."""
    start = end = held = 0
    for first, last in _cut(spans, sizes):
        size = sum(sizes[first:last])
        if end > start and held + size > ROOM:
            yield start, end
            start, held = first, 0
        held, end = held + size, last
    if end > start:
        yield start, end


def _cut(spans: Iterable[tuple[int, int]], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The spans, in parts where one has no room."""
    for first, last in spans:
        start, held = first, 0
        for place in range(first, last):
            if held + sizes[place] > ROOM:
                yield start, place
                start, held = place, 0
            held += sizes[place]
        yield start, last
