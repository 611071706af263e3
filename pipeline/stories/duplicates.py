"""Syndication: articles whose texts are nearly the same, clustered by MinHash LSH.

An article that names another as the original belongs to it, whatever its text. The first publisher
is the earliest, by time of publication, of those that name no other; at equal times a release site
comes before the press, and the press before an aggregator.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

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
    copies = dict(_stated_copies(articles))
    for one, other in (*_similar_pairs(articles), *copies.items()):
        sets.merge(one, other)
    groups = [_in_order([by_id[i] for i in group], copies) for group in sets.subsets()]
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


def _in_order(group: Sequence[StoryInput], copies: Collection[str]) -> list[StoryInput]:
    return sorted(group, key=lambda a: (a.article_id in copies, publication_order(a)))


def _stated_copies(articles: Sequence[StoryInput]) -> Iterator[tuple[str, str]]:
    """Articles that name another of the set as the original, with that one."""
    by_address = {_address(article.canonical_url): article.article_id for article in articles}
    for article in articles:
        origin = by_address.get(_address(article.origin_url)) if article.origin_url else None
        if origin and origin != article.article_id:
            yield article.article_id, origin


def _address(url: str) -> str:
    """Without what may be written one way or the other."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


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
