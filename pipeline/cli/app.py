"""The commands, and how an error reaches the user: one sentence, what to do, exit code 1."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Annotated

import typer

from pipeline.cli import (
    archive_commands,
    extract_command,
    inspect_commands,
    links_commands,
    models_commands,
    outlets_commands,
    report_commands,
    run_commands,
    schedule_commands,
    score_command,
    search_commands,
    show_command,
    status_command,
    watch_commands,
)
from pipeline.cli.terminal import errors
from pipeline.errors import SorotError

app = typer.Typer(
    help="Sorot: media monitoring of Indonesian news about the regional police. Data live in the "
    "folder SOROT_HOME (default data/run); `sorot config` shows every setting.",
    no_args_is_help=True,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for register in (
    run_commands.register,
    report_commands.register,
    search_commands.register,
    show_command.register,
    status_command.register,
    inspect_commands.register,
    extract_command.register,
    score_command.register,
):
    register(app)
app.add_typer(archive_commands.app, name="archive")
app.add_typer(links_commands.app, name="links")
app.add_typer(models_commands.app, name="models")
app.add_typer(outlets_commands.app, name="outlets")
app.add_typer(schedule_commands.app, name="schedule")
app.add_typer(watch_commands.app, name="watch")


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", is_eager=True)
    ] = False,
) -> None:
    if version:
        typer.echo(f"sorot {metadata.version('sorot')}")
        raise typer.Exit


def main() -> None:
    """Entry point of ``sorot``. Exit codes: 0 done, 1 failed, 2 unknown command or option, 3 done
    but some lines failed, no outlet at all could be reached, or `status` has an alarm."""
    try:
        app()
    except SorotError as error:
        errors.print(f"[bold red]error[/] {_escaped(str(error))}", soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        errors.print("stopped; run again to go on where it was.")
        sys.exit(130)


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


if __name__ == "__main__":
    main()
