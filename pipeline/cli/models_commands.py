"""``sorot models``: which trained models there are, how good they are, and how to add one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from pipeline.cli.terminal import AsJson, console, errors, print_json, table
from pipeline.errors import ConfigError, ModelError
from pipeline.measured import GOLD, NEWSROOM, Measured
from pipeline.settings import Settings, load

if TYPE_CHECKING:
    from models.comparison import Comparison
    from models.items import Item
    from pipeline.enrich.registry import Role
    from pipeline.inventory import Listed
    from pipeline.measured import Results, Row

TITLES_SHOWN = 10
LONGEST = 44  # characters of a title

app = typer.Typer(help="The trained models.", no_args_is_help=True)


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """Every model of the registry: what it does, its size, what it was measured at."""
    from pipeline import inventory, measured

    settings = load()
    found = list(inventory.listed(settings.models))
    results = measured.load(settings.models)
    if as_json:
        print_json([{**asdict(one), "measured": _measured_of(one, results)} for one in found])
        return
    table(
        f"{len(found)} models in {settings.models / 'registry.toml'}",
        ["name (* active)", "role", "kind", "#MB", "#labels", "#gold F1", "#ECE"],
        [_listed(one, results) for one in found],
    )
    for one in found:
        if one.problem:
            errors.print(f"{one.model}: {one.problem}", markup=False)
    console.print("F1: macro-F1 on real articles held out, see models/results.md; labels: --json")


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="Name in the registry.")],
    second: Annotated[str, typer.Argument(help="Another of the same role.")],
    on: Annotated[
        str,
        typer.Option("--set", help='gold, newsroom, or JSON lines {"title", "text", "label"}.'),
    ] = "newsroom",
    as_json: AsJson = False,
) -> None:
    """Score two models on the same items, and show where they part.

    A file has one item a line; for sentiment with "target", the unit it is toward. Gold needs the
    data room and names no titles.
    """
    from models.comparison import compare as compared
    from pipeline.enrich import registry

    settings = load()
    role = _role(settings, first)
    if _role(settings, second) != role:
        raise ConfigError(
            f"{first} answers {role}, {second} answers {_role(settings, second)}.",
            hint="Compare two models of one role: `sorot models list`.",
        )
    items = _items(settings, on, role)
    ours, theirs = (registry.named(settings.models, name) for name in (first, second))
    found = compared(ours, theirs, items)
    if as_json:
        print_json({"role": role, "set": on, **asdict(found)})
    else:
        _draw(found, f"{role}: {first} (A) and {second} (B), {len(items)} items of {on}")


@app.command()
def evaluate(
    model: Annotated[str, typer.Argument(help="Name in the registry; all if left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """Measure models on the sets they have not learned from, by slice.

    The gold test needs the data room (SOROT_DATA_ROOM). `make evaluate` measures more and keeps it.
    """
    settings = load()
    rows = list(_rows(settings, model))
    if as_json:
        print_json([row.model_dump() for row in rows])
        return
    table(
        "95% intervals over articles; -: too few items",
        ["set, role", "model", "slice", "#n", "#F1", "#95%", "#ECE"],
        [_measured_row(row) for row in rows],
    )


@app.command()
def export(
    checkpoint: Annotated[Path, typer.Argument(help="Folder of a Hugging Face classifier.")],
    out: Annotated[Path, typer.Argument(help="Folder to write; made when it is not there.")],
    as_json: AsJson = False,
) -> None:
    """Make a checkpoint small and fast: ONNX with eight-bit weights, for the default engine."""
    from pipeline.inventory import bytes_under

    if not checkpoint.is_dir():
        raise ModelError(
            f"there is no folder {checkpoint}.",
            hint="Give the folder of the checkpoint: config.json, tokenizer.json, "
            "model.safetensors.",
        )
    from models.encoder.export import export as exported

    exported(checkpoint, out)
    written = {"folder": str(out.resolve()), "bytes": bytes_under(out)}
    if as_json:
        print_json(written)
    else:
        console.print(f"written: {out} ({bytes_under(out) / 1e6:.1f} MB)", soft_wrap=True)
        console.print('Add it to models/registry.toml with kind = "onnx": docs/models.md.')


def _role(settings: Settings, name: str) -> Role:
    from pipeline.enrich import registry

    return registry.entry(settings.models, name).role


def _items(settings: Settings, on: str, role: Role) -> list[Item]:
    from models import items
    from pipeline.enrich.register import UnitRegister

    if on == "gold":
        return items.gold_test()[role]
    if on == "newsroom":
        return items.newsroom()[role]
    return items.of_file(Path(on), role, UnitRegister.load(settings.units))


def _rows(settings: Settings, model: str) -> Iterator[Row]:
    """Rows of one model or of all; a set that is not there is told and left out."""
    from models import items, rows
    from pipeline.enrich import registry

    if model:
        made = registry.named(settings.models, model)
        found: dict[Role, rows.Models] = {_role(settings, model): {model: made}}
    else:
        found, problems = rows.registered(settings.models)
        for problem in problems:
            errors.print(f"left out: {problem}", markup=False)
    for name, of_set in ((GOLD, items.gold_test), (NEWSROOM, items.newsroom)):
        try:
            asked = of_set()
        except ConfigError as error:
            errors.print(f"{name} left out: {error}", markup=False)
            continue
        for role, models in found.items():
            yield from rows.of_models(name, role, models, asked[role])


def _measured_of(one: Listed, results: Results) -> list[dict[str, Any]]:
    """What was measured of exactly this model: its name has the digest of its weights."""
    return [
        {"set": row.set, "slice": row.slice, "n": row.n, "scores": row.scores}
        for row in results.rows
        if row.name == one.name and row.role == one.role
    ]


def _listed(one: Listed, results: Results) -> list[Any]:
    rows = [row for row in results.of(GOLD, one.role) if row.name == one.name]
    scores: Mapping[str, Measured] = rows[0].scores if rows else {}
    return [
        f"{one.model} *" if one.active else one.model,
        one.role,
        one.kind,
        None if one.bytes is None else f"{one.bytes / 1e6:.1f}",
        len(one.labels) or "?",
        _value(scores.get("macro_f1")),
        _value(scores.get("ece")),
    ]


def _measured_row(row: Row) -> list[Any]:
    macro = row.scores.get("macro_f1")
    interval = f"{macro.low:.2f}–{macro.high:.2f}" if macro else None
    name = f"{row.set}, {row.role}"
    ece = _value(row.scores.get("ece"))
    return [name, row.model, row.slice, row.n, _value(macro) or "-", interval, ece]


def _draw(found: Comparison, title: str) -> None:
    from models.tables import FIGURES

    rows = [
        [
            heading,
            _value(found.first_scores[name]),
            _value(found.second_scores[name]),
            f"{found.ahead[name].value:+.3f}",
            f"{found.ahead[name].low:+.3f} to {found.ahead[name].high:+.3f}",
        ]
        for name, heading in FIGURES.items()
    ]
    console.print(title, style="italic")
    table("", ["", "#A", "#B", "#A - B", "#95%"], rows)
    console.print(
        f"\nThey part on {len(found.parted)} items: only A is right on {found.only_first}, only B "
        f"on {found.only_second}."
    )
    told = [parted for parted in found.parted if parted.title][:TITLES_SHOWN]
    if told:
        cells = [[escape(_short(p.title or "")), p.truth, p.first, p.second] for p in told]
        table("", ["title", "true", "A", "B"], cells)


def _value(measured: Measured | None) -> str | None:
    return f"{measured.value:.3f}" if measured else None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
