"""``sorot outlets add`` and ``verify`` as a user runs them, on the sample newsroom's sites."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawlers import addresses
from crawlers.outlets import load_outlet, load_outlets
from pipeline.errors import OutletError
from pipeline.settings import ROOT, Settings
from pipeline.stages import outlet_of
from tests.newsroom.server import Newsroom
from tests.nights import FIRST_NIGHT

Sorot = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def sorot(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sorot:
    """Runs ``sorot outlets …`` on an empty registry."""
    settings = {
        "home": tmp_path / "home",
        "outlets": tmp_path / "outlets",
        "units": f'["{ROOT}/data/units", "{ROOT}/data/sample/units.toml"]',
        "regions": f'["{ROOT}/data/regions", "{ROOT}/data/sample/regions.csv"]',
        "proxy": newsroom.url,
        "allow_private_hosts": "true",
        "delay": "0",
        "now": FIRST_NIGHT.isoformat(),
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"SOROT_{name.upper()}", str(value))
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline.cli.app", "outlets", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    return run


def test_added_outlet_is_shown_with_an_article_and_written(sorot: Sorot, tmp_path: Path) -> None:
    done = sorot("add", "tribratanews-seruni.test", "--region", "Nusa Seruni", "--kind", "rilis")
    assert done.returncode == 0, done.stderr
    assert "Humas Polres" in done.stdout
    assert "2025-10-1" in done.stdout
    outlet = load_outlet(tmp_path / "outlets" / "tribratanews-seruni.toml")
    assert (outlet.zone, outlet.kind) == ("Asia/Jayapura", "rilis")
    assert [channel.type for channel in outlet.channels] == ["feed", "index"]


def test_entry_is_only_replaced_when_asked_and_keeps_what_was_set(
    sorot: Sorot, tmp_path: Path
) -> None:
    file = tmp_path / "outlets" / "seruni.toml"
    file.parent.mkdir()
    before = 'id = "seruni"\nname = "Harian"\nurl = "http://www.kabarseruni.test"\ndelay = 3.0\n'
    file.write_text(before)
    refused = sorot("add", "kabarseruni.test")
    assert (refused.returncode, file.read_text()) == (1, before)
    assert "--replace" in refused.stderr
    assert sorot("add", "kabarseruni.test", "--dry-run").returncode == 0
    assert file.read_text() == before
    assert sorot("add", "kabarseruni.test", "--replace").returncode == 0
    outlet = load_outlet(file)
    assert (outlet.name, outlet.delay) == ("Harian", 3.0)
    assert [channel.type for channel in outlet.channels] == ["wordpress"]


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        (" KabarSeruni.test ", "http://kabarseruni.test"),
        ("www.kabarseruni.test/", "http://kabarseruni.test"),
        ("http://kabarseruni.test:80/?utm_source=wa#atas", "http://kabarseruni.test"),
        ("http://kabarseruni.test/2025/10/18/polda-opini-zebra/amp/", "http://kabarseruni.test"),
        ("<http://m.portalnusa.test/indeks?page=2>", "http://portalnusa.test"),
    ],
)
def test_any_address_of_a_site_will_do(sorot: Sorot, typed: str, url: str) -> None:
    done = sorot("add", typed, "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    outlet = json.loads(done.stdout)["outlet"]
    assert outlet["url"] == url
    assert outlet["channels"]
    assert all(channel["url"].startswith(url) for channel in outlet["channels"])


def test_nothing_is_written_where_nothing_is_found(sorot: Sorot, tmp_path: Path) -> None:
    assert sorot("add", "tidak-ada.test").returncode == 1
    wrong = sorot("add", "kabarseruni.test", "--region", "Seruni Tenggara")
    assert "no region 'Seruni Tenggara'" in wrong.stderr
    assert load_outlets(tmp_path / "outlets") == []


def test_verify_sets_marks_and_finds_missing_channels(sorot: Sorot, tmp_path: Path) -> None:
    folder = tmp_path / "outlets"
    folder.mkdir()
    entry = 'id = "{0}"\nname = "{0}"\nurl = "http://{0}.test"\n'
    feed = '\n# catatan\n[[channels]]\ntype = "feed"\nurl = "http://lintaswarta.test{}"\n{}'
    good, bad = feed.format("/feed/", ""), feed.format("/rss", "verified = true\n")
    (folder / "lintaswarta.toml").write_text(entry.format("lintaswarta") + good + bad)
    (folder / "suaralasa.toml").write_text(entry.format("suaralasa"))
    assert "belum ada kanal" in sorot("list").stdout
    done = sorot("verify", "--find", "--json")
    assert done.returncode == 3, done.stderr
    states = {row["url"].partition(".test")[2]: row["state"] for row in json.loads(done.stdout)}
    assert states == {"/feed/": "good", "/rss": "bad", "/feeds/posts/default": "good"}
    first, second = load_outlets(folder)
    assert [channel.verified for channel in first.channels] == [True, False]
    assert "# catatan" in (folder / "lintaswarta.toml").read_text()
    assert second.channels[0].type == "blogger"


@pytest.mark.parametrize("typed", ["", "ftp://kabar.id", "kabar", "http://", "file:///etc/passwd"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(OutletError, match="is no address of a site"):
        addresses.address(typed)


def test_page_of_a_regional_site_belongs_to_it_and_not_to_its_network() -> None:
    assert outlet_of("https://ternate.tribunnews.com/a/1/b", Settings()).id == "tribunnews-ternate"
    assert outlet_of("https://m.tribunnews.com/a/1/b", Settings()).id == "tribunnews"
