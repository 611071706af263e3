"""What models are compared on: questions with their true answers, from sets no model learns from.

The test split of ``models/gold`` (real articles; needs the data room), the originals of the sample
newsroom (invented, true by construction; needs a checkout, for it is part of the tests), held-out
parts of public sets, or a file of the user's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models import gold, public_sets
from models.evaluation import Answers
from models.examples import held_out, of_role
from pipeline.enrich.classifiers import Classifier
from pipeline.enrich.questions import Question, about_article, about_unit, word_for_word
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.registry import ROLES, Role
from pipeline.enrich.units import Context, find_units
from pipeline.errors import ConfigError, ModelError, first_fault
from pipeline.records import UnitMention
from pipeline.scoring import lines_of
from pipeline.settings import DATA

Polarity = Literal["smsa", "cnbc"]
POLARITY: dict[Polarity, public_sets.Loader] = {"smsa": public_sets.smsa, "cnbc": public_sets.cnbc}


@dataclass(frozen=True, slots=True)
class Item:
    """``group`` is its article; ``title`` is None where the text may not be shown."""

    question: Question
    label: str
    group: str
    outlet: str
    title: str | None = None


Sets = Mapping[str, Mapping[Role, Sequence[Item]]]


def answers(model: Classifier, items: Sequence[Item]) -> Answers:
    """Raises ModelError when an item has a label that the model does not know."""
    unknown = {item.label for item in items} - set(model.labels)
    if unknown:
        raise ModelError(
            f"the model {model.name} does not know the labels {sorted(unknown)}; it knows "
            f"{sorted(model.labels)}.",
            hint="Correct the labels, or choose a model of the role they belong to.",
        )
    return Answers(
        model.labels,
        model.probabilities([item.question for item in items]),
        np.array([model.labels.index(item.label) for item in items], dtype=np.int64),
        tuple(item.group for item in items),
    )


def gold_test() -> dict[Role, list[Item]]:
    """Raises ConfigError where there is no data room."""
    examples = held_out(UnitRegister.load([DATA / "units"]))
    return {
        role: [
            Item(e.asked(role), e.label(role), e.group, gold.TEST_OUTLET)
            for e in of_role(examples, role)
        ]
        for role in ROLES
    }


def newsroom() -> dict[Role, list[Item]]:
    """Sentiment is asked toward every unit that an article names."""
    try:
        from tests.newsroom import articles as sample
    except ImportError as error:
        raise ConfigError(
            "the sample newsroom is not installed.",
            hint="It is part of the tests: work in a checkout of the repository, or give a file.",
        ) from error
    register = UnitRegister.load([DATA / "units", DATA / "sample" / "units.toml"])
    found: dict[Role, list[Item]] = {role: [] for role in ROLES}
    for article in sample.load():
        if article.copy_of or article.language != "id":
            continue
        title, text, truth = article.title, "\n".join(article.paragraphs), article.gold
        units, _ = find_units(article.id, title, text, register, Context(article.place))
        plain, marked = Question(title, text), about_article(title, text, units)
        rows: list[tuple[Role, Question, str]] = [
            ("relevance", plain, str(truth.relevant).lower()),
            ("tone", marked, truth.tone),
            *(("topics", plain, code) for code in filter(None, [truth.topic])),
        ]
        for unit, toward in truth.units.items():
            own = [mention for mention in units if mention.unit == unit]
            rows.append(("sentiment", about_unit(title, text, own, units), toward))
        for role, question, label in rows:
            found[role].append(Item(question, label, article.id, article.outlet, title))
    return found


def public(name: Polarity) -> list[Item]:
    """The held-out part of a public set; raises ConfigError where there is no data room."""
    return [
        Item(Question(row.text, ""), row.label, str(number), name)
        for number, row in enumerate(POLARITY[name]("valid"))
    ]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    title: str = ""
    text: str = Field(pattern=r"\S")
    label: str
    target: str | None = None


def of_file(path: Path, role: Role, register: UnitRegister) -> list[Item]:
    """JSON lines ``{"title", "text", "label"}``, for sentiment also ``"target"``: the unit it is
    toward. Raises ConfigError naming the line that is wrong."""
    found = list(_of_lines(path, lines_of(path), role, register))
    if not found:
        raise ConfigError(f"{path} holds no lines.", hint="Give it one JSON object a line.")
    return found


def _of_lines(
    path: Path, lines: Sequence[str], role: Role, register: UnitRegister
) -> Iterator[Item]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            read = _Line.model_validate(json.loads(line))
            question = _asked(read, role, register)
        except (ValidationError, ValueError, RecursionError) as error:
            raise ConfigError(
                f"{path}, line {number}: {_reason(error)}.",
                hint='A line is {"title", "text", "label"}, for sentiment with "target".',
            ) from error
        yield Item(question, read.label, str(number), path.name, read.title or read.text[:80])


def _asked(line: _Line, role: Role, register: UnitRegister) -> Question:
    if role in ("relevance", "topics"):
        return Question(line.title, line.text)
    units, _ = find_units("", line.title, line.text, register, Context())
    if role == "tone":
        return about_article(line.title, line.text, units)
    if not line.target:
        raise ValueError("sentiment is toward someone, and there is no target")
    own = list(_mentions(line, line.target, units, register))
    return about_unit(line.title, line.text, own, [*units, *own])


def _mentions(
    line: _Line, target: str, units: Sequence[UnitMention], register: UnitRegister
) -> Iterator[UnitMention]:
    """Where the target is named: as the register knows it, else word for word."""
    named, _ = find_units("", "", target, register, Context())
    known = {mention.unit for mention in named}
    linked = [mention for mention in units if mention.unit in known]
    yield from linked
    if not linked:
        words = re.compile(re.escape(target), re.IGNORECASE)
        yield from word_for_word(target, words, line.title, line.text)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return first_fault(error)
    return f"not JSON: {error}" if isinstance(error, json.JSONDecodeError) else str(error)
