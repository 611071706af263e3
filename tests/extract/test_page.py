"""From a page's bytes to an article: addresses, encodings, soft errors, hostile input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ExtractError
from pipeline.extract import OutletView, extract
from pipeline.extract.canonical import canonical_url
from pipeline.extract.page import decode
from pipeline.records import Article
from tests.extract.reading import page

URL = "http://contoh.test/2025/10/14/zebra/"
OUTLET = OutletView("contoh", "Contoh", "Asia/Jayapura")
BODY = "Warga berkumpul di balai desa untuk mendengarkan penjelasan petugas. " * 5
HTML = f"""<html><head><title>Operasi Zebra Dimulai - Contoh</title>
<meta property="article:published_time" content="2025-10-14T10:15:00+09:00">
<meta charset="utf-8"></head><body><h1>Operasi Zebra Dimulai</h1>
<div class="entry-content"><p>TERNATE, Contoh – {BODY}</p><p>{BODY}</p></div>
<div class="related"><p>Berita lain yang tidak ada hubungannya</p></div></body></html>"""


@pytest.mark.parametrize(
    ("url", "stated", "expected"),
    [
        ("http://a.test/x?utm_source=wa&fbclid=1", None, "http://a.test/x"),
        ("http://a.test/x/amp/", None, "http://a.test/x/"),
        ("http://a.test/amp/read/7/x", None, "http://a.test/read/7/x"),
        ("http://m.a.test/x?m=1", None, "http://a.test/x"),
        ("http://a.test/x?page=all", None, "http://a.test/x"),
        ("http://a.test/?p=77", None, "http://a.test/?p=77"),
        ("http://A.test/x#komentar", None, "http://a.test/x"),
        ("http://a.test/?p=77", "http://a.test/judul/", "http://a.test/judul/"),
        ("http://m.a.test/x", "http://www.a.test/x", "http://www.a.test/x"),
        ("http://a.test/x", "http://lain.test/x", "http://a.test/x"),
        ("http://a.test/x", "http://a.test/", "http://a.test/x"),
        ("http://a.test/x?page=2", "/x", "http://a.test/x"),
        ("http://a.test/x?outputType=amp", None, "http://a.test/x"),
        ("http://amp.a.test/x/print/", None, "http://a.test/x/"),
        ("http://a.test/?p=77&print=1", None, "http://a.test/?p=77"),
        ("http://a.test/berita/x", "http://a.test/berita/", "http://a.test/berita/x"),
        ("http://a.test/x", "http://[", "http://a.test/x"),
    ],
)
def test_one_address_stands_for_an_article(url: str, stated: str | None, expected: str) -> None:
    assert canonical_url(url, stated) == expected


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        ("“Siaga”".encode(), "text/html; charset=iso-8859-1"),
        ("“Siaga”".encode("cp1252"), "text/html; charset=utf-8"),
        ("“Siaga”".encode("cp1252"), None),
        ("“Siaga”".encode(), "text/html; charset=tidak-ada"),
        ("“Siaga”".encode("utf-16"), "text/html; charset=utf-16"),
    ],
)
def test_text_is_decoded_whatever_is_declared(raw: bytes, content_type: str | None) -> None:
    assert decode(raw, content_type) == "“Siaga”"


def test_a_page_becomes_an_article_with_its_facts() -> None:
    article = extract(page(HTML.encode(), URL), OUTLET)
    assert article.title == "Operasi Zebra Dimulai"
    assert article.text == f"{BODY.strip()}\n{BODY.strip()}"
    assert article.dateline == "Ternate"
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2025-10-14T10:15:00+09:00"
    assert article.warnings == []


def test_an_outlets_override_wins() -> None:
    view = OutletView("contoh", body="div.related", title="title")
    long = HTML.replace("Berita lain", BODY)
    assert extract(page(long.encode(), URL), view).text.endswith("hubungannya")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "<html></html>",
        "<h1>Halaman tidak ditemukan</h1>" + f"<p>{BODY}</p>" * 3,
        "<h1>Operasi</h1><p>Pendek.</p>",
        "%PDF-1.4",
    ],
)
def test_what_is_no_article_is_refused_with_its_address(html: str) -> None:
    with pytest.raises(ExtractError, match=URL):
        extract(page(html.encode(), URL), OUTLET)


def read_or_refuse(body: bytes) -> None:
    try:
        article = extract(page(body, URL), OUTLET)
    except ExtractError:
        return
    assert isinstance(article, Article)


@pytest.mark.parametrize("sign", ["\x01", "\x0c", "\ufffe", "&#1;", "&#x1F;", "&#31"])
def test_signs_that_no_tree_may_hold_are_read_over(sign: str) -> None:
    for start in range(0, len(HTML), 50):
        read_or_refuse((HTML[:start] + sign + HTML[start:]).encode())
    article = extract(page(HTML.replace("</p>", f"{sign}</p>").encode(), URL), OUTLET)
    assert not any(ord(letter) < 32 and letter != "\n" for letter in article.text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    read_or_refuse(body)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_mutilated_page_is_read_or_refused(data: st.DataObject) -> None:
    raw = HTML.encode()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 300)))
    read_or_refuse(raw[:start] + data.draw(st.binary(max_size=40)) + raw[end:])


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_stated_date_title_and_link_is_read_or_refused(value: str) -> None:
    head = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{value}",'
        f' "headline": "{value}"}}</script><link rel="canonical" href="{value}">'
        f'<meta property="article:published_time" content="{value}">'
    )
    read_or_refuse(HTML.replace("</head>", f"{head}</head>").encode("utf-8", errors="replace"))


def test_a_short_article_of_many_links_keeps_its_sentences() -> None:
    sentences = [
        "Warga Desa Gamsungi menyerahkan dua pucuk senjata rakitan kepada polisi pada Senin pagi.",
        "Senjata itu ditemukan di kebun kelapa dan dibawa ke polsek bersama kepala desa setempat.",
    ]
    link = '<a href="/lain">Judul Berita Lain yang Cukup Panjang untuk Sebuah Daftar Tautan</a>'
    box = f'<div class="x"><b>Baca juga: </b>{link * 5}</div>'
    body = f"<div><h1>Senjata Diserahkan</h1><p>{sentences[0]}</p>{box}<p>{sentences[1]}</p></div>"
    menu = "<ul>" + "<li><a href='/rubrik'>Rubrik Daerah</a></li>" * 60 + "</ul>"
    article = extract(page(f"<html><body>{menu}{body}</body></html>".encode(), URL), OUTLET)
    assert article.text.split("\n") == sentences
