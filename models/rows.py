"""Rows of results: what models score on a set, and on the slices of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from models import slices
from models.evaluation import Answers, confusion, difference, scores
from models.goals import AHEAD, FIRST_LEVEL
from models.items import Item, answers
from pipeline import inventory
from pipeline.enrich import registry
from pipeline.enrich.classifiers import Classifier
from pipeline.enrich.registry import Role
from pipeline.errors import ModelError
from pipeline.measured import ALL, Row

Models = Mapping[str, Classifier]
SLICED: tuple[Role, ...] = ("tone", "sentiment")


def registered(models: Path) -> tuple[dict[Role, Models], list[ModelError]]:
    """The models of each role by their names in the registry, the active one first; and why
    others cannot be loaded here."""
    found: dict[Role, dict[str, Classifier]] = {role: {} for role in registry.ROLES}
    errors = []
    for role, by_name in found.items():
        for name in inventory.of_role(models, role):
            try:
                by_name[name] = registry.named(models, name)
            except ModelError as error:
                errors.append(error)
    return {**found}, errors


def of_models(set_: str, role: Role, models: Models, asked: Sequence[Item]) -> Iterator[Row]:
    """Each model on the whole set and its slices, and the first one beside the linear one."""
    told = {name: answers(model, asked) for name, model in models.items()}
    for name, given in told.items():
        made = models[name]
        yield from of_answers(set_, role, name, made.name, given)
        if role in SLICED:
            for slice_, places in slices.places(asked):
                yield row(set_, role, name, made.name, given.some(places), slice_)
            for slice_, some in slices.alone(asked):
                yield row(set_, role, name, made.name, answers(made, some), slice_)
    first, linear = next(iter(told), None), f"{role}-linear"
    if first and linear in told and first != linear:
        ahead = difference(told[first], told[linear])
        yield Row(
            set=set_, slice=AHEAD, role=role, model=first, name=models[first].name,
            n=len(asked), scores=ahead,
        )  # fmt: skip


def of_baselines(set_: str, role: Role, models: Models, asked: Sequence[Item]) -> Iterator[Row]:
    for name, model in models.items():
        for row_ in of_answers(set_, role, name, model.name, answers(model, asked)):
            yield row_.model_copy(update={"baseline": True})


def of_answers(set_: str, role: str, model: str, name: str, given: Answers) -> Iterator[Row]:
    """The whole set; topics on both levels of the code book."""
    yield row(set_, role, model, name, given)
    if role == "topics":
        level = given.merged(lambda code: code.partition(".")[0])
        yield row(set_, role, model, name, level, FIRST_LEVEL)


def row(set_: str, role: str, model: str, name: str, given: Answers, slice_: str = ALL) -> Row:
    """Without scores where there are too few answers."""
    enough = len(given.truth) >= slices.LEAST
    return Row(
        set=set_,
        slice=slice_,
        role=role,
        model=model,
        name=name,
        n=len(given.truth),
        scores=scores(given) if enough else {},
        confusion=confusion(given) if enough and slice_ == ALL else {},
    )
