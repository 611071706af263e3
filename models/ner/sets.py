"""The public Indonesian name sets and our own, made one: what is learned from, chosen by and
reported on.

The public sets share sentences. NER-UGM and idner-news-2k are the same news annotated twice (the
later one mends the earlier, Khairunnisa et al. 2020), cut into parts differently, and a tenth of
NERP is the same again. So NER-UGM is not learned from at all: what of it is in neither part of
idner-news-2k that is here must be in its test part. A sentence that resembles (MinHash over word
shingles) one that is reported on, or one of that rest, is learned from in no set. The last set is
our own, of police news (``marked``).

Each set has rules of its own (is "Bapak" of the name, a building a place?), so the recogniser has
tags of its own for each scheme; what it answers in use are ours, which learn from all sets.

Names of NERP are lower-cased, and it marks no organisations: see ``lessons``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Literal

from datasketch import MinHashLSH

from models import dataroom
from models.dataroom import TaggedSentence
from models.ner import marked
from models.public_sets import LEAK, PERMUTATIONS, signature
from pipeline.enrich.recogniser import OURS
from pipeline.measured import GOLD

LABELS = ("PER", "ORG", "LOC")
CHOOSING_SHARE = 10  # one in so many of what is learned from chooses, and is not learned from
Part = Literal["learning", "choosing"]
Sentences = Callable[[], Iterable[TaggedSentence]]


@dataclass(frozen=True, slots=True)
class NameSet:
    """Sentences with names. Figures are read on what is ``told``, which nothing is chosen by;
    ``taught`` may be learned from. ``labels`` are those the set marks, ``scheme`` the one of
    ``SCHEMES`` whose rules it was annotated by."""

    name: str
    title: str
    scheme: str
    told: Sentences
    taught: Sentences | None = None
    labels: tuple[str, ...] = LABELS


def _public(
    name: str, told: str, taught: str | None = None, labels: tuple[str, ...] = LABELS
) -> NameSet:
    title = f"{name} {Path(told).stem.partition('_')[2]}"
    learned = partial(_by_rules, name, taught) if taught else None
    scheme = name if taught else SAME_RULES[name]
    return NameSet(name, title, scheme, partial(dataroom.tagged, told), learned, labels)


def _by_rules(name: str, file: str) -> Iterator[TaggedSentence]:
    return (replace(sentence, scheme=name) for sentence in dataroom.tagged(file))


SAME_RULES = {"NER-UGM": "idner-news-2k"}  # what is not learned from is read by its mended form


# what is found in two of them is learned from the first
SETS = (
    _public("idner-news-2k", "idner2k_dev.txt", "idner2k_train.txt"),
    _public("NERGrit", "nergrit_valid.txt", "nergrit_train.txt"),
    _public("NERP", "nerp_valid.txt", "nerp_train.txt", ("PER", "LOC")),
    _public("NER-UGM", "nerugm_dev.tsv"),
    NameSet(
        "police news", GOLD, OURS,
        partial(marked.sentences, "test"), partial(marked.sentences, "train"),
    ),
)  # fmt: skip
SCHEMES = tuple(dict.fromkeys((OURS, *(names.scheme for names in SETS))))
SAME_NEWS = "nerugm_train.tsv"


def parts(names: NameSet) -> dict[Part, list[TaggedSentence]]:
    """What may be learned from a set, and the tenth of it that chooses instead."""
    found: dict[Part, list[TaggedSentence]] = {"learning": [], "choosing": []}
    for sentence in learnable()[names.name]:
        found["choosing" if _drawn(sentence) else "learning"].append(sentence)
    return found


@cache
def learnable() -> dict[str, list[TaggedSentence]]:
    """Sentences by set that resemble none that is reported on, and none before them."""
    seen = MinHashLSH(threshold=LEAK, num_perm=PERMUTATIONS)
    held_out = [sentence for names in SETS for sentence in names.told()]
    _remember(seen, held_out)
    news = list(dataroom.tagged(SAME_NEWS))
    found: dict[str, list[TaggedSentence]] = {}
    for names in SETS:
        if names.taught:
            found[names.name] = _new(names.taught(), seen)
            _remember(seen, news)
            news = []
    return found


def _new(sentences: Iterable[TaggedSentence], seen: MinHashLSH) -> list[TaggedSentence]:
    found = []
    for sentence in sentences:
        mark = signature(str(sentence))
        if not seen.query(mark):
            seen.insert(str(len(seen.keys)), mark)
            found.append(sentence)
    return found


def _remember(seen: MinHashLSH, sentences: Sequence[TaggedSentence]) -> None:
    for sentence in sentences:
        seen.insert(str(len(seen.keys)), signature(str(sentence)))


def _drawn(sentence: TaggedSentence) -> bool:
    digest = hashlib.sha256(str(sentence).lower().encode()).digest()
    return digest[0] % CHOOSING_SHARE == 0
