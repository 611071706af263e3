"""The watch list: which units an office follows (``watch.toml`` in SOROT_HOME)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import tomli_w

from pipeline.errors import ConfigError


@dataclass(frozen=True, slots=True)
class WatchList:
    """Canonical unit names, in the order they were added."""

    units: tuple[str, ...] = ()

    @classmethod
    def load(cls, file: Path) -> Self:
        """Empty when there is no file; raises ConfigError when it is not a watch list."""
        if not file.exists():
            return cls()
        try:
            return cls(tuple(tomllib.loads(file.read_text(encoding="utf-8"))["units"]))
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise ConfigError(
                f"{file} is no watch list: {error}.", hint='Write units = ["Polres …"] there.'
            ) from error

    def save(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(tomli_w.dumps({"units": list(self.units)}), encoding="utf-8")

    def with_unit(self, unit: str) -> WatchList:
        return WatchList(tuple(dict.fromkeys((*self.units, unit))))

    def without_unit(self, unit: str) -> WatchList:
        return WatchList(tuple(name for name in self.units if name != unit))
