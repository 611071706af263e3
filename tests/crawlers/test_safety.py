"""What a page, an outlet entry or a name server says must not lead the crawl into our own house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawlers.guard import is_private, is_public
from crawlers.outlets import load_outlets
from pipeline.errors import OutletError
from tests.crawlers.conftest import FILLER, Crawl, Site, article
from tests.crawlers.launch import OPEN_ADDRESS
from tests.crawlers.rawsite import RawSite, answers, head_of, page

BODY = f"<html><title>Berita</title><p>{FILLER}</p></html>".encode()
PRIVATE = (
    "127.0.0.1", "127.1", "127.0.0.1.", "0177.0.0.1", "0x7f.1", "0x7f000001", "2130706433",
    "017700000001", "0", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "127.0.0.%31", "\uff11\uff12\uff17.0.0.1", "127\u30020\u30020\u30021", "127.0.0.1%00",
    "localhost", "LOCALHOST.", "a.localhost", "router.local", "metadata.google.internal", "",
    "::", "::1", "0:0:0:0:0:0:0:1", "fe80::1", "fe80::1%eth0", "fe80::1%25lo", "fc00::1", "fd00::1",
    "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1",
    "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "2002:808:808::1", "kabarhalut.id",
          "10.kabar.id", "localhost.kabar.id")  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_private_address_is_known_in_every_spelling(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public_host_is_not_mistaken_for_a_private_one(host: str) -> None:
    assert not is_private(host)


def test_resolved_address_is_judged_like_a_written_one() -> None:
    assert not is_public("127.0.0.1")
    assert not is_public("64:ff9b::a9fe:a9fe")
    assert is_public("8.8.8.8")


@dataclass
class Houses:
    """The site kabar.test in the open, and a private server on the same port of this machine."""

    open: RawSite
    ours: RawSite

    @property
    def url(self) -> str:
        return f"http://kabar.test:{self.open.port}"

    def feed(self, *links: str) -> None:
        items = "".join(f"<item><link>{link}</link></item>" for link in links)
        feed = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
        self.open.pages["/feed/"] = page(feed, kind="application/rss+xml")


@pytest.fixture
def houses(crawl: Crawl) -> Iterator[Houses]:
    with RawSite(OPEN_ADDRESS) as public, RawSite("127.0.0.1", public.port) as private:
        found = Houses(public, private)
        crawl.outlet |= {"url": found.url}
        crawl.outlet["channels"][0]["url"] = f"{found.url}/feed/"
        crawl.names = {"kabar.test": OPEN_ADDRESS}
        public.pages["/a"] = page(BODY)
        private.pages |= {path: page(BODY) for path in ("/a", "/feed/", "/rahasia")}
        yield found


def test_redirects_to_private_addresses_are_refused_in_every_spelling(
    houses: Houses, crawl: Crawl
) -> None:
    hosts = ("127.0.0.1", "127.1", "0177.0.0.1", "0x7f.1", "2130706433", "localhost", "[::1]",
             "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "169.254.169.254", "kabar.test@127.0.0.1",
             "dalam.kabar.test")  # fmt: skip
    for number, host in enumerate(hosts):
        target = f"Location: http://{host}:{houses.open.port}/rahasia"
        houses.open.pages[f"/{number}"] = answers(head_of(302, 0, target))
    houses.feed(*(f"{houses.url}/{number}" for number in range(len(hosts))), f"{houses.url}/a")
    crawl.names["dalam.kabar.test"] = "127.0.0.1"
    report = crawl(allow_private_hosts=False)
    assert report.errors == {"private address": len(hosts)}
    assert (crawl.paths(), houses.ours.log) == (["a"], [])


@pytest.mark.parametrize("path", ["/feed/", "/robots.txt"])
def test_listings_and_robots_txt_may_not_lead_there_either(
    houses: Houses, crawl: Crawl, path: str
) -> None:
    houses.feed(f"{houses.url}/a")
    crawl.names["dalam.test"] = "127.0.0.1"
    target = f"Location: http://dalam.test:{houses.open.port}/feed/"
    houses.open.pages[path] = answers(head_of(302, 0, target))
    report = crawl(allow_private_hosts=False)
    assert report.errors.keys() == {"private address"}
    assert houses.ours.log == []


def test_name_that_is_rebound_gets_no_second_look(houses: Houses, crawl: Crawl) -> None:
    houses.feed(f"{houses.url}/a")
    crawl.names["kabar.test"] = f"{OPEN_ADDRESS} 127.0.0.1"
    assert crawl(allow_private_hosts=False).new == 1
    assert houses.open.log == ["/robots.txt", "/feed/", "/a"]
    crawl.names["kabar.test"] = "127.0.0.1"
    assert crawl(allow_private_hosts=False).errors == {"private address": 1}
    crawl.names["kabar.test"] = f"127.0.0.1 {OPEN_ADDRESS}"
    assert crawl(allow_private_hosts=False).errors == {"private address": 1}
    assert houses.ours.log == []


def test_cookies_are_neither_kept_nor_sent(houses: Houses, crawl: Crawl) -> None:
    houses.feed(f"{houses.url}/a", f"{houses.url}/b")
    houses.open.pages["/b"] = page(BODY, "Set-Cookie: sesi=1; Path=/")
    houses.open.pages["/robots.txt"] = answers(head_of(404, 0, "Set-Cookie: sesi=0; Path=/"))
    assert crawl(allow_private_hosts=False).new == 2
    assert not any(b"\r\ncookie:" in head.lower() for head in houses.open.heads)


def test_only_http_and_https_are_ever_asked_for(site: Site, crawl: Crawl) -> None:
    links = ("file:///etc/passwd", "ftp://127.0.0.1/a", "data:text/html,x", "javascript:a()",
             "gopher://127.0.0.1/", "s3://ember/a")  # fmt: skip
    site.pages["/a"] = article("A")
    site.feed("/a", *links)
    report = crawl()
    assert (report.new, report.errors, report.channels) == (1, {}, {"feed": 1})
    assert site.log == ["/robots.txt", "/feed/", "/a"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://kabar.id/", "kabar.id/feed"])
def test_outlet_entry_with_another_scheme_is_refused(tmp_path: Path, url: str) -> None:
    entry = (
        f'id = "x"\nname = "X"\nurl = "https://x.id"\n[[channels]]\ntype = "feed"\nurl = "{url}"'
    )
    (tmp_path / "x.toml").write_text(entry)
    with pytest.raises(OutletError, match="absolute http"):
        load_outlets(tmp_path)
