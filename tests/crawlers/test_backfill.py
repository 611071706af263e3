"""Reading further back than before, nights that were missed, and walks that were cut short."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.crawlers.conftest import NIGHT, Crawl, Reply, Site, article

AUGUST, SEPTEMBER = datetime(2022, 8, 1, tzinfo=UTC), datetime(2022, 9, 1, tzinfo=UTC)
NEXT = NIGHT + timedelta(days=1)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
FIRST = "/posts?max-results=100&start-index=1"


def monthly_blog(site: Site, crawl: Crawl) -> None:
    """A page of two articles for each month from November back to July 2022."""
    pages = {11: FIRST} | {month: f"/posts/{month}" for month in range(10, 6, -1)}
    for month, path in pages.items():
        following = pages.get(month - 1)
        body = f'<link rel="next" href="{following}"/>' if following else ""
        for day in (16, 2):
            url, date = f"/{month}/{day}", f"2022-{month:02}-{day:02}T10:00:00Z"
            site.pages[url] = article(url)
            body += f'<entry><link href="{url}"/><published>{date}</published></entry>'
        site.pages[path] = Reply(ATOM.format(body), "application/atom+xml")
    crawl.outlet["channels"] = [{"type": "blogger", "url": f"{site.url}/posts"}]


def articles(*months: int) -> list[str]:
    return sorted(f"{month}/{day}" for month in months for day in (2, 16))


def test_since_moved_back_reads_deeper_into_a_known_site(site: Site, crawl: Crawl) -> None:
    monthly_blog(site, crawl)
    crawl()
    assert crawl.paths() == articles(11)
    site.forget_requests()
    report = crawl(since=SEPTEMBER)
    assert (crawl.paths(), report.new) == (articles(11, 10, 9), 4)
    assert site.conditional == []
    assert not [path for path in site.log if path.startswith("/11/")]


def test_walk_that_was_done_is_not_done_again(site: Site, crawl: Crawl) -> None:
    monthly_blog(site, crawl)
    crawl(since=SEPTEMBER)
    for since in (SEPTEMBER, datetime(2022, 10, 1, tzinfo=UTC)):
        site.forget_requests()
        crawl(since=since, now=NEXT)
        assert site.log == ["/robots.txt", FIRST]
        assert site.conditional == [FIRST]


def test_walk_that_was_cut_short_goes_on_where_it_was(site: Site, crawl: Crawl) -> None:
    monthly_blog(site, crawl)
    crawl()
    report = crawl(since=AUGUST, outlet_budget=3)
    assert report.requests == 3
    site.forget_requests()
    crawl(since=AUGUST, now=NEXT)
    assert crawl.paths() == articles(11, 10, 9, 8)
    listings = [path for path in site.log if path.startswith("/posts")]
    assert sorted(listings) == sorted([FIRST, "/posts/9", "/posts/8", "/posts/7"])


def test_walk_goes_round_a_page_that_fails_the_first_night(site: Site, crawl: Crawl) -> None:
    monthly_blog(site, crawl)
    crawl()
    whole = site.pages["/posts/10"]
    site.pages["/posts/10"] = Reply("maaf", status=500)
    assert crawl(since=SEPTEMBER).errors == {"http 500": 1}
    site.pages["/posts/10"] = whole
    assert crawl(since=SEPTEMBER, now=NEXT).new == 4


def test_sitemaps_left_out_as_too_old_are_read_when_asked(site: Site, crawl: Crawl) -> None:
    parts = ""
    for month in (11, 9, 7):
        date = f"2022-{month:02}-20"
        url = f"<url><loc>{site.url}/{month}</loc><lastmod>{date}</lastmod></url>"
        site.pages[f"/peta-{month}.xml"] = Reply(f"<urlset>{url}</urlset>", "text/xml")
        site.pages[f"/{month}"] = article(str(month))
        parts += (
            f"<sitemap><loc>{site.url}/peta-{month}.xml</loc><lastmod>{date}</lastmod></sitemap>"
        )
    site.pages["/peta.xml"] = Reply(f"<sitemapindex>{parts}</sitemapindex>", "text/xml")
    crawl.outlet["channels"] = [{"type": "sitemap", "url": f"{site.url}/peta.xml"}]
    crawl()
    assert crawl.paths() == ["11"]
    crawl(since=AUGUST, now=NEXT)
    assert crawl.paths() == ["11", "9"]
    assert "/peta-7.xml" not in site.log


def daily_index(site: Site, newest: int) -> None:
    """Two articles a page, newest first, down to article 1."""
    numbers = list(range(newest, 0, -1))
    for page, start in enumerate(range(0, newest, 2), start=1):
        shown = numbers[start : start + 2]
        items = "".join(f'<li><a href="/a{number}">A</a></li>' for number in shown)
        site.pages[f"/hal/{page}"] = Reply(f'{items}<a class="next" href="/hal/{page + 1}">L</a>')
    site.pages |= {f"/a{number}": article(f"A{number}") for number in numbers}


def test_missed_nights_are_caught_up_even_by_a_crawl_that_is_cut_short(
    site: Site, crawl: Crawl
) -> None:
    index = {"type": "index", "url": f"{site.url}/hal/1", "article": "li a", "next": "a.next"}
    crawl.outlet["channels"] = [index]
    daily_index(site, 4)
    crawl()
    assert len(crawl.paths()) == 4
    daily_index(site, 10)
    crawl(now=NIGHT + timedelta(days=3), outlet_budget=2)
    assert len(crawl.paths()) == 4
    site.forget_requests()
    assert crawl(now=NIGHT + timedelta(days=4)).new == 6
    assert "/hal/5" not in site.log
