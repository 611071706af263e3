"""``sorot status`` for people and for cron: exit codes, 80 columns, views."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.warehouse import Warehouse, runs
from tests.cli.conftest import Sorot


def test_status_exits_0_when_all_is_well_and_shows_habits(sorot: Sorot) -> None:
    done = sorot("status")
    assert done.returncode == 0, done.stdout
    first, *lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert "7 outlets: " in done.stdout
    (outlet, *_) = json.loads(sorot("status", "--json").stdout)["outlets"]
    assert outlet["new"] > 10
    assert outlet["recent"]["quality"] > 0.9


@pytest.mark.parametrize(
    ("now", "told"),
    [("2025-10-19T20:00:00+09:00", ""), ("2025-10-20T20:00:00+09:00", "The last run began 1.9")],
)
def test_status_exits_3_when_the_last_run_is_late(
    sorot: Sorot, monkeypatch: pytest.MonkeyPatch, now: str, told: str
) -> None:
    monkeypatch.setenv("SOROT_NOW", now)
    done = sorot("status")
    assert done.returncode == (3 if told else 0)
    assert ("alarm" in done.stdout) == bool(told)
    assert told in done.stdout


def test_status_exits_3_and_says_that_the_last_run_was_cut_off(sorot: Sorot, home: Path) -> None:
    with Warehouse(home / "warehouse.duckdb") as warehouse:
        runs.begin(warehouse, datetime(2025, 10, 19, 12, tzinfo=UTC))
    done = sorot("status")
    assert done.returncode == 3
    assert "was cut off before its end" in " ".join(done.stdout.split())


def test_two_hundred_outlets_are_one_line_and_the_troubled_ones(sorot: Sorot, home: Path) -> None:
    with Warehouse(home / "warehouse.duckdb") as warehouse:
        _add_outlets(warehouse, sound=190, lost=3)
    done = sorot("status")
    assert done.returncode == 3
    first, *lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) < 50
    assert "200 outlets: " in done.stdout
    assert "lost-1" in done.stdout
    assert "sound-1" not in done.stdout
    assert "sound-189" in sorot("status", "--all").stdout
    alarms = json.loads(sorot("status", "--json").stdout)["alarms"]
    assert [(a["kind"], a["outlet"]) for a in alarms] == [
        ("unreached", f"lost-{n}") for n in range(3)
    ]


def test_quality_lists_bad_articles_worst_first_and_why(sorot: Sorot, home: Path) -> None:
    assert json.loads(sorot("status", "--quality", "--json").stdout)["articles"] == []
    with Warehouse(home / "warehouse.duckdb") as warehouse:
        warehouse.connection.execute("""
            update articles set quality = 0.2, warnings = ['no date'], text = 'Pendek [b].'
            where article_id = (select min(article_id) from articles where outlet = 'suaralasa');
            update articles set quality = 0.4
            where article_id = (select min(article_id) from articles where outlet = 'kabarseruni');
        """)
    found = json.loads(sorot("status", "--quality", "--json").stdout)
    assert [(a["outlet"], a["quality"]) for a in found["articles"]] == [
        ("suaralasa", 0.2), ("kabarseruni", 0.4),
    ]  # fmt: skip
    assert found["articles"][0]["why"] == ["no date", "11 characters"]
    assert found["articles"][1]["why"] == ["many links"]
    assert {o["outlet"]: (o["low"], o["failed"]) for o in found["outlets"]} == {
        "suaralasa": (1, 0), "kabarseruni": (1, 0), "oborharian": (0, 1),
    }  # fmt: skip
    assert found["failures"][0]["url"] == "http://oborharian.test/berita/hilang"
    shown = sorot("status", "--quality").stdout
    assert "0.20 suaralasa: no date, 11 characters" in shown
    assert found["articles"][0]["url"] in shown


def test_run_ends_with_one_table_its_alarms_and_the_way_to_its_log(
    sorot: Sorot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOROT_PROXY", "http://127.0.0.1:9")
    done = sorot("run")
    assert done.returncode == 3
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert max(len(line) for line in lines if "/" not in line) <= 80
    assert lines[1].split() == ["step", "done", "failed", "seconds", "troubles"]
    assert any(line.startswith("extract ") for line in lines)
    assert "alarm The last crawl asked 7 outlets and none answered." in done.stdout
    assert (Path(lines[-1].removeprefix("log: "))).exists()


def _add_outlets(warehouse: Warehouse, sound: int, lost: int) -> None:
    """Outlets with three crawls each; the lost ones answered none of them."""
    names = [f"sound-{n}" for n in range(sound)] + [f"lost-{n}" for n in range(lost)]
    warehouse.insert(
        "outlets",
        [
            {"outlet": o, "name": o, "url": f"http://{o}.test", "zone": "Asia/Jakarta",
             "kind": "pers", "registered": True}
            for o in names
        ],
    )  # fmt: skip
    for day in (17, 18, 19):
        run_id = runs.begin(warehouse, datetime(2025, 10, day, 10, tzinfo=UTC))
        errors = json.dumps({"timeout": 3, "http 503": 2, "connection": 1})
        rows = [
            {"run_id": run_id, "outlet": o, "requests": 4, "new": 0, "problems": [],
             "errors": errors, "answered": o.startswith("sound"), "not_modified": 1}
            for o in names
        ]  # fmt: skip
        runs.note_outlets(warehouse, run_id, rows)
        runs.finish(warehouse, run_id, datetime(2025, 10, day, 11, tzinfo=UTC), "done", {})
