"""Public sets of the data room with fixed splits, and what is in two splits taken out of training.

SmSA (Purwarianti & Crisdayanti 2019, as in IndoNLU) comes split. The CNBC headlines are split by
time: the last seventh is held out. A training text that is a near-duplicate of a held-out one
(MinHash over word shingles, estimated Jaccard ≥ ``LEAK``) is dropped.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from datasketch import MinHash, MinHashLSH

from models import dataroom

Split = Literal["train", "valid"]
Loader = Callable[[Split], list["LabelledText"]]
LABELS = ("positif", "netral", "negatif")
LEAK = 0.7
HELD_OUT_SHARE = 7  # one in so many, the newest
PERMUTATIONS = 64
_FROM_ENGLISH = {"positive": "positif", "neutral": "netral", "negative": "negatif"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with one of ``LABELS``."""

    text: str
    label: str


@cache
def smsa(split: Split) -> list[LabelledText]:
    """Reviews and posts (IndoNLU SmSA)."""
    if split == "train":
        return without_leaks(_smsa("train"), smsa("valid"))
    return _smsa(split)


@cache
def cnbc(split: Split) -> list[LabelledText]:
    """Market headlines with their tone, oldest first."""
    with (dataroom.folder() / "sentiment" / "cnbc_headlines.csv").open(
        encoding="utf-8", newline=""
    ) as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["tanggal"])
    items = [LabelledText(row["judul"], row["sentimen"]) for row in rows]
    held_out = len(items) // HELD_OUT_SHARE
    if split == "train":
        return without_leaks(items[:-held_out], items[-held_out:])
    return items[-held_out:]


def without_leaks(
    learned: Sequence[LabelledText], held_out: Sequence[LabelledText]
) -> list[LabelledText]:
    """The items of ``learned`` that resemble none of ``held_out``."""
    index = MinHashLSH(threshold=LEAK, num_perm=PERMUTATIONS)
    for number, item in enumerate(held_out):
        index.insert(str(number), signature(item.text))
    return [item for item in learned if not index.query(signature(item.text))]


def _smsa(split: Split) -> list[LabelledText]:
    return list(_tab_separated(f"smsa_{split}.tsv"))


def _tab_separated(name: str) -> Iterator[LabelledText]:
    lines = (dataroom.folder() / "sentiment" / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        text, _, label = line.rpartition("\t")
        if label in _FROM_ENGLISH:
            yield LabelledText(text, _FROM_ENGLISH[label])


def signature(text: str) -> MinHash:
    words = _WORD.findall(text.lower())
    shingles = {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
    signature = MinHash(num_perm=PERMUTATIONS)
    signature.update_batch([shingle.encode() for shingle in shingles])
    return signature
