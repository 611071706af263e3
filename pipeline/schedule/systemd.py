"""The jobs as timers of the user's own systemd, which also run what a downtime made miss."""

from __future__ import annotations

import getpass
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.schedule.jobs import Job, Place, config_home, jobs_of
from pipeline.schedule.moment import Moment, from_on_calendar

MARK = "# Written by `sorot schedule install`; `sorot schedule remove` takes it away."
NAMES = ("run", "report")
SERVICE = """\
{mark}
[Unit]
Description=Sorot: {title}
After=sorot-run.service
StartLimitIntervalSec=4h
StartLimitBurst=3

[Service]
Type=oneshot
WorkingDirectory={folder}
EnvironmentFile={environment}
ExecStart={command}
Nice=10
# exit code 3: no outlet could be reached, most likely the network is not up yet
Restart=on-failure
RestartSec=15min
"""
TIMER = """\
{mark}
[Unit]
Description=Sorot: {title}

[Timer]
OnCalendar={calendar}
Persistent=true
RandomizedDelaySec=5min
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


def is_there() -> bool:
    """Whether the user's systemd can be asked."""
    if not shutil.which("systemctl"):
        return False
    return _systemctl("show-environment").returncode == 0


def install(jobs: Sequence[Job], place: Place) -> None:
    """Write the units and start their timers; units of other jobs that were ours go."""
    files = dict(pair for job in jobs for pair in _units(job, place))
    for file in (*files, *_possible()):
        _check_ours(file)
    if set(_ours()) - files.keys():
        remove()
    units_folder().mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")
    timers = [f"sorot-{job.name}.timer" for job in jobs]
    _do("daemon-reload")
    _do("enable", *timers)
    _do("restart", *timers)


def installed() -> list[Job]:
    """The jobs whose timers we wrote."""
    moments = {name: _moment(units_folder() / f"sorot-{name}.timer") for name in NAMES}
    run = moments["run"]
    return jobs_of(run, moments["report"]) if run else []


def is_active(job: Job) -> bool:
    """Whether the timer is running."""
    return _systemctl("is-active", f"sorot-{job.name}.timer").returncode == 0


def remove() -> bool:
    """Stop the timers and delete our units; says whether there were any."""
    ours = _ours()
    if not ours:
        return False
    timers = [file.name for file in ours if file.suffix == ".timer"]
    if timers and is_there():
        _do("disable", "--now", *timers)
    for file in ours:
        file.unlink()
    if is_there():
        _do("daemon-reload")
    return True


def lingers() -> bool:
    """Whether the user's timers run while the user is not logged in."""
    asked = ["loginctl", "show-user", "--property=Linger", "--value", getpass.getuser()]
    if not shutil.which("loginctl"):
        return False
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip() == "yes"


def units_folder() -> Path:
    return config_home() / "systemd" / "user"


def _units(job: Job, place: Place) -> Iterator[tuple[Path, str]]:
    words = [str(place.program), *job.arguments]
    facts = {
        "mark": MARK,
        "title": job.title,
        "folder": _specified(place.folder),
        "environment": _specified(place.environment),
        "command": " ".join(map(_word, words)),
        "calendar": job.moment.on_calendar,
    }
    stem = units_folder() / f"sorot-{job.name}"
    service = SERVICE.format(**facts)
    if job.name == "run":
        service = service.replace("After=sorot-run.service\n", "")
    yield stem.with_suffix(".service"), service
    yield stem.with_suffix(".timer"), TIMER.format(**facts)


def _specified(path: Path) -> str:
    """A path as a value of its own: only percent signs mean something there."""
    return str(path).replace("%", "%%")


def _word(text: str) -> str:
    """One word of a command line."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if " " in plain or plain != text else plain


def _possible() -> list[Path]:
    suffixes = (".service", ".timer")
    return [units_folder() / f"sorot-{name}{suffix}" for name in NAMES for suffix in suffixes]


def _ours() -> list[Path]:
    return [file for file in _possible() if file.is_file() and _is_ours(file)]


def _is_ours(file: Path) -> bool:
    return file.read_text(encoding="utf-8").startswith(MARK)


def _check_ours(file: Path) -> None:
    if file.exists() and not _is_ours(file):
        raise ConfigError(
            f"{file} was not written by Sorot.",
            hint="Move it away, or use `sorot schedule install --cron`.",
            file=file,
        )


def _moment(timer: Path) -> Moment | None:
    if not timer.is_file() or not _is_ours(timer):
        return None
    lines = timer.read_text(encoding="utf-8").splitlines()
    values = (line.removeprefix("OnCalendar=") for line in lines if line.startswith("OnCalendar="))
    return from_on_calendar(next(values, ""))


def _do(*arguments: str) -> None:
    done = _systemctl(*arguments)
    if done.returncode:
        raise ConfigError(
            f"`systemctl --user {' '.join(arguments)}` failed: {done.stderr.strip()}.",
            hint="Log in as the user who is to run Sorot, or use --cron.",
        )


def _systemctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["systemctl", "--user", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)
