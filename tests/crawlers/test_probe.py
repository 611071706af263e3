"""The probe against the newsroom's seven sites, and a crawl by the entries it wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.archive import read_index
from crawlers.options import CrawlOptions
from crawlers.outlets import Outlet
from crawlers.probe.records import OutletProbe, ProbeOptions, ProbeReport
from crawlers.urls import key
from tests.newsroom.server import Newsroom
from tests.nights import FIRST_NIGHT

EXPECTED = {
    "kabarseruni": ["wordpress /wp-json/wp/v2/posts"],
    "suaralasa": ["blogger /feeds/posts/default"],
    "portalnusa": ["sitemap /sitemap-news.xml", "index /indeks"],
    "tribratanews-seruni": ["feed /rss", "index /berita"],
    "lintaswarta": ["feed /feed/", "sitemap /sitemap_index.xml"],
    "jejaklontar": ["sitemap /sitemap.xml"],
    "oborharian": ["index /indeks-berita"],
}
pytestmark = pytest.mark.xdist_group("probe")


@dataclass(frozen=True)
class Probed:
    """What the probe answered, what the crawl by its entries fetched, and the truth."""

    found: dict[str, OutletProbe]
    crawled: dict[str, set[str]]
    truth: dict[str, set[str]]


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probed]:
    folder = tmp_path_factory.mktemp("probe")
    outlets = [
        Outlet(id=name, name=f"{name}.test", url=f"https://{name}.test", zone="Asia/Jayapura")
        for name in EXPECTED
    ]
    with Newsroom(FIRST_NIGHT) as newsroom:
        reach = {"proxy": newsroom.url, "allow_private_hosts": True, "delay": 0, "timeout": 5}
        reach |= {"contact": "a@contoh.test", "now": FIRST_NIGHT, "log_file": folder / "log"}
        options = ProbeOptions(outlets=outlets, **reach)
        report = ProbeReport.model_validate_json(run("crawlers.probe", options, folder))
        entries = [result.outlet for result in report.outlets]
        files = {"archive": folder / "archive", "frontier": folder / "frontier"}
        since = FIRST_NIGHT - timedelta(days=60)
        run("crawlers", CrawlOptions(outlets=entries, since=since, **files, **reach), folder)
        crawled: dict[str, set[str]] = {name: set() for name in EXPECTED}
        for page in read_index(folder / "archive", 0)[0]:
            crawled[page.outlet].add(key(page.final_url))
        truth = {
            name: {key(article.url) for article in newsroom.published() if article.outlet == name}
            for name in EXPECTED
        }
    yield Probed({result.outlet.id: result for result in report.outlets}, crawled, truth)


def run(module: str, options: ProbeOptions | CrawlOptions, folder: Path) -> str:
    """The last line that the process prints."""
    file = folder / f"{module}.json"
    file.write_text(options.model_dump_json())
    command = [sys.executable, "-m", module, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_site_gets_its_cheapest_complete_channels(probed: Probed, name: str) -> None:
    outlet = probed.found[name].outlet
    assert outlet.url == f"http://{name}.test"
    channels = [f"{c.type} {c.url.removeprefix(outlet.url)}" for c in outlet.channels]
    assert channels == EXPECTED[name]
    assert all(channel.verified for channel in outlet.channels)
    assert probed.found[name].sample
    assert probed.found[name].requests <= 25


@pytest.mark.parametrize("name", EXPECTED)
def test_crawl_by_the_probed_entry_finds_every_article(probed: Probed, name: str) -> None:
    assert probed.truth[name] - probed.crawled[name] == set()


def test_probe_calls_sites_by_their_own_names(probed: Probed) -> None:
    names = {name: result.outlet.name for name, result in probed.found.items()}
    assert names["kabarseruni"] == "Kabar Seruni"
    assert names["tribratanews-seruni"] == "Tribratanews Nusa Seruni"
    assert names["jejaklontar"] == "Jejak Lontar"
