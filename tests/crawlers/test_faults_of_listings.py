"""Feeds, sitemaps and index pages that are wrong, hostile or without end."""

from __future__ import annotations

import gzip
from datetime import timedelta

from crawlers.discovery import wordpress
from tests.crawlers.conftest import NIGHT, SINCE, Crawl, Reply, Site, article

MOST_MEMORY = 180_000_000  # of a crawl that takes 95 on a small site
MOST_FOR_BOMBS = 300_000_000  # a sitemap may be 50 MB, and is held twice
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 1000}">' for n in range(10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [{LAUGHS}<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def channels(crawl: Crawl, site: Site, **paths: str) -> None:
    """Give the outlet these channels, type=path."""
    crawl.outlet["channels"] = [
        {"type": kind, "url": f"{site.url}{path}"} for kind, path in paths.items()
    ]


def urlset(*urls: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"


def test_sitemap_of_100000_urls_is_taken_whole_in_little_memory(site: Site, crawl: Crawl) -> None:
    paths = [f"/berita/{number:06}-operasi-zebra-kie-raha" for number in range(100_000)]
    listed = urlset(*(site.url + path for path in paths)).encode()
    site.pages["/sitemap.xml"] = Reply(gzip.compress(listed, 1), "application/gzip")
    site.pages |= {path: article(path) for path in (paths[0], paths[-1])}
    channels(crawl, site, sitemap="/sitemap.xml")
    report = crawl(outlet_budget=20)
    assert report.channels == {"sitemap": 100_000}
    assert "addresses wait for the next run" in report.problems[0]
    assert report.requests == 20
    assert f"{100_000 - 18} addresses" in report.problems[0]
    assert crawl.peak < MOST_MEMORY


def test_entity_bombs_are_neither_expanded_nor_followed(site: Site, crawl: Crawl) -> None:
    good = f"<url><loc>{site.url}/a</loc></url><url><loc>&a9;&f;</loc></url>"
    item = f"<item><link>{site.url}/b</link><title>&a9;&f;</title></item>"
    site.pages |= {
        "/sitemap.xml": Reply(f"{BOMB}<urlset>{good}</urlset>", "text/xml"),
        "/feed/": Reply(f"{BOMB}<rss version='2.0'><channel>{item}</channel></rss>", "text/xml"),
        "/a": article("A"),
        "/c": article("C"),
        "/lain/": Reply(urlset(f"{site.url}/c"), "text/xml"),
    }
    channels(crawl, site, sitemap="/sitemap.xml", feed="/feed/")
    crawl.outlet["channels"].append({"type": "sitemap", "url": f"{site.url}/lain/"})
    report = crawl()
    assert report.errors == {"bad xml": 1}
    assert f"{site.url}/feed/" in report.problems[0]
    assert crawl.paths() == ["a", "c"]
    assert crawl.peak < MOST_MEMORY
    assert report.seconds < 5


def test_sitemap_that_unpacks_without_end_is_given_up(site: Site, crawl: Crawl) -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 200_000_000, 1)
    site.pages |= {
        "/sitemap.xml": Reply(bomb, "application/gzip"),
        "/lain.xml": Reply(bomb, "text/xml", headers={"Content-Encoding": "gzip"}),
        "/a": article("A"),
    }
    site.feed("/a")
    channels(crawl, site, sitemap="/sitemap.xml", feed="/feed/")
    crawl.outlet["channels"].append({"type": "sitemap", "url": f"{site.url}/lain.xml"})
    report = crawl()
    assert report.errors == {"too large": 2}
    assert crawl.paths() == ["a"]
    assert crawl.peak < MOST_FOR_BOMBS


def test_zipped_sitemap_that_is_cut_off_is_read_as_far_as_it_goes(site: Site, crawl: Crawl) -> None:
    noise = "".join(f"<!-- {n * 7919} -->" for n in range(2000))
    listed = urlset(f"{site.url}/a").replace("</urlset>", noise + "</urlset>").encode()
    site.pages |= {"/a": article("A"), "/peta.xml.gz": Reply(gzip.compress(listed)[:-2000])}
    channels(crawl, site, sitemap="/peta.xml.gz")
    report = crawl()
    assert (report.errors, crawl.paths()) == ({"truncated": 1}, ["a"])


def test_feed_with_wrong_dates_and_relative_links_is_read_all_the_same(
    site: Site, crawl: Crawl
) -> None:
    dates = ("Rabu, 99 Novembre 2022", "0000-00-00", "Wed, 16 Nov 2099 25:61:61 +9900", "")
    items = "".join(
        f"<item><link>../berita{n}</link><pubDate>{date}</pubDate></item>"
        for n, date in enumerate(dates)
    )
    feed = f"<rss version='2.0'><channel>{items}<item><link>javascript:x</link></item>"
    site.pages |= {f"/kanal/berita{n}": article(f"Berita {n}") for n in range(4)}
    site.pages["/kanal/feed/"] = Reply(feed, "application/rss+xml")
    channels(crawl, site, feed="/kanal/feed/")
    report = crawl()
    assert report.errors.keys() == {"bad xml", "bad feed date"}
    assert crawl.paths() == [f"kanal/berita{n}" for n in range(4)]
    assert all(f"{site.url}/kanal/feed/" in problem for problem in report.problems)


def test_html_in_place_of_a_feed_and_other_wrong_listings_are_named(
    site: Site, crawl: Crawl
) -> None:
    site.pages |= {
        "/feed/": article("Beranda"),
        "/sitemap.xml": article("Beranda"),
        "/atom?max-results=100&start-index=1": Reply(b"\x00\xff" * 500, "application/atom+xml"),
        "/kosong.xml": Reply(b"", "text/xml"),
        "/a": article("A"),
        "/baik.xml": Reply(urlset(f"{site.url}/a"), "text/xml"),
    }
    channels(crawl, site, feed="/feed/", sitemap="/sitemap.xml", wordpress="/wp-json/wp/v2/posts")
    for kind, path in (("blogger", "/atom"), ("sitemap", "/kosong.xml"), ("sitemap", "/baik.xml")):
        crawl.outlet["channels"].append({"type": kind, "url": f"{site.url}{path}"})
    posts = wordpress.first_url(f"{site.url}/wp-json/wp/v2/posts", SINCE)
    site.pages[posts.removeprefix(site.url)] = Reply("<html>", "application/json")
    report = crawl()
    assert report.errors == {"bad xml": 4, "bad json": 1}
    for path in ("/feed/", "/sitemap.xml", "/wp-json/wp/v2/posts", "/atom", "/kosong.xml"):
        assert any(f"{site.url}{path}" in problem for problem in report.problems), path
    assert crawl.paths() == ["a"]


def test_endless_calendar_ends_where_it_has_nothing_new(site: Site, crawl: Crawl) -> None:
    side = '<li><a href="/a">A</a></li><a class="next" href="/arsip/{}">Hari sebelumnya</a>'
    site.pages |= {f"/arsip/{n}": Reply(side.format(n + 1)) for n in range(60)}
    site.pages["/a"] = article("A")
    calendar = {"type": "index", "url": f"{site.url}/arsip/0", "article": "li a", "next": "a.next"}
    crawl.outlet["channels"] = [calendar | {"pages": 50}]
    assert (crawl().new, len(site.log)) == (1, 4)


def test_index_without_end_is_cut_and_named(site: Site, crawl: Crawl) -> None:
    link = '<li><a href="/a{}">A</a></li><a class="next" href="/hal/{}">Lanjut</a>'
    for n in range(12):
        site.pages |= {f"/hal/{n}": Reply(link.format(n, n + 1)), f"/a{n}": article(f"A{n}")}
    index = {"type": "index", "url": f"{site.url}/hal/0", "article": "li a", "next": "a.next"}
    crawl.outlet["channels"] = [index | {"pages": 10}]
    report = crawl()
    assert (report.new, report.errors) == (10, {"endless listing": 1})
    assert f"{site.url}/hal/9 is page 10" in report.problems[0]
    assert crawl(now=NIGHT + timedelta(days=1)).errors == {}
