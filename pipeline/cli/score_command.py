"""``sorot score FILE``: what the pipeline makes of any text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, TextIO

import typer

from pipeline.cli.terminal import Bars, errors
from pipeline.errors import ConfigError
from pipeline.settings import load

BATCH = 64


def register(app: typer.Typer) -> None:
    app.command()(score)


def score(
    file: Annotated[Path, typer.Argument(help='JSON lines: {"id", "title", "text", "target"?}.')],
    out: Annotated[Path | None, typer.Option(help="Write here instead of the terminal.")] = None,
) -> None:
    """Score any texts: language, relevance, tone, sentiment, units, persons, quotes, topics."""
    from pipeline.scoring import BadLine, Scorer, Text, lines_of, read_lines

    parsed = list(read_lines(lines_of(file)))
    texts = [line for line in parsed if isinstance(line, Text)]
    bad = [line for line in parsed if isinstance(line, BadLine)]
    scorer = Scorer(load())
    with _opened(out) as stream, Bars().bar("score", len(texts)) as step:
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            _write(stream, [scored.model_dump_json() for scored in scorer.score(batch)])
            step(len(batch))
    for line in bad:
        errors.print(f"{file}, line {line.number}: {line.message}", markup=False)
    errors.print(f"{len(texts)} texts scored, {len(bad)} lines left out.")
    if bad:
        raise typer.Exit(3)


def _opened(out: Path | None) -> AbstractContextManager[TextIO]:
    try:
        return out.open("w", encoding="utf-8") if out else nullcontext(sys.stdout)
    except OSError as error:
        raise ConfigError(
            f"{out} cannot be written: {error.strerror}.", hint="Give another --out."
        ) from error


def _write(stream: TextIO, rows: Sequence[str]) -> None:
    stream.writelines(f"{row}\n" for row in rows)
