"""``sorot links import``: each link of a chat is fetched once and gets a verdict."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import subprocess
import sys

from pipeline.settings import ROOT
from tests.links import chats
from tests.links.conftest import Imported, Office
from tests.nights import SECOND_NIGHT, rows


def verdicts(told: dict[str, list[dict[str, str]]]) -> dict[str, tuple[str, str]]:
    return {link["final_url"]: (link["verdict"], link["why"]) for link in told["links"]}


def test_each_link_gets_its_verdict(imported: Imported) -> None:
    assert verdicts(imported.told) == {
        chats.KNOWN: ("already known", ""),
        chats.NEW: ("new", ""),
        chats.COPY: ("syndicated copy", "of Kabar Seruni; outlet not in the registry"),
        chats.OTHER_UNIT: ("not about the watched unit", "Polres Kepulauan Lontar"),
        chats.NO_POLICE: ("not about the police", ""),
        chats.BROKEN: ("failed", "http 500; asked again next time"),
        chats.VIDEO: ("no news", "video"),
    }


def test_only_what_the_crawl_had_not_is_asked_for(imported: Imported) -> None:
    urls = [chats.NEW, chats.COPY, chats.OTHER_UNIT, chats.NO_POLICE, *[chats.BROKEN] * 3]
    assert sorted(imported.asked) == sorted(url.removeprefix("http://") for url in urls)


def test_who_sent_what_and_when_is_told(imported: Imported) -> None:
    first = next(link for link in imported.told["links"] if link["final_url"] == chats.NEW)
    assert (first["sender"], first["times"], first["senders"]) == ("=Budi", 2, 2)
    assert first["sent_at"] == "2025-10-19T05:05:00+00:00"  # 14.05 WIT, the zone of the unit
    assert {row["sender"]: (row["sent"], row["links"]) for row in imported.told["senders"]} == {
        "Sari Rekaan": (4, 4), "=Budi": (2, 2), "+62 812-0000-0001": (2, 2),
    }  # fmt: skip
    assert sum(imported.told["sums"].values()) == len(imported.told["links"]) == 7


def test_the_table_for_excel_has_no_formulas(imported: Imported) -> None:
    with imported.table.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert {row["sender"] for row in table} == {"Sari Rekaan", "'=Budi", "'+62 812-0000-0001"}
    assert table[0]["sent_at"] == "2025-10-19 12:05"


def test_one_command_adds_the_outlets_that_are_not_in_the_registry(office: Office) -> None:
    told = json.loads((office.home / "told.json").read_text(encoding="utf-8"))
    assert told["add_command"] == "sorot outlets add http://lintaswarta.test"
    office.sorot(*told["add_command"].split()[1:], "http://portalnusa.test", codes=(3,))
    assert (office.home / "outlets" / "lintaswarta.toml").exists()


def test_senders_are_in_no_snapshot_log_or_archive(imported: Imported) -> None:
    home = imported.office.home
    kept = rows(home / "warehouse.duckdb", "select distinct sender from sent_links order by all")
    assert [sender for (sender,) in kept] == ["+62 812-0000-0001", "=Budi", "Sari Rekaan"]
    current = home / "published" / "current"
    shown = rows(current, "select distinct sender, source from sent_links")
    assert (shown, rows(current, "select count(*) from sent_links")) == ([(None, None)], [(8,)])
    for file in [
        *home.rglob("*.gz"),
        *home.glob("log/*"),
        *home.glob("crawl*"),
        home / "frontier.sqlite",
    ]:
        content = file.read_bytes()
        plain = gzip.decompress(content) if file.suffix == ".gz" else content
        assert not [secret for secret in chats.SECRETS if secret.encode() in plain], file


def test_coverage_says_what_the_crawl_had_missed_by_outlet(office: Office) -> None:
    found = office.json("status", "--coverage")
    assert (found["registered"]["had"], found["registered"]["open"]) == (1, 2)
    assert (found["everywhere"]["missed"], found["all"]["open"]) == (1, 3)
    (stranger,) = [one for one in found["outlets"] if one["missed"]]
    assert (stranger["outlet"], stranger["missed"][0]["url"]) == ("lintaswarta", chats.COPY)
    office.sorot("run", "--outlet", "kabarseruni")
    assert not {f"http://{url}" for url in office.asked} & {chats.NEW, chats.NO_POLICE}
    found = office.json("status", "--coverage")
    assert (found["registered"]["had"], found["registered"]["open"]) == (2, 1)
    shown = office.sorot("status", "--coverage")
    assert "2 of 2 had, 100% (34%–100%); few links, so this is" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_an_import_is_no_nightly_run(imported: Imported) -> None:
    state = imported.office.json("status", codes=(0, 3))
    assert state["runs"][0]["outcome"] == "links"
    assert rows(
        imported.office.home / "warehouse.duckdb", "select max(run_id) from run_outlets"
    ) == [(1,)]


def test_a_grown_export_adds_only_what_is_new_though_its_import_is_killed(office: Office) -> None:
    office.chat.write_text(chats.GROWN, encoding="utf-8")
    office.newsroom.set_now(SECOND_NIGHT)
    office.newsroom.forget_requests()
    kill_import(office)
    assert later(office) == 1
    shown = office.sorot("links", "import", office.chat, codes=(3,))
    assert later(office) == 0  # what had come was kept, only what failed is asked again
    assert "7 links were told of in an earlier import" in shown
    assert f"failed: {chats.BROKEN} answered 500." in shown
    assert max(map(len, shown.splitlines()[1:])) <= 80
    database, article = office.home / "warehouse.duckdb", "select title from articles where url = ?"
    assert rows(database, "select count(*) from sent_links") == [(9,)]
    assert len(rows(database, article, chats.LATER)) == 1


def kill_import(office: Office) -> None:
    """Begin an import and kill it when the first link has come."""
    command = [sys.executable, "-m", "tests.links.launch", str(office.chat)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=office.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert any(line == "crawl\n" for line in process.stdout)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)  # its crawl holds the same output


def later(office: Office) -> int:
    """How often the link that was sent later was asked for since the last command."""
    paths = office.newsroom.requests().paths.get("tribratanews-seruni.test", [])
    return sum(chats.LATER.endswith(path) for path in paths)


def test_a_file_of_another_kind_is_refused_with_what_to_do(imported: Imported) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli.app", "links", "import", sys.executable],
        capture_output=True, text=True, check=False, env=imported.office.environment, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Give a WhatsApp export (.txt or .zip)" in done.stderr
