"""AMP, mobile and print copies, short links and tracking: one article, asked for once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers import urls
from crawlers.copies import may_stand_for
from crawlers.discovery import Found
from crawlers.frontier import Frontier
from crawlers.urls import article_key
from tests.crawlers.conftest import NIGHT, Crawl, Reply, Site
from tests.crawlers.newspaper import sheet

TITLE = "Polisi Tangkap Dua Orang di Pelabuhan"
FORMS = [
    "/a/amp/",
    "/a?amp=1",
    "/a?amp",
    "/a?outputType=amp",
    "/amp/a",
    "/a/print/",
    "/a?print=1",
    "/a?view=print",
    "/a?m=1",
    "/a?fbclid=x&utm_source=wa",
]


def canonical(url: str) -> str:
    return f'<link href="{url}" rel="canonical">'


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("stated", [True, False])
def test_copy_and_article_are_one(site: Site, crawl: Crawl, form: str, stated: bool) -> None:
    head = canonical("/a") if stated else ""
    site.pages["/a"] = sheet(TITLE, (0, 1), head=head)
    site.pages[form] = sheet(TITLE, (0, 1), "<p>Salinan.</p>", head)
    site.feed(form)
    assert crawl().new == 1
    site.feed("/a", form)
    site.forget_requests()
    assert crawl().new == 0
    assert site.log == ["/robots.txt", "/feed/"]
    asked_for = "a" if stated or "fbclid" in form else form[1:]
    assert crawl.paths() == [asked_for]


def test_copy_is_kept_when_the_address_it_states_is_no_good(site: Site, crawl: Crawl) -> None:
    site.pages["/a/amp/"] = sheet(TITLE, (0, 1), head=canonical("/a/"))
    site.pages["/b/amp/"] = sheet(TITLE, (0, 1), head=canonical("/b/"))
    site.pages["/b/"] = sheet("Indeks berita hari ini", (2, 3))
    site.feed("/a/amp/", "/b/amp/")
    report = crawl()
    assert crawl.paths() == ["a/amp/", "b/amp/"]
    assert report.errors == {"http 404": 1}


def test_amp_page_under_any_address_leads_to_its_article(site: Site, crawl: Crawl) -> None:
    site.pages["/lite/berita-a"] = sheet(TITLE, (0, 1), head=canonical("/berita-a"))
    body = str(site.pages["/lite/berita-a"].body).replace("<html>", "<html ⚡>")
    site.pages["/lite/berita-a"] = Reply(body)
    site.pages["/berita-a"] = sheet(TITLE, (0, 1))
    site.feed("/lite/berita-a")
    crawl()
    assert crawl.paths() == ["berita-a"]


@pytest.mark.parametrize("redirects", [True, False])
def test_short_link_is_its_article(site: Site, crawl: Crawl, redirects: bool) -> None:
    site.pages["/judul-berita/"] = sheet(TITLE, (0, 1), head=canonical("/judul-berita/"))
    site.pages["/?p=77"] = (
        Reply(status=301, headers={"Location": "/judul-berita/"})
        if redirects
        else site.pages["/judul-berita/"]
    )
    site.feed("/?p=77")
    crawl()
    site.feed("/?p=77", "/judul-berita/")
    site.forget_requests()
    assert crawl().new == 0
    assert site.log == ["/robots.txt", "/feed/"]
    assert len(crawl.pages()) == 1


def test_mobile_host_is_the_same_site(site: Site, crawl: Crawl) -> None:
    crawl.outlet["url"] = "http://www.kabar.test"
    crawl.outlet["channels"][0]["url"] = "http://www.kabar.test/feed/"
    head = canonical("http://www.kabar.test/a")
    site.pages |= {"/a": sheet(TITLE, (0, 1), head=head), "/b": sheet(TITLE, (2, 3))}
    proxy, site.url = site.url, "http://www.kabar.test"
    site.feed("http://m.kabar.test/a", "http://m.kabar.test/b")
    crawl(proxy=proxy)
    site.feed("/a", "/b", "http://amp.kabar.test/a")
    crawl(proxy=proxy)
    assert {page.final_url for page in crawl.pages()} == {
        "http://www.kabar.test/a",
        "http://m.kabar.test/b",
    }
    assert len(crawl.pages()) == 2


@pytest.mark.parametrize("wrong", ["/", "/berita", "/tentang-kami"])
def test_address_that_all_pages_state_swallows_none(site: Site, crawl: Crawl, wrong: str) -> None:
    site.pages |= {
        "/berita/satu": sheet("Satu", (0, 1), head=canonical(wrong)),
        "/berita/dua": sheet("Dua", (2, 3), head=canonical(wrong)),
    }
    site.feed("/berita/satu", "/berita/dua")
    assert crawl().new == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.id/berita.php?page=7", "https://a.id/berita.php?page=8"),
        ("https://a.id/?p=7", "https://a.id/?p=8"),
        ("https://a.id/read/2022", "https://a.id/read/2023"),
        ("https://a.id/camp/x", "https://a.id/x"),
        ("https://mini.id/x", "https://ini.id/x"),
        ("https://a.id/print", "https://a.id/"),
        ("https://a.id/x?page=profil", "https://a.id/x"),
        ("https://kota.a.id/x", "https://a.id/x"),
    ],
)
def test_what_only_looks_like_a_copy_keeps_its_name(one: str, other: str) -> None:
    assert article_key(one) != article_key(other)


@pytest.mark.parametrize(
    ("stated", "url", "believed"),
    [
        ("https://a.id/berita/12345/judul", "https://a.id/print/12345/judul", True),
        ("https://a.id/judul-baru-12345", "https://a.id/judul-12345", True),
        ("https://a.id/judul?ref=x", "https://a.id/judul?foto=2", True),
        ("https://a.id/read", "https://a.id/read?id=9", False),
        ("https://a.id/judul-tiga-kata/", "https://a.id/judul-tiga-kata/2/", True),
        ("https://a.id/berita/", "https://a.id/berita/2/", False),
        ("https://a.id/lain", "https://a.id/judul", False),
    ],
)
def test_stated_address_is_believed_when_it_can_be_the_articles(
    stated: str, url: str, believed: bool
) -> None:
    assert may_stand_for(stated, url) is believed


@given(st.from_regex(urls.PLAIN, fullmatch=True), st.sampled_from(["?amp=1", "?fbclid=x", "#a"]))
def test_copy_has_the_name_of_the_article(link: str, mark: str) -> None:
    assert article_key(link + mark) == article_key(link)


def test_frontier_from_before_gives_copies_the_article_s_name(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    with Frontier(file) as frontier:
        frontier.see_pages("a", "feed", [Found("https://x.id/a"), Found("https://x.id/b")], NIGHT)
    with closing(sqlite3.connect(file)) as db:
        db.executescript(
            "update pages set url = 'https://m.x.id/a?amp=1' where url = 'https://x.id/a';"
            "pragma user_version = 1;"
        )
    with Frontier(file) as frontier:
        assert sorted(due.key for due in frontier.due("a")) == ["https://x.id/a", "https://x.id/b"]
