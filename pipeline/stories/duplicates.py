"""Syndication: articles whose texts are nearly the same, clustered by MinHash LSH.

The first publisher is the earliest by time of publication; at equal times a release site comes
before the press, and the press before an aggregator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
from datasketch import MinHashLSH
from datasketch.lean_minhash import LeanMinHash
from scipy.cluster.hierarchy import DisjointSet

from pipeline.records import Duplicate, StoryInput
from pipeline.select.fingerprint import PERMUTATIONS, similarity, values

THRESHOLD = 0.5  # a release with another lead and a paragraph cut off still shares half its 5-grams
KIND_ORDER = {"rilis": 0, "pers": 1, "agregator": 2}


def clusters(articles: Sequence[StoryInput]) -> list[list[StoryInput]]:
    """Groups of near-identical texts, each with its first publisher first; singles too."""
    by_id = {article.article_id: article for article in articles}
    sets = DisjointSet(by_id)
    for one, other in _similar_pairs(articles):
        sets.merge(one, other)
    groups = [sorted((by_id[i] for i in group), key=publication_order) for group in sets.subsets()]
    return sorted(groups, key=lambda group: publication_order(group[0]))


def memberships(cluster: Sequence[StoryInput]) -> list[Duplicate]:
    """The rows of one cluster; its id is that of the first publisher's article."""
    first = cluster[0]
    return [
        Duplicate(
            cluster_id=first.article_id,
            article_id=article.article_id,
            similarity=similarity(first.signature, article.signature),
            first=article is first,
        )
        for article in cluster
    ]


def publication_order(article: StoryInput) -> tuple[datetime, int, str]:
    """Sorts by who published first."""
    at = article.published_at or article.fetched_at
    return (at, KIND_ORDER.get(article.kind, 1), article.article_id)


def _similar_pairs(articles: Sequence[StoryInput]) -> Iterable[tuple[str, str]]:
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    signatures: dict[str, bytes] = {}
    for article in articles:
        sketch = LeanMinHash(
            seed=1, hashvalues=values(article.signature).astype(np.uint64), scheme="legacy"
        )
        for other in sorted(index.query(sketch)):
            if similarity(article.signature, signatures[other]) >= THRESHOLD:
                yield (other, article.article_id)
        index.insert(article.article_id, sketch, check_duplication=False)
        signatures[article.article_id] = article.signature
