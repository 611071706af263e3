"""What each kind of listing says, sound or hostile."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from crawlers.discovery import Found, Listing, Source, blogger, parse, wordpress
from crawlers.outlets import Channel
from crawlers.urls import absolute, key, site

SITE = "https://kabar.id"
TYPES = ["feed", "sitemap", "wordpress", "blogger", "index"]


def read(kind: str, body: str | bytes, url: str = f"{SITE}/daftar", **facts: Any) -> Listing:
    fields = {"type": kind, "url": url} | (
        {"article": "h2", "next": ".n"} if kind == "index" else {}
    )
    channel: Channel = TypeAdapter(Channel).validate_python(fields)
    raw = body.encode() if isinstance(body, str) else body
    return parse(Source(url, raw, channel, ZoneInfo("Asia/Jayapura"), **facts))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_feed_gives_links_and_dates() -> None:
    item = "<item><link>/a?fbclid=1</link><pubDate>{}</pubDate></item>"
    items = item.format("Wed, 16 Nov 2022 09:00:00 +0900") + item.format("kemarin sore")
    listing = read("feed", f'<rss version="2.0"><channel>{items}</channel></rss>')
    assert listing.found == [Found(f"{SITE}/a", utc(2022, 11, 16, 0)), Found(f"{SITE}/a")]
    assert [problem.kind for problem in listing.problems] == ["bad feed date"]
    assert "'kemarin sore'" in listing.problems[0].text


def test_broken_feed_gives_what_it_has_and_says_so() -> None:
    listing = read("feed", '<rss version="2.0"><channel><item><link>/a</link></item><item><li')
    assert [found.url for found in listing.found] == [f"{SITE}/a"]
    assert [problem.kind for problem in listing.problems] == ["bad xml"]


def test_blogger_feed_pages_by_count() -> None:
    entry = '<entry><link rel="alternate" href="/{0}.html"/><published>2022-11-16T09:00:00+09:00'
    entry += "</published><updated>2022-11-17T09:00:00+09:00</updated></entry>"
    body = '<feed xmlns="http://www.w3.org/2005/Atom">' + "".join(map(entry.format, range(100)))
    listing = read("blogger", body + "</feed>", blogger.first_url(f"{SITE}/feeds/posts/default"))
    assert listing.found[0] == Found(f"{SITE}/0.html", utc(2022, 11, 16), utc(2022, 11, 17))
    assert [found.url.split("?")[1] for found in listing.more] == [
        "max-results=100&start-index=101"
    ]


def test_news_sitemap_gives_both_dates_even_zipped() -> None:
    body = f"""<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
    <loc>{SITE}/a</loc><lastmod>2022-11-17</lastmod><news:news>
    <news:publication_date>2022-11-16T09:00</news:publication_date></news:news></url></urlset>"""
    listing = read("sitemap", gzip.compress(body.encode()))
    assert listing.found == [Found(f"{SITE}/a", utc(2022, 11, 16), utc(2022, 11, 17, 14, 59, 59))]


def test_sitemap_index_names_further_sitemaps() -> None:
    body = f"<sitemapindex><sitemap><loc>{SITE}/1.xml</loc></sitemap></sitemapindex>"
    assert read("sitemap", body) == Listing(more=[Found(f"{SITE}/1.xml")])


def test_sitemap_reads_no_entities_and_no_bombs() -> None:
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    listing = read("sitemap", f"{evil}<urlset><url><loc>{SITE}/&e;</loc></url></urlset>")
    assert "root" not in str(listing.found)
    bomb = read("sitemap", gzip.compress(b" " * 60_000_000))
    assert [problem.kind for problem in bomb.problems] == ["too large"]


def test_wordpress_pages_as_its_header_says() -> None:
    url = wordpress.first_url(f"{SITE}/wp-json/wp/v2/posts", utc(2022, 11, 16))
    assert "after=2022-11-01T00:00:00" in url
    post = {"link": f"{SITE}/a", "date_gmt": "2022-11-16T01:00:00", "modified_gmt": None}
    listing = read("wordpress", json.dumps([post, 7]), url, headers={"x-wp-totalpages": "2"})
    assert listing.found == [Found(f"{SITE}/a", utc(2022, 11, 16, 1))]
    assert listing.more == [Found(f"{url}&page=2")]
    off = read("wordpress", '{"code": "rest_disabled"}')
    assert "switched off" in off.problems[0].text


def test_index_page_gives_articles_in_order_and_the_next_page() -> None:
    body = '<h2><a href="/b">B</a></h2><h2><a href="/a">A</a></h2><a class="n" href="?hal=2">2</a>'
    listing = read("index", body)
    assert [found.url for found in listing.found] == [f"{SITE}/b", f"{SITE}/a"]
    assert [found.url for found in listing.more] == [f"{SITE}/daftar?hal=2"]
    assert "layout may have changed" in read("index", "<p>kosong</p>").problems[0].text


PIECES = ["<rss>", "<item>", "<link>", "</link>", "<urlset>", "<loc>http://[", "&e;", "<!DOCTYPE",
          "\0", "\x1f\x8b", '[{"link":', "[" * 2000,
          "<h2><a href='//[x'>", "<pubDate>99", "]]>"]  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
@given(body=st.binary() | st.lists(st.sampled_from(PIECES) | st.text()).map(lambda p: "".join(p)))
def test_no_listing_is_hostile_enough_to_raise(kind: str, body: bytes | str) -> None:
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
    assert isinstance(read(kind, raw), Listing)


@given(st.text() | st.text().map(lambda text: "http://" + text))
def test_no_link_is_hostile_enough_to_raise(link: str) -> None:
    url = absolute(SITE, link)
    site(link)
    assert url is None or key(key(url)) == key(url)
