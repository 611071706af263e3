"""The texts an encoder is pretrained on: every training text of the data room, no held-out one.

A text is one article or headline with its paragraphs on lines. What is tested on elsewhere
(``models/gold``'s test split, the valid and dev files of the public sets) is left out, so that no
figure profits from having seen the words; but NER-UGM and idner-news-2k share news, so some
sentences of idner's dev file are read here as sentences of NER-UGM.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from models import dataroom, gold, public_sets

SEED = 7
LEAST_CHARACTERS = 20
NER_FILES = ("idner2k_train.txt", "nergrit_train.txt", "nerugm_train.tsv")


def texts() -> list[str]:
    """All texts in a fixed, shuffled order."""
    found = list(dict.fromkeys(text for text in _all() if len(text) >= LEAST_CHARACTERS))
    random.Random(SEED).shuffle(found)
    return found


def _all() -> Iterator[str]:
    held_out = {article.id for article in gold.articles() if article.split == "test"}
    for row in dataroom.news():
        if row["id"] not in held_out:
            yield f"{row['title'] or ''}\n{dataroom.unglued(row['text'])}".strip()
    for row in dataroom.headlines():
        yield row["title"]
    for article in gold.invented():
        yield f"{article.title}\n{article.text}"
    for labelled in (*public_sets.smsa("train"), *public_sets.cnbc("train")):
        yield labelled.text
    for sentence in dataroom.tagged(*NER_FILES):
        yield " ".join(sentence.tokens)
