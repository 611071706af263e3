"""The walk over a site: front page, what it announces, the usual places, index pages, a sample."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from lxml.html import HtmlElement

from crawlers.faults import LEAST_BYTES
from crawlers.outlets import Channel, IndexChannel, Outlet
from crawlers.probe import heads, pages
from crawlers.probe.answer import Answer, Fetch, tree
from crawlers.probe.choice import choose, complete_without_index
from crawlers.probe.reading import Reading, read
from crawlers.probe.records import OutletProbe, Sample
from crawlers.urls import host, key, path, site

MOST_FEEDS, MOST_MAPS, MOST_INDEXES, MOST_SAMPLES = 6, 10, 8, 3
MIRRORS = ("www.", "m.", "mobile.", "amp.")


async def check(fetch: Fetch, outlet: Outlet, now: datetime) -> OutletProbe:
    """Whether the channels of an entry list articles now; its ``verified`` marks follow."""
    readings = [await read(fetch, outlet, channel, now) for channel in outlet.channels]
    marked = [
        r.channel.model_copy(update={"verified": r.good}) if r.answered else r.channel
        for r in readings
    ]
    return OutletProbe(
        outlet=outlet.model_copy(update={"channels": marked}),
        candidates=[reading.candidate() for reading in readings],
    )


async def survey(fetch: Fetch, outlet: Outlet, now: datetime) -> OutletProbe:
    """Find the channels of an outlet of which only the address is known."""
    front, problems = await _front(fetch, outlet.url)
    if front is None:
        return OutletProbe(outlet=outlet, problems=problems)
    roots = {front.url: root} if (root := tree(front)) is not None else {}
    given = await _given(fetch, outlet.url, front)
    if given is not None and (root := tree(given)) is not None:
        roots[given.url] = root
    if not roots:
        return OutletProbe(outlet=outlet, problems=[f"{front.url} is no HTML page."])
    home = heads.origin(front.url)
    if outlet.name == host(outlet.url):
        page, root = next(iter(roots.items()))
        outlet = outlet.model_copy(update={"name": heads.name_of(root, page) or host(home)})
    outlet = outlet.model_copy(update={"url": home})
    fresh = _articles(roots)
    readings = await _listings(fetch, outlet, roots, fresh, now)
    if not complete_without_index(readings, fresh):
        readings += await _indexes(fetch, outlet, roots, now)
    chosen = choose(readings, fresh)
    channels = [r.channel.model_copy(update={"verified": True}) for r in chosen]
    return OutletProbe(
        outlet=outlet.model_copy(update={"channels": channels}),
        candidates=[reading.candidate() for reading in readings],
        sample=await _sample(fetch, chosen),
    )


async def _front(fetch: Fetch, url: str) -> tuple[Answer | None, list[str]]:
    """The front page under the host that the site itself uses; http where https is not to be had.

    A site in a sub-path may have none: then the page that was named stands for it.
    """
    problems = []
    first = f"{heads.origin(url)}/"
    for way in (first, url, first.replace("https://", "http://", 1)):
        answer = await fetch(way)
        if answer.is_there:
            return await _own_host(fetch, answer), []
        if answer.why_not() not in problems:
            problems.append(answer.why_not())
    return None, problems


async def _own_host(fetch: Fetch, front: Answer) -> Answer:
    """Follow a mobile or www copy to the host that its articles are on."""
    root = tree(front)
    listed = _articles({front.url: root}) if root is not None else ()
    origins = Counter(heads.origin(url) for url in listed).most_common(1)
    home = origins[0][0] if origins else heads.origin(front.url)
    if home == heads.origin(front.url) or _bare(home) != _bare(front.url):
        return front
    answer = await fetch(f"{home}/")
    return answer if answer.is_there else front


def _bare(url: str) -> str:
    name = host(url)
    return next((name.removeprefix(m) for m in MIRRORS if name.startswith(m)), name)


async def _given(fetch: Fetch, url: str, front: Answer) -> Answer | None:
    """The page the user named, when it is another one than the front page and no article."""
    if path(url) == "/" or pages.looks_like_article(url):
        return None
    if _bare(url) == _bare(front.url):
        url = url.replace(heads.origin(url), heads.origin(front.url), 1)
    answer = await fetch(url)
    return answer if answer.is_there and site(answer.url) == site(front.url) else None


def _articles(roots: dict[str, HtmlElement]) -> tuple[str, ...]:
    layouts = [pages.layout(root, url) for url, root in roots.items()]
    return tuple(url for layout in layouts if layout for url in layout.urls)


async def _listings(
    fetch: Fetch,
    outlet: Outlet,
    roots: dict[str, HtmlElement],
    fresh: Sequence[str],
    now: datetime,
) -> list[Reading]:
    """APIs, and where there is none feeds and sitemaps."""

    async def look(channels: Iterable[Channel], most: int) -> bool:
        """Read in turn until one is good."""
        for channel in list(channels)[:most]:
            if channel in [reading.channel for reading in readings]:
                continue
            readings.append(await read(fetch, outlet, channel, now))
            if readings[-1].good and readings[-1].clean:
                return True
        return False

    readings: list[Reading] = []
    places = list(roots.items())[::-1]  # what the user named first
    for url, root in places:
        if await look(heads.apis(root, url, heads.bases(root, url)), 4):
            return readings
    for url, root in places:
        if await look(heads.feeds(root, url, heads.bases(root, url)), MOST_FEEDS):
            break
    robots = await fetch(f"{outlet.url}/robots.txt")
    bases = dict.fromkeys(base for url, root in places for base in heads.bases(root, url))
    for channel in heads.sitemaps(robots.text if robots.is_there else "", list(bases))[:MOST_MAPS]:
        await look([channel], 1)
        if complete_without_index(readings, fresh):
            break
    return readings


async def _indexes(
    fetch: Fetch, outlet: Outlet, roots: dict[str, HtmlElement], now: datetime
) -> list[Reading]:
    """The first index page with paging; else those without, the front page last."""
    places = [url for url, root in list(roots.items())[1:]]
    for url, root in roots.items():
        places += pages.listing_pages(root, url)
    readings: list[Reading] = []
    for url in [*dict.fromkeys(places)][:MOST_INDEXES] + list(roots)[:1]:
        channel = await _index(fetch, url, roots.get(url))
        if channel:
            readings.append(await read(fetch, outlet, channel, now))
            if readings[-1].good and readings[-1].deep:
                break
    return readings


async def _index(fetch: Fetch, url: str, root: HtmlElement | None) -> IndexChannel | None:
    """An index channel with a next link that was followed and led on to other articles."""
    if root is None:
        answer = await fetch(url)
        root = tree(answer) if answer.is_there and key(answer.url) == key(url) else None
    found = pages.layout(root, url) if root is not None else None
    if root is None or found is None:
        return None
    channel = IndexChannel(type="index", url=url, article=found.article, pages=20)
    for selector, following in pages.next_links(root, url):
        second = await fetch(following)
        page = tree(second) if second.is_there else None
        more = pages.layout(page, second.url) if page is not None else None
        if (
            page is None
            or more is None
            or len(set(more.urls) - set(found.urls)) < len(more.urls) / 2
        ):
            continue
        if key(pages.follow(page, selector, second.url) or following) != key(url):
            return channel.model_copy(update={"next": selector})
    return channel


async def _sample(fetch: Fetch, chosen: Sequence[Reading]) -> Sample | None:
    """The newest article that can be had."""
    urls = [url for reading in chosen for url in reading.urls]
    urls.sort(key=lambda url: not pages.looks_like_article(url))
    for url in urls[:MOST_SAMPLES]:
        answer = await fetch(url)
        if answer.is_there and len(answer.body) >= LEAST_BYTES:
            return Sample(
                url=answer.url,
                content_type=answer.headers.get("content-type"),
                body=base64.b64encode(answer.body).decode("ascii"),
            )
    return None
