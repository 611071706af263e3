"""``models/results.json``: what was measured of the trained models, and what they cost.

``python -m models.evaluate`` writes it; the report, ``sorot models`` and the model cards read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ModelError, first_fault

FILE = "results.json"
GOLD, NEWSROOM = "gold test", "newsroom"
READ = "gold read"  # real articles against which rules were read
ALL = "all"


class Measured(NamedTuple):
    """A value, and the bounds of its 95% bootstrap interval."""

    value: float
    low: float
    high: float


class Row(BaseModel):
    """Scores of one model on one slice of one set.

    ``model`` is the registry's name of it or that of a baseline, ``name`` is what stands beside
    the labels it gave (with a digest of its weights). ``scores`` are empty where the items are too
    few; ``confusion`` counts by truth, then by answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    set: str
    slice: str = ALL
    role: str
    model: str
    name: str
    baseline: bool = False
    n: int
    scores: Mapping[str, Measured]
    confusion: Mapping[str, Mapping[str, int]] = {}


class Cost(BaseModel):
    """Bytes on disk (None for a model of the hub), and milliseconds an article by threads."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    role: str
    model: str
    bytes: int | None
    milliseconds: Mapping[int, float]


class Results(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    rows: tuple[Row, ...] = ()
    costs: tuple[Cost, ...] = ()

    def of(self, set_: str, role: str, slice_: str = ALL) -> list[Row]:
        """The rows of a slice, one a model."""
        return [row for row in self.rows if (row.set, row.role, row.slice) == (set_, role, slice_)]


def load(models: Path) -> Results:
    """Nothing where nothing was measured; raises ModelError that names the file and the fault."""
    file = models / FILE
    if not file.is_file():
        return Results()
    try:
        return Results.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        fault = first_fault(error) if isinstance(error, ValidationError) else error
        raise ModelError(
            f"{file} cannot be read: {fault}.",
            hint="Restore it from the repository, or measure again: `make evaluate`.",
        ) from error


def save(models: Path, results: Results) -> None:
    """A row a line, so that two versions can be compared."""
    parts = [
        f'"{name}": [\n' + ",\n".join(row.model_dump_json() for row in rows) + "\n]"
        for name, rows in (("rows", results.rows), ("costs", results.costs))
    ]
    (models / FILE).write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")
