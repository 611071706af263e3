"""Servers that break the connection, or the peace: each is named, and costs no other page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.crawlers.conftest import FILLER, Crawl, Site, article
from tests.crawlers.rawsite import (
    RawSite,
    answers,
    drips,
    floods,
    head_of,
    in_turn,
    page,
    resets,
)

BODY = f"<html><title>Utuh</title><p>{FILLER}</p></html>".encode()
MOST_MEMORY = 200_000_000
HALF = BODY[: len(BODY) // 2]


def crawl_with_faults(site: Site, raw: RawSite, crawl: Crawl, **changes: object) -> dict[str, str]:
    """Crawl a good page of the site and all of ``raw``: errors by kind, and by path the sentence
    that names it."""
    site.pages["/baik"] = article("Baik")
    faulty = {path: f"{raw.url}{path}" for path in raw.pages if path != "/robots.txt"}
    site.feed("/baik", *faulty.values())
    report = crawl(**{"timeout": 1, "max_page_bytes": 50_000} | changes)
    assert "baik" in crawl.paths()
    assert sum(report.errors.values()) == len(report.problems)
    named = {p: text for p, url in faulty.items() for text in report.problems if url in text}
    return named | {f"#{kind}": str(count) for kind, count in report.errors.items()}


def test_slow_drip_ends_with_the_time_for_the_whole_answer(
    site: Site, raw: RawSite, crawl: Crawl
) -> None:
    raw.pages |= {"/isi": drips(head_of(200, None) + HALF), "/kepala": drips(b"HTTP/1.1 200 O")}
    seen = crawl_with_faults(site, raw, crawl)
    assert seen["#timeout"] == "2"
    assert "did not answer in time" in seen["/isi"]
    assert "did not answer in time" in seen["/kepala"]


def test_broken_connections_are_told_apart(site: Site, raw: RawSite, crawl: Crawl) -> None:
    raw.pages |= {
        "/putus": resets(head_of(200, len(BODY)) + HALF),
        "/kurang": answers(head_of(200, len(BODY)) + HALF),
        "/diam": answers(b""),
        "/ngawur": answers(b"SSH-2.0-OpenSSH_9.6\r\n"),
        "/banjir": floods(head_of(200, None), BODY),
        "/judul": floods(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 1000 + b"\r\n"),
    }
    seen = crawl_with_faults(site, raw, crawl)
    kinds = {kind: count for kind, count in seen.items() if kind.startswith("#")}
    assert kinds == {"#truncated": "2", "#connection": "3", "#too large": "1"}
    assert crawl.peak < MOST_MEMORY
    assert {"/putus", "/kurang", "/diam", "/ngawur", "/banjir", "/judul"} <= seen.keys()


def test_connection_that_recovers_loses_nothing(site: Site, raw: RawSite, crawl: Crawl) -> None:
    broken, busy = resets(head_of(200, 900) + HALF), answers(head_of(503, 0))
    raw.pages |= {"/a": in_turn(broken, page(BODY)), "/b": in_turn(busy, busy, page(BODY))}
    assert crawl_with_faults(site, raw, crawl) == {}
    assert crawl.paths() == ["a", "b", "baik"]


def test_retry_after_is_waited_for_as_seconds_and_as_date(
    site: Site, raw: RawSite, crawl: Crawl
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    raw.pages |= {
        "/detik": in_turn(answers(head_of(429, 0, "Retry-After: 1")), page(BODY)),
        "/tanggal": in_turn(answers(head_of(503, 0, f"Retry-After: {date}")), page(BODY)),
    }
    assert crawl_with_faults(site, raw, crawl) == {}
    assert crawl.paths() == ["baik", "detik", "tanggal"]
    assert [path for path in raw.log if path != "/robots.txt"].count("/tanggal") == 2


def test_burst_of_503_is_tried_thrice_and_once_the_next_night(
    site: Site, raw: RawSite, crawl: Crawl
) -> None:
    raw.pages["/sibuk"] = answers(head_of(503, 0))
    assert crawl_with_faults(site, raw, crawl)["#http 503"] == "1"
    assert raw.log.count("/sibuk") == 3
    crawl()
    assert raw.log.count("/sibuk") == 4
    raw.pages["/sibuk"] = page(BODY)
    assert crawl().new == 1


def test_failed_tls_is_named(site: Site, raw: RawSite, crawl: Crawl) -> None:
    raw.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    site.pages["/a"] = article("A")
    site.feed("/a")
    url = raw.url.replace("http:", "https:")
    crawl.outlet["channels"].append({"type": "feed", "url": f"{url}/feed/"})
    report = crawl()
    assert (report.new, report.errors) == (1, {"tls": 1})
    assert url in report.problems[0]


def test_hosts_whose_robots_txt_fails_wait_and_the_others_do_not(
    site: Site, raw: RawSite, crawl: Crawl
) -> None:
    site.pages["/baik"] = article("Baik")
    site.feed(f"{raw.url}/menunggu", "/baik")
    raw.pages["/menunggu"] = page(BODY)
    for behaviour, kind in ((drips(head_of(200, None)), "timeout"), (answers(b""), "connection")):
        raw.pages["/robots.txt"] = behaviour
        report = crawl(timeout=0.5)
        assert report.errors == {kind: 1}
        assert f"Nothing is fetched from {raw.url} in this run" in report.problems[0]
        assert crawl.paths() == ["baik"]
    raw.pages.pop("/robots.txt")
    crawl()
    assert crawl.paths() == ["baik", "menunggu"]


def test_endless_robots_txt_is_obeyed_as_far_as_it_counts(
    site: Site, raw: RawSite, crawl: Crawl
) -> None:
    rules = b"User-agent: *\nDisallow: /rahasia\n"
    raw.pages |= {
        "/robots.txt": floods(head_of(200, None, kind="text/plain") + rules, b"# isi\n" * 10_000),
        "/a": page(BODY),
        "/rahasia/b": page(BODY),
    }
    site.feed(f"{raw.url}/a", f"{raw.url}/rahasia/b")
    assert crawl().errors == {"too large": 1, "robots": 1}
    assert crawl.paths() == ["a"]
    assert crawl.peak < MOST_MEMORY
