"""The jobs as a marked block of the user's crontab, for machines without systemd.

Cron knows no catch-up, so the block has a line more: when the machine starts, `sorot schedule
catch-up` runs what came due while it was off. Lines of others are never touched.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence

from pipeline.errors import ConfigError
from pipeline.schedule.jobs import Job, Place, jobs_of
from pipeline.schedule.moment import from_cron

BEGIN = "# BEGIN sorot: written by `sorot schedule install`, do not edit"
END = "# END sorot"
CATCH_UP = ("schedule", "catch-up")
_BLOCK = re.compile(rf"^{re.escape(BEGIN)}\n(.*?)^{re.escape(END)}\n", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^(?P<moment>\d(?:\S* ){4}\S+) .*", re.MULTILINE)


def is_there() -> bool:
    """Whether this machine has crontabs."""
    return shutil.which("crontab") is not None


def install(jobs: Sequence[Job], place: Place) -> None:
    """Put the block in, in place of an earlier one of ours."""
    others = _without_block(_read())
    if others and not others.endswith("\n"):
        others += "\n"
    lines = [f"{job.moment.cron} {_command(place, job.arguments)}" for job in jobs]
    lines.append(f"@reboot {_command(place, CATCH_UP)}")
    _write(others + "\n".join((BEGIN, *lines, END)) + "\n")


def installed() -> list[Job]:
    """The jobs of our block, none when there is no block."""
    found = _BLOCK.search(_read()) if is_there() else None
    lines = _LINE.finditer(found[1]) if found else ()
    run, report, *_ = [*(from_cron(line["moment"]) for line in lines), None, None]
    return jobs_of(run, report) if run else []


def remove() -> bool:
    """Take our block out; says whether there was one."""
    text = _read() if is_there() else ""
    others = _without_block(text)
    if others == text:
        return False
    _write(others)
    return True


def _command(place: Place, arguments: Sequence[str]) -> str:
    """What cron gives to its shell; a bare percent sign would end it."""
    program = shlex.join([str(place.program), *arguments])
    environment, folder = shlex.quote(str(place.environment)), shlex.quote(str(place.folder))
    script = f"set -a; . {environment}; cd {folder} && exec nice {program}"
    line = f"/bin/sh -c {shlex.quote(script)} >> {shlex.quote(str(place.log))} 2>&1"
    return line.replace("%", r"\%")


def _without_block(text: str) -> str:
    others = _BLOCK.sub("", text)
    if BEGIN in others or f"\n{END}\n" in f"\n{others}":
        raise ConfigError(
            "the crontab has half of Sorot's block: its first or its last line is missing.",
            hint="Take what is left of it out with `crontab -e`, then try again.",
        )
    return others


def _read() -> str:
    done = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    if done.returncode and "no crontab" not in done.stderr:
        raise ConfigError(
            f"the crontab cannot be read: {done.stderr.strip()}.",
            hint="Ask the administrator whether this user may use cron.",
        )
    return "" if done.returncode else done.stdout


def _write(text: str) -> None:
    done = subprocess.run(["crontab", "-"], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ConfigError(
            f"cron refused the crontab: {done.stderr.strip()}.",
            hint="It is as it was; ask the administrator whether this user may use cron.",
        )
