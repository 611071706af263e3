"""What was measured, to read: one table for the terminal, all of them as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from models.goals import AHEAD, FIRST_LEVEL, ROUNDED, Goal, Standing, standings
from pipeline.measured import ALL, GOLD, Measured, Results, Row

FILE = "results.md"
WIDTH = 80
SHOWN = 4  # figures that fit into it
FIGURES = {"macro_f1": "macro-F1", "accuracy": "accuracy", "ece": "ECE", "brier": "Brier"}
CHECKED = "recall negatif"
INTRODUCTION = """\
# What was measured

Written by `make evaluate`; `results.json` holds the same and more. In brackets: 95% bootstrap
intervals over articles. Gold test: real articles of an outlet and years that no model has learned
from ([gold/card.md](gold/card.md)); sentiment toward the main target. Newsroom: invented articles,
sentiment toward every unit named; they were at hand while the models were made. Gold read: real
articles against which the rules for units, persons and quotes were read. The first model of a role
is the active one; baselines learn what the others learn.
"""
SLICES = """\
Patterns are looked for in the headline and in the sentences about the unit (sentiment) or the lead
(tone). *headline alone*, *body alone*: the model reads only that; the label is that of the whole
article. *ahead*: what the first model scores more than the linear one on the same items.
"""


def show(results: Results, console: Console) -> None:
    """The first figures on whole sets, at most ``WIDTH`` wide; the very first with its interval."""
    for title, rows in _sets(results):
        figures = _figures(rows)
        first, *others = list(figures)[:SHOWN]
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        table.add_column("model", min_width=24, no_wrap=True)
        for head in (figures[first], "95%", *(figures[name] for name in others)):
            wide = 13 if head == "95%" else 8
            table.add_column(head, justify="right", min_width=wide, no_wrap=True)
        for row in rows:
            shown = row.scores[first]
            shares = (f"{row.scores[name].value:.3f}" for name in others)
            interval = f"{shown.low:.3f}–{shown.high:.3f}"
            table.add_row(row.model, f"{shown.value:.3f}", interval, *shares)
        console.print(table)
        console.print()
    for standing in standings(results):
        value = f"{standing.measured.value:.3f}" if standing.measured else "not measured"
        mark = "[green]held [/green]" if standing.held else "[red]short[/red]"
        console.print(f"{mark} {standing.goal.what}: {value} (to hold: {_hold(standing.goal)})")


def markdown(results: Results) -> str:
    parts = [INTRODUCTION, "## Figures to hold\n", _goals(results)]
    for title, rows in _sets(results):
        parts += [f"## {title}\n", _scores(rows)]
    parts += ["## Slices\n", SLICES, *_slices(results)]
    parts += ["## What the first model of each role mistakes for what\n", *_confusions(results)]
    parts += ["## Size and speed\n", _costs(results)]
    return "\n".join(parts)


def _goals(results: Results) -> str:
    rows = []
    for standing in standings(results):
        goal = standing.goal
        rows.append([
            goal.what, standing.model or "–", _figure(standing.measured), _hold(goal),
            f"{goal.aim:g}" if goal.aim else "", _held(standing),
        ])  # fmt: skip
    return _table(["figure", "model", "measured", "hold", "aim", "held"], rows)


def _hold(goal: Goal) -> str:
    return f"{'≤' if goal.score == 'ece' else '≥'} {goal.hold:g}"


def _held(standing: Standing) -> str:
    if standing.measured is None:
        return "not measured"
    return "yes" if standing.held else "**no**"


def _scores(rows: Sequence[Row]) -> str:
    figures = _figures(rows)
    if any(CHECKED in row.scores for row in rows):
        figures[CHECKED] = CHECKED
    cells = [[_named(row), *(_figure(row.scores.get(name)) for name in figures)] for row in rows]
    return _table(["model", *figures.values()], cells)


def _figures(rows: Sequence[Row]) -> dict[str, str]:
    """Score → heading: those of classifiers, or of names found all there are."""
    known = {name: head for name, head in FIGURES.items() if name in rows[0].scores}
    return known or {name: name.replace("_", " ") for name in rows[0].scores}


def _slices(results: Results) -> Iterator[str]:
    wanted = [row for row in results.rows if row.slice != FIRST_LEVEL]
    sliced = {(row.set, row.role) for row in wanted if row.slice not in (ALL, AHEAD, ROUNDED)}
    for set_, role in dict.fromkeys((row.set, row.role) for row in wanted):
        if (set_, role) not in sliced:
            continue
        rows = [r for r in wanted if (r.set, r.role) == (set_, role) and not r.baseline]
        models = list(dict.fromkeys(row.model for row in rows))
        cells = {(row.slice, row.model): row for row in rows}
        table = []
        for slice_ in dict.fromkeys(row.slice for row in rows):
            found = [cells.get((slice_, model)) for model in models]
            items = next(row.n for row in found if row)
            table.append([slice_, str(items), *(_first(row) for row in found)])
        heading = next(iter(_figures(rows).values()))
        yield f"### {set_}: {role}, {heading}\n"
        yield _table(["slice", "items", *models], table)


def _confusions(results: Results) -> Iterator[str]:
    for role in ("tone", "sentiment"):
        rows = results.of(GOLD, role)
        if not rows or not rows[0].confusion:
            continue
        labels = sorted({*rows[0].confusion, *(a for r in rows[0].confusion.values() for a in r)})
        counts = [
            [f"**{true}**", *(str(rows[0].confusion.get(true, {}).get(a, 0)) for a in labels)]
            for true in labels
        ]
        yield f"### {GOLD}: {role}, {rows[0].model} (rows: true)\n"
        yield _table(["", *labels], counts)


def _costs(results: Results) -> str:
    threads = sorted({n for cost in results.costs for n in cost.milliseconds})
    heads = ["model", "MB", *(f"ms an article, {n} thread{'s' * (n > 1)}" for n in threads)]
    rows = []
    for cost in results.costs:
        took = (cost.milliseconds.get(n) for n in threads)
        size = "–" if cost.bytes is None else f"{cost.bytes / 1e6:.1f}"
        speeds = (f"{ms:.2f} ({1e3 / ms:.0f}/s)" if ms else "–" for ms in took)
        rows.append([cost.model, size, *speeds])
    return _table(heads, rows)


def _named(row: Row) -> str:
    return row.model if row.baseline or row.name == row.model else f"{row.model} (`{row.name}`)"


def _first(row: Row | None) -> str:
    if row is None:
        return ""
    return _figure(next(iter(row.scores.values()))) if row.scores else "too few"


def _figure(measured: Measured | None) -> str:
    """
    >>> _figure(Measured(0.7124, 0.65, 0.7712))
    '0.712 (0.650–0.771)'
    """
    if measured is None:
        return "–"
    return f"{measured.value:.3f} ({measured.low:.3f}–{measured.high:.3f})"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _sets(results: Results) -> Iterator[tuple[str, list[Row]]]:
    """A title and the rows of each whole set, in the order they were measured."""
    found: dict[str, list[Row]] = {}
    for row in results.rows:
        if row.scores and row.slice in (ALL, FIRST_LEVEL):
            level = "" if row.slice == ALL else f", {row.slice}"
            found.setdefault(f"{row.set}: {row.role}{level} ({row.n} items)", []).append(row)
    yield from found.items()
