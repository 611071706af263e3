"""MinHash signatures of texts: what near-duplicates are told by.

The signature is rensa's R-MinHash of 128 permutations over word 5-grams, case and punctuation
folded, so that another headline, dateline or last paragraph changes it little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from pipeline.records import Article, Fingerprint, Record

PERMUTATIONS = 128
BANDS = 32  # of 4 numbers: texts that share half their shingles meet in a band 87 times in 100
SHINGLE = 5
_WORD = re.compile(r"\w+")


def fingerprint(article: Article) -> Sequence[Record]:
    """The signature of an article's text."""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update(shingles(article.text))
    signature = np.array(sketch.digest(), dtype=np.uint32)
    return [
        Fingerprint(
            article_id=article.article_id, signature=signature.tobytes(), bands=bands(signature)
        )
    ]


def bands(signature: NDArray[np.uint32]) -> list[int]:
    """Keys under which near-duplicates meet (Leskovec, Rajaraman, Ullman: Mining of Massive
    Datasets, 3.4): 32 numbers of 32 bits, each a digest of 4 of the signature and its place."""
    return [
        crc32(band.tobytes(), place)
        for place, band in enumerate(signature.reshape(BANDS, PERMUTATIONS // BANDS))
    ]


def shingles(text: str) -> list[str]:
    """Distinct word 5-grams in order; a shorter text is one shingle."""
    words = _WORD.findall(text.lower())
    grams = (" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))
    return list(dict.fromkeys(grams))


def values(signature: bytes) -> NDArray[np.uint32]:
    """The numbers of a stored signature, shape (128,)."""
    return np.frombuffer(signature, dtype=np.uint32)


def similarity(one: bytes, other: bytes) -> float:
    """Estimated Jaccard similarity of two texts, 0 to 1 (Broder 1997)."""
    return float(np.mean(values(one) == values(other)))
