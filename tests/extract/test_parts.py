"""An article of several pages is one text: in order, nothing twice, its facts from the first."""

from __future__ import annotations

import doctest

from pipeline.extract import OutletView, canonical, extract, parts
from pipeline.records import PagePart, digest
from tests.extract.reading import page

URL = "http://contoh.test/2025/10/14/razia/"
OUTLET = OutletView("contoh", "Contoh", "Asia/Jayapura")
LEAD = "Polisi menggelar razia gabungan di pelabuhan sejak Senin malam hingga subuh."
SECOND = "Petugas memeriksa dua puluh kapal penumpang dan menyita belasan botol minuman keras."
THIRD = "Kapolsek berterima kasih kepada warga yang melapor lewat telepon sebelum razia dimulai."
FOURTH = "Razia serupa akan diulang setiap pekan sampai akhir tahun di pelabuhan yang sama."


def sheet(*paragraphs: str, title: str = "Razia Gabungan di Pelabuhan", date: str = "14") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f"""<html><head><title>{title} - Contoh</title>
        <meta property="article:published_time" content="2025-10-{date}T10:15:00+09:00"></head>
        <body><h1>{title}</h1><div class="entry-content">{text}
        <p>Baca juga: Berita lain di pelabuhan</p></div>
        <div class="paging"><a href="?page=2">2</a> Halaman Selanjutnya</div></body></html>"""
    return html.encode()


def part(number: int, body: bytes) -> PagePart:
    return PagePart(
        url=f"{URL}{number}/", content_type="text/html", body_digest=digest(body),
        archive_file="x.warc.gz", archive_offset=number, body=body,
    )  # fmt: skip


def test_pages_are_joined_without_what_each_repeats() -> None:
    first = page(sheet(f"TERNATE, Contoh – {LEAD}", SECOND), URL)
    further = [
        part(2, sheet(f"TERNATE, Contoh – {LEAD}", THIRD, date="15")),
        part(3, sheet(FOURTH, "(Roby P.)", title="Razia Gabungan di Pelabuhan - Halaman 3")),
    ]
    article = extract(first.continued(further), OUTLET)
    assert article.text.split("\n") == [LEAD, SECOND, THIRD, FOURTH]
    assert (article.title, article.dateline) == ("Razia Gabungan di Pelabuhan", "Ternate")
    assert article.author == "Roby P."
    assert article.published_at is not None
    assert article.published_at.day == 14


def test_first_page_alone_reads_as_ever() -> None:
    alone = page(sheet(LEAD, SECOND), URL)
    assert alone.continued([]) == alone
    assert extract(alone, OUTLET).text.split("\n") == [LEAD, SECOND]


def test_an_address_of_a_sister_is_the_origin_and_not_the_own() -> None:
    link = '<link rel="canonical" href="http://kota.contoh.test/razia/">'
    body = sheet(LEAD, SECOND).replace(b"</head>", f"{link}</head>".encode())
    sister = OutletView("contoh", sisters=("kota.contoh.test",))
    article = extract(page(body, URL), sister)
    assert (article.canonical_url, article.origin_url) == (URL, "http://kota.contoh.test/razia/")
    alone = extract(page(body.replace(b"/razia/", b"/2025/10/14/razia/"), URL), OUTLET)
    assert alone.canonical_url == "http://kota.contoh.test/2025/10/14/razia/"
    assert alone.origin_url is None


def test_examples_hold() -> None:
    for module in (canonical, parts):
        failed, tried = doctest.testmod(module)
        assert tried and not failed
