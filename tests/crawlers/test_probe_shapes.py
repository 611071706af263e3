"""The probe on sites that hide their listings, each a few pages that the test sets."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawlers.discovery import wordpress
from crawlers.outlets import Outlet
from crawlers.probe import heads, pages
from crawlers.probe.answer import Answer, tree
from crawlers.probe.heads import name_of
from crawlers.probe.reading import RECENT
from crawlers.probe.records import OutletProbe, ProbeOptions, ProbeReport
from tests.crawlers.conftest import NIGHT, Crawl, Reply, Site, article

HEADLINES = [f"/warga-desa-{n}-gotong-royong" for n in range(8)]


def probe(site: Site, folder: Path, path: str = "/", **facts: Any) -> OutletProbe:
    outlet = Outlet(id="contoh", name="127.0.0.1", url=f"{site.url}{path}", **facts)
    options = ProbeOptions(
        outlets=[outlet],
        log_file=folder / "log",
        contact="a@contoh.test",
        allow_private_hosts=True,
        delay=0,
        timeout=2,
        now=NIGHT,
    )
    file = folder / "probe.json"
    file.write_text(options.model_dump_json())
    command = [sys.executable, "-m", "crawlers.probe", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return ProbeReport.model_validate_json(done.stdout).outlets[0]


def channels(result: OutletProbe, site: Site) -> list[str]:
    return [f"{c.type} {c.url.removeprefix(site.url)}" for c in result.outlet.channels]


def listing(paths: list[str], extra: str = "") -> Reply:
    links = "".join(f'<h3 class="j"><a href="{p}">Warga {p} bekerja bakti</a></h3>' for p in paths)
    return Reply(f"<html><title>Contoh</title><body>{links}{extra}</body></html>")


def test_wordpress_in_a_sub_path_without_rest_and_links(site: Site, tmp_path: Path) -> None:
    theme = '<img src="/kabar/wp-content/themes/x/logo.png">'
    site.pages |= {"/": listing([]), "/kabar/": listing(HEADLINES, theme)}
    site.feed(*HEADLINES)
    site.pages["/kabar/feed/"] = site.pages.pop("/feed/")
    assert channels(probe(site, tmp_path, "/kabar/"), site)[:1] == ["feed /kabar/feed/"]


def test_wordpress_with_plain_permalinks_answers_by_rest_route(site: Site, tmp_path: Path) -> None:
    site.pages["/"] = listing(HEADLINES, '<meta name="generator" content="WordPress 6.8">')
    posts = f"{site.url}/?rest_route=/wp/v2/posts"
    first = wordpress.first_url(posts, NIGHT - RECENT).removeprefix(site.url)
    post = f'[{{"link": "{site.url}/?p=7", "date_gmt": "2022-11-16T01:00:00"}}]'
    site.pages[first] = Reply(post, "application/json")
    assert channels(probe(site, tmp_path), site) == ["wordpress /?rest_route=/wp/v2/posts"]


def test_feed_that_ended_long_ago_is_not_taken(site: Site, tmp_path: Path) -> None:
    site.pages["/"] = listing(HEADLINES)
    site.feed(*HEADLINES)
    body = str(site.pages["/feed/"].body).replace("Nov 2022", "Nov 2019")
    site.pages["/feed/"] = Reply(body, "application/rss+xml")
    result = probe(site, tmp_path)
    assert channels(result, site) == ["index /"]
    (feed,) = (c for c in result.candidates if c.channel.url == f"{site.url}/feed/")
    assert (feed.good, feed.note) == (False, "has nothing newer than 2019-11-16")


def test_next_link_is_followed_before_it_is_believed(site: Site, tmp_path: Path) -> None:
    false = '<a class="next-slide" href="/iklan">Next</a>'
    true = '<a href="/indeks?hal={}">Lanjut »</a>'
    site.pages |= {"/": listing([]), "/iklan": listing([])}
    site.pages["/indeks"] = listing(HEADLINES[:4], false + true.format(2))
    site.pages["/indeks?hal=2"] = listing(HEADLINES[4:], false + true.format(3))
    (channel,) = probe(site, tmp_path, "/indeks").outlet.channels
    assert channel.model_dump(include={"url", "article", "next"}) == {
        "url": f"{site.url}/indeks",
        "article": "h3.j a",
        "next": 'a:contains("Lanjut »")',
    }


def test_sitemap_without_the_newest_articles_is_not_taken(site: Site, tmp_path: Path) -> None:
    entries = "".join(
        f"<url><loc>{site.url}/lama-{n}-warga-desa-rapat</loc><lastmod>2022-10-0{n}</lastmod></url>"
        for n in range(1, 6)
    )
    site.pages["/sitemap.xml"] = Reply(f"<urlset>{entries}</urlset>", "text/xml")
    site.pages["/"] = listing(HEADLINES)
    site.feed(*HEADLINES)
    assert channels(probe(site, tmp_path), site) == ["feed /feed/"]


def test_robots_txt_is_obeyed_and_named(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /", "text/plain")
    site.pages["/"] = listing(HEADLINES)
    result = probe(site, tmp_path)
    assert set(site.log) == {"/robots.txt"}
    assert result.outlet.channels == []
    assert "forbidden by robots.txt" in result.problems[0]


def test_channel_that_cannot_be_seen_keeps_its_mark(site: Site, tmp_path: Path) -> None:
    site.feed(*HEADLINES)
    site.pages["/sibuk"] = Reply(status=403)
    urls = ["/feed/", "/tiada", "/sibuk"]
    marks = [{"type": "feed", "url": f"{site.url}{u}", "verified": u != "/feed/"} for u in urls]
    result = probe(site, tmp_path, channels=marks)
    assert [channel.verified for channel in result.outlet.channels] == [True, False, True]


def test_outlet_without_channels_is_skipped_and_named(site: Site, crawl: Crawl) -> None:
    site.pages["/a"] = article("A")
    crawl.outlet["channels"] = []
    report = crawl()
    assert (report.requests, report.pages) == (0, 0)
    assert report.problems == ["contoh has no channel yet; `sorot outlets verify --find contoh`."]


def test_probe_does_not_go_to_private_hosts(site: Site, tmp_path: Path) -> None:
    options = ProbeOptions(
        outlets=[Outlet(id="contoh", name="x", url=site.url)],
        log_file=tmp_path / "log",
        contact="a@contoh.test",
        now=NIGHT + timedelta(days=1),
    )
    file = tmp_path / "probe.json"
    file.write_text(options.model_dump_json())
    command = [sys.executable, "-m", "crawlers.probe", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    (result,) = ProbeReport.model_validate_json(done.stdout).outlets
    assert "private address" in result.problems[0]
    assert site.log == []


def test_next_page_named_in_the_head_is_found(site: Site, tmp_path: Path) -> None:
    head = '<link rel="next" href="/arsip/{}">'
    site.pages["/"] = listing([], '<a href="/arsip/1">Arsip</a>')
    site.pages["/arsip/1"] = listing(HEADLINES[:4], head.format(2))
    site.pages["/arsip/2"] = listing(HEADLINES[4:], head.format(3))
    (channel,) = probe(site, tmp_path).outlet.channels
    assert channel.model_dump(include={"url", "next"}) == {
        "url": f"{site.url}/arsip/1",
        "next": 'link[rel~="next"]',
    }


def test_name_is_the_part_of_the_title_that_is_like_the_host() -> None:
    page = "<html><title>Beranda - Kabar Halut | Berita Tobelo Hari Ini</title></html>"
    root = tree(Answer("https://kabarhalut.id/", text=page))
    assert root is not None
    assert name_of(root, "https://kabarhalut.id/") == "Kabar Halut"


@given(st.text(alphabet="<>/ah\"'=#:;&x0é\x00 \n-.?", max_size=300))
def test_no_page_breaks_the_reading_of_its_links(text: str) -> None:
    root = tree(Answer("https://x.id/a/", text=f"<html><body>{text}<a href='{text}'>{text}</a>"))
    if root is not None:
        pages.layout(root, "https://x.id/a/")
        list(pages.next_links(root, "https://x.id/a/"))
        heads.feeds(root, "https://x.id/a/", heads.bases(root, "https://x.id/a/"))


def test_selector_is_taken_where_articles_stand_and_little_else() -> None:
    def card(n: int) -> str:
        return (
            f'<div class="flex card-{n}"><div class="flex title"><a href="/warga-desa-ke-{n}">'
            f"Warga desa ke {n} bekerja bakti</a></div></div>"
        )

    menu = '<div class="flex">' + "".join(f'<a href="/tag/{n}">t</a>' for n in range(40)) + "</div>"
    body = menu + '<main class="flex">' + "".join(map(card, range(6))) + "</main>"
    root = tree(Answer("https://x.id/", text=f"<html><body>{body}</body></html>"))
    assert root is not None
    found = pages.layout(root, "https://x.id/")
    assert found is not None
    assert (found.article, len(found.urls)) == ("div.title a", 6)
