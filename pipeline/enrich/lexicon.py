"""The words of the police and of reported speech: ``data/police.toml``, compiled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import Pattern

from pipeline.settings import DATA

FILE = DATA / "police.toml"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``unit_heads`` has one group per level; ``ranks`` maps a folded spelling to the rank."""

    unit_heads: Pattern[str]
    ranks: dict[str, str]
    rank_order: dict[str, int]  # 0 is the highest
    rank: Pattern[str]
    police_position: Pattern[str]
    civil_position: Pattern[str]
    person_noun: Pattern[str]  # a civil position, or what people are who hold none
    relational: frozenset[str]  # positions held toward a person
    titles: frozenset[str]
    title: Pattern[str]  # one or more titles before a name, with their dots
    title_ending: Pattern[str]  # the same at the end of what stands before a name
    never_names: frozenset[str]
    starters: frozenset[str]
    things: frozenset[str]
    speech: Pattern[str]
    reporting: Pattern[str]
    heavy: frozenset[str]  # reporting verbs that need "bahwa" or a comma
    unsaid: frozenset[str]
    pronoun: Pattern[str]
    unnamed: Pattern[str]
    child_before: Pattern[str]  # what stands before the name of a child


@cache
def load(path: Path = FILE) -> Lexicon:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    levels = {level: heads for level, heads in raw["units"].items() if heads}
    spellings = {s: rank["name"] for rank in raw["rank"] for s in rank["spellings"]}
    longest = sorted(spellings, key=len, reverse=True)
    dotted = "|".join(r"\.?\s*".join(map(re.escape, s.split())) + r"\b\.?" for s in longest)
    positions = raw["positions"]
    return Lexicon(
        unit_heads=re.compile(
            r"(?:\b|(?<=[A-Z]{2}))(?:"  # "BKSDAPolres": pages glue headings
            + "|".join(f"(?P<{level}>{'|'.join(heads)})" for level, heads in levels.items())
            + r")\b"
        ),
        ranks={rank_key(s): name for s, name in spellings.items()},
        rank_order={rank["name"]: place for place, rank in enumerate(raw["rank"])},
        rank=re.compile(rf"\b(?:{dotted})", re.IGNORECASE),
        police_position=re.compile(
            rf"\b(?:{'|'.join(positions['police'])})?(?:{_longest_first(positions['heads'])})\b"
        ),
        civil_position=re.compile(rf"\b(?:{_longest_first(positions['civil'])})(?:nya)?\b"),
        person_noun=re.compile(
            rf"\b(?:{_longest_first([*positions['civil'], *positions['people']])})(?:nya)?\b"
        ),
        relational=frozenset(positions["relational"]),
        titles=frozenset(title.lower() for title in positions["titles"]),
        title=re.compile(rf"(?:(?:{_longest_first(positions['titles'])})\b\.?\s*)*"),
        title_ending=re.compile(rf"(?:\b(?:{_longest_first(positions['titles'])})\b\.?\s*)*$"),
        never_names=frozenset(raw["names"]["never"]),
        starters=frozenset(raw["names"]["starters"]),
        things=frozenset(raw["names"]["things"]),
        speech=re.compile(
            rf"\b(?:di|me[nmr]?g?)?(?:{'|'.join(raw['speech']['verbs'])})(?:kan|i)?(?:nya)?\b", re.I
        ),
        reporting=re.compile(rf"\b(?:{'|'.join(raw['speech']['reporting'])})\b", re.I),
        unnamed=re.compile(raw["speech"]["unnamed"]),
        child_before=re.compile(rf"{raw['names']['child_before']}\s*,?\s*$", re.I),
        heavy=frozenset(raw["speech"]["heavy"]),
        unsaid=frozenset(raw["speech"]["unsaid"]),
        pronoun=re.compile(
            rf"\b(?:{'|'.join(raw['speech']['pronouns'])}|{raw['speech']['pointing']})\b", re.I
        ),
    )


def normal_position(words: str, path: Path = FILE) -> str:
    """A police position, short: ``Kepala Satuan Reserse Kriminal`` → ``Kasat Reskrim``."""
    short = re.sub(r"\s+", " ", words.strip())
    for pattern, replacement in _normal_forms(path):
        short = pattern.sub(replacement, short)
    return short


@cache
def _normal_forms(path: Path) -> list[tuple[Pattern[str], str]]:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return [(re.compile(old, re.I), new) for old, new in raw["positions"]["normal"].items()]


def rank_key(spelling: str) -> str:
    """A rank's spelling without dots, spaces and case."""
    return re.sub(r"[.\s]+", "", spelling).lower()


def _longest_first(patterns: list[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))
