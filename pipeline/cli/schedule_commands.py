"""``sorot schedule``: the nightly run and the weekly report by the clock."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.errors import ConfigError
from pipeline.settings import Settings, load

if TYPE_CHECKING:
    from pipeline.schedule import Job

OFF = "off"
app = typer.Typer(help="The nightly run and the weekly report by the clock.", no_args_is_help=True)


@app.command()
def install(
    at: Annotated[
        str, typer.Option(help="When to run every day, in the machine's zone.")
    ] = "02:00",
    report: Annotated[
        str, typer.Option(help='When to report every week, or "off".')
    ] = "senin 05:00",
    by_cron: Annotated[
        bool, typer.Option("--cron", help="Use cron even where systemd is there.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run every night and report every week from now on, with the settings of this shell; what a
    downtime made miss is caught up. Installing again replaces what was installed."""
    from pipeline.schedule import Place, cron, jobs_of, moment_of, systemd
    from pipeline.schedule.jobs import settings_to_carry, write_environment

    settings = load()
    place = Place.of(settings)
    jobs = jobs_of(moment_of(at), None if report == OFF else moment_of(report))
    use_systemd = not by_cron and systemd.is_there()
    if not use_systemd and not cron.is_there():
        raise ConfigError(
            "neither this user's systemd nor `crontab` can be reached.",
            hint="Log in as the user who is to run Sorot, or install cron.",
        )
    settings.home.mkdir(parents=True, exist_ok=True)
    write_environment(place.environment, settings_to_carry(settings, os.environ))
    if use_systemd:
        cron.remove()
        systemd.install(jobs, place)
    else:
        systemd.remove()
        cron.install(jobs, place)
    _show(settings, as_json)


@app.command()
def show(as_json: AsJson = False) -> None:
    """What is installed and when it is due next."""
    _show(load(), as_json)


@app.command()
def remove() -> None:
    """Take away what `install` wrote, and nothing else."""
    from pipeline.schedule import cron, systemd
    from pipeline.schedule.jobs import ENVIRONMENT, config_folder

    gone = [name for name, of in (("systemd", systemd), ("cron", cron)) if of.remove()]
    (config_folder() / ENVIRONMENT).unlink(missing_ok=True)
    console.print(f"removed from {' and '.join(gone)}" if gone else "nothing was installed")


@app.command("catch-up")
def catch_up() -> None:
    """Run now what came due while the machine was off (cron calls this at start)."""
    from pipeline.schedule import Place
    from pipeline.schedule.catching_up import missed

    settings = load()
    program = Place.of(settings).program
    _, jobs = _installed()
    code = 0
    for job in missed(jobs, settings):
        console.print(f"catching up: {job.title}")
        code = max(code, subprocess.run([program, *job.arguments], check=False).returncode)
    raise typer.Exit(code)


def _installed() -> tuple[str | None, list[Job]]:
    from pipeline.schedule import cron, systemd

    for name, scheduler in (("systemd", systemd), ("cron", cron)):
        jobs = scheduler.installed()
        if jobs:
            return name, jobs
    return None, []


def _show(settings: Settings, as_json: bool) -> None:
    from pipeline.schedule import systemd

    by, jobs = _installed()
    now = settings.clock().astimezone()
    rows = [_facts(job, now, by) for job in jobs]
    if as_json:
        print_json({"by": by, "jobs": rows})
        return
    if not jobs:
        console.print("nothing is scheduled; `sorot schedule install` does it")
        return
    table(
        f"Scheduled by {by}",
        ["what", "when", "due next", "active"],
        [[r["title"], r["when"], f"{r['next']:%a %F %H:%M %Z}", r["active"]] for r in rows],
    )
    if by == "systemd" and not systemd.lingers():
        console.print("\nOnly while you are logged in: `loginctl enable-linger` makes it always.")


def _facts(job: Job, now: datetime, by: str | None) -> dict[str, Any]:
    from pipeline.schedule import systemd

    active = by == "cron" or systemd.is_active(job)
    return {
        "name": job.name,
        "title": job.title,
        "command": " ".join(("sorot", *job.arguments)),
        "when": str(job.moment),
        "next": job.moment.next_after(now),
        "active": "yes" if active else "no",
    }
