"""One figure: what was measured, what is to be held, what is aimed at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How a measured value stands to its bounds; NOTED when it has none."""

    AIM = "aim"
    HOLD = "hold"
    MISSED = "missed"
    NOTED = ""


class Better(StrEnum):
    """Which way a value is wished."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a figure must hold and what it aims at, in the figure's own unit."""

    better: Better
    hold: float
    aim: float

    def verdict(self, value: float) -> Verdict:
        """
        >>> Bounds(Better.LOWER, hold=1.3, aim=1.1).verdict(1.2)
        <Verdict.HOLD: 'hold'>
        """
        sign = 1 if self.better is Better.HIGHER else -1
        if sign * value >= sign * self.aim:
            return Verdict.AIM
        return Verdict.HOLD if sign * value >= sign * self.hold else Verdict.MISSED

    def text(self, bound: float, unit: str) -> str:
        return f"{'≥' if self.better is Better.HIGHER else '≤'} {bound:g}{unit}"


@dataclass(frozen=True, slots=True)
class Figure:
    """``unit`` is ×, % or s; ``facts`` are the numbers behind ``value``, ``notes`` explain them."""

    what: str
    value: float
    unit: str
    bounds: Bounds | None = None
    facts: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return self.bounds.verdict(self.value) if self.bounds else Verdict.NOTED

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "verdict": self.verdict}


Measurement = Callable[[], list[Figure]]
