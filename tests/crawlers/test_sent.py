"""Links that people sent are followed under the same rules as everything else that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crawlers.options import Sent
from crawlers.outlets import Outlet
from pipeline.links.places import Places
from tests.crawlers.conftest import FILLER, Crawl, Reply, Site, article
from tests.crawlers.launch import OPEN_ADDRESS
from tests.crawlers.rawsite import Behaviour, RawSite, answers, head_of, page

STORY = f"<html><title>Warga</title><h1>Warga</h1><p>{FILLER}</p><p>{FILLER}</p></html>".encode()
PUBLIC = ("kabar.test", "kabar.example", "bit.ly", "asing.test", "www.asing.test")


def told(crawl: Crawl, *urls: str, **more: Any) -> list[dict[str, Any]]:
    """What the crawl tells of each address, in the order given."""
    given = {"destinations": Places.load().destinations} | more
    crawl(allow_private_hosts=False, sent=Sent(urls=list(urls), **given))
    events = {event["url"]: event for event in crawl.told if event["event"] == "link"}
    return [events[url] for url in urls]


@pytest.fixture
def web(crawl: Crawl) -> Iterator[RawSite]:
    """Several hosts at one public address; kabar.test is the registered outlet."""
    with RawSite(OPEN_ADDRESS) as site:
        crawl.names = dict.fromkeys(PUBLIC, OPEN_ADDRESS) | {"dalam.test": "127.0.0.1"}
        crawl.outlet |= {"url": f"http://kabar.test:{site.port}", "channels": []}
        yield site


def at(web: RawSite, host: str, path: str, behaviour: Behaviour | None = None) -> str:
    """The address of a path at one of the hosts; whatever host is asked, the path answers so."""
    if behaviour:
        web.pages[path] = behaviour
    return f"http://{host}:{web.port}{path}"


def leads_to(target: str) -> Behaviour:
    return answers(head_of(302, 0, f"Location: {target}"))


def test_a_short_link_counts_for_the_outlet_it_ends_at(web: RawSite, crawl: Crawl) -> None:
    story = at(web, "www.asing.test", "/2022/11/warga", page(STORY))
    on_the_way = at(web, "asing.test", "/2022/11/warga/", leads_to(story))
    short = at(web, "bit.ly", "/abc", leads_to(on_the_way))
    (one,) = told(crawl, short)
    assert (one["outcome"], one["outlet"], one["final_url"]) == ("fetched", "asing", story)
    (kept,) = crawl.pages()
    assert (kept.outlet, kept.channel, kept.final_url) == ("asing", "manual", story)


def test_what_the_crawl_had_is_known_in_every_form_and_asked_for_in_none(
    site: Site, crawl: Crawl
) -> None:
    site.pages["/2022/warga"] = article("Warga")
    site.pages["/?p=7"] = Reply(status=302, headers={"Location": "/2022/warga/?utm_source=x"})
    site.feed("/2022/warga")
    crawl()
    site.forget_requests()
    urls = [f"{site.url}/{form}" for form in ("2022/warga/amp/", "2022/warga?page=all", "?p=7")]
    crawl.outlet["channels"] = []
    crawl(sent=Sent(urls=urls))
    outcomes = {event["url"]: event["outcome"] for event in crawl.told if "outcome" in event}
    assert outcomes == dict.fromkeys(urls, "known")
    assert site.log == ["/robots.txt", "/?p=7"]


def test_what_a_link_brought_is_no_work_of_the_crawl_until_a_listing_names_it(
    site: Site, crawl: Crawl
) -> None:
    site.pages["/2022/warga"] = article("Warga")
    url = f"{site.url}/2022/warga"
    site.feed()
    for _ in range(2):
        crawl(sent=Sent(urls=[url], unlisted=[url]))
        outcomes = [event["outcome"] for event in crawl.told if event["event"] == "link"]
        assert outcomes == ["fetched"]
        assert {"event": "listed", "urls": []} in crawl.told
    site.feed("/2022/warga")
    crawl(sent=Sent(unlisted=[url]))
    assert {"event": "listed", "urls": [url]} in crawl.told
    assert site.log.count("/2022/warga") == 1


def test_places_without_news_are_not_asked(web: RawSite, crawl: Crawl) -> None:
    short = at(web, "bit.ly", "/video", leads_to("https://youtu.be/abc"))
    pages = [at(web, "asing.test", path) for path in ("/", "/tag/polres-rekaan/", "/indeks")]
    found = told(crawl, short, "https://www.facebook.com/x/posts/1", *pages)
    assert {one["outcome"] for one in found} == {"no news"}
    assert [one["kind"] for one in found] == [
        "video", "social media", "front page", "list of articles", "list of articles",
    ]  # fmt: skip
    assert web.log == ["/robots.txt", "/video"]


def test_a_page_that_turns_out_to_list_articles_is_no_news(web: RawSite, crawl: Crawl) -> None:
    items = "".join(f"<div><h3><a href='/{n}'>Judul</a></h3><p>{FILLER}</p></div>" for n in "abc")
    listing = f"<html><title>Hukum</title><div>{items}</div></html>".encode()
    (one,) = told(crawl, at(web, "asing.test", "/hukum", page(listing)))
    assert (one["outcome"], crawl.pages()) == ("no news", [])


def test_no_hop_leads_into_our_own_house(site: Site, web: RawSite, crawl: Crawl) -> None:
    inner = f"{site.url}/2022/rahasia"
    by_name = inner.replace("127.0.0.1", "dalam.test")
    hops = [at(web, "bit.ly", f"/{n}", leads_to(url)) for n, url in enumerate((inner, by_name))]
    found = told(crawl, inner, *hops)
    assert [(one["outcome"], one["kind"]) for one in found] == [("failed", "private address")] * 3
    assert site.log == []


def test_each_failure_is_told_with_its_reason(web: RawSite, crawl: Crawl) -> None:
    robots = b"User-agent: *\nDisallow: /larangan/"
    web.pages["/robots.txt"] = page(robots, kind="text/plain")
    urls = [
        at(web, "asing.test", "/larangan/2022"),
        at(web, "asing.test", "/2022/hilang"),
        at(web, "asing.test", "/2022/depan", leads_to("/")),
        at(web, "bit.ly", "/putar", leads_to("/putar")),
        at(web, "bit.ly", "/skrip", page(STORY)),
        "http://tidak-ada.invalid/2022/x",
    ]
    found = told(crawl, *urls)
    kinds = ["robots", "http 404", "soft 404", "redirect loop", "short link", "dns"]
    assert [one["kind"] for one in found] == kinds
    assert [one["again"] for one in found] == [False, False, False, False, True, True]
    assert all(url in one["problem"] for url, one in zip(urls, found, strict=True))


def test_a_short_link_that_refreshes_itself_is_followed(web: RawSite, crawl: Crawl) -> None:
    story = at(web, "asing.test", "/2022/warga", page(STORY))
    waiting = f"<html><meta http-equiv='refresh' content='3; url={story}'><p>Tunggu</p></html>"
    (one,) = told(crawl, at(web, "bit.ly", "/tunggu", page(waiting.encode())))
    assert (one["outcome"], one["final_url"]) == ("fetched", story)


def test_two_links_to_one_article_fetch_it_once(web: RawSite, crawl: Crawl) -> None:
    story = at(web, "asing.test", "/2022/warga", page(STORY))
    found = told(crawl, *(at(web, "bit.ly", path, leads_to(story)) for path in ("/1", "/2")))
    assert [one["outcome"] for one in found] == ["fetched", "fetched"]
    assert len(crawl.pages()) == 1


def test_strangers_get_ids_that_no_other_outlet_has(web: RawSite, crawl: Crawl) -> None:
    taken = Outlet(id="kabar", name="Kabar", url="http://kabar.invalid/", delay=None)
    stranger = Outlet(id="asing", name="asing.example", url="http://asing.example/", delay=None)
    urls = [
        at(web, "kabar.test", "/2022/warga", page(STORY)),
        at(web, "kabar.example", "/2022/warga"),
        at(web, "asing.test", "/2022/warga"),
    ]
    found = told(crawl, *urls, strangers=[taken, stranger])
    assert [one["outlet"] for one in found] == ["contoh", "kabar-example", "asing-test"]
