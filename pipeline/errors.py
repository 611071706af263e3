"""Everything Sorot raises on purpose.

SorotError
├── ConfigError      settings, registers, watch list: names file, line, field
├── OutletError      an outlet entry or the outlet itself
├── FetchError       a request or an archive record
├── ExtractError     a page that cannot become an article
├── LinksError       a file of links that people sent
├── ModelError       a model that is missing, broken or of another version
├── WarehouseError   the database, its lock, a snapshot
└── ReportError      a report that cannot be made

Each carries its facts as attributes and ends its message with the next step.
"""

from __future__ import annotations

from pydantic import ValidationError


class SorotError(Exception):
    """Base of all errors a user may see; ``hint`` is what to do next."""

    def __init__(self, message: str, *, hint: str, **facts: object) -> None:
        super().__init__(f"{message} {hint}")
        self.hint = hint
        self.facts = facts


class ConfigError(SorotError):
    """A setting, register or watch list is wrong."""


class OutletError(SorotError):
    """An outlet entry, or the outlet behind it, is wrong."""


class FetchError(SorotError):
    """A request failed, or an archive record cannot be read."""


class ExtractError(SorotError):
    """A page cannot become an article."""


class LinksError(SorotError):
    """A file of links cannot be read."""


class ModelError(SorotError):
    """A model is missing, broken or of another version."""


class WarehouseError(SorotError):
    """The warehouse, its lock or a snapshot is in the way."""


class ReportError(SorotError):
    """A report cannot be made."""


def first_fault(error: ValidationError) -> str:
    """Where the first wrong value of a record stands, and what is wrong with it."""
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
