"""The models of the registry: what each is, how large, and whether it can be used here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.enrich import registry
from pipeline.enrich.registry import Entry, Role
from pipeline.errors import ModelError


@dataclass(frozen=True, slots=True)
class Listed:
    """``name`` is what stands beside labels it gave; ``problem`` is why it cannot be loaded.
    ``bytes`` is None for a model of the hub."""

    model: str
    role: str
    kind: str
    active: bool
    bytes: int | None
    labels: tuple[str, ...]
    name: str | None = None
    problem: str | None = None


def of_role(models: Path, role: Role) -> list[str]:
    """Names in the registry of all models of a role, the active one first."""
    found = registry.load(models)
    names = [name for name, entry in found.model.items() if entry.role == role]
    return sorted(names, key=lambda name: name != found.active.get(role))


def listed(models: Path) -> Iterator[Listed]:
    """Every model, those of a role together; each is loaded to see that it can be, but for those
    of the hub, which would have to be fetched."""
    found = registry.load(models)
    yield _names(models)
    for role in registry.ROLES:
        for name in of_role(models, role):
            yield _listed(models, name, found.model[name], name == found.active.get(role))


def size(models: Path, name: str) -> int | None:
    """Bytes of its files, or of its parts' together."""
    known = registry.load(models).model
    entry = known[name]
    if entry.parts:
        parts = [size(models, part) for part in entry.parts if part in known]
        return sum(filter(None, parts))
    return bytes_under(models / entry.folder) if entry.folder else None


def bytes_under(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _listed(models: Path, name: str, entry: Entry, active: bool) -> Listed:
    facts = (name, entry.role, entry.kind, active, size(models, name))
    if entry.hub:
        return Listed(*facts, tuple(entry.labels.values()), entry.hub)
    try:
        made = registry.named(models, name)
        return Listed(*facts, made.labels, made.name)
    except ModelError as error:
        return Listed(*facts, (), problem=str(error))


def _names(models: Path) -> Listed:
    """The name recogniser: a spaCy pipeline that the registry knows by its folder."""
    active = registry.load(models).active.get("names", "")
    try:
        folder = registry.names_folder(models)
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        labels = tuple(label for some in meta["labels"].values() for label in some)
        name = f"{meta['name']}-{meta['version']}"
        return Listed(active, "names", "spacy", True, bytes_under(folder), labels, name)
    except (ModelError, OSError, ValueError, KeyError) as error:
        return Listed(active, "names", "spacy", True, None, (), problem=str(error))
