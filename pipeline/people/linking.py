"""Which namings of officers are one person: services enter, officers with their history leave.

A service is a name with rank, position and unit, as articles give them together, and the time over
which they do. Nobody is linked by a name alone. In one unit a misspelt, shortened or single name is
enough beside a rank that fits; from one unit to another the whole name has to be the same, the rank
the same or a higher one later, and no post may be held in both at one time. Officers only: other
people are not followed over articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from typing import Literal

from scipy.cluster.hierarchy import DisjointSet

from pipeline.enrich import lexicon
from pipeline.enrich.register import fold
from pipeline.records import digest

ALIKE = 0.9  # of letters: "Erlich song Pasaribu", "Erlichson Pasaribu"
LEAST_LETTERS = 8  # of names that may be misspelt
LOWEST_KNOWN = "Kompol"  # below it two words of a name are too common to follow over units
OVERLAP = timedelta(days=60)  # a new post is reported while the old one still is
PROMOTIONS = 3  # ranks that one may rise while we look
FORMER = ("mantan", "eks")


@dataclass(frozen=True, slots=True)
class Service:
    """What articles say together of an officer, from ``first_at`` to ``last_at``; ``article_id`` is
    the first of them."""

    name: str
    rank: str | None
    position: str | None
    unit: str | None
    first_at: datetime
    last_at: datetime
    articles: int
    article_id: str

    @property
    def words(self) -> tuple[str, ...]:
        """Of the name, folded, without dots."""
        return tuple(word for word in fold(self.name).replace(".", " ").split() if word)

    @property
    def holds_post(self) -> bool:
        return bool(self.position) and not str(self.position).lower().startswith(FORMER)


@dataclass(frozen=True, slots=True)
class Officer:
    """A person, ``services`` in order of time; ``names`` are all forms, the commonest whole one
    first."""

    person_id: str
    names: tuple[str, ...]
    services: tuple[Service, ...]

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def history(self) -> list[Service]:
        """One service for each rank, position and unit, in order of time."""
        by_post: dict[tuple[str | None, ...], list[Service]] = {}
        for service in self.services:
            by_post.setdefault((service.rank, service.position, service.unit), []).append(service)
        return [
            replace(
                same[0],
                last_at=max(service.last_at for service in same),
                articles=sum(service.articles for service in same),
            )
            for same in by_post.values()
        ]

    def last(self, what: Literal["rank", "position", "unit"]) -> str | None:
        """What was said last of it."""
        known = [service for service in self.services if getattr(service, what)]
        latest = max(known, key=lambda service: service.last_at, default=None)
        return getattr(latest, what, None)


def link(services: Sequence[Service]) -> list[Officer]:
    """Officers in order of first appearance; no two services have the same name and post."""
    ordered = sorted(services, key=_order)
    whole = [[service] for service in ordered if len(service.words) > 1]
    groups = _joined(whole, _names_in_units, _same_in_unit)
    groups = _joined(groups, _whole_names, _same_over_units)
    groups = _with_single_names(groups, [s for s in ordered if len(s.words) <= 1])
    return sorted(map(_officer, groups), key=lambda officer: _order(officer.services[0]))


Group = list[Service]


def _units(group: Group) -> set[str | None]:
    return {service.unit for service in group}


def _names_in_units(group: Group) -> set[str]:
    """Every word of a name with every unit: who shares none is nobody's misspelling."""
    words = {word for service in group for word in service.words if len(word) > 1}
    return {f"{unit}: {word}" for unit in _units(group) for word in words}


def _whole_names(group: Group) -> set[str]:
    return {" ".join(service.words) for service in group}


def _joined(
    groups: Sequence[Group],
    keys: Callable[[Group], Iterable[str]],
    same: Callable[[Group, Group], bool],
) -> list[Group]:
    """Groups that share a key and are the same, made one, those of the fullest names first."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for key in keys(group):
            by_key[key].append(number)
    sets = DisjointSet(range(len(groups)))
    whole = dict(enumerate(groups))
    for key in sorted(by_key):
        fullest = sorted(by_key[key], key=lambda n: _fullness(groups[n]), reverse=True)
        for one, other in combinations(fullest, 2):
            first, second = sets[one], sets[other]
            if first != second and same(whole[first], whole[second]):
                sets.merge(one, other)
                whole[sets[one]] = sorted([*whole[first], *whole[second]], key=_order)
    return [whole[root] for root in dict.fromkeys(sets[n] for n in range(len(groups)))]


def _with_single_names(groups: Sequence[Group], single: Sequence[Service]) -> list[Group]:
    """``AKP Didik`` is the one of his unit who may be meant, where there is but one."""
    by_unit: defaultdict[str | None, list[Group]] = defaultdict(list)
    for group in groups:
        for unit in _units(group):
            by_unit[unit].append(group)
    alone = _joined([[service] for service in single], _names_in_units, _same_in_unit)
    left: list[Group] = []
    for namings in alone:
        meant = [g for g in by_unit[namings[0].unit] if _bears_name(g, namings)]
        if len(meant) == 1:
            meant[0].extend(namings)
        else:
            left.append(namings)
    return [*groups, *left]


def _same_in_unit(one: Group, other: Group) -> bool:
    names = all(_same_name(a.words, b.words) for a in one for b in other)
    return names and _ranks_fit(one, other)


def _bears_name(one: Group, single: Group) -> bool:
    forms = any(_same_name(a.words, b.words) for a in one for b in single)
    return forms and _ranks_fit(one, single)


def _same_over_units(one: Group, other: Group) -> bool:
    full = {s.words for s in one if len(s.words) > 1} & {s.words for s in other}
    known = any(len(words) > 2 for words in full) or _is_senior((*one, *other))
    return bool(full) and known and _ranks_fit(one, other) and not _posts_clash(one, other)


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    a, b = "".join(one), "".join(other)
    if a == b:
        return True
    if min(len(a), len(b)) >= LEAST_LETTERS and SequenceMatcher(None, a, b).ratio() >= ALIKE:
        return True
    return _inside(one, other) or _inside(other, one)


def _inside(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """All words in order, initials for words; one word at least is whole."""
    rest = iter(long)
    found = all(any(_stands_for(word, other) for other in rest) for word in short)
    return found and any(len(word) > 1 for word in short)


def _stands_for(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other.startswith(word))


def _ranks_fit(one: Group, other: Group) -> bool:
    """Over time the rank stays or rises."""
    order = lexicon.load().rank_order
    ranked = sorted((s for s in (*one, *other) if s.rank), key=_order)
    steps = [order[str(a.rank)] - order[str(b.rank)] for a, b in pairwise(ranked)]
    risen = order[str(ranked[0].rank)] - order[str(ranked[-1].rank)] if ranked else 0
    if any(s.rank for s in one) and any(s.rank for s in other):
        return all(step >= 0 for step in steps) and risen <= PROMOTIONS
    return True


def _posts_clash(one: Group, other: Group) -> bool:
    held = [
        (s, t) for s in one for t in other if s.holds_post and t.holds_post and s.unit != t.unit
    ]
    return any(min(s.last_at, t.last_at) - max(s.first_at, t.first_at) > OVERLAP for s, t in held)


def _is_senior(services: Iterable[Service]) -> bool:
    order = lexicon.load().rank_order
    return any(s.rank and order[s.rank] <= order[LOWEST_KNOWN] for s in services)


def _officer(group: Group) -> Officer:
    services = tuple(sorted(group, key=_order))
    counts: Counter[str] = Counter()
    for service in services:
        counts[service.name] += service.articles
    names = sorted(counts, key=lambda name: (" " not in name, -counts[name], name))
    first = services[0]
    about = (first.rank or "", first.position or "", first.unit or "")
    return Officer(digest(first.article_id, first.name, *about), tuple(names), services)


def _fullness(group: Group) -> tuple[int, int]:
    return max(len(s.words) for s in group), sum(s.articles for s in group)


def _order(service: Service) -> tuple[datetime, str, str]:
    return service.first_at, service.article_id, service.name
