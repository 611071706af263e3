"""Settings: defaults < ``sorot.toml`` in SOROT_HOME < environment (prefix ``SOROT_``).

``load()`` gives the effective settings, ``origins()`` says where each value came from.
"""

from __future__ import annotations

import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from pipeline.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
MODELS = ROOT / "models"


def _home() -> Path:
    return Path(os.environ.get("SOROT_HOME", DATA / "run"))


class Settings(BaseSettings):
    """Every knob of Sorot. Paths are taken relative to the working directory."""

    model_config = SettingsConfigDict(env_prefix="SOROT_", extra="forbid", frozen=True)

    home: Path = Field(DATA / "run", description="runtime data: archive, warehouse, snapshots")
    outlets: Path = Field(DATA / "outlets", description="folder of outlet entries (*.toml)")
    units: list[Path] = Field(
        [DATA / "units"], description="unit registers: folders or files (*.toml)"
    )
    regions: list[Path] = Field(
        [DATA / "regions"], description="gazetteers: folders or files (*.csv)"
    )
    models: Path = Field(MODELS, description="folder of models and their registry.toml")
    contact: str = Field(
        "https://sorot.invalid/kontak",
        description="address or e-mail in the user agent: set your own",
    )
    allow_private_hosts: bool = Field(
        False, description="crawl loopback and private addresses (tests and demo only)"
    )
    proxy: str | None = Field(None, description="HTTP proxy of every request, http://host:port")
    delay: float = Field(1.0, ge=0, description="seconds between requests to one host")
    timeout: float = Field(30.0, gt=0, description="seconds for one response")
    max_page_bytes: int = Field(5_000_000, gt=0, description="larger responses are given up")
    outlet_budget: int = Field(5_000, gt=0, description="most requests to one outlet a run")
    lookback_days: int = Field(60, gt=0, description="how far back a first crawl goes")
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, description="processes for stages"
    )
    keep_snapshots: int = Field(7, ge=1, description="published snapshots kept for rollback")
    keep_logs: int = Field(90, ge=1, description="logs of runs kept in the folder log")
    now: AwareDatetime | None = Field(None, description="pretend it is this moment (demo, tests)")

    def clock(self) -> datetime:
        """This moment in UTC, or the pretended one."""
        return (self.now or datetime.now(UTC)).astimezone(UTC)

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @property
    def frontier(self) -> Path:
        return self.home / "frontier.sqlite"

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.home / "published"

    @property
    def reports(self) -> Path:
        return self.home / "reports"

    @property
    def logs(self) -> Path:
        return self.home / "log"

    @property
    def watch(self) -> Path:
        return self.home / "watch.toml"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (
            init_settings,
            env_settings,
            TomlConfigSettingsSource(settings_cls, _home() / "sorot.toml"),
        )


def load(**overrides: Any) -> Settings:
    """The effective settings; raises ConfigError naming the setting and where it was set."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise ConfigError(
            f"setting {name}: {first['msg']} (got {first['input']!r}).",
            hint=f"Correct SOROT_{name.upper()} or {_home() / 'sorot.toml'}.",
        ) from error
    except SettingsError as error:
        raise ConfigError(
            f"settings: {error} ({error.__cause__}).",
            hint="Write lists in the environment as JSON: SOROT_UNITS='[\"data/units\"]'.",
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{_home() / 'sorot.toml'} is not TOML: {error}.",
            hint="Correct that line: key = value, text in quotation marks.",
        ) from error


def origins(settings: Settings) -> dict[str, str]:
    """Where each effective value comes from: environment, file or default."""
    file = _home() / "sorot.toml"
    in_file = TomlConfigSettingsSource(Settings, file)()
    return {
        name: f"SOROT_{name.upper()}"
        if f"SOROT_{name.upper()}" in os.environ
        else str(file)
        if name in in_file
        else "default"
        for name in type(settings).model_fields
    }
