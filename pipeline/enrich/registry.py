"""``models/registry.toml``: the trained models there are, and which one plays each role."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, PositiveFloat, ValidationError, model_validator

from pipeline.enrich import code_book, encoder, lexicon, linear, sentences
from pipeline.enrich.classifiers import Blend, Classifier, Linear, Neural
from pipeline.enrich.documents import for_article, for_relevance, for_sentiment, for_topic
from pipeline.enrich.features import Document
from pipeline.enrich.questions import Question
from pipeline.errors import ModelError, first_fault

Role = Literal["relevance", "tone", "sentiment", "topics"]
ROLES: tuple[Role, ...] = ("relevance", "tone", "sentiment", "topics")
FILE = "registry.toml"

READERS: dict[Role, Callable[[Question], Document]] = {
    "relevance": for_relevance,
    "tone": for_article,
    "sentiment": for_sentiment,
    "topics": for_topic,
}


class Entry(BaseModel):
    """A model of the registry: a ``folder`` (relative to the registry) or ``hub`` name, or
    ``parts``: other models, each with its weight."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    role: Role
    kind: Literal["linear", "onnx", "torch", "blend"]
    folder: str | None = None
    hub: str | None = None
    labels: dict[str, str] = {}  # of elsewhere → ours
    parts: dict[str, PositiveFloat] = {}
    temperature: PositiveFloat = 1.0

    @model_validator(mode="after")
    def _has_its_source(self) -> Entry:
        wanted = {
            "linear": bool(self.folder),
            "onnx": bool(self.folder),
            "torch": bool(self.folder) != bool(self.hub),
            "blend": bool(self.parts),
        }
        if not wanted[self.kind]:
            raise ValueError(
                f"a {self.kind} model needs {'parts' if self.kind == 'blend' else 'a folder'}"
            )
        return self


class Registry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    active: dict[str, str]
    model: dict[str, Entry] = {}

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Registry:
        for role, name in self.active.items():
            if role in ROLES:
                self._plays(name, role, f"[active] {role}")
        for name, entry in self.model.items():
            for part in entry.parts:
                self._plays(part, entry.role, f"[model.{name}] parts")
                if self.model[part].parts:
                    raise ValueError(f"[model.{name}] mixes {part}, which is a mixture itself")
        return self

    def _plays(self, name: str, role: str, place: str) -> None:
        if name not in self.model:
            raise ValueError(f"{place}: there is no [model.{name}]")
        if self.model[name].role != role:
            raise ValueError(f"{place}: {name} is a model for {self.model[name].role}")


def names_folder(models: Path) -> Path:
    """The folder of the active name recogniser."""
    return _folder(models, _active(models, "names"))


def names_files(models: Path) -> tuple[Path, ...]:
    """Every file of the active name recogniser."""
    return tuple(sorted(file for file in names_folder(models).rglob("*") if file.is_file()))


def parts_folder(models: Path) -> Path:
    """The folder of the model that tells what part a person plays."""
    return _folder(models, _active(models, "parts"))


def parts_files(models: Path) -> tuple[Path, ...]:
    return tuple(parts_folder(models) / name for name in linear.FILES)


def stories_folder(models: Path) -> Path:
    """The folder of what tells whether two articles are of one event."""
    return _folder(models, _active(models, "stories"))


def classifier(models: Path, role: Role) -> Classifier:
    """The active model of a role."""
    return named(models, _active(models, role))


@cache
def named(models: Path, name: str) -> Classifier:
    """The model of that name, loaded once a process."""
    told = entry(models, name)
    if told.kind == "blend":
        parts = tuple(named(models, part) for part in told.parts)
        facts = [part.name for part in parts]
        return Blend(
            f"{name}-{_digest(told, *facts)}",
            parts,
            tuple(told.parts.values()),
            told.temperature,
        )
    if told.kind == "linear":
        return Linear(linear.load(_folder(models, told.folder or "")), READERS[told.role])
    source = told.hub or str(_folder(models, told.folder or ""))
    made = Neural(encoder.load(source, told.kind), told.role, told.labels)
    _check_labels(models, name, told, made)
    return made


def forget() -> None:
    """Let go of the models that are loaded, and of what they remember."""
    named.cache_clear()
    encoder.load.cache_clear()


def files(models: Path, role: Role) -> tuple[Path, ...]:
    """Every file the answers of a role hang on: the version of a stage hashes them."""
    return (*_files(models, _active(models, role)), lexicon.FILE, sentences.FILE)


def blending(models: Path, role: Role) -> str:
    """A digest of how the active model of a role mixes its parts, '' when it has none: what a
    stage's version holds beside :func:`files`."""
    told = entry(models, _active(models, role))
    return f"-{_digest(told)}" if told.parts else ""


def load(models: Path) -> Registry:
    """Raises ModelError that names the file and the line or key that is wrong."""
    return _load(models / FILE)


@cache
def _load(file: Path) -> Registry:
    try:
        return Registry.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise ModelError(
            f"{file}: {first_fault(error).replace('Value error, ', '')}.",
            hint="See docs/models.md for what an entry holds.",
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelError(
            f"{file} cannot be read: {error}.", hint="Restore it from the repository."
        ) from error


def _digest(entry: Entry, *names: str) -> str:
    facts = json.dumps([entry.parts, entry.temperature, names])
    return hashlib.sha256(facts.encode()).hexdigest()[:8]


def _active(models: Path, role: str) -> str:
    active = load(models).active
    if role not in active:
        raise ModelError(
            f"{models / FILE} names no model for {role!r}.",
            hint=f'Add a line {role} = "name" under [active].',
        )
    return active[role]


def entry(models: Path, name: str) -> Entry:
    """What the registry says of a model; raises ModelError when it knows none of that name."""
    known = load(models).model
    if name not in known:
        raise ModelError(
            f"{models / FILE} knows no model {name!r}; it knows {', '.join(sorted(known))}.",
            hint=f"Add a section [model.{name}], or name another.",
        )
    return known[name]


def _folder(models: Path, folder: str) -> Path:
    path = models / folder
    if not path.is_dir():
        raise ModelError(
            f"a model is missing: there is no folder {path}.",
            hint=f"Correct {models / FILE}, or restore the folder.",
        )
    return path


def _files(models: Path, name: str) -> list[Path]:
    told = entry(models, name)
    if told.kind == "blend":
        return [file for part in told.parts for file in _files(models, part)]
    if told.hub:
        return []
    names = {
        "linear": linear.FILES,
        "onnx": encoder.FILES,
        "torch": ("config.json", "tokenizer.json", "model.safetensors"),
    }[told.kind]
    return [_folder(models, told.folder or "") / file for file in names]


def _check_labels(models: Path, name: str, entry: Entry, made: Neural) -> None:
    known = {"relevance": {"true", "false"}, "topics": set(code_book.load().labels)}
    wanted = known.get(entry.role, {"positif", "netral", "negatif"})
    found = set(made.labels)
    if found != wanted and not (entry.role == "topics" and found <= wanted):
        raise ModelError(
            f"the model {name!r} gives the labels {sorted(found)}; {entry.role} needs "
            f"{sorted(wanted)}.",
            hint=f"Say in {models / FILE} under [model.{name}] which is which: "
            'labels = { positive = "positif", … }.',
        )
