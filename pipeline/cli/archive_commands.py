"""``sorot archive list`` and ``prune``: the WARC files, and deleting the old ones."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.errors import WarehouseError
from pipeline.settings import load

if TYPE_CHECKING:
    from pipeline.archive_keeping import Pruning

app = typer.Typer(help="What was fetched, as WARC files.", no_args_is_help=True)


@app.command("list")
def list_files(as_json: AsJson = False) -> None:
    """The files, with the article pages in them and when these were fetched."""
    from pipeline.archive_keeping import archive_files, pruned_files
    from pipeline.disk import in_words

    folder = load().archive
    files, pruned = archive_files(folder), pruned_files(folder)
    if as_json:
        print_json(
            {
                "files": [asdict(file) for file in files],
                "pruned": [file.model_dump(mode="json") for file in pruned],
            }
        )
        return
    rows = [[f.name, f.pages, _day(f.first), _day(f.last), in_words(f.bytes)] for f in files]
    table("Archive", ["file", "#pages", "from (UTC)", "to (UTC)", "#size"], rows)
    console.print(
        f"\n{len(files)} files, {in_words(sum(file.bytes for file in files))} in {folder}"
    )
    if pruned:
        until = max(file.last for file in pruned)
        console.print(f"{len(pruned)} files were pruned, with what was fetched up to {until:%F}.")


@app.command()
def prune(
    before: Annotated[
        datetime,
        typer.Option(
            help="Only files with nothing of this day (UTC) or later.", formats=["%Y-%m-%d"]
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, delete nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete old WARC files. What was read from them stays in the warehouse, but can no longer be
    read again by a better Sorot."""
    from pipeline import archive_keeping as keeping
    from pipeline.disk import in_words
    from pipeline.warehouse import Warehouse

    settings = load()
    day = before.replace(tzinfo=UTC)
    if day > settings.clock():
        raise typer.BadParameter("a day that is still to come", param_hint="--before")
    if not settings.warehouse.exists():
        raise WarehouseError(
            f"there is no warehouse in {settings.home}: what the archive holds has not been read.",
            hint="Run `sorot rerun --from extract` first, or set SOROT_HOME.",
        )
    with Warehouse(settings.warehouse) as warehouse:
        pruning = keeping.plan_pruning(warehouse, settings.archive, day)
    if not dry_run and pruning.files:
        question = f"Delete {len(pruning.files)} files ({in_words(pruning.bytes)}) for good?"
        if not yes:
            typer.confirm(question, abort=True, err=True)
        with Warehouse(settings.warehouse) as warehouse:
            pruning = keeping.prune(warehouse, settings.archive, pruning)
    verb = "would free" if dry_run else "freed"
    if as_json:
        files = [file.model_dump(mode="json") for file in pruning.files]
        print_json({"files": files, "bytes": pruning.bytes, "kept": dict(pruning.kept)})
        return
    _draw(pruning)
    console.print(f"{verb} {in_words(pruning.bytes)}: {len(pruning.files)} files")


def _draw(pruning: Pruning) -> None:
    for file in pruning.files:
        console.print(f"  {file.archive_file}  up to {file.last:%F}")
    for name, reason in pruning.kept.items():
        console.print(f"  {name} stays: {reason}", markup=False, soft_wrap=True)


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
