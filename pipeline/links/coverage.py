"""How much of what people sent the crawl had found by itself, by outlet.

People send what they care for, so this is no sample of all news; but what they sent and the crawl
had not is missed for certain, and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.analysis.intervals import wilson
from pipeline.warehouse import Warehouse

FEW = 30  # links; the interval of a share of fewer is about 35 points wide
QUERY = (Path(__file__).parent / "sql" / "coverage.sql").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the sent articles the crawl had; ``open`` ones are not decided and not in
    ``share`` (with its 95% interval; None where nothing is decided)."""

    had: int
    missed: int
    open: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def sent(self) -> int:
        return self.had + self.missed + self.open

    @property
    def few(self) -> bool:
        return self.had + self.missed < FEW


@dataclass(frozen=True, slots=True)
class OutletCoverage:
    """One outlet: its articles about the police, and all of its articles that were sent."""

    outlet: str
    name: str
    registered: bool
    police: Share
    all: Share
    missed: tuple[dict[str, Any], ...]  # articles about the police

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Coverage:
    """``registered`` and ``everywhere`` are sums of articles about the police; ``all`` of any."""

    outlets: list[OutletCoverage]
    registered: Share
    everywhere: Share
    all: Share

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def coverage_of(warehouse: Warehouse) -> Coverage:
    """Over every link that was ever imported."""
    rows = warehouse.rows(QUERY)
    outlets = [_outlet(name, rows) for name in dict.fromkeys(row["outlet"] for row in rows)]
    police = [row for row in rows if row["about_police"]]
    return Coverage(
        outlets=sorted(outlets, key=lambda one: (-one.police.missed, -one.police.sent, one.outlet)),
        registered=_share(row for row in police if row["registered"]),
        everywhere=_share(police),
        all=_share(rows),
    )


def _outlet(outlet: str, rows: Sequence[dict[str, Any]]) -> OutletCoverage:
    own = [row for row in rows if row["outlet"] == outlet]
    police = [row for row in own if row["about_police"]]
    return OutletCoverage(
        outlet=outlet,
        name=own[0]["name"],
        registered=own[0]["registered"],
        police=_share(police),
        all=_share(own),
        missed=tuple(
            {"url": row["url"], "title": row["title"], "published_at": row["published_at"]}
            for row in police
            if row["state"] == "missed"
        ),
    )


def _share(rows: Iterable[dict[str, Any]]) -> Share:
    counts = Counter(row["state"] for row in rows)
    had, missed = counts["had"], counts["missed"]
    if not had + missed:
        return Share(had, missed, counts["open"], None, None, None)
    share, low, high = wilson(np.array([had]), np.array([had + missed]))
    return Share(had, missed, counts["open"], float(share[0]), float(low[0]), float(high[0]))
