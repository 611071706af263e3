"""Commands that show what there is: their output, their errors, their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Sorot


def test_search_finds_stems_and_shows_where_the_words_stand(sorot: Sorot) -> None:
    found = json.loads(sorot("search", "menambang emas ilegal", "--limit", "5", "--json").stdout)
    assert found
    assert any("tambang" in row["snippet"].lower() for row in found)
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)


def test_show_tells_everything_of_an_article(sorot: Sorot) -> None:
    first = json.loads(sorot("search", "curanmor", "--limit", "1", "--json").stdout)[0]
    facts = json.loads(sorot("show", first["article_id"][:10], "--json").stdout)
    assert facts["article"]["url"] == first["url"]
    assert {score["field"] for score in facts["sentiment"]} == {"article", "headline", "body"}
    assert facts["mentions"]
    assert facts["topics"][0]["main"]


def test_show_tells_why_and_what_is_the_same_elsewhere(sorot: Sorot) -> None:
    first = json.loads(sorot("search", "curanmor Tanjung Lasa", "--limit", "1", "--json").stdout)[0]
    facts = json.loads(sorot("show", first["article_id"], "--json").stdout)
    tone, *toward = facts["why"]
    assert tone["target"] is None
    assert {reason["target"] for reason in toward} == {m["unit"] for m in facts["mentions"]}
    assert any(reason["sentences"] for reason in facts["why"])
    for reason in facts["why"]:
        for weighed in reason["sentences"]:
            field = "title" if weighed["field"] == "title" else "text"
            assert weighed["text"] in facts["article"][field]
    (event,) = facts["events"]
    assert (event["regency"], event["district"]) == ("Kabupaten Seruni Utara", "Tanjung Lasa")
    assert len(facts["copies"]) == 4
    shown = sorot("show", first["article_id"]).stdout
    for part in ("happened: Tanjung Lasa", "why tone", "Same text elsewhere (4)", "Story"):
        assert part in shown


def test_officers_tells_who_held_a_post(sorot: Sorot) -> None:
    found = json.loads(sorot("officers", "--position", "Kapolres", "--json").stdout)
    assert {row["unit"] for row in found} >= {"Polres Seruni Utara", "Polresta Batulayar"}
    one = sorot("officers", "adiwangsa", "--unit", "Polres Serut", "--on", "2025-10-10", "--json")
    (officer,) = json.loads(one.stdout)
    assert (officer["name"], officer["position"]) == ("Bima Adiwangsa", "Kapolres")
    before = sorot("officers", "adiwangsa", "--on", "2020-01-01", "--json")
    assert json.loads(before.stdout) == []
    nobody = sorot("officers")
    assert nobody.returncode == 1
    assert "--position" in nobody.stderr


def test_show_of_an_unknown_article_says_what_to_give(sorot: Sorot) -> None:
    done = sorot("show", "zzzz")
    assert done.returncode == 1
    assert "'zzzz' names no article" in done.stderr
    assert "sorot search" in done.stderr


def test_status_names_what_went_wrong_in_the_crawl(sorot: Sorot) -> None:
    state = json.loads(sorot("status", "--json").stdout)
    problems = [problem for outlet in state["outlets"] for problem in outlet["problems"]]
    assert any("forbidden by robots.txt" in problem for problem in problems)
    assert state["failures"][0]["url"] == "http://oborharian.test/berita/hilang"
    assert state["runs"][0]["outcome"] == "done"


@pytest.mark.parametrize("name", ["articles", "sentiment", "v_articles", "runs"])
def test_schema_explains_every_table(sorot: Sorot, name: str) -> None:
    (table,) = json.loads(sorot("schema", name, "--json").stdout)
    assert table["comment"]
    assert table["columns"]


def test_config_says_where_each_setting_comes_from(sorot: Sorot) -> None:
    settings = json.loads(sorot("config", "--json").stdout)
    assert settings["home"]["from"] == "SOROT_HOME"
    assert settings["delay"] == {"value": 1.0, "from": "default"}


def test_watch_takes_an_alias_and_report_uses_it(sorot: Sorot, home: Path) -> None:
    assert "watching Polres Seruni Utara" in sorot("watch", "add", "polres serut").stdout
    done = sorot("report", "weekly", "--format", "html", "--json")
    assert done.returncode == 0, done.stderr
    report = Path(json.loads(done.stdout)["html"])
    assert report.name == "laporan-polres-seruni-utara-2025-W42.html"
    assert "Polres Seruni Utara" in report.read_text(encoding="utf-8")
    sorot("watch", "remove", "Polres Serut")
    assert json.loads(sorot("watch", "list", "--json").stdout) == []


def test_watch_of_an_unknown_unit_suggests_names(sorot: Sorot) -> None:
    done = sorot("watch", "add", "Halmahera Utara")
    assert done.returncode == 1
    assert "Polres Halmahera Utara" in done.stderr


def test_report_without_a_unit_says_how_to_give_one(sorot: Sorot) -> None:
    done = sorot("report", "weekly")
    assert done.returncode == 1
    assert "sorot watch add" in done.stderr


def test_outlet_entry_with_a_typo_names_file_line_and_field(
    sorot: Sorot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "outlets"
    folder.mkdir()
    entry = 'id = "kabar"\nname = "Kabar"\nurl = "http://kabar.test"\nzonne = "Asia/Jakarta"\n'
    channel = '[[channels]]\ntype = "feed"\nurl = "http://kabar.test/feed/"\n'
    (folder / "kabar.toml").write_text(entry + channel, encoding="utf-8")
    monkeypatch.setenv("SOROT_OUTLETS", str(folder))
    done = sorot("outlets", "check")
    assert done.returncode == 1
    for part in ("kabar.toml", "line 4", "zonne", "zone"):
        assert part in done.stderr


def test_rollback_makes_the_snapshot_before_current(sorot: Sorot) -> None:
    assert sorot("publish").returncode == 0
    done = sorot("publish", "--rollback")
    assert done.returncode == 0
    assert "-00001.duckdb" in done.stdout
    again = sorot("publish", "--rollback")
    assert again.returncode == 1
    assert "oldest snapshot" in again.stderr


def test_rerun_from_a_stage_needs_no_network_and_publishes(sorot: Sorot) -> None:
    done = json.loads(sorot("rerun", "--from", "topics", "--json").stdout)
    redone = {stage["stage"]: stage["done"] for stage in done["stages"]}
    assert redone["extract"] == 0
    assert redone["topics"] > 100
    assert done["snapshot"]


def test_an_unknown_stage_is_answered_with_those_there_are(sorot: Sorot) -> None:
    done = sorot("rerun", "--from", "sentimen")
    assert done.returncode == 1
    assert "sentiment" in done.stderr
