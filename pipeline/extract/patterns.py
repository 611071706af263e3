"""The patterns of ``data/extract.toml``, compiled: what surrounds an Indonesian article."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import Pattern

from pipeline.errors import ConfigError
from pipeline.settings import DATA

FILE = DATA / "extract.toml"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled once a process; ``months`` maps every spelling to 1…12."""

    months: dict[str, int]
    zones: dict[str, str]
    container: Pattern[str]
    furniture_class: Pattern[str]
    box_marker: Pattern[str]
    furniture: Pattern[str]
    loose: Pattern[str]
    related: Pattern[str]
    inline: Pattern[str]
    soft_404: Pattern[str]
    byline: Sequence[Pattern[str]]
    byline_ending: Sequence[Pattern[str]]
    release: Pattern[str]
    not_authors: frozenset[str]
    author_class: Pattern[str]
    author_suffix: Pattern[str]
    signed: Pattern[str]
    not_places: frozenset[str]
    dateline_release: Pattern[str]
    dateline_outlet: Pattern[str]
    dateline_longest: int


@cache
def load(path: Path = FILE) -> Patterns:
    """Raises ConfigError naming the file and the pattern that does not compile."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))

    def compiled(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> Pattern[str]:
        try:
            return re.compile(pattern, flags)
        except re.error as error:
            raise ConfigError(
                f"{path}: the pattern {pattern!r} is wrong: {error}.", hint="Correct it there."
            ) from error

    def any_of(patterns: Sequence[str]) -> Pattern[str]:
        return compiled("|".join(f"(?:{pattern})" for pattern in patterns))

    dates, furniture, byline = raw["dates"], raw["furniture"], raw["byline"]
    return Patterns(
        months={name: n for n, names in enumerate(dates["months"], 1) for name in names},
        zones=dates["zones"],
        container=any_of(raw["body"]["containers"]),
        furniture_class=any_of(furniture["classes"]),
        box_marker=any_of(furniture["boxes"]),
        furniture=any_of(furniture["paragraphs"]),
        loose=any_of(furniture["loose"]),
        related=any_of(furniture["related"]),
        inline=any_of(furniture["inline"]),
        soft_404=any_of(furniture["soft_404"]),
        byline=[compiled(pattern) for pattern in byline["paragraphs"]],
        byline_ending=[
            compiled(rf"(?:^|(?<=[.!?…\"”’])\s*){pattern}\s*$") for pattern in byline["endings"]
        ],
        release=any_of(byline["release"]),
        not_authors=frozenset(byline["not_authors"]),
        author_class=any_of(byline["classes"]),
        author_suffix=any_of(byline["suffixes"]),
        signed=compiled(byline["signed"]),
        not_places=frozenset(raw["dateline"]["not_places"]),
        dateline_release=compiled(raw["dateline"]["release"]),
        dateline_outlet=compiled(raw["dateline"]["outlet"], re.NOFLAG),
        dateline_longest=raw["dateline"]["longest"],
    )
