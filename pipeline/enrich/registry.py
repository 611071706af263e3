"""``models/registry.toml``: which trained model plays which role."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pipeline.errors import ModelError


def folder(models: Path, role: str) -> Path:
    """The folder of the active model of a role (``tone``, ``sentiment``, ``topics`` …)."""
    active = _active(models / "registry.toml")
    if role not in active:
        raise ModelError(
            f"{models / 'registry.toml'} names no model for {role!r}.",
            hint=f'Add a line {role} = "folder" under [active].',
        )
    path = models / active[role]
    if not path.is_dir():
        raise ModelError(
            f"the model for {role!r} is missing: there is no folder {path}.",
            hint=f"Correct {models / 'registry.toml'}, or restore the folder.",
        )
    return path


@cache
def _active(file: Path) -> dict[str, str]:
    try:
        active: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["active"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise ModelError(
            f"{file} cannot be read: {error}.", hint="Restore it from the repository."
        ) from error
    return active
