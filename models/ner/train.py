"""Train the name recogniser (PER, ORG, LOC) on the public Indonesian sets of the data room.

``python -m models.ner.train`` reads ``config.cfg``, trains a small CPU pipeline with spaCy and
writes ``weights/``. The development parts of the sets choose the best step; nothing else is read.

The sets know few names of the east of the country, so every sentence with a person is also shown
with other names in their place (mention replacement, Dai & Adel 2020): the context must tell.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.cli.train import train
from spacy.tokens import Doc, DocBin

from models import dataroom

HERE = Path(__file__).parent
TRAIN = ("idner2k_train.txt", "nergrit_train.txt", "nerugm_train.tsv")
NAMES = ("nerp_train.txt",)  # lower-cased news of the regions: a pool of names
COPIES = 3
SEED = 7
DEVELOP = ("idner2k_dev.txt", "nergrit_valid.txt", "nerugm_dev.tsv")


def to_docs(sentences: Iterable[dataroom.TaggedSentence]) -> DocBin:
    """Sentences as spaCy documents with gold entities."""
    vocab = spacy.blank("id").vocab
    docs = DocBin()
    for sentence in sentences:
        docs.add(Doc(vocab, words=list(sentence.tokens), ents=_valid_bio(sentence.tags)))
    return docs


def with_other_names(
    sentences: Sequence[dataroom.TaggedSentence], pool: Sequence[tuple[str, ...]]
) -> Iterator[dataroom.TaggedSentence]:
    """The sentences, and ``COPIES`` of each that names a person with names drawn from the pool."""
    chance = random.Random(SEED)
    for sentence in sentences:
        yield sentence
        if "B-PER" in sentence.tags:
            for _ in range(COPIES):
                yield _renamed(sentence, pool, chance)


def names_of(sentences: Iterable[dataroom.TaggedSentence]) -> list[tuple[str, ...]]:
    """Every person's name, capitalised, as tokens; without repeats, in order."""
    found: dict[tuple[str, ...], None] = {}
    for sentence in sentences:
        name: list[str] = []
        for token, tag in [*zip(sentence.tokens, sentence.tags, strict=True), ("", "O")]:
            if tag != "I-PER" and name:
                found[tuple(name)] = None
                name = []
            if tag.endswith("PER"):
                name.append(token[:1].upper() + token[1:])
    return [name for name in found if all(token[0].isalpha() for token in name)]


def _renamed(
    sentence: dataroom.TaggedSentence, pool: Sequence[tuple[str, ...]], chance: random.Random
) -> dataroom.TaggedSentence:
    tokens: list[str] = []
    tags: list[str] = []
    for token, tag in zip(sentence.tokens, sentence.tags, strict=True):
        if tag == "B-PER":
            name = chance.choice(pool)
            tokens += name
            tags += ["B-PER", *["I-PER"] * (len(name) - 1)]
        elif tag != "I-PER":
            tokens.append(token)
            tags.append(tag)
    return dataroom.TaggedSentence(tuple(tokens), tuple(tags))


def _valid_bio(tags: tuple[str, ...]) -> list[str]:
    """An I- that continues nothing begins a name."""
    fixed: list[str] = []
    for tag in tags:
        before = fixed[-1][2:] if fixed and fixed[-1] != "O" else None
        fixed.append("B-" + tag[2:] if tag.startswith("I-") and before != tag[2:] else tag)
    return fixed


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sentences = list(dataroom.tagged(*TRAIN))
        pool = names_of([*sentences, *dataroom.tagged(*NAMES)])
        to_docs(with_other_names(sentences, pool)).to_disk(folder / "train.spacy")
        to_docs(dataroom.tagged(*DEVELOP)).to_disk(folder / "dev.spacy")
        train(
            HERE / "config.cfg",
            folder / "out",
            overrides={
                "paths.train": str(folder / "train.spacy"),
                "paths.dev": str(folder / "dev.spacy"),
            },
        )
        shutil.rmtree(HERE / "weights", ignore_errors=True)
        shutil.copytree(folder / "out" / "model-best", HERE / "weights")


if __name__ == "__main__":
    main()
