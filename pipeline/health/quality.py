"""Articles that came out badly, worst first, and pages that gave none: what to look at."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from pipeline.health.facts import rows
from pipeline.health.rules import load
from pipeline.warehouse import Warehouse

SHORT = 600  # characters: half of what costs an article no quality


@dataclass(frozen=True, slots=True)
class LowQuality:
    """Rows as dictionaries of the columns named in the queries; ``why`` in words."""

    below: float
    outlets: list[dict[str, Any]]
    articles: list[dict[str, Any]]
    failures: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def low_quality(warehouse: Warehouse) -> LowQuality:
    """Articles below the threshold of ``data/health.toml``, and pages that extraction failed on."""
    low = load().quality.low
    return LowQuality(
        low,
        outlets=rows(warehouse, "quality_by_outlet", low=low),
        articles=[{**row, "why": _why(row)} for row in rows(warehouse, "low_quality", low=low)],
        failures=rows(warehouse, "extract_failures"),
    )


def _why(row: dict[str, Any]) -> list[str]:
    """What cost it: its warnings, its length, else the share of links around it."""
    short = [f"{row['characters']} characters"] if row["characters"] < SHORT else []
    return [*row["warnings"], *short] or ["many links"]
