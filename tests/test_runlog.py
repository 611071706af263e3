"""The log of a run: JSON lines that can be read to the last, however the run ended."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import WarehouseError
from pipeline.night import STAGES
from pipeline.runlog import logs, open_log
from pipeline.settings import ROOT
from pipeline.warehouse import Warehouse, runs
from tests.conftest import MakeSettings
from tests.nights import FIRST_NIGHT, kill_run, rows, run


def _lines(home: Path) -> list[dict[str, Any]]:
    """The newest log of a home."""
    text = logs(home / "log")[-1].read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_log_tells_the_night_in_order_with_time_and_run(first_night: Path) -> None:
    lines = _lines(first_night)
    events = list(dict.fromkeys(line["event"] for line in lines))
    assert events == [
        "run/started", "outlet/finished", "row/failed", "stage/finished", "published",
        "run/finished",
    ]  # fmt: skip
    assert {(line["run"], line["time"]) for line in lines} == {(1, "2025-10-18T14:00:00+00:00")}
    by_event = {line["event"]: line for line in lines}
    assert by_event["row/failed"]["url"] == "http://oborharian.test/berita/hilang"
    assert by_event["row/failed"]["error"] == "ExtractError"
    assert by_event["run/finished"]["outcome"] == "done"
    stats = by_event["run/finished"]["stats"]
    assert stats["outlet/oborharian/errors/http 500"] == 1
    assert stats["stage/extract/errors/ExtractError"] == stats["stage/extract/failed"] == 1


def test_counts_of_the_log_are_those_kept_with_the_run(first_night: Path) -> None:
    ((summary,),) = rows(first_night / "warehouse.duckdb", "select summary from runs")
    assert json.loads(summary)["stats"] == _lines(first_night)[-1]["stats"]


def test_every_event_and_every_field_is_documented(first_night: Path) -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    part = text.split("## The log of a run")[1].split("\n## ")[0]
    for line in _lines(first_night):
        for name in line:
            assert f"`{name}`" in part or f"`{line['event']}`" in part
        assert f"`{line['event']}`" in part


def test_killed_run_leaves_a_log_of_what_it_had_done(home: Path, settings: MakeSettings) -> None:
    kill_run(settings(home), "topics", at="sentiment")
    lines = _lines(home)
    assert lines[0]["event"] == "run/started"
    done = [line["stage"] for line in lines if line["event"] == "stage/finished"]
    assert done == [
        "extract", "relevance", "fingerprint", "syndication", "entities", "topics",
    ]  # fmt: skip
    assert lines[-1]["event"] != "run/finished"


def test_failed_run_says_why_in_its_last_line(home: Path, settings: MakeSettings) -> None:
    ours = settings(home)
    with Warehouse(ours.warehouse) as warehouse:
        runs.begin(warehouse, FIRST_NIGHT)
        warehouse.connection.execute("update articles set page_id = 'none'")
    with pytest.raises(WarehouseError):
        run(ours, first=STAGES)
    last = _lines(home)[-1]
    assert (last["event"], last["outcome"]) == ("run/finished", "failed")
    assert "WarehouseError: the new snapshot is not published" in last["error"]


def test_only_so_many_logs_are_kept(tmp_path: Path, settings: MakeSettings) -> None:
    for number in range(5):
        ours = settings(tmp_path, now=FIRST_NIGHT + timedelta(days=number), keep_logs=2)
        with open_log(ours, number) as log:
            log.tell("run/started")
    assert [path.stem[-5:] for path in logs(ours.logs)] == ["00003", "00004"]


def test_outlets_that_fell_silent_are_told_by_the_run_and_in_its_log(
    home: Path, settings: MakeSettings
) -> None:
    report = run(settings(home, now=FIRST_NIGHT + timedelta(days=40)))
    silent = {alarm.outlet for alarm in report.alarms if alarm.kind == "silent"}
    assert {"kabarseruni", "suaralasa", "portalnusa"} <= silent
    told = {line["outlet"] for line in _lines(home) if line.get("kind") == "silent"}
    assert told == silent
    assert [alarm["text"] for alarm in report.as_json()["alarms"]] == [
        alarm.text for alarm in report.alarms
    ]
