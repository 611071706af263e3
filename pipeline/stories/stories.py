"""Events (peristiwa): syndication clusters joined when they tell of the same thing.

Clusters are taken in order of time. Each joins the story whose two most alike members tell of its
event with the highest probability, or begins one. A story lies within two weeks around a cluster;
one that names the same person, within a quarter of a year: an arrest, and the trial months later.
What is told already stays in its story, and the story keeps its id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from pipeline.enrich.sentences import sentences
from pipeline.records import Record, Story, StoryArticle, StoryInput
from pipeline.stories.likeness import Likeness, Signs

NEAR, FAR = 14, 90  # days
LEAST = 0.6  # probability from which a cluster joins a story
MEMBERS = 2  # of a story, whose mean decides
SUMMARY_SENTENCES = 2


@dataclass(frozen=True)
class Telling:
    """A syndication cluster, first publisher first."""

    members: tuple[StoryInput, ...]

    @property
    def first(self) -> StoryInput:
        return self.members[0]

    @property
    def known(self) -> str | None:
        """The story that most of its members are in already; of equals the one named first."""
        ids = [member.story_id for member in self.members if member.story_id]
        return max(ids, key=ids.count, default=None)


def tell(
    articles: Sequence[StoryInput], likeness: Likeness, places: frozenset[str]
) -> list[Record]:
    """Stories and memberships of new articles and of those around them."""
    tellings = _tellings(articles)
    signs = likeness.read([telling.first for telling in tellings], places)
    records: list[Record] = []
    for story, numbers in sorted(_stories(tellings, likeness, signs).items()):
        members = [article for number in numbers for article in tellings[number].members]
        records.append(_story(story, [tellings[n].first for n in numbers], numbers, members, signs))
        records += [StoryArticle(story_id=story, article_id=a.article_id) for a in members]
    return records


def _tellings(articles: Sequence[StoryInput]) -> list[Telling]:
    clusters: defaultdict[str, list[StoryInput]] = defaultdict(list)
    for article in articles:
        clusters[article.cluster_id].append(article)
    found = [
        Telling(tuple(sorted(c, key=lambda a: (a.article_id != a.cluster_id, a.at, a.article_id))))
        for c in clusters.values()
    ]
    return sorted(found, key=lambda t: (t.first.at, t.first.article_id))


def _stories(tellings: Sequence[Telling], likeness: Likeness, signs: Signs) -> dict[str, list[int]]:
    """Story → numbers of its tellings, in order of time."""
    homes: dict[int, str] = {n: t.known for n, t in enumerate(tellings) if t.known}
    taken = {article.story_id for telling in tellings for article in telling.members}
    for number, telling in enumerate(tellings):
        if number not in homes:
            home = _home(number, tellings, homes, likeness, signs) or _free_id(telling, taken)
            homes[number] = home
            taken.add(home)
    stories: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(homes):
        stories[homes[number]].append(number)
    return stories


def _home(
    number: int,
    tellings: Sequence[Telling],
    homes: dict[int, str],
    likeness: Likeness,
    signs: Signs,
) -> str | None:
    reach = np.array(
        [other for other in homes if _within_reach(number, other, tellings, signs)], dtype=np.int64
    )
    if not len(reach):
        return None
    by_story: defaultdict[str, list[float]] = defaultdict(list)
    for other, p in zip(reach, likeness.of(signs, number, reach), strict=True):
        by_story[homes[int(other)]].append(float(p))
    means = {
        story: float(np.mean(sorted(found, reverse=True)[:MEMBERS]))
        for story, found in by_story.items()
    }
    best = max(sorted(means), key=lambda story: means[story])
    return best if means[best] >= LEAST else None


def _within_reach(one: int, other: int, tellings: Sequence[Telling], signs: Signs) -> bool:
    days = abs((tellings[one].first.at - tellings[other].first.at).days)
    if days <= NEAR:
        return True
    shared = {*tellings[one].first.persons} & {*tellings[other].first.persons}
    return days <= FAR and any(" " in name for name in shared)


def _free_id(telling: Telling, taken: set[str | None]) -> str:
    """Its first article's id, unless a story bears it that the article has left."""
    ids = (article.article_id for article in telling.members)
    return next((i for i in ids if i not in taken), f"{telling.first.article_id}-2")


def _story(
    story: str,
    firsts: Sequence[StoryInput],
    numbers: Sequence[int],
    members: Sequence[StoryInput],
    signs: Signs,
) -> Story:
    rows = signs.bodies[numbers]
    likest = int(np.argmax(np.asarray((rows @ rows.T).sum(axis=1)).ravel().round(6)))
    teller = firsts[likest]
    times = sorted(article.at for article in members)
    return Story(
        story_id=story,
        title=teller.title,
        summary=_summary(teller),
        told_by=teller.article_id,
        first_at=times[0],
        last_at=times[-1],
    )


def _summary(article: StoryInput) -> str:
    """Its first sentences, which in news say what happened."""
    told = (" ".join(span.of(article.text).split()) for span in sentences(article.text))
    return " ".join(islice((text for text in told if text != article.title), SUMMARY_SENTENCES))
