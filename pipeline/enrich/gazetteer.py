"""The regions of Indonesia: ``data/regions/*.csv`` → kabupaten/kota and kecamatan by their names.

A file has the columns ``code,name,latitude,longitude`` (Kemendagri codes, whose dots tell the
level; degrees, empty where the centre is not known). ``ambiguous.txt`` beside it lists names that
alone mean nothing.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.enrich.register import fold
from pipeline.errors import ConfigError

COLUMNS = ("code", "name", "latitude", "longitude")
_KIND = re.compile(r"^(?P<kind>Kabupaten|Kota)(?: Administrasi)? (?P<place>.+)$")


@dataclass(frozen=True, slots=True)
class Region:
    """``place`` is the name without Kabupaten or Kota; ``centre`` is latitude and longitude."""

    code: str
    name: str
    place: str
    centre: tuple[float, float] | None

    @property
    def is_city(self) -> bool:
        return self.name.startswith("Kota ")

    @property
    def parent(self) -> str:
        """Code of the region it lies in."""
        return self.code.rpartition(".")[0]


class Gazetteer:
    """``regencies`` and ``districts`` are by folded place, of one name all of them."""

    def __init__(self, regions: Iterable[Region], ambiguous: Iterable[str] = ()) -> None:
        self.ambiguous = frozenset(map(fold, ambiguous))
        self.by_code = {region.code: region for region in regions}
        self.regencies: dict[str, list[Region]] = defaultdict(list)
        self.districts: dict[str, list[Region]] = defaultdict(list)
        self.by_name: dict[str, Region] = {}
        for region in self.by_code.values():
            level = region.code.count(".")
            if level == 1:
                self.regencies[fold(region.place)].append(region)
                self.by_name[region.name.replace(" Administrasi", "")] = region
            elif level == 2:
                self.districts[fold(region.place)].append(region)

    @classmethod
    def load(cls, paths: Sequence[Path]) -> Gazetteer:
        """Read files and folders; raises ConfigError naming file and line."""
        known = files(paths)
        words = [line for file in known if file.suffix == ".txt" for line in _lines(file)]
        return cls([r for file in known if file.suffix == ".csv" for r in _regions(file)], words)

    def regency_of(self, district: Region) -> Region:
        return self.by_code[district.parent]

    def named(self, name: str | None) -> Region | None:
        """The regency of a full name (``Kabupaten Halmahera Utara``)."""
        return self.by_name.get((name or "").replace(" Administrasi", ""))


def files(paths: Sequence[Path]) -> list[Path]:
    """The files behind paths, in order."""
    inside = [sorted(path.iterdir()) if path.is_dir() else [path] for path in paths]
    return [file for some in inside for file in some if file.suffix in (".csv", ".txt")]


def _lines(file: Path) -> list[str]:
    lines = map(str.strip, file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _regions(file: Path) -> list[Region]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise ConfigError(
                    f"{file}: the columns are {rows.fieldnames}.",
                    hint=f"Give it {','.join(COLUMNS)}.",
                )
            return [_region(row, file, number) for number, row in enumerate(rows, 2)]
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{file} cannot be read: {error}.", hint="Correct the setting `regions`."
        ) from error


def _region(row: dict[str, str], file: Path, line: int) -> Region:
    kind = _KIND.match(row["name"] or "")
    try:
        centre = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None
    except (TypeError, ValueError) as error:
        raise ConfigError(
            f"{file}, line {line}: {row['latitude']!r}, {row['longitude']!r} is no place on a map.",
            hint="Give latitude and longitude in degrees, or neither.",
        ) from error
    return Region(row["code"], row["name"], kind["place"] if kind else row["name"], centre)
