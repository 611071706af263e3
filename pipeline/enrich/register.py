"""The unit register: ``data/units/*.toml`` → units, and the names by which texts call them.

A Polres entry carries its Polsek as names of kecamatan; a Polsek whose name is not the only one
in the register is called ``Polsek Sukorejo (Polres Kendal)``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ConfigError, first_fault

Level = Literal["mabes", "polda", "polres", "polsek"]
_TYPE = re.compile(
    r"^(?:Polda|Polrestabes|Polresta|Polres Metro|Polres|Polsek|Mabes)\s+(?P<place>.+)$"
)
_REGION_KIND = re.compile(r"^(?:Kabupaten|Kota)(?: Administrasi)? ")


@dataclass(frozen=True, slots=True)
class Unit:
    """A police unit. ``places`` are the names written after Polda, Polres or Polsek;
    ``area`` are the places whose naming in a text speaks for this unit. It is valid from ``since``
    to ``until`` where these are known; ``former`` says in words what it was called or where it sat
    before."""

    name: str
    level: Level
    parent: str | None
    region: str | None
    seat: str | None
    zone: str
    places: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    source: str = ""
    since: date | None = None
    until: date | None = None
    former: tuple[str, ...] = ()

    @property
    def aliases(self) -> list[str]:
        """Full forms, for the warehouse and for people."""
        head = {"polda": "Polda", "polres": "Polres", "polsek": "Polsek"}.get(self.level)
        forms = [f"{head} {place}" for place in self.places] if head else []
        return [form for form in dict.fromkeys([*forms, *self.spellings]) if form != self.name]

    @property
    def kind(self) -> str:
        """What the name begins with, in lower case: polres, polresta, polres metro …"""
        words = self.name.lower().split()
        return " ".join(words[: 2 if words[1:2] == ["metro"] and self.level == "polres" else 1])

    def as_row(self) -> dict[str, Any]:
        """As the warehouse keeps it."""
        return {
            "unit": self.name, "kind": self.kind, "parent": self.parent, "region": self.region,
            "seat": self.seat, "zone": self.zone, "aliases": self.aliases,
            "source": self.source, "since": self.since, "until": self.until,
            "former": list(self.former),
        }  # fmt: skip

    @property
    def area(self) -> tuple[str, ...]:
        region = _REGION_KIND.sub("", self.region or "")
        return tuple(dict.fromkeys(p for p in (region, self.seat or "", *self.places) if p))


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    aliases: list[str] = []
    code: str = ""
    seat: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    former: list[str] = []


class _Polda(_Entry):
    kind: Literal["polda", "mabes"] = "polda"
    zone: str
    spellings: list[str] = []


class _Polres(_Entry):
    polda: str
    region: str
    polsek: list[str] = []


E = TypeVar("E", bound=_Entry)


class UnitRegister:
    """Every unit by canonical name, and by the folded place that follows its level."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.name: unit for unit in units}
        names: dict[tuple[Level, str], list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            for place in dict.fromkeys(map(fold, unit.places)):
                names[unit.level, place].append(unit)
        self.by_place = dict(names)

    @classmethod
    def load(cls, paths: Sequence[Path]) -> UnitRegister:
        """Read register files and folders; raises ConfigError naming file, entry and field."""
        return cls(_units(paths))

    def find(self, name: str) -> Unit:
        """A unit by canonical name or alias; raises ConfigError with the nearest names."""
        wanted = fold(name)
        if wanted not in self._by_any_name:
            near = [unit.name for key, unit in self._by_any_name.items() if wanted in key]
            hint = f"Did you mean {', '.join(dict.fromkeys(near[:5]))}?" if near else ""
            raise ConfigError(
                f"no unit {name!r} in the register.",
                hint=hint or "See data/units for the names of the register.",
                name=name,
            )
        return self._by_any_name[wanted]

    def below(self, name: str) -> list[str]:
        """The unit and every unit under it, by name."""
        found = [name]
        for unit in self.units.values():
            if unit.parent in found:
                found.append(unit.name)
        return found

    @cached_property
    def longest_place(self) -> int:
        """Most words of a place name."""
        return max(key.count(" ") + 1 for _, key in self.by_place)

    @cached_property
    def places(self) -> frozenset[str]:
        """Every place of the register, folded."""
        return frozenset(fold(place) for unit in self.units.values() for place in unit.area)

    @cached_property
    def place_words(self) -> frozenset[str]:
        """Every word of a place of the register."""
        return frozenset(word for place in self.places for word in place.split())

    @cached_property
    def spellings(self) -> dict[str, Unit]:
        """Names that stand for a unit as they are, in small letters (``bareskrim polri``)."""
        return {s.lower(): unit for unit in self.units.values() for s in unit.spellings}

    @cached_property
    def spelled(self) -> re.Pattern[str]:
        """Any of :attr:`spellings` in a text, in any case of letters; nothing where there are
        none."""
        longest_first = sorted(self.spellings, key=len, reverse=True)
        any_of = "|".join(map(re.escape, longest_first)) or r"(?!)"
        return re.compile(rf"\b(?:{any_of})\b", re.IGNORECASE)

    @cached_property
    def in_town(self) -> tuple[Unit, ...]:
        """Every Polsek of the town that its Polres is named after: "Polsek Kota" in its area."""
        return tuple(
            unit
            for unit in self.units.values()
            if unit.level == "polsek"
            and unit.parent
            and self._is_town(unit, self.units[unit.parent])
        )

    def _is_town(self, unit: Unit, polres: Unit) -> bool:
        places = {fold(place) for place in polres.places}
        return fold(unit.places[0]).removeprefix("kota ").removesuffix(" kota") in places

    @cached_property
    def _by_any_name(self) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        for unit in self.units.values():
            for form in unit.aliases:
                found.setdefault(fold(form), unit)
        return found | {fold(unit.name): unit for unit in self.units.values()}


def fold(text: str) -> str:
    """Case, dots and hyphens folded, for look-up only."""
    return " ".join(re.sub(r"[.\-–,()]", " ", text.casefold()).split())


def files(paths: Sequence[Path]) -> list[Path]:
    """The register files behind the paths, in a fixed order."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ConfigError(f"no unit register at {path}.", hint="Correct SOROT_UNITS.")
        found += sorted(path.glob("pol*.toml")) if path.is_dir() else [path]
    return found


def _units(paths: Sequence[Path]) -> Iterator[Unit]:
    poldas: list[_Polda] = []
    polres: list[_Polres] = []
    for file in files(paths):
        raw = _read(file)
        poldas += [_entry(_Polda, row, file) for row in raw.get("polda", [])]
        polres += [_entry(_Polres, row, file) for row in raw.get("polres", [])]
    zones = {entry.name: entry.zone for entry in poldas}
    for polda in poldas:
        yield _polda_unit(polda)
    for entry in polres:
        if entry.polda not in zones:
            raise ConfigError(
                f"{entry.name} belongs to {entry.polda!r}, which no register file has.",
                hint="Add that Polda or correct the name.",
            )
        yield _polres_unit(entry, zones[entry.polda])
    times = Counter(fold(name) for entry in polres for name in entry.polsek)
    for entry in polres:
        for name in entry.polsek:
            single = times[fold(name)] == 1
            yield Unit(
                name=f"Polsek {name}" if single else f"Polsek {name} ({entry.name})",
                level="polsek",
                parent=entry.name,
                region=entry.region,
                seat=None,
                zone=zones[entry.polda],
                places=(name,),
                source="kecamatan (Kemendagri)",
            )


def _polda_unit(entry: _Polda) -> Unit:
    level: Level = "mabes" if entry.kind == "mabes" else "polda"
    place = entry.name.split(" ", 1)[1]
    return Unit(
        name=entry.name,
        level=level,
        parent=None,
        region=None if level == "mabes" else place,
        seat=entry.seat,
        zone=entry.zone,
        places=() if level == "mabes" else tuple(dict.fromkeys([place, *entry.aliases])),
        spellings=tuple(entry.spellings),
        **_history(entry, "Perpol 14/2018"),
    )


def _polres_unit(entry: _Polres, zone: str) -> Unit:
    match = _TYPE.match(entry.name)
    place = match["place"] if match else entry.name
    return Unit(
        name=entry.name,
        level="polres",
        parent=entry.polda,
        region=entry.region,
        seat=entry.seat or None,
        zone=zone,
        places=tuple(dict.fromkeys([place, *entry.aliases])),
        **_history(entry, "Perpol 2/2021"),
    )


def _history(entry: _Entry, source: str) -> dict[str, Any]:
    """Where nothing else is said, the regulation that sets up units of the level."""
    return {
        "source": entry.source or source,
        "since": entry.since,
        "until": entry.until,
        "former": tuple(entry.former),
    }


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}.", hint="Correct the TOML there.") from error


def _entry(kind: type[E], row: dict[str, Any], file: Path) -> E:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        raise ConfigError(
            f"{file}: {row.get('name', 'an entry without a name')}: {first_fault(error)}.",
            hint="Correct the entry there.",
        ) from error
