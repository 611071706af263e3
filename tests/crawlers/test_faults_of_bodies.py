"""Answers that are not what they claim: each is named, none hurts, and good ones in bad dress are
kept as they came."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from crawlers.archive import read_body
from crawlers.encoding import BadEncoding, unpack
from pipeline.extract import OutletView, extract
from tests.crawlers.conftest import FILLER, Crawl, Reply, Site, article

MOST_MEMORY = 200_000_000
BODY = str(article("Kapolres Kunjungi Warga").body).encode()
FORM = '<form><input name=nama><input type="password" name=sandi></form>'


def zipped(body: bytes, encoding: str = "gzip") -> Reply:
    return Reply(body, headers={"Content-Encoding": encoding})


def short(text: str, title: str = "Kabar") -> Reply:
    return Reply(f"<html><title>{title}</title><p>{text}</p><!-- {'x' * 200} --></html>")


def crawl_all(site: Site, crawl: Crawl, **changes: object) -> tuple[dict[str, int], dict[str, str]]:
    """Crawl every page there is; errors by kind, and the sentence that names each path."""
    site.pages["/baik"] = article("Baik")
    paths = [path for path in site.pages if not path.startswith(("/feed/", "/robots.txt"))]
    site.feed(*paths)
    report = crawl(**changes)
    assert "baik" in crawl.paths()
    named = {p: text for p in paths for text in report.problems if f"{site.url}{p}" in text}
    return report.errors, named


def test_bombs_and_cut_off_encodings_are_given_up_in_little_memory(
    site: Site, crawl: Crawl
) -> None:
    nested = gzip.compress(gzip.compress(gzip.compress(gzip.compress(BODY))))
    site.pages |= {
        "/bom-gzip": zipped(gzip.compress(b" " * 300_000_000, 1)),
        "/bom-brotli": zipped(brotli.compress(b" " * 300_000_000, quality=1), "br"),
        "/bom-dua": zipped(gzip.compress(gzip.compress(b" " * 50_000_000, 1)), "gzip, gzip"),
        "/terpotong": zipped(gzip.compress(BODY)[:-40]),
        "/terpotong-br": zipped(brotli.compress(BODY)[:-20], "br"),
        "/bersarang": zipped(nested, "gzip, gzip, gzip, gzip"),
        "/asing": zipped(b"(\xb5/\xfd" + BODY, "zstd"),
        "/acak": zipped(b"\x1f\x8b" + BODY),
    }
    errors, named = crawl_all(site, crawl)
    assert errors == {"too large": 3, "truncated": 2, "bad encoding": 3}
    assert named.keys() == site.pages.keys() - {"/baik", "/feed/"}
    assert crawl.peak < MOST_MEMORY


def test_odd_but_whole_encodings_are_read(site: Site, crawl: Crawl) -> None:
    raw_deflate = zlib.compressobj(wbits=-15)
    site.pages |= {
        "/polos": zipped(BODY),
        "/tanpa-akhir": zipped(gzip.compress(BODY)[:-8]),
        "/deflate": zipped(raw_deflate.compress(BODY) + raw_deflate.flush(), "deflate"),
        "/dua": zipped(brotli.compress(gzip.compress(BODY)), "gzip, br"),
        "/anggota": zipped(gzip.compress(BODY[:100]) + gzip.compress(BODY[100:]) + b"\0\0"),
    }
    assert crawl_all(site, crawl) == ({}, {})
    kept = [page for page in crawl.pages() if not page.final_url.endswith("/baik")]
    assert [read_body(crawl.folder / "archive", page) for page in kept] == [BODY] * 5


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_unpacking_never_gives_more_than_asked_for(encoding: str) -> None:
    packers = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress}
    packed = packers[encoding](b"x" * 1_000_000)
    assert len(unpack(packed, encoding, 1_000_000)) == 1_000_000
    with pytest.raises(BadEncoding, match="too large") as caught:
        unpack(packed, encoding, 999_999)
    assert len(caught.value.part) == 999_999


TEXT = "Kapolres meresmikan caf\u00e9-caf\u00e9 di \u00d3ba. " + FILLER


def charset_page(charset: str, declared: str, bad: bytes = b"") -> bytes:
    meta = f"<meta charset={declared}>" if declared else ""
    page = f"<html><head>{meta}<title>Kapolres Temui Warga</title></head><h1>Kapolres Temui Warga"
    return f"{page}</h1><p>{TEXT}</p>".encode(charset) + bad + b"</html>"


def test_every_charset_is_kept_as_sent_and_read_right(site: Site, crawl: Crawl) -> None:
    bodies = {
        "/cp1252": (charset_page("cp1252", ""), "text/html"),
        "/salah": (charset_page("cp1252", "utf-8"), "text/html; charset=utf-8"),
        "/terbalik": (charset_page("utf-8", "iso-8859-1"), "text/html; charset=iso-8859-1"),
        "/bom": (b"\xef\xbb\xbf" + charset_page("utf-8", ""), "text/html"),
        "/nul": (charset_page("utf-8", "utf-8", b"<p>a\0b</p>"), "text/html"),
        "/rusak": (charset_page("utf-8", "utf-8", b"<p>\xff\xe2(</p>"), "text/html"),
        "/ngawur": (charset_page("utf-8", "x-tidak-ada"), "text/html; charset=\"';"),
    }
    site.pages |= {path: Reply(body, kind) for path, (body, kind) in bodies.items()}
    assert crawl_all(site, crawl) == ({}, {})
    outlet = OutletView(id="contoh", name="Contoh", zone="Asia/Jayapura", kind="pers")
    for page in crawl.pages():
        path = page.final_url.removeprefix(site.url)
        if path in bodies:
            body = read_body(crawl.folder / "archive", page)
            assert body == bodies[path][0]
            read = extract(page.model_copy(update={"body": body}), outlet)
            assert read.title == "Kapolres Temui Warga"
            assert "caf\u00e9-caf\u00e9 di \u00d3ba" in read.text, path


def test_walls_and_error_pages_are_told_from_articles(site: Site, crawl: Crawl) -> None:
    site.pages |= {
        "/galat": short("Error establishing a database connection"),
        "/php": short("<b>Fatal error: </b> Uncaught Exception in /var/www/x.php on line 3"),
        "/hilang": short("Maaf.", "404 Not Found"),
        "/kuki": short("Untuk melanjutkan, aktifkan cookie pada peramban Anda."),
        "/masuk": short(f"Selamat datang.{FORM}"),
        "/langganan": short("Silakan masuk atau berlangganan untuk membaca artikel ini."),
        "/js": Reply("<html><div id=root></div><script src=/app.js></script>" + " " * 300),
        "/tantangan": short("Checking your browser before accessing the site.", "Just a moment..."),
        "/berita-kuki": article("Menkominfo: aktifkan cookie dengan hati-hati", f"<p>{FILLER}</p>"),
        "/berita-masuk": article("Polisi imbau warga", f"<p>{FILLER}</p>{FORM}"),
    }
    errors, named = crawl_all(site, crawl)
    assert errors == {
        "error page": 2, "soft 404": 1, "cookie wall": 1, "login wall": 2, "javascript only": 2,
    }  # fmt: skip
    assert crawl.paths() == ["baik", "berita-kuki", "berita-masuk"]
    assert named.keys() >= {"/galat", "/php", "/kuki", "/masuk", "/langganan", "/js"}


def test_content_types_that_lie_are_seen_through(site: Site, crawl: Crawl) -> None:
    site.pages |= {
        "/teks": Reply(BODY, "text/plain"),
        "/biner": Reply(BODY, "application/octet-stream"),
        "/xml": Reply(BODY, "application/xml"),
        "/pdf": Reply(b"%PDF-1.7\n" + b"<html>" * 100),
        "/gambar": Reply(b"\xff\xd8\xff\xe0" + b"<html>" * 100),
        "/data": Reply(b'{"html": "<html>' + b"x" * 300 + b'"}'),
        "/umpan": Reply(b'<?xml version="1.0"?>\n<rss>' + b"x" * 300 + b"</rss>"),
        "/video": Reply(b"\0\0\0\x18ftypmp42" + b"\0" * 300, "video/mp4"),
    }
    errors, named = crawl_all(site, crawl)
    assert errors == {"not html": 5}
    assert crawl.paths() == ["baik", "biner", "teks", "xml"]
    site.forget_requests()
    crawl()
    assert site.log == ["/robots.txt", "/feed/"]


def test_redirects_that_lead_nowhere_are_named(site: Site, crawl: Crawl) -> None:
    for number in range(30):
        onward = {"Location": f"/tanpa-akhir/{number + 1}"}
        site.pages[f"/tanpa-akhir/{number}"] = Reply(status=302, headers=onward)
    targets = {"/berkas": "file:///etc/passwd", "/skrip": "data:text/html,<p>", "/kosong": None}
    for path, target in targets.items():
        headers = {"Location": target} if target else {}
        site.pages[path] = Reply(status=301, headers=headers)
    site.pages["/baik"] = article("Baik")
    site.feed("/baik", "/tanpa-akhir/0", *targets)
    report = crawl()
    assert report.errors == {"redirect loop": 1, "bad redirect": 3}
    assert crawl.paths() == ["baik"]
    assert len([path for path in site.log if "tanpa-akhir" in path]) == 6
    site.forget_requests()
    crawl()
    assert "/tanpa-akhir/0" not in site.log
