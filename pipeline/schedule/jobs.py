"""What is to be run, where, and with which settings: the same whoever runs it.

The settings that a shell had at installation (``SOROT_…``) go into a file that only its owner may
read, in a form that systemd and a shell understand alike.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.schedule.moment import Moment
from pipeline.settings import Settings

ENVIRONMENT = "environment"
PRETENDED = "SOROT_NOW"  # a schedule must not pretend that it is always the same moment


@dataclass(frozen=True, slots=True)
class Job:
    """A command of Sorot and when it is due."""

    name: str
    title: str
    arguments: tuple[str, ...]
    moment: Moment


@dataclass(frozen=True, slots=True)
class Place:
    """Where commands are run: the program, the working folder, the file with the settings."""

    program: Path
    folder: Path
    environment: Path
    log: Path  # of cron; systemd has its own

    @classmethod
    def of(cls, settings: Settings) -> Place:
        """This installation of Sorot, in the present folder."""
        program = Path(sys.executable).with_name("sorot")
        if not program.exists():
            raise ConfigError(
                f"there is no {program} to run.",
                hint="Install Sorot into this Python: `pip install -e .`.",
            )
        home = settings.home.resolve()
        return cls(program, Path.cwd(), config_folder() / ENVIRONMENT, home / "schedule.log")


def jobs_of(run: Moment, report: Moment | None) -> list[Job]:
    """The nightly run and, unless it is not wanted, the weekly report."""
    jobs = [Job("run", "the nightly run", ("run",), run)]
    if report:
        weekly = ("report", "weekly", "--watched")
        jobs.append(Job("report", "the weekly report of the watched units", weekly, report))
    return jobs


def config_folder() -> Path:
    """Where Sorot keeps what belongs to the user and not to a SOROT_HOME."""
    return config_home() / "sorot"


def config_home() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def settings_to_carry(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """The ``SOROT_…`` variables of this shell, with a SOROT_HOME that holds from everywhere."""
    given = {name: value for name, value in environment.items() if name.startswith("SOROT_")}
    given.pop(PRETENDED, None)
    return dict(sorted((given | {"SOROT_HOME": str(settings.home.resolve())}).items()))


def write_environment(file: Path, values: Mapping[str, str]) -> None:
    """Write the file anew, never readable by others at any moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as lines:
        lines.write("# Written by `sorot schedule install`; may hold secrets.\n")
        lines.writelines(f"{name}={quoted(value)}\n" for name, value in values.items())
    unfinished.replace(file)


def quoted(value: str) -> str:
    """In double quotes, as a shell and systemd's EnvironmentFile read them alike.

    >>> print(quoted('a "b" $c'))
    "a \\"b\\" \\$c"
    """
    return '"' + re.sub(r'(["\\\\$`])', r"\\\1", value) + '"'
