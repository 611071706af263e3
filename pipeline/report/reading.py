"""How labels are read and who is asked: ``data/report/reading.toml`` and ``functions.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.report import wording
from pipeline.settings import DATA

FILE = DATA / "report" / "reading.toml"
FUNCTIONS = DATA / "report" / "functions.toml"


@dataclass(frozen=True, slots=True)
class ToRead:
    """When an event must be read though no label is negative, and the words for each reason."""

    topics: tuple[str, ...]
    topic: str
    headline: str
    negative: float
    probability: str


@dataclass(frozen=True, slots=True)
class Reading:
    """``below`` is the probability under which a label is shown with ``mark``."""

    below: float
    mark: str
    legend: str
    to_read: ToRead


@cache
def load(path: Path = FILE) -> Reading:
    """Raises ConfigError naming the file and what is missing."""
    raw = _toml(path)
    try:
        doubt, wanted = raw["doubt"], raw["to_read"]
        return Reading(
            below=float(doubt["below"]),
            mark=str(doubt["mark"]),
            legend=str(doubt["legend"]),
            to_read=ToRead(
                topics=tuple(wanted["topics"]),
                topic=str(wanted["topic"]),
                headline=str(wanted["headline"]),
                negative=float(wanted["negative"]),
                probability=str(wanted["probability"]),
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(
            f"{path}: {error} is missing or no value that fits.",
            hint="Restore it from the repository, or give it a value.",
            path=path,
        ) from error


def legend() -> str:
    """What the mark of doubt means."""
    found = load()
    return found.legend.format(below=wording.probability(found.below))


def is_under(topic: str, codes: tuple[str, ...]) -> bool:
    """
    >>> is_under("akuntabilitas.etik", ("akuntabilitas",)), is_under("kriminal", ("akun",))
    (True, False)
    """
    return any(topic == code or topic.startswith(f"{code}.") for code in codes)


def function_for(unit: str, topic: str, path: Path = FUNCTIONS) -> str:
    """Which function of a unit answers for a topic.

    >>> function_for("Polresta Ambon", "kriminal.narkoba"), function_for("Polda Maluku", "")
    ('Satresnarkoba', 'satuan kerja terkait')
    """
    kind = unit.partition(" ")[0].lower()
    kinds: Mapping[str, Mapping[str, str]] = _toml(path)
    by_code = kinds.get("polres" if kind.startswith("polres") else kind) or kinds.get("mabes", {})
    fitting = [code for code in by_code if not code or is_under(topic, (code,))]
    if not fitting:
        raise ConfigError(
            f"{path}: no function of {unit!r} for topic {topic!r}.",
            hint='Add a line "" = "…" for every other topic.',
            path=path,
        )
    return by_code[max(fitting, key=len)]


@cache
def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"{path}: {error}.", hint="Restore it from the repository.", path=path
        ) from error
