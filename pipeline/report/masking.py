"""Names that a report must not print: suspects, victims, children, and who leads to them.

Takes the persons and topics of the articles, gives a :class:`Mask` per article that turns those
names into initials in whatever the report quotes. On some topics everybody private is masked, since
there a relative's name tells who the victim is. Links still lead to the page as published.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.settings import DATA

FILE = DATA / "report" / "masking.toml"
SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """``topics`` on which everybody private is masked, ``parts`` that are masked on all others, and
    which positions leave a name printed."""

    topics: frozenset[str]
    parts: frozenset[str]
    representatives: re.Pattern[str]
    public: re.Pattern[str]
    private: re.Pattern[str]

    def is_public(self, position: str) -> bool:
        if self.representatives.fullmatch(position):
            return True
        return bool(self.public.fullmatch(position)) and not self.private.search(position)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as one article names them; ``position`` is "" when it gives none, ``part`` is that
    played in what is told."""

    name: str
    position: str
    police: bool
    part: str


@dataclass(frozen=True, slots=True)
class Mask:
    """Turns ``hidden`` names and their parts into initials; ``shown`` names are left whole."""

    hidden: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()

    def apply(self, text: str) -> str:
        if not self.hidden or not text:
            return text
        replacements = _replacements(self.hidden)
        names = sorted({*replacements, *_cases(self.shown)}, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
        return pattern.sub(lambda match: replacements.get(match[0], match[0]), text)


@cache
def rules(path: Path = FILE) -> Rules:
    """The rules of ``data/report/masking.toml``; raises ConfigError naming the file."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Rules(
            topics=frozenset(raw["topics"]),
            parts=frozenset(raw["parts"]),
            representatives=re.compile("|".join(raw["representatives"]), re.IGNORECASE),
            public=re.compile("|".join(raw["public"]), re.IGNORECASE),
            private=re.compile(rf"\b(?:{'|'.join(raw['private'])})\b", re.IGNORECASE),
        )
    except (OSError, KeyError, re.error, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"{path}: {error}.",
            hint="It needs the lists topics, parts, representatives, public and private.",
            path=path,
        ) from error


def masks(
    topics: Mapping[str, Iterable[str]],
    events: Mapping[str, str],
    persons: Mapping[str, list[Person]],
) -> dict[str, Mask]:
    """A mask for each article that needs one, by article.

    ``topics`` and ``events`` are by article; a name hidden in one article is hidden in every
    article on its event.
    """
    given = rules()
    sensitive = {events[key] for key, codes in topics.items() if given.topics & set(codes)}
    found: dict[str, list[Person]] = {event: [] for event in events.values()}
    for key, event in events.items():
        found[event] += persons.get(key, [])
    by_event = {
        event: _mask(people, given, everybody=event in sensitive) for event, people in found.items()
    }
    return {key: by_event[event] for key, event in events.items() if by_event[event].hidden}


def initials(name: str) -> str:
    """
    >>> initials("Nona Maria Lefmar")
    'NML'
    """
    return "".join(part[0].upper() for part in name.split())


def _mask(people: list[Person], given: Rules, *, everybody: bool) -> Mask:
    shown = {p.name for p in people if p.police or given.is_public(p.position)}
    private = {p.name for p in people if everybody or p.part in given.parts}
    return Mask(frozenset(private - shown), frozenset(shown))


def _replacements(hidden: Iterable[str]) -> dict[str, str]:
    parts = {part: initials(part) for name in hidden for part in _parts(name)}
    whole = {name: initials(name) for name in hidden}
    exact = parts | whole
    return {name.upper(): short for name, short in exact.items()} | exact


def _parts(name: str) -> list[str]:
    return [part for part in name.split() if len(part) >= SHORTEST_PART and part[0].isupper()]


def _cases(names: Iterable[str]) -> set[str]:
    return {case for name in names for case in (name, name.upper())}
