"""Whole crawls of a small site, each in a process of its own."""

from __future__ import annotations

import gzip
import socket
import subprocess
from datetime import timedelta

import pytest

from crawlers.archive import read_body
from crawlers.guard import is_private
from tests.crawlers.conftest import HANGS, NIGHT, Crawl, Reply, Site, article


def test_second_night_fetches_only_what_is_new(site: Site, crawl: Crawl) -> None:
    site.pages |= {"/a": article("A"), "/b": article("B"), "/c": article("C")}
    site.feed("/a", "/b?utm_source=wa#atas")
    first = crawl()
    assert (first.pages, first.new, first.channels) == (2, 2, {"feed": 2})
    site.forget_requests()
    site.feed("/a", "/b", "/c")
    second = crawl()
    assert sorted(site.log) == ["/c", "/feed/", "/robots.txt"]
    assert second.new == 1
    assert crawl.paths() == ["a", "b", "c"]
    assert b"<h1>C</h1>" in read_body(crawl.folder / "archive", crawl.pages()[-1])


def test_unchanged_site_is_only_asked_conditionally(site: Site, crawl: Crawl) -> None:
    site.pages["/a"] = article("A")
    site.feed("/a")
    crawl()
    site.forget_requests()
    report = crawl()
    assert site.log == ["/robots.txt", "/feed/"]
    assert site.conditional == ["/feed/"]
    assert (report.not_modified, report.pages, report.errors) == (1, 0, {})


def test_edited_article_is_fetched_again_once(site: Site, crawl: Crawl) -> None:
    site.pages["/a"] = article("A")
    site.feed("/a")
    crawl()
    site.pages["/a"] = article("A (ralat)")
    site.feed("/a", updated=NIGHT + timedelta(hours=1))
    report = crawl(now=NIGHT + timedelta(days=1))
    assert (report.new, report.changed) == (0, 1)
    site.forget_requests()
    crawl(now=NIGHT + timedelta(days=2))
    assert "/a" not in site.log
    assert crawl.paths() == ["a", "a"]


def test_deleted_article_is_noted_as_gone_once(site: Site, crawl: Crawl) -> None:
    site.pages |= {"/a": article("A"), "/b": article("B")}
    site.feed("/a", "/b")
    crawl()
    site.pages["/a"] = Reply("hilang", status=410)
    for day in (1, 2):
        site.feed("/a", "/b", updated=NIGHT + timedelta(days=day - 1, hours=1))
        report = crawl(now=NIGHT + timedelta(days=day))
        assert report.gone == (1 if day == 1 else 0)
    assert [(page.url, page.status) for page in crawl.pages() if page.status != 200] == [
        (f"{site.url}/a", 410)
    ]
    assert site.log.count("/a") == 2


def test_robots_txt_is_obeyed(site: Site, crawl: Crawl) -> None:
    site.pages |= {"/a": article("A"), "/rahasia/b": article("B")}
    site.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /rahasia/", "text/plain")
    site.feed("/a", "/rahasia/b")
    report = crawl()
    assert "/rahasia/b" not in site.log
    assert report.errors == {"robots": 1}
    assert "/rahasia/b is forbidden by robots.txt" in report.problems[0]


def test_crawl_delay_spaces_the_requests(site: Site, crawl: Crawl) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 0.5", "text/plain")
    site.pages["/a"] = article("A")
    site.feed("/a")
    assert crawl().seconds >= 1.0


def test_host_with_failing_robots_txt_is_skipped(site: Site, crawl: Crawl) -> None:
    site.pages["/robots.txt"] = Reply(status=503, headers={"Retry-After": "0"})
    site.feed("/a")
    report = crawl()
    assert set(site.log) == {"/robots.txt"}
    assert report.errors == {"http 503": 1}
    assert "Nothing is fetched" in report.problems[0]


def test_every_fault_is_counted_by_class_and_named(site: Site, crawl: Crawl) -> None:
    site.pages |= {
        "/baik": article("Baik"),
        "/putar": Reply(status=302, headers={"Location": "/putar"}),
        "/rusak": Reply("maaf", status=500),
        "/besar": Reply("x" * 60_000),
        "/kosong": Reply(""),
        "/berkas": Reply("%PDF-1.4 " + "x" * 300, "application/pdf"),
        "/hilang": article("404 - Halaman tidak ditemukan"),
    }
    site.feed(*(path for path in site.pages if path != "/feed/"))
    report = crawl(max_page_bytes=50_000)
    kinds = ["empty", "http 500", "not html", "redirect loop", "soft 404", "too large"]
    assert report.errors == dict.fromkeys(kinds, 1)
    for path in ("/putar", "/rusak", "/besar", "/kosong", "/berkas", "/hilang"):
        assert any(f"{site.url}{path} " in problem for problem in report.problems), path
    assert crawl.paths() == ["baik"]


def test_gone_pages_are_left_alone_and_broken_ones_tried_three_nights(
    site: Site, crawl: Crawl
) -> None:
    site.pages["/kosong"] = Reply("")
    site.feed("/kosong", "/tiada")
    for _ in range(4):
        crawl()
    assert (site.log.count("/tiada"), site.log.count("/kosong")) == (1, 3)


def test_slow_pages_and_bombs_are_given_up(site: Site, crawl: Crawl) -> None:
    zipped = {"Content-Encoding": "gzip"}
    site.pages |= {
        "/lambat": HANGS,
        "/bom": Reply(gzip.compress(b"x" * 1_000_000), headers=zipped),
        "/padat": Reply(gzip.compress(str(article("Padat").body).encode()), headers=zipped),
    }
    site.feed("/lambat", "/bom", "/padat")
    report = crawl(timeout=0.5, max_page_bytes=50_000)
    assert report.errors == {"timeout": 1, "too large": 1}
    assert site.log.count("/lambat") == 3
    assert b"<h1>Padat" in read_body(crawl.folder / "archive", crawl.pages()[0])


def test_retry_after_is_waited_for(site: Site, crawl: Crawl) -> None:
    site.pages["/penuh"] = Reply(status=429, headers={"Retry-After": "1"})
    site.feed("/penuh")
    report = crawl()
    assert report.errors == {"http 429": 1}
    assert report.seconds >= 2.0


def test_proxy_is_used_and_private_addresses_stay_refused(site: Site, crawl: Crawl) -> None:
    crawl.outlet |= {"url": "http://kabar.test"}
    crawl.outlet["channels"][0]["url"] = "http://kabar.test/feed/"
    site.pages |= {
        "/a": article("A"),
        "/jebakan": Reply(status=302, headers={"Location": "http://kabar.test:80/dalam"}),
        "/dalam": Reply(status=302, headers={"Location": "http://10.0.0.1/"}),
    }
    proxy, site.url = site.url, "http://kabar.test"
    site.feed("/a", "/jebakan", "http://[::1]/c")
    report = crawl(proxy=proxy, allow_private_hosts=False)
    assert [page.final_url for page in crawl.pages()] == ["http://kabar.test/a"]
    assert report.errors == {"private address": 1}


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://localtest.localhost:9"])
def test_private_host_is_refused_by_default(crawl: Crawl, address: str) -> None:
    crawl.outlet["channels"][0]["url"] = f"{address}/feed/"
    report = crawl(allow_private_hosts=False)
    assert set(report.errors) == {"private address"}
    assert report.requests == 0
    assert address in report.problems[0]


def test_name_that_resolves_to_a_private_address_is_refused(crawl: Crawl) -> None:
    name = socket.gethostname()
    try:
        private = is_private(socket.gethostbyname(name))
    except OSError:
        private = False
    if not private:
        pytest.skip("this machine's name does not resolve to a private address")
    crawl.outlet["channels"][0]["url"] = f"http://{name}:9/feed/"
    assert crawl(allow_private_hosts=False).errors == {"private address": 1}


def test_kill_in_the_middle_loses_and_doubles_nothing(site: Site, crawl: Crawl) -> None:
    paths = [f"/berita-{n}" for n in range(12)]
    site.pages |= {path: article(path) for path in paths}
    site.feed(*paths)
    crawl.changes = {"delay": 0.05}
    with subprocess.Popen(crawl.command(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(4):
            process.stdout.readline()
        process.kill()
    assert 4 <= len(crawl.paths()) < 12
    with (crawl.folder / "archive" / "index.jsonl").open("a") as index:
        index.write('{"page_id": "setengah')
    crawl()
    assert crawl.paths() == sorted(path[1:] for path in paths)
    assert site.log.count("/berita-0") == 1


def test_all_pages_form_replaces_the_first_page(site: Site, crawl: Crawl) -> None:
    link = '<a href="/a?page=2">2</a> <a href="/a?page=all">Semua</a>'
    site.pages |= {"/a": article("A", link), "/a?page=all": article("A utuh", link)}
    site.pages["/b"] = article("B", '<a href="?page=all">Semua</a>')
    site.feed("/a", "/b")
    report = crawl()
    assert crawl.paths() == ["a?page=all", "b"]
    assert report.errors == {"http 404": 1}
    site.forget_requests()
    crawl()
    assert site.log == ["/robots.txt", "/feed/"]


def test_redirect_to_a_known_article_is_not_indexed_twice(site: Site, crawl: Crawl) -> None:
    site.pages |= {"/a": article("A"), "/?p=1": Reply(status=301, headers={"Location": "/a"})}
    site.feed("/a", "/?p=1")
    assert crawl().new == 1
    assert crawl.paths() == ["a"]


def test_index_pages_are_read_until_one_shows_only_known_articles(site: Site, crawl: Crawl) -> None:
    link, following = '<li><a href="/a{0}">A</a></li>', '<a class="next" href="/hal/{0}">Lanjut</a>'
    for n in range(1, 5):
        site.pages[f"/a{n}"] = article(f"A{n}")
        site.pages[f"/hal/{n}"] = Reply(link.format(n) + following.format(n + 1))
    channel = {"type": "index", "url": f"{site.url}/hal/1", "article": "li a", "next": "a.next"}
    crawl.outlet["channels"] = [channel | {"pages": 4}]
    assert crawl().new == 4
    site.forget_requests()
    site.pages["/a0"] = article("A0")
    site.pages["/hal/1"] = Reply(link.format(0) + following.format(2))
    assert crawl().new == 1
    assert "/hal/3" not in site.log


def test_sitemap_index_and_wordpress_are_read_in_parts(site: Site, crawl: Crawl) -> None:
    site.pages |= {path: article(path) for path in ("/a", "/b")}
    part = f"<urlset><url><loc>{site.url}/a</loc><lastmod>2022-11-15</lastmod></url></urlset>"
    old = f"<sitemap><loc>{site.url}/lama.xml</loc><lastmod>2019-01-01</lastmod></sitemap>"
    new = f"<sitemap><loc>{site.url}/baru.xml</loc></sitemap>"
    site.pages["/sitemap.xml"] = Reply(f"<sitemapindex>{old}{new}</sitemapindex>", "text/xml")
    site.pages["/baru.xml"] = Reply(part, "text/xml")
    crawl.outlet["channels"] = [
        {"type": "sitemap", "url": f"{site.url}/sitemap.xml"},
        {"type": "wordpress", "url": f"{site.url}/wp-json/wp/v2/posts"},
    ]
    report = crawl()
    assert (report.new, report.errors) == (1, {"http 404": 1})
    assert "/lama.xml" not in site.log
    assert "The wordpress" in report.problems[0]


def test_spent_budget_is_named_and_the_rest_comes_the_next_night(site: Site, crawl: Crawl) -> None:
    paths = [f"/berita-{n}" for n in range(5)]
    site.pages |= {path: article(path) for path in paths}
    site.feed(*paths)
    report = crawl(outlet_budget=4)
    assert (report.requests, report.new) == (4, 2)
    assert "3 addresses wait for the next run" in report.problems[0]
    assert report.errors == {"budget": 1}
    assert crawl().new == 3


def test_dead_outlet_is_counted_and_does_not_stop_the_run(site: Site, crawl: Crawl) -> None:
    site.pages["/a"] = article("A")
    site.feed("/a")
    dead = {"type": "feed", "url": "http://tidak-ada.invalid/feed/"}
    crawl.outlet["channels"].append(dead)
    crawl.outlet["channels"].append({"type": "feed", "url": "http://127.0.0.1:9/feed/"})
    report = crawl()
    assert report.new == 1
    assert report.errors == {"dns": 1, "refused": 1}
