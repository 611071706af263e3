"""The schedule: what is written for systemd and cron, read by the real tools where they are."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.errors import ConfigError
from pipeline.schedule import Moment, moment_of
from pipeline.schedule.jobs import quoted, write_environment
from pipeline.schedule.moment import from_cron, from_on_calendar

WIT = ZoneInfo("Asia/Jayapura")
FOREIGN = "MAILTO=rina@contoh.test\n# END of mine\n0 4 * * * /usr/bin/cadangan\n"
HOSTILE = "a b\"c'd$HOME `id` \\ \\n %h %% #; é\n kedua"
CRONTAB = """#!/bin/sh
file="$CRONTAB_FILE"
case "$1" in
  -l) [ -f "$file" ] && cat "$file" || { echo "no crontab for rina" >&2; exit 1; } ;;
  -) cat > "$file" ;;
esac
"""
SYSTEMCTL = '#!/bin/sh\necho "$@" >> "$SYSTEMCTL_LOG"\n'
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="this machine has no systemd-analyze"
)
moments = st.builds(
    Moment,
    st.times().map(lambda at: time(at.hour, at.minute)),
    st.none() | st.integers(0, 6),
)


class Machine:
    """A user's machine with cron, and with systemd when asked for, all under one folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.bin = folder, folder / "bin"
        self.units = folder / "config" / "systemd" / "user"
        self.environment = folder / "config" / "sorot" / "environment"
        self.crontab = folder / "crontab"
        self.asked = folder / "systemctl.log"
        self.bin.mkdir()
        self.has("crontab", CRONTAB)
        self.has("systemctl", "#!/bin/sh\nexit 1\n")
        self.has("loginctl", "#!/bin/sh\necho no\n")
        monkeypatch.setenv("PATH", f"{self.bin}:/usr/bin:/bin")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        monkeypatch.setenv("CRONTAB_FILE", str(self.crontab))
        monkeypatch.setenv("SYSTEMCTL_LOG", str(self.asked))
        monkeypatch.setenv("SOROT_HOME", "data rumah")
        monkeypatch.setenv("SOROT_CONTACT", HOSTILE)
        monkeypatch.setenv("SOROT_NOW", "2025-10-20T12:00:00+09:00")
        work = folder / "kerja 100% $PATH"
        work.mkdir()
        monkeypatch.chdir(work)
        self.work = work

    def has(self, name: str, script: str) -> None:
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def sorot(self, *arguments: str) -> Result:
        done = CliRunner().invoke(app, ["schedule", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done

    def crontab_text(self) -> str:
        return self.crontab.read_text() if self.crontab.exists() else ""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


@pytest.fixture
def with_systemd(machine: Machine) -> Machine:
    machine.has("systemctl", SYSTEMCTL)
    return machine


@needs_systemd
def test_units_are_sound_to_systemd_even_with_odd_folders(with_systemd: Machine) -> None:
    with_systemd.sorot("install", "--at", "01:30")
    units = sorted(with_systemd.units.iterdir())
    names = ["sorot-report.service", "sorot-report.timer", "sorot-run.service", "sorot-run.timer"]
    assert [unit.name for unit in units] == names
    command = ["systemd-analyze", "--user", "verify", *map(str, units)]
    runtime = os.environ | {"XDG_RUNTIME_DIR": str(with_systemd.folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=runtime)
    assert (done.returncode, done.stderr) == (0, "")
    service, timer = units[2].read_text(), units[3].read_text()
    assert f"WorkingDirectory={str(with_systemd.work).replace('%', '%%')}\n" in service
    assert "OnCalendar=*-*-* 01:30:00\nPersistent=true\n" in timer


def test_installing_starts_the_timers_and_removing_stops_them(with_systemd: Machine) -> None:
    with_systemd.sorot("install")
    with_systemd.sorot("install")
    shown = json.loads(with_systemd.sorot("show", "--json").stdout)
    assert shown["by"] == "systemd"
    assert [(job["command"], job["when"]) for job in shown["jobs"]] == [
        ("sorot run", "every day 02:00"),
        ("sorot report weekly --watched", "Mon 05:00"),
    ]
    assert "enable sorot-run.timer sorot-report.timer" in with_systemd.asked.read_text()
    assert "enable-linger" in with_systemd.sorot("show").stdout
    with_systemd.sorot("remove")
    assert "disable --now sorot-run.timer" in with_systemd.asked.read_text()
    assert list(with_systemd.units.iterdir()) == []
    assert not with_systemd.environment.exists()
    assert json.loads(with_systemd.sorot("show", "--json").stdout) == {"by": None, "jobs": []}


def test_a_report_no_longer_wanted_goes(with_systemd: Machine) -> None:
    with_systemd.sorot("install")
    with_systemd.sorot("install", "--report", "off")
    names = sorted(unit.name for unit in with_systemd.units.iterdir())
    assert names == ["sorot-run.service", "sorot-run.timer"]


def test_units_of_others_are_left_alone(with_systemd: Machine) -> None:
    with_systemd.units.mkdir(parents=True)
    foreign = with_systemd.units / "sorot-run.timer"
    foreign.write_text("[Timer]\n")
    with pytest.raises(ConfigError, match=r"sorot-run\.timer was not written by Sorot\..*--cron"):
        with_systemd.sorot("install")
    with_systemd.sorot("remove")
    assert foreign.read_text() == "[Timer]\n"


def test_without_systemd_a_marked_block_joins_the_crontab_and_leaves_it(machine: Machine) -> None:
    machine.crontab.write_text(FOREIGN)
    machine.sorot("install", "--at", "23:15", "--report", "minggu 6.05")
    once = machine.crontab_text()
    assert once.startswith(FOREIGN)
    lines = once.removeprefix(FOREIGN).splitlines()
    assert [line.split(" /bin/sh")[0] for line in lines[1:-1]] == [
        "15 23 * * *", "5 6 * * 0", "@reboot",
    ]  # fmt: skip
    machine.sorot("install", "--at", "23:15", "--report", "minggu 6.05")
    assert machine.crontab_text() == once
    shown = json.loads(machine.sorot("show", "--json").stdout)
    assert [job["when"] for job in shown["jobs"]] == ["every day 23:15", "Sun 06:05"]
    machine.sorot("remove")
    assert machine.crontab_text() == FOREIGN


def test_a_cron_line_runs_the_command_in_its_folder_with_its_settings(machine: Machine) -> None:
    machine.sorot("install")
    command = machine.crontab_text().splitlines()[1].split(" ", 5)[5].replace("\\%", "%")
    program = command.split("exec nice ")[1].split(" ")[0]
    told = 'sh -c \'printf "%s|" "$PWD" "$SOROT_CONTACT" "$SOROT_HOME" "$SOROT_NOW"\''
    machine.has("lapor", f"#!/bin/sh\n{told.split(' -c ')[1].strip(chr(39))}\n")
    command = command.replace(program, str(machine.bin / "lapor"))
    bare = {"PATH": "/usr/bin:/bin"}
    subprocess.run(["/bin/sh", "-c", command], check=True, env=bare, cwd="/")
    log = machine.work / "data rumah" / "schedule.log"
    assert log.read_text() == f"{machine.work}|{HOSTILE}|{machine.work / 'data rumah'}||"


def test_half_a_block_in_the_crontab_is_named_and_nothing_is_changed(machine: Machine) -> None:
    machine.sorot("install")
    broken = machine.crontab_text().rpartition("# END")[0]
    machine.crontab.write_text(broken)
    with pytest.raises(ConfigError, match=r"half of Sorot's block.*crontab -e"):
        machine.sorot("install")
    assert machine.crontab_text() == broken


def test_cron_gives_way_to_systemd_and_systemd_to_cron(with_systemd: Machine) -> None:
    with_systemd.crontab.write_text(FOREIGN)
    with_systemd.sorot("install", "--cron")
    assert "sorot" in with_systemd.crontab_text()
    with_systemd.sorot("install")
    assert with_systemd.crontab_text() == FOREIGN
    with_systemd.sorot("install", "--cron")
    assert list(with_systemd.units.iterdir()) == []


def test_settings_are_written_for_their_owner_alone(machine: Machine) -> None:
    machine.sorot("install")
    assert machine.environment.stat().st_mode & 0o777 == 0o600
    assert "SOROT_NOW" not in machine.environment.read_text()


def test_a_start_after_a_downtime_runs_what_was_missed(machine: Machine) -> None:
    machine.sorot("install")
    settings = machine.work / "data rumah"
    from pipeline.schedule import cron
    from pipeline.schedule.catching_up import missed
    from pipeline.settings import load
    from pipeline.warehouse import Warehouse, runs

    def names(now: str) -> list[str]:
        ours = load(now=datetime.fromisoformat(now))
        return [job.name for job in missed(cron.installed(), ours)]

    monday = "2025-10-20T12:00:00+00:00"
    assert names(monday) == ["run", "report"]
    with Warehouse(settings / "warehouse.duckdb") as warehouse:
        for hour, outcome in ((3, "done"), (4, "failed")):
            at = datetime.fromisoformat(f"2025-10-20T0{hour}:00:00+00:00")
            runs.finish(warehouse, runs.begin(warehouse, at), at, outcome, {})
    (settings / "reports").mkdir()
    file = settings / "reports" / "laporan.pdf"
    file.touch()
    written = datetime.fromisoformat("2025-10-20T06:00:00+00:00").timestamp()
    os.utime(file, (written, written))
    assert names(monday) == []
    assert names("2025-10-21T12:00:00+00:00") == ["run"]
    assert names("2025-10-28T12:00:00+00:00") == ["run", "report"]


@needs_systemd
@pytest.mark.parametrize("text", ["02:00", "senin 05:00", "Sunday 23:59", "jumat 0.00"])
def test_the_next_time_is_the_one_that_systemd_computes(text: str) -> None:
    moment = moment_of(text)
    now = datetime(2025, 10, 19, 23, 59, 30, tzinfo=ZoneInfo("UTC"))
    command = ["systemd-analyze", "calendar", "--base-time=2025-10-19 23:59:30 UTC"]
    done = subprocess.run(
        [*command, f"{moment.on_calendar} UTC"], capture_output=True, text=True, check=True
    )
    next_line = next(line for line in done.stdout.splitlines() if "Next elapse" in line)
    assert f"{moment.next_after(now):%a %F %T} UTC" in next_line


@given(moments)
def test_what_is_written_for_a_scheduler_is_read_back(moment: Moment) -> None:
    assert from_on_calendar(moment.on_calendar) == moment
    assert from_cron(moment.cron) == moment


@given(moments, st.integers(0, 1_000_000_000))
def test_now_lies_between_the_last_time_and_the_next(moment: Moment, seconds: int) -> None:
    here = datetime.fromtimestamp(seconds, WIT)
    last, following = moment.last_before(here), moment.next_after(here)
    assert last <= here < following
    assert (following - last).days == (1 if moment.weekday is None else 7)


@pytest.mark.parametrize("text", ["", "25:00", "seninn 05:00", "05", "senin", "2:60", "off"])
def test_what_is_no_time_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(ConfigError, match="senin 05:00"):
        moment_of(text)


def test_a_shell_reads_every_value_as_it_was(tmp_path: Path) -> None:
    values = {f"SOROT_{n}": text for n, text in enumerate([HOSTILE, "", "'", '"', "\\", "$(id)"])}
    file = tmp_path / "environment"
    write_environment(file, values)
    names = " ".join(f'"${name}"' for name in values)
    script = f". {file}; for value in {names}; do printf '%s\\0' \"$value\"; done"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split("\0")[:-1] == list(values.values())
    assert quoted("$") == '"\\$"'
