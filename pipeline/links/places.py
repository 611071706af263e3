"""``data/links.toml`` as records: where links lead, and how people's files are written."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from crawlers.destinations import Destinations
from pipeline.errors import ConfigError
from pipeline.settings import DATA

FILE = DATA / "links.toml"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Chat(_Entry):
    """What WhatsApp writes in place of a message."""

    markers: tuple[str, ...]


class Columns(_Entry):
    """How the columns of tables are called, by the beginning of their names."""

    sender: tuple[str, ...]
    date: tuple[str, ...]
    time: tuple[str, ...]


class Places(_Entry):
    """The whole file."""

    destinations: Destinations
    chat: Chat
    columns: Columns

    @classmethod
    @cache
    def load(cls, file: Path = FILE) -> Self:
        """Raises ConfigError that names the file and what is wrong in it."""
        try:
            return cls.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise ConfigError(f"{file}: {error}.", hint="Correct that file.") from error
