"""Syndication: articles whose texts are nearly the same, clustered by MinHash LSH.

An article that names another as the original belongs to it, whatever its text. The first publisher
is the earliest, by time of publication, of those that name no other; at equal times a release site
comes before the press, and the press before an aggregator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from scipy.cluster.hierarchy import DisjointSet

from pipeline.records import Duplicate, SyndicationInput
from pipeline.select.fingerprint import similarity

THRESHOLD = 0.5  # a release with another lead and a paragraph cut off still shares half its 5-grams
KIND_ORDER = {"rilis": 0, "pers": 1, "agregator": 2}

Cluster = list[SyndicationInput]


def syndicate(articles: Sequence[SyndicationInput]) -> list[Duplicate]:
    """The clusters of new articles and of those around them."""
    return [row for cluster in clusters(articles) for row in memberships(cluster)]


def clusters(articles: Sequence[SyndicationInput]) -> list[Cluster]:
    """Groups of near-identical texts, each with its first publisher first; singles too. Articles
    that are in one cluster already stay together."""
    by_id = {article.article_id: article for article in articles}
    sets = DisjointSet(by_id)
    copies = dict(_stated_copies(articles))
    for one, other in (*_joined_before(articles), *_word_for_word(articles), *copies.items()):
        sets.merge(one, other)
    for one, other in _sharing_a_band(articles):
        if not sets.connected(one, other):
            first, second = by_id[one].signature, by_id[other].signature
            if similarity(first, second) >= THRESHOLD:
                sets.merge(one, other)
    groups = [_in_order([by_id[i] for i in group], copies) for group in sets.subsets()]
    return sorted(groups, key=lambda group: publication_order(group[0]))


def memberships(cluster: Sequence[SyndicationInput]) -> list[Duplicate]:
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


def publication_order(article: SyndicationInput) -> tuple[datetime, int, str]:
    """Sorts by who published first."""
    at = article.published_at or article.fetched_at
    return (at, KIND_ORDER.get(article.kind, 1), article.article_id)


def _in_order(group: Cluster, copies: Collection[str]) -> Cluster:
    return sorted(group, key=lambda a: (a.article_id in copies, publication_order(a)))


def _joined_before(articles: Sequence[SyndicationInput]) -> Iterator[tuple[str, str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        if article.cluster_id:
            members[article.cluster_id].append(article.article_id)
    for together in members.values():
        yield from pairwise(together)


def _stated_copies(articles: Sequence[SyndicationInput]) -> Iterator[tuple[str, str]]:
    """Articles that name another of the set as the original, with that one."""
    by_address = {article.address: article.article_id for article in articles}
    for article in articles:
        origin = by_address.get(article.origin) if article.origin else None
        if origin and origin != article.article_id:
            yield article.article_id, origin


def _word_for_word(articles: Sequence[SyndicationInput]) -> Iterator[tuple[str, str]]:
    firsts: dict[bytes, str] = {}
    for article in articles:
        first = firsts.setdefault(article.signature, article.article_id)
        if first != article.article_id:
            yield first, article.article_id


def _sharing_a_band(articles: Sequence[SyndicationInput]) -> Iterator[tuple[str, str]]:
    """Pairs worth comparing; of articles with one signature only one is paired with others."""
    meeting: defaultdict[int, list[str]] = defaultdict(list)
    for article in {article.signature: article for article in articles}.values():
        for band in article.bands:
            for other in meeting[band]:
                yield other, article.article_id
            meeting[band].append(article.article_id)
