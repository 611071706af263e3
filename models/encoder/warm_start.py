"""Vectors for word pieces from the corpus itself: what an encoder's embeddings begin with.

Positive pointwise mutual information of pieces within ``WINDOW`` of each other, context
distribution smoothed, factorised by a truncated SVD (Levy, Goldberg & Dagan 2015). Deterministic,
about a minute on two cores for five million pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

WINDOW = 5
SMOOTHING = 0.75
SCALE = 0.02  # standard deviation of the result, as a transformer expects of its embeddings
SEED = 7


def vectors(documents: Sequence[NDArray[np.int32]], pieces: int, width: int) -> NDArray[np.float32]:
    """Shape (pieces, width); a piece that the corpus does not hold gets small noise."""
    counts = _counts(documents, pieces)
    context = np.asarray(counts.sum(axis=0)).ravel() ** SMOOTHING
    word = np.asarray(counts.sum(axis=1)).ravel()
    pairs = counts.tocoo()
    information = np.log(
        pairs.data * context.sum() / (word[pairs.row] * context[pairs.col])
    ).astype(np.float32)
    kept = information > 0
    matrix = csr_matrix(
        (information[kept], (pairs.row[kept], pairs.col[kept])), shape=(pieces, pieces)
    )
    left, strength, _ = randomized_svd(matrix, width, random_state=SEED)
    found = left * np.sqrt(strength)
    found -= found.mean(axis=0)
    noise = np.random.default_rng(SEED).normal(0, SCALE, found.shape)
    scaled = np.where(word[:, None] > 0, found / found.std() * SCALE, noise)
    return np.asarray(scaled, dtype=np.float32)


def _counts(documents: Sequence[NDArray[np.int32]], pieces: int) -> csr_matrix:
    total = csr_matrix((pieces, pieces), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left = np.concatenate([document[:-distance] for document in documents])
        right = np.concatenate([document[distance:] for document in documents])
        weight = np.full(len(left), 1 / distance, dtype=np.float32)
        found = coo_matrix((weight, (left, right)), shape=(pieces, pieces)).tocsr()
        total = total + found + found.T
    return total
