"""Articles cut into pages: each is had to its last page and indexed once; nothing else is taken."""

from __future__ import annotations

import subprocess
from datetime import timedelta

import pytest

from crawlers.archive import with_bodies
from crawlers.continuation import MOST_PAGES
from tests.crawlers.conftest import NIGHT, Crawl, Reply, Site
from tests.crawlers.newspaper import paging, paragraph, sheet
from tests.crawlers.rawsite import RawSite, head_of, resets

TITLE = "Polisi Tangkap Dua Orang di Pelabuhan"


def pages_had(crawl: Crawl) -> list[list[str]]:
    """Paths of each indexed article, its first page and those that continue it."""
    return [
        [url.split("/", 3)[3] for url in (page.final_url, *(part.url for part in page.parts))]
        for page in crawl.pages()
    ]


def three_pages(site: Site, *addresses: str) -> None:
    """An article at these addresses: two paragraphs a page, a link to the next page on each."""
    for number, address in enumerate(addresses):
        following = paging(*addresses[number + 1 : number + 2])
        site.pages[address] = sheet(TITLE, (2 * number, 2 * number + 1), following)


@pytest.mark.parametrize(
    "addresses",
    [
        ("/a", "/a?page=2", "/a?page=3"),
        ("/a?id=7", "/a?id=7&halaman=2", "/a?id=7&halaman=3"),
        ("/polisi/", "/polisi/2/", "/polisi/3/"),
        ("/polisi/", "/polisi/page/2/", "/polisi/page/3/"),
        ("/read/polisi-17", "/read/polisi-17/10", "/read/polisi-17/20"),
        ("/?p=77", "/?p=77&page=2", "/?p=77&page=3"),
    ],
)
def test_article_is_had_to_its_last_page_and_indexed_once(
    site: Site, crawl: Crawl, addresses: tuple[str, ...]
) -> None:
    three_pages(site, *addresses)
    site.feed(addresses[0])
    report = crawl()
    assert pages_had(crawl) == [[address[1:] for address in addresses]]
    assert (report.new, report.errors) == (1, {})
    whole = with_bodies(crawl.folder / "archive", crawl.pages()[0])
    for number, part in enumerate((whole, *whole.parts)):
        assert paragraph(2 * number).encode() in part.body
    site.forget_requests()
    site.feed(*addresses)
    assert crawl().new == 0
    assert site.log == ["/robots.txt", "/feed/"]


@pytest.mark.parametrize("first", ["/a?page=2", "/polisi-tangkap-dua/2/"])
def test_listing_that_names_a_further_page_leads_to_the_whole_article(
    site: Site, crawl: Crawl, first: str
) -> None:
    start, last = first.replace("?page=2", "").replace("2/", ""), first.replace("2", "3")
    three_pages(site, start, first, last)
    site.feed(first)
    assert crawl().new == 1
    site.feed(start, first, last)
    assert crawl().new == 0
    assert pages_had(crawl) == [[start[1:], first[1:], last[1:]]]


def test_all_named_in_one_listing_they_are_one_article(site: Site, crawl: Crawl) -> None:
    addresses = ("/polisi-tangkap-dua/", "/polisi-tangkap-dua/2/", "/polisi-tangkap-dua/3/")
    three_pages(site, *addresses)
    site.feed(*addresses[::-1])
    crawl()
    assert pages_had(crawl) == [[address[1:] for address in addresses]]


def test_rel_next_within_the_article_is_followed_and_to_another_not(
    site: Site, crawl: Crawl
) -> None:
    other = '<link rel="next" href="/b"><a rel="next" href="/b">Selanjutnya</a>'
    site.pages["/a"] = sheet(TITLE, (0, 1), head=other + '<link rel="next" href="/a?page=2">')
    site.pages["/a?page=2"] = sheet(TITLE, (2, 3), other)
    site.pages["/b"] = sheet("Artikel lain", (4, 5))
    site.feed("/a")
    crawl()
    assert pages_had(crawl) == [["a", "a?page=2"]]
    assert "/b" not in site.log


def test_lead_repeated_on_each_page_does_not_end_it(site: Site, crawl: Crawl) -> None:
    links = ("/a", "/a?page=2", "/a?page=3")
    for number, link in enumerate(links):
        site.pages[link] = sheet(
            f"{TITLE} - Halaman {number + 1}", (0, 2 * number + 1, 2 * number + 2), paging(*links)
        )
    site.feed("/a")
    crawl()
    assert pages_had(crawl) == [["a", "a?page=2", "a?page=3"]]


def commented(numbers: tuple[int, ...]) -> str:
    shown = "".join(f"<p>{paragraph(number)}</p>" for number in numbers)
    return f'<div class="daftar">{shown}</div>'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            sheet(TITLE, (0, 1), f'<div class="comments-area">{paging("/a", "/a?page=2")}</div>'),
            sheet(TITLE, (0, 1)),
            id="comment paging, by what it is called",
        ),
        pytest.param(
            sheet(TITLE, (0, 1, 2), commented((10, 11)) + paging("/a", "/a?page=2")),
            sheet(TITLE, (0, 1, 2), commented((12, 13))),
            id="comment paging, by what it shows",
        ),
        pytest.param(
            sheet(TITLE, (0,), '<img src="1.jpg">' + paging("/a", "/a?page=2")),
            sheet(TITLE, (1,), '<img src="2.jpg">'),
            id="gallery",
        ),
        pytest.param(
            Reply(
                f"<html><h1>Hukum</h1><div><h2><a href=/x>Judul</a></h2><p>{paragraph(0)}</p>"
                f"<h2><a href=/y>Judul</a></h2><p>{paragraph(1)}</p></div>"
                f"{paging('/a', '/a?page=2')}</html>"
            ),
            sheet("Hukum", (2, 3)),
            id="index page",
        ),
        pytest.param(
            sheet(TITLE, (0, 1), paging("/a", "/a?page=2")),
            sheet("Artikel yang lain sama sekali", (2, 3)),
            id="another article",
        ),
        pytest.param(
            sheet(TITLE, (0, 1), paging("/a", "/a?page=2")),
            Reply(status=302, headers={"Location": "/a"}),
            id="leads back",
        ),
    ],
)
def test_what_only_looks_like_a_further_page_is_none(
    site: Site, crawl: Crawl, first: Reply, second: Reply
) -> None:
    site.pages |= {"/a": first, "/a?page=2": second}
    site.feed("/a")
    report = crawl()
    assert pages_had(crawl) == [["a"]]
    assert (report.new, report.errors) == (1, {})


def test_article_without_end_is_cut_and_named(site: Site, crawl: Crawl) -> None:
    for number in range(1, 2 * MOST_PAGES):
        address = f"/a?page={number}" if number > 1 else "/a"
        shown = (2 * number, 2 * number + 1)
        site.pages[address] = sheet(TITLE, shown, paging(f"/a?page={number + 1}"))
    site.feed("/a")
    report = crawl()
    assert len(pages_had(crawl)[0]) == MOST_PAGES
    assert report.errors == {"endless article": 1}
    assert f"{site.url}/a has more than {MOST_PAGES} pages" in report.problems[0]


def test_fault_on_a_page_keeps_what_was_had_and_the_next_night_has_the_rest(
    site: Site, crawl: Crawl
) -> None:
    three_pages(site, "/a", "/a?page=2", "/a?page=3")
    whole = site.pages["/a?page=3"]
    site.pages["/a?page=3"] = Reply("maaf", status=500)
    site.feed("/a")
    report = crawl()
    assert (report.new, report.errors) == (1, {"http 500": 1})
    assert f"{site.url}/a?page=3 answered 500" in report.problems[0]
    assert pages_had(crawl) == [["a", "a?page=2"]]
    site.pages["/a?page=3"] = whole
    assert crawl().changed == 1
    assert pages_had(crawl)[1:] == [["a", "a?page=2", "a?page=3"]]
    site.forget_requests()
    crawl()
    assert site.log == ["/robots.txt", "/feed/"]


def test_page_that_is_gone_is_not_asked_for_again(site: Site, crawl: Crawl) -> None:
    three_pages(site, "/a", "/a?page=2", "/a?page=3")
    del site.pages["/a?page=3"]
    site.feed("/a")
    assert crawl().errors == {"http 404": 1}
    crawl()
    assert site.log.count("/a?page=3") == 1
    assert pages_had(crawl) == [["a", "a?page=2"]]


def test_connection_that_breaks_on_a_further_page_is_tried_three_nights(
    site: Site, raw: RawSite, crawl: Crawl
) -> None:
    crawl.outlet["url"] = crawl.outlet["channels"][0]["url"] = raw.url
    site.url = raw.url
    first = sheet(TITLE, (0, 1), paging("/a?page=2"))
    body = str(first.body).encode()
    raw.pages["/a"] = lambda c: c.sendall(head_of(200, len(body)) + body)
    raw.pages["/a?page=2"] = resets(head_of(200, 900) + b"<html>")
    site.feed("/a")
    feed = str(site.pages["/feed/"].body).encode()
    raw.pages["/"] = lambda c: c.sendall(head_of(200, len(feed), kind="application/rss+xml") + feed)
    for _ in range(5):
        crawl()
    assert pages_had(crawl) == [["a"]]
    assert raw.log.count("/a") == 3


def test_edited_further_page_makes_a_new_version(site: Site, crawl: Crawl) -> None:
    three_pages(site, "/a", "/a?page=2", "/a?page=3")
    site.feed("/a")
    crawl()
    changes = ({}, {"/a?page=2": sheet(TITLE, (20, 21), paging("/a?page=3"))})
    for day, changed in enumerate(changes, 1):
        site.pages |= changed
        site.feed("/a", updated=NIGHT + timedelta(days=day, hours=-1))
        assert crawl(now=NIGHT + timedelta(days=day)).changed == len(changed)
    first, second = crawl.pages()
    assert first.body_digest == second.body_digest
    assert first.page_id != second.page_id
    assert len(second.parts) == 2


def test_known_article_is_not_replaced_by_a_part_of_it(site: Site, crawl: Crawl) -> None:
    three_pages(site, "/a", "/a?page=2", "/a?page=3")
    site.feed("/a")
    crawl()
    site.pages["/a?page=3"] = Reply("maaf", status=500)
    site.feed("/a", updated=NIGHT + timedelta(hours=1))
    report = crawl(now=NIGHT + timedelta(days=1))
    assert (report.changed, report.errors) == (0, {"http 500": 1})
    three_pages(site, "/a", "/a?page=2", "/a?page=3")
    site.pages["/a"] = sheet(TITLE, (30, 31), paging("/a?page=2"))
    assert crawl(now=NIGHT + timedelta(days=2)).changed == 1
    assert [len(page.parts) for page in crawl.pages()] == [2, 2]


def test_spent_budget_leaves_the_article_for_the_next_night(site: Site, crawl: Crawl) -> None:
    three_pages(site, "/a", "/a?page=2", "/a?page=3")
    site.feed("/a")
    report = crawl(outlet_budget=4)
    assert (report.requests, report.new, pages_had(crawl)) == (4, 0, [])
    assert "1 addresses wait for the next run" in report.problems[0]
    crawl()
    assert pages_had(crawl) == [["a", "a?page=2", "a?page=3"]]


def test_form_in_one_piece_is_taken_for_all_pages_and_these_when_it_fails(
    site: Site, crawl: Crawl
) -> None:
    links = ("/a", "/a?page=2", "/a?single=1")
    site.pages |= {
        "/a": sheet(TITLE, (0, 1), paging(*links)),
        "/a?page=2": sheet(TITLE, (2, 3), paging(*links)),
        "/a?single=1": sheet(TITLE, (0, 1, 2, 3), paging(*links)),
        "/b": sheet(TITLE, (0, 1), paging("/b?page=2", "/b?page=all")),
        "/b?page=2": sheet(TITLE, (2, 3), paging("/b?page=all")),
    }
    site.feed("/a", "/b")
    crawl()
    assert sorted(pages_had(crawl)) == [["a?single=1"], ["b", "b?page=2"]]


def test_kill_between_two_pages_loses_and_doubles_nothing(site: Site, crawl: Crawl) -> None:
    paths = [f"/berita-{n}" for n in range(6)]
    for path in paths:
        three_pages(site, path, f"{path}?page=2", f"{path}?page=3")
    site.feed(*paths)
    crawl.changes = {"delay": 0.05}
    with subprocess.Popen(crawl.command(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(2):
            process.stdout.readline()
        process.kill()
    before = pages_had(crawl)
    assert 2 <= len(before) < 6
    crawl()
    assert sorted(pages_had(crawl)) == [
        [path[1:], f"{path[1:]}?page=2", f"{path[1:]}?page=3"] for path in paths
    ]
