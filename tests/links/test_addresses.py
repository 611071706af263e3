"""What of a text is an address, and what it leads to as far as it tells by itself."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.links.addresses import addresses
from pipeline.links.places import Places

PLACES = Places.load()
OLD_ID = base64.urlsafe_b64encode(b"\x08\x13\x22\x18https://kabar.id/2022/a\xd2\x01\x00").decode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lihat https://kabar.id/a.", ["https://kabar.id/a"]),
        ("(https://kabar.id/a), [https://kabar.id/b]!", ["https://kabar.id/a", "https://kabar.id/b"]),
        ("https://kabar.id/a_(kota)", ["https://kabar.id/a_(kota)"]),
        ("*https://kabar.id/a* _https://kabar.id/b_", ["https://kabar.id/a", "https://kabar.id/b"]),
        ("https://kabar.id/a_", ["https://kabar.id/a_"]),
        ("“https://kabar.id/a”…", ["https://kabar.id/a"]),
        ("www.kabar.co.id/a dan WWW.KABAR.ID", ["https://www.kabar.co.id/a", "https://www.kabar.id/"]),
        ("halut-rekaan.com/2022/11/ya.html", ["https://halut-rekaan.com/2022/11/ya.html"]),
        ("Tobelo, kabar.id – dan/atau Kapolres.Ini/itu, a@kabar.id/x", []),
        ("https://kabar.id/ahttps://kabar.id/b", ["https://kabar.id/a", "https://kabar.id/b"]),
        ("https://kabar.id/a?utm_source=wa&amp;id=7#x", ["https://kabar.id/a?id=7"]),
        ("https://kabar.id/polisi-\ntangkap-dua/", ["https://kabar.id/polisi-tangkap-dua/"]),
        ("https://kabar.id/polisi-\ntangkap dua", ["https://kabar.id/polisi-"]),
        ("https://kabar.id/polisi-\nwww.kabar.id/b", ["https://kabar.id/polisi-", "https://www.kabar.id/b"]),
        ("https://kabar.id/polisi\ntangkap-dua/", ["https://kabar.id/polisi"]),
        ("https://kabar\u200b.id/a\u200e", ["https://kabar.id/a"]),
        ("https://[kabar https:// http://a:b:c/ https://kabar.id:99999/", []),
    ],
)  # fmt: skip
def test_addresses_are_found_without_what_stands_around_them(text: str, found: list[str]) -> None:
    assert list(addresses(text, PLACES)) == found


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fkabar.id%2F2022%2Fa%3Ffbclid%3DIwA&h=AT",
        "https://www.google.com/url?q=https://kabar.id/2022/a&sa=D",
        "https://www.google.com/amp/s/kabar.id/2022/a",
        "https://kabar-id.cdn.ampproject.org/c/s/kabar.id/2022/a",
        "https://www.google.com/url?q=https://www.google.com/amp/s/kabar.id/2022/a",
        f"https://news.google.com/rss/articles/{OLD_ID}?oc=5",
    ],
)
def test_wrapped_addresses_are_unwrapped_without_asking_anybody(wrapped: str) -> None:
    assert list(addresses(wrapped, PLACES)) == ["https://kabar.id/2022/a"]


@pytest.mark.parametrize(
    "url", ["https://news.google.com/articles/AAA", "https://www.google.com/url?q=javascript:x"]
)
def test_what_cannot_be_unwrapped_stays_as_it_is(url: str) -> None:
    assert list(addresses(url, PLACES)) == [url]


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for url in addresses(f"https://{text} www.{text} {text}.id/{text}", PLACES):
        assert url.startswith(("http://", "https://"))
        PLACES.destinations.no_news_at(url)
