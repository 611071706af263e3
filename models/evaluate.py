"""``make evaluate``: every model on the sets it has not seen, with what it must beat beside it.

Prints a table and writes ``results.json`` and ``results.md`` beside the registry. Without the data
room only the sample newsroom is left to measure on: then nothing is written. Needs the extra
``train``; what rounding to eight bits costs is measured only where torch is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from rich.console import Console

from models import baselines, entities, events, items, rows, speed, tables
from models.evaluation import difference
from models.examples import learning
from models.goals import ROUNDED
from models.items import POLARITY, Item, Polarity, Sets, answers
from models.ner import evaluation as names
from models.public_sets import LABELS
from models.stories import evaluation as stories
from pipeline import inventory, measured
from pipeline.enrich import encoder, registry
from pipeline.enrich.classifiers import Classifier, Neural
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.registry import ROLES, Role
from pipeline.errors import ConfigError
from pipeline.measured import GOLD, NEWSROOM, Cost, Results, Row
from pipeline.settings import DATA, MODELS

PUBLIC: dict[Polarity, str] = {"smsa": "SmSA valid", "cnbc": "CNBC held out"}
THREADS = (1, 2)
terminal = Console(stderr=True)


def results() -> Results:
    """Everything; raises ConfigError where there is no data room."""
    sets: Sets = {GOLD: items.gold_test(), NEWSROOM: items.newsroom()}
    models = loaded()
    with terminal.status("gold test and newsroom …"):
        found = [*of_roles(models, sets)]
    for name in POLARITY:
        with terminal.status(f"{PUBLIC[name]} …"):
            found += of_public_set(name, models)
    with terminal.status("names …"):
        found += names.rows(registry.names_folder(MODELS))
    with terminal.status("units, persons and quotes …"):
        found += entities.rows()
    with terminal.status("events and stories …"):
        found += [*events.rows(), *stories.rows()]
    with terminal.status("speed …"):
        return Results(rows=tuple(found), costs=tuple(costs()))


def loaded() -> dict[Role, rows.Models]:
    """The models of each role; those that cannot be loaded here are told and left out."""
    found, errors = rows.registered(MODELS)
    for error in errors:
        terminal.print(f"left out: {error}", markup=False)
    return found


def of_roles(models: dict[Role, rows.Models], sets: Sets) -> Iterator[Row]:
    examples = learning(UnitRegister.load([DATA / "units"]))
    for role in ROLES:
        plain = baselines.for_role(role, examples)
        for set_, by_role in sets.items():
            yield from rows.of_models(set_, role, models[role], by_role[role])
            yield from rows.of_baselines(set_, role, plain, by_role[role])


def of_public_set(name: Polarity, models: dict[Role, rows.Models]) -> Iterator[Row]:
    """Encoders that have learned the set, and baselines that have learned its training part."""
    asked, learned = items.public(name), POLARITY[name]("train")
    every = [model for by_name in models.values() for model in by_name.values()]
    for model, head in heads(name, every).items():
        yield rows.row(PUBLIC[name], name, model, head.name, answers(head, asked))
    if find_spec("torch"):
        yield from of_rounding(name, asked)
    for model, plain in baselines.for_texts(learned, LABELS).items():
        found = rows.row(PUBLIC[name], name, model, plain.name, answers(plain, asked))
        yield found.model_copy(update={"baseline": True})


def of_rounding(name: Polarity, asked: Sequence[Item]) -> Iterator[Row]:
    """What eight bits cost: how far each encoder is ahead of itself in full precision."""
    entries = registry.load(MODELS).model.values()
    for folder in dict.fromkeys(e.folder for e in entries if e.kind == "onnx" and e.folder):
        short, full = (
            Neural(encoder.load(str(MODELS / folder), engine), name, {})
            for engine in ("onnx", "torch")
        )
        lost = difference(answers(short, asked), answers(full, asked))
        yield Row(
            set=PUBLIC[name], slice=ROUNDED, role=name, model=short.name, name=short.name,
            n=len(asked), scores=lost,
        )  # fmt: skip


def heads(task: str, models: list[Classifier]) -> dict[str, Classifier]:
    """The answers to a task of each encoder that has learned it, by the encoder's name."""
    encoders = {model.encoder.name: model.encoder for model in models if isinstance(model, Neural)}
    return {
        name: Neural(encoder, task, {})
        for name, encoder in encoders.items()
        if any(column.startswith(f"{task}/") for column in encoder.columns)
    }


def costs() -> Iterator[Cost]:
    by_threads = {threads: speed.measured(threads) for threads in THREADS}
    for role in ROLES:
        for name in inventory.of_role(MODELS, role):
            took = {n: found[name] for n, found in by_threads.items() if name in found}
            size = inventory.size(MODELS, name)
            yield Cost(role=role, model=name, bytes=size, milliseconds=took)


def main() -> None:
    try:
        found = results()
    except ConfigError as error:
        terminal.print(f"gold test and public sets left out: {error}", markup=False)
        asked = items.newsroom()
        made = [
            row
            for role, models in loaded().items()
            for row in rows.of_models(NEWSROOM, role, models, asked[role])
        ]
        tables.show(Results(rows=tuple(made)), Console(width=tables.WIDTH))
        terminal.print("Nothing was written: results.json beside the registry holds more.")
        return
    measured.save(MODELS, found)
    (MODELS / tables.FILE).write_text(tables.markdown(found), encoding="utf-8")
    tables.show(found, Console(width=tables.WIDTH))


if __name__ == "__main__":
    main()
