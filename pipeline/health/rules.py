"""The thresholds of ``data/health.toml``, checked; the reasons stand there."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError, first_fault
from pipeline.settings import DATA

FILE = DATA / "health.toml"


class _Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Silent(_Rules):
    window_days: int = Field(gt=0)
    pause: int = Field(ge=1)  # 1 is the longest
    factor: float = Field(ge=1)
    least_days: float = Field(gt=0)
    learn_pauses: int = Field(ge=1)
    learn_days: float = Field(gt=0)


class Streak(_Rules):
    """How many crawls running make an alarm."""

    crawls: int = Field(ge=1)


class Drift(_Rules):
    recent: int = Field(gt=0)
    recent_nights: int = Field(gt=0)
    past: int = Field(gt=0)
    least_past: int = Field(gt=0)
    unusual: float = Field(gt=0, lt=1)
    chance: float = Field(gt=0, lt=1)
    worse_by: float = Field(ge=0, le=1)
    back_fill_days: int = Field(gt=0)


class Run(_Rules):
    stale_hours: float = Field(gt=0)


class HabitDays(_Rules):
    days: int = Field(gt=0)


class Quality(_Rules):
    low: float = Field(ge=0, le=1)


class Rules(_Rules):
    """All thresholds by the kind of alarm."""

    silent: Silent
    unreached: Streak
    drift: Drift
    listing: Streak
    budget: Streak
    run: Run
    habit: HabitDays
    quality: Quality


@cache
def load(path: Path = FILE) -> Rules:
    """Raises ConfigError naming the file, the threshold and what is wrong with it."""
    try:
        return Rules.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise ConfigError(f"{path}: {first_fault(error)}.", hint="Correct it there.") from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}.", hint="Restore or correct the file.") from error
