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
from pipeline.stories.likeness import Floats, Likeness, Places, Signs

NEAR, FAR = 14, 90  # days
LEAST = 0.6  # probability from which a cluster joins a story
MEMBERS = 2  # of a story, whose mean decides
LIKELIEST = 100  # by their words, whose names and units are compared
SECONDS_OF_A_DAY = 86_400
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
    homes = [telling.known or "" for telling in tellings]
    taken = {article.story_id for telling in tellings for article in telling.members}
    new = np.array([n for n, home in enumerate(homes) if not home], dtype=np.int64)
    alike = likeness.by_words(signs, new)
    reach = _Reach(tellings)
    for number, by_words in zip(new.tolist(), alike, strict=True):
        others = reach.of(number, by_words)
        others = others[[bool(homes[other]) for other in others]]
        p = likeness.of(signs, number, others)
        home = _best([homes[other] for other in others], p)
        homes[number] = home or _free_id(tellings[number], taken)
        taken.add(homes[number])
    stories: defaultdict[str, list[int]] = defaultdict(list)
    for number, home in enumerate(homes):
        stories[home].append(number)
    return stories


class _Reach:
    """Which tellings may be of one event with another: near in time, or naming the same person."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        moments = [telling.first.at.timestamp() for telling in tellings]
        self.days = np.array(moments) / SECONDS_OF_A_DAY
        self.persons = [
            [name for name in telling.first.persons if " " in name] for telling in tellings
        ]
        self.bearers: defaultdict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(self.persons):
            for name in names:
                self.bearers[name].append(number)

    def of(self, number: int, by_words: Floats) -> Places:
        """The likeliest by their words, and all that share a person."""
        apart = np.abs(self.days - self.days[number])
        near = np.flatnonzero(apart <= NEAR)
        likely = near[np.argsort(-by_words[near], kind="stable")[:LIKELIEST]]
        shared = [other for name in self.persons[number] for other in self.bearers[name]]
        far = [other for other in shared if apart[other] <= FAR]
        return np.unique(np.array([*likely, *far], dtype=np.int64))


def _best(homes: Sequence[str], p: Floats) -> str | None:
    by_story: defaultdict[str, list[float]] = defaultdict(list)
    for home, value in zip(homes, p.tolist(), strict=True):
        by_story[home].append(value)
    means = {
        story: float(np.mean(sorted(found, reverse=True)[:MEMBERS]))
        for story, found in sorted(by_story.items())
    }
    best = max(means, key=lambda story: means[story], default=None)
    return best if best is not None and means[best] >= LEAST else None


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
