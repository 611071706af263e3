"""Events (peristiwa): syndication clusters joined when they tell of the same thing.

Two clusters are joined when they lie within a few days of each other, name a common unit, and
their words are alike (cosine of TF-IDF vectors). Joining is by complete pairs with the story's
newest member, so that a long story may drift with the event but two events never melt into one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.enrich.linear import vectorise
from pipeline.records import Record, Story, StoryArticle, StoryInput
from pipeline.stories.duplicates import clusters, memberships

WINDOW = timedelta(days=7)
ALIKE = 0.22  # cosine; chosen on the development half of the sample newsroom
ALIKE_SAME_TOPIC = 0.17
LEAST_WORD = 3
_WORD = re.compile(r"[^\W\d_]+")

Cluster = list[StoryInput]


def tell(articles: Sequence[StoryInput]) -> list[Record]:
    """All duplicates, stories and memberships of a set of articles."""
    groups = clusters(articles)
    records: list[Record] = [row for group in groups for row in memberships(group)]
    for story in _stories(groups):
        members = [article for group in story for article in group]
        times = sorted(a.published_at or a.fetched_at for a in members)
        first = story[0][0]
        records.append(
            Story(
                story_id=first.article_id, title=first.title, first_at=times[0], last_at=times[-1]
            )
        )
        records.extend(
            StoryArticle(story_id=first.article_id, article_id=a.article_id) for a in members
        )
    return records


def _stories(groups: Sequence[Cluster]) -> list[list[Cluster]]:
    """Clusters in order of time; each joins the story it is most alike, or begins one."""
    vectors = _vectors([f"{g[0].title}. {g[0].title}. {g[0].text}" for g in groups])
    stories: list[list[int]] = []
    for number, group in enumerate(groups):
        best, score = None, 0.0
        for story in stories:
            alike = _likeness(group, number, story, groups, vectors)
            if alike > score:
                best, score = story, alike
        if best is None:
            stories.append([number])
        else:
            best.append(number)
    return [[groups[number] for number in story] for story in stories]


def _likeness(
    group: Cluster,
    number: int,
    story: Sequence[int],
    groups: Sequence[Cluster],
    vectors: csr_matrix,
) -> float:
    """Mean cosine to the story's members, 0 when it may not join."""
    newest = groups[story[-1]]
    if _at(group) - _at(newest) > WINDOW or not _share_unit(group[0], groups[story[0]][0]):
        return 0.0
    alike = float(np.mean((vectors[story] @ vectors[number].T).toarray()))
    same_topic = group[0].topic is not None and group[0].topic == newest[0].topic
    return alike if alike >= (ALIKE_SAME_TOPIC if same_topic else ALIKE) else 0.0


def _at(group: Cluster) -> datetime:
    return group[0].published_at or group[0].fetched_at


def _share_unit(one: StoryInput, other: StoryInput) -> bool:
    return not one.units or not other.units or bool(set(one.units) & set(other.units))


def _vectors(texts: Sequence[str]) -> csr_matrix:
    """TF-IDF rows of unit length over lower-cased words (sublinear tf, smooth idf)."""
    counted = [Counter(w for w in _WORD.findall(t.lower()) if len(w) >= LEAST_WORD) for t in texts]
    spread = Counter(word for counts in counted for word in counts)
    index = {word: number for number, word in enumerate(sorted(spread))}
    idf = np.array([log((1 + len(texts)) / (1 + spread[word])) + 1 for word in index], np.float32)
    weighted = [{w: 1 + log(n) for w, n in counts.items()} for counts in counted]
    return vectorise(weighted, index, idf)
