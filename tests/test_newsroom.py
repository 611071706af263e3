"""The sample newsroom behaves like the sites it stands for: clock, validators, paging, faults."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.newsroom import dataroom
from tests.newsroom.server import Newsroom

FIRST_NIGHT = datetime.fromisoformat("2025-10-18T23:00:00+09:00")
SECOND_NIGHT = datetime.fromisoformat("2025-10-20T02:00:00+09:00")

ARTICLE = """+++
id = "{id}"
outlet = "{outlet}"
title = "Judul {id}"
published = {published}
author = "Ical Lumoly"
place = "Mawea"
[gold]
relevant = false
tone = "netral"
{more}+++
{body}
"""
EDIT = '[[edits]]\nat = 2025-10-19T08:00:00+09:00\ntitle = "Judul baru"\nappend = "Tambahan."\n'
COPY = '[[copies]]\noutlet = "lintaswarta"\npublished = 2025-10-14T13:00:00+09:00\n'


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(newsroom: Newsroom, url: str, method: str = "GET", **headers: str) -> Answer:
    """Through the newsroom as a proxy: the request line carries the whole address."""
    connection = HTTPConnection("127.0.0.1", newsroom.port, timeout=20)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, url, headers=names)
    reply = connection.getresponse()
    answer = Answer(reply.status, dict(reply.getheaders()), reply.read())
    connection.close()
    return answer


def write(folder: Path, name: str, outlet: str, published: str, more: str = "") -> None:
    body = "\n\n".join(f"Paragraf {number} dari {name}." for number in range(1, 9))
    text = ARTICLE.format(id=name, outlet=outlet, published=published, more=more, body=body)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def open_newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("articles")
    for day in range(1, 13):
        write(folder, f"harian-{day}", "kabarseruni", f"2025-10-{day:02}T10:00:00+09:00")
        write(folder, f"obor-{day}", "oborharian", f"2025-10-{day:02}T11:00:00+09:00")
    write(folder, "berubah", "kabarseruni", "2025-10-14T10:00:00+09:00", EDIT + COPY)
    write(folder, "esok", "kabarseruni", "2025-10-19T10:00:00+09:00")
    write(folder, "panjang", "portalnusa", "2025-10-17T10:15:00+09:00")
    write(folder, "pesisir", "suaralasa", "2025-10-17T10:15:00+09:00")
    write(folder, "rilis", "tribratanews-seruni", "2025-10-14T10:15:00+09:00")
    write(folder, "pulau", "jejaklontar", "2025-09-17T10:15:00+09:00")
    write(folder, "kolom", "jejaklontar", "2025-10-17T10:15:00+09:00")
    (folder / "rusak.md").write_text("bukan artikel", encoding="utf-8")
    with Newsroom(FIRST_NIGHT, folder) as running:
        yield running


@pytest.fixture
def newsroom(open_newsroom: Newsroom) -> Newsroom:
    open_newsroom.set_now(FIRST_NIGHT)
    open_newsroom.forget_requests()
    return open_newsroom


def test_every_article_is_where_the_truth_says_with_its_whole_body(newsroom: Newsroom) -> None:
    facts = [fact for fact in newsroom.published() if fact.outlet != "oborharian"]
    assert {fact.outlet for fact in facts} == set(newsroom_outlets(newsroom)) - {"oborharian"}
    for fact in facts:
        page = ask(newsroom, f"{fact.url}?page=all")
        assert page.status == 200, fact.url
        assert fact.title in page.text
        assert all(paragraph in page.text for paragraph in fact.paragraphs)


def newsroom_outlets(newsroom: Newsroom) -> list[str]:
    return [site.masthead.outlet for site in newsroom.edition.sites]


def test_a_file_that_is_no_article_is_named_and_left_out(newsroom: Newsroom) -> None:
    assert [trouble.split(":")[0] for trouble in newsroom.edition.troubles] == ["rusak.md"]


def test_clock_brings_new_articles_and_edits(newsroom: Newsroom) -> None:
    tomorrow = "http://kabarseruni.test/2025/10/19/esok/"
    edited = "http://kabarseruni.test/2025/10/14/berubah/"
    assert ask(newsroom, tomorrow).status == 404
    before = ask(newsroom, edited)
    assert "Tambahan." not in before.text
    moved = HTTPConnection("127.0.0.1", newsroom.port)
    moved.request("POST", "/_clock", SECOND_NIGHT.isoformat())
    assert moved.getresponse().status == 200
    assert ask(newsroom, tomorrow).status == 200
    after = ask(newsroom, edited, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert "Tambahan." in after.text
    assert "Judul baru" in after.text
    assert after.headers["Last-Modified"] == "Sat, 18 Oct 2025 23:00:00 GMT"


@pytest.mark.parametrize(
    ("url", "validator", "condition"),
    [
        ("http://kabarseruni.test/feed/", "ETag", "If-None-Match"),
        ("http://kabarseruni.test/2025/10/03/harian-3/", "Last-Modified", "If-Modified-Since"),
        ("http://suaralasa.test/feeds/posts/default", "ETag", "If-None-Match"),
        ("http://portalnusa.test/indeks", "ETag", "If-None-Match"),
        ("http://tribratanews-seruni.test/rss", "Last-Modified", "If-Modified-Since"),
    ],
)
def test_unchanged_pages_answer_304(
    newsroom: Newsroom, url: str, validator: str, condition: str
) -> None:
    value = ask(newsroom, url).headers[validator]
    again = ask(newsroom, url, **{condition: value})
    assert (again.status, again.body) == (304, b"")


def test_hosts_are_told_apart_with_and_without_proxy(newsroom: Newsroom) -> None:
    by_proxy = ask(newsroom, "http://kabarseruni.test/robots.txt")
    by_header = ask(newsroom, "/robots.txt", Host="kabarseruni.test:80")
    assert by_proxy.body == by_header.body
    assert ask(newsroom, "http://nowhere.test/").status == 502
    assert newsroom.requests().counts == {"kabarseruni.test": 2, "nowhere.test": 1}
    assert newsroom.requests().paths["kabarseruni.test"] == ["/robots.txt", "/robots.txt"]
    counted = ask(newsroom, "/_requests", Host="127.0.0.1")
    assert json.loads(counted.text)["statuses"]["nowhere.test"] == {"502": 1}


def test_rest_interface_pages_and_filters(newsroom: Newsroom) -> None:
    posts = "http://kabarseruni.test/wp-json/wp/v2/posts"
    page = ask(newsroom, f"{posts}?per_page=5&page=3&_fields=link,date_gmt")
    assert (page.headers["X-WP-Total"], page.headers["X-WP-TotalPages"]) == ("13", "3")
    assert [sorted(post) for post in json.loads(page.text)] == [["date_gmt", "link"]] * 3
    assert ask(newsroom, f"{posts}?per_page=5&page=4").status == 400
    recent = ask(newsroom, f"{posts}?after=2025-10-11T12:00:00&_fields=slug")
    assert json.loads(recent.text) == [{"slug": "berubah"}, {"slug": "harian-12"}]
    number = json.loads(ask(newsroom, f"{posts}?per_page=1&_fields=id").text)[0]["id"]
    short = ask(newsroom, f"http://kabarseruni.test/?p={number}")
    assert short.headers["Location"] == "http://kabarseruni.test/2025/10/14/berubah/"
    assert ask(newsroom, "http://lintaswarta.test/wp-json/wp/v2/posts").status == 401


def test_long_portal_articles_come_in_two_pages(newsroom: Newsroom) -> None:
    (fact,) = [fact for fact in newsroom.published() if fact.outlet == "portalnusa"]
    first, second = ask(newsroom, fact.url), ask(newsroom, f"{fact.url}?page=2")
    assert "Tampilkan semua halaman" in first.text
    assert (fact.paragraphs[3] in first.text, fact.paragraphs[4] in first.text) == (True, False)
    assert fact.paragraphs[7] in second.text
    day = ask(newsroom, "http://portalnusa.test/indeks?date=2025-10-17")
    assert fact.url in day.text
    assert fact.url not in ask(newsroom, "http://portalnusa.test/indeks?date=2025-10-16").text


def test_sitemaps_are_sound_and_name_forbidden_pages(newsroom: Newsroom) -> None:
    index = ElementTree.fromstring(ask(newsroom, "http://jejaklontar.test/sitemap.xml").text)
    children = [loc.text or "" for loc in index.iterfind(".//{*}loc")]
    assert [child.rpartition("/")[2] for child in children] == ["2025-10.xml", "2025-09.xml.gz"]
    packed = gzip.decompress(ask(newsroom, children[1]).body)
    assert b"/berita/pulau" in packed
    assert b"/internal/" in packed
    assert "Disallow: /internal/" in ask(newsroom, "http://jejaklontar.test/robots.txt").text


def test_badly_kept_site_is_bad_in_every_promised_way(newsroom: Newsroom) -> None:
    site = "http://oborharian.test"
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(ask(newsroom, f"{site}/feed.xml").text)
    assert ask(newsroom, f"{site}/berita/rusak").status == 500
    loop = ask(newsroom, f"{site}/berita/putar").headers["Location"]
    assert ask(newsroom, f"{site}{loop}").headers["Location"] == "/berita/putar"
    assert "tidak ditemukan" in ask(newsroom, f"{site}/tidak/ada").text
    assert ask(newsroom, f"{site}/berita/kosong").body == b""
    assert len(ask(newsroom, f"{site}/berita/besar").body) > 30 * 2**20
    assert ask(newsroom, f"{site}/unduh/jadwal-operasi.pdf").body.startswith(b"%PDF")
    assert "bulan=2031-01" in ask(newsroom, f"{site}/kalender/?bulan=2030-12").text


def test_badly_kept_site_still_has_its_articles(newsroom: Newsroom) -> None:
    listed = "".join(
        ask(newsroom, f"http://oborharian.test/indeks-berita?hal={page}").text for page in (1, 2)
    )
    charsets = set()
    for fact in newsroom.published():
        if fact.outlet == "oborharian":
            assert fact.url in listed
            tries = [ask(newsroom, fact.url) for _ in range(2)]
            assert tries[1].status == 200
            declared = tries[1].headers["Content-Type"].rpartition("=")[2]
            charsets.add((declared, "»".encode() in tries[1].body))
            assert all(paragraph.encode() in tries[1].body for paragraph in fact.paragraphs)
    assert charsets == {("utf-8", True), ("utf-8", False), ("windows-1252", True)}


def test_data_room_becomes_sites_with_outlet_entries(tmp_path: Path) -> None:
    rows = [
        {"outlet": "surabaya.tribunnews.com", "date": "|".join("Kamis, 6 Januari 2022 19:09")},
        {"outlet": "detik.com", "date": "10/20/2025 21:40"},
        {"outlet": "", "date": "nan"},
    ]
    (tmp_path / "news").mkdir()
    with gzip.open(tmp_path / "news" / "articles.jsonl.gz", "wt", encoding="utf-8") as lines:
        for number, row in enumerate(rows):
            text = "KOTA - Begitu katanya.Anak itu pulang."
            whole = {"id": f"{number:012}", "title": "", "text": text, "police": False, **row}
            lines.write(json.dumps(whole) + "\n")
    entries = {path.stem for path in dataroom.write_outlets(tmp_path, tmp_path / "outlets")}
    assert entries == {"surabaya-tribunnews", "detik", "sumber-lain"}
    with Newsroom(SECOND_NIGHT.replace(year=2026), tmp_path, data_room=tmp_path) as running:
        facts = {fact.outlet: fact for fact in running.published()}
        assert facts["surabaya-tribunnews"].published.isoformat() == "2022-01-06T19:09:00+07:00"
        assert facts["detik"].published.isoformat() == "2025-10-20T21:40:00+07:00"
        assert facts["sumber-lain"].published.year == 2022
        assert facts["detik"].title == "Begitu katanya"
        assert facts["detik"].paragraphs == ("KOTA - Begitu katanya.", "Anak itu pulang.")
        assert facts["detik"].url in ask(running, "http://detik.test/indeks").text
