"""Outlets of one network, through whole runs: each link stays its outlet's, and none counts as a
second original; an article cut into pages is one text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.outlets import FeedChannel, Outlet, save_outlet
from tests.crawlers.conftest import NIGHT, Site, running
from tests.crawlers.newspaper import page, paging
from tests.newsroom.articles import SAMPLE, read
from tests.nights import rows, run, settings_of

pytestmark = pytest.mark.xdist_group("network")  # one home, changed from test to test

WWW, TERNATE = "http://www.tribun.test", "http://ternate.tribun.test"
NAMES = (
    "bal-begal-ditangkap",
    "bal-judi-online-rumah-kontrakan",
    "bal-ganja-paket-pelabuhan",
    "bal-korupsi-pasar-tersangka",
)
STATED, PLAIN, THERE, LONG = (read(SAMPLE / "articles" / f"{name}.md") for name in NAMES)


@dataclass
class Network:
    """Two outlets on sub-domains of one site, crawled by whole runs into one home."""

    site: Site
    home: Path
    proxy: str
    nights: int = 0

    def night(self, only: tuple[str, ...] = ()) -> dict[str, Any]:
        """A run, a day after the one before; returns the report of each outlet."""
        now = NIGHT + timedelta(days=self.nights)
        self.nights += 1
        self.site.forget_requests()
        outlets = self.home.parent / "outlets"
        return run(settings_of(self.home, self.proxy, now, outlets=outlets), only).outlets

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return rows(self.home / "warehouse.duckdb", query)


def dated(at: datetime, more: str = "") -> str:
    return f'<meta property="article:published_time" content="{at.isoformat()}">{more}'


def publish(site: Site) -> None:
    """The first night of both: what each shows, and what each one's feed names."""
    early, late = NIGHT - timedelta(hours=9), NIGHT - timedelta(hours=5)
    origin = f'<link rel="canonical" href="{TERNATE}/asli">'
    half = len(LONG.paragraphs) // 2
    lead = LONG.paragraphs[0]
    site.pages |= {
        "/tiruan": page(STATED.title, STATED.paragraphs, head=dated(early, origin)),
        "/asli": page(STATED.title, STATED.paragraphs, head=dated(late)),
        "/pusat": page(PLAIN.title, PLAIN.paragraphs, head=dated(early)),
        "/daerah": page(PLAIN.title, PLAIN.paragraphs, head=dated(late)),
        "/di-sana": page(THERE.title, THERE.paragraphs, head=dated(late)),
        "/jalan": replace(page("", []), status=301, headers={"Location": f"{TERNATE}/di-sana"}),
        "/panjang": page(
            LONG.title, LONG.paragraphs[:half], paging("/panjang?page=2"), dated(late)
        ),
        "/panjang?page=2": page(LONG.title, [lead, *LONG.paragraphs[half:]], head=dated(late)),
    }
    site.feed(f"{TERNATE}/asli", f"{TERNATE}/daerah", f"{TERNATE}/di-sana?utm_source=rss")
    site.pages["/ternate/feed/"] = site.pages["/feed/"]
    own = [f"{WWW}/{name}" for name in ("tiruan", "pusat", "jalan", "panjang", "panjang?page=2")]
    site.feed(*own, f"{TERNATE}/di-sana", f"{TERNATE}/daerah?outputType=amp")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """The network after its first night."""
    folder = tmp_path_factory.mktemp("network")
    for id_, url, feed in (
        ("tribun", WWW, "/feed/"),
        ("tribun-ternate", TERNATE, "/ternate/feed/"),
    ):
        channel = FeedChannel(type="feed", url=f"{url}{feed}")
        save_outlet(folder / "outlets", Outlet(id=id_, name=id_, url=url, channels=[channel]))
    with running() as site:
        network = Network(site, folder / "home", site.url)
        publish(site)
        network.night()
        yield network


def test_each_link_is_a_row_of_the_outlet_whose_it_is(network: Network) -> None:
    found = network.rows("select canonical_url, outlet from articles")
    assert sorted(found) == sorted(
        [(f"{WWW}/{name}", "tribun") for name in ("tiruan", "pusat", "panjang")]
        + [(f"{TERNATE}/{name}", "tribun-ternate") for name in ("asli", "daerah", "di-sana")]
    )
    assert network.rows("select count(*) from pages") == [(6,)]
    assert network.rows("select count(*) from versions") == [(6,)]


def test_same_article_on_sisters_has_one_first_publisher(network: Network) -> None:
    found = network.rows("""
        select list(url order by url) filter (first), list(url order by url) filter (not first)
        from duplicates join articles using (article_id)
        group by cluster_id having count(*) > 1
    """)
    assert sorted(found) == [
        ([f"{TERNATE}/asli"], [f"{WWW}/tiruan"]),  # as the later one's address is stated
        ([f"{WWW}/pusat"], [f"{TERNATE}/daerah"]),  # the earlier one
    ]


def test_pages_of_an_article_are_one_text_in_order(network: Network) -> None:
    ((title, text, parts),) = network.rows(f"""
        select title, text, len(parts) from articles join pages using (page_id)
        where canonical_url = '{WWW}/panjang'
    """)
    assert (title, parts) == (LONG.title, 1)
    assert text.split("\n") == LONG.paragraphs


def test_second_night_asks_for_no_article_and_third_takes_the_edited_page(
    network: Network,
) -> None:
    before = network.rows("select article_id, page_id, outlet from articles order by all")
    assert {facts["new"] for facts in network.night().values()} == {0}
    assert set(network.site.log) <= {"/robots.txt", "/feed/", "/ternate/feed/"}
    assert network.rows("select article_id, page_id, outlet from articles order by all") == before
    edited = [*LONG.paragraphs[3:], "Polisi meralat jumlah saksi yang diperiksa dalam perkara ini."]
    network.site.pages["/panjang?page=2"] = page(LONG.title, edited)
    network.site.feed(f"{WWW}/panjang?page=2", updated=NIGHT + timedelta(days=1, hours=5))
    assert network.night(only=("tribun",))["tribun"]["changed"] == 1
    versions = network.rows(f"""
        select v.text like '%meralat jumlah saksi%' from versions v join articles using (article_id)
        where canonical_url = '{WWW}/panjang' order by seen_at
    """)
    assert versions == [(False,), (True,)]


def test_article_of_a_sister_that_is_not_crawled_now_waits_for_its_own_night(
    network: Network,
) -> None:
    network.site.pages["/baru"] = page(THERE.title, THERE.paragraphs)
    network.site.feed(f"{TERNATE}/baru")
    assert network.night(only=("tribun",))["tribun"]["new"] == 0
    assert "/baru" not in network.site.log
    reports = network.night(only=("tribun-ternate",))
    assert reports["tribun-ternate"]["new"] == 1
