"""The rule by which the cheapest complete set of channels is picked.

1. WordPress REST or Blogger alone: a hundred articles a request, dated, and paged back for ever.
2. Else a *deep* channel, which reaches back: a sitemap that lists the newest articles too, else an
   index page with a next link; and with it a *window*, which tells the newest articles and their
   times in one request: a news sitemap, else a feed. A sitemap in dated parts needs no window.
3. Where nothing is deep, the windows alone, broken feeds included, else an index without paging.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crawlers.probe.reading import Reading
from crawlers.urls import key

ENOUGH = 0.8  # share of the newest articles that a deep sitemap must list


def choose(readings: Sequence[Reading], front: Collection[str]) -> list[Reading]:
    """The readings whose channels to keep; ``front`` are articles on the front page."""
    good = [reading for reading in readings if reading.good]
    apis = [reading for reading in good if reading.channel.type in ("wordpress", "blogger")]
    if apis:
        return apis[:1]
    windows = _windows(good)
    deep = [reading for reading in good if reading.channel.type == "sitemap" and reading.deep]
    deep = [reading for reading in deep if covers(reading, windows, front)]
    deep += [reading for reading in good if reading.channel.type == "index" and reading.deep]
    if deep:
        clean = [reading for reading in windows if reading.clean]
        return [*clean[:1], deep[0]]
    return windows[:2] or [reading for reading in good if reading.channel.type == "index"][:1]


def covers(deep: Reading, windows: Sequence[Reading], front: Collection[str]) -> bool:
    """Whether the sitemap lists what is newest: of the best window, else of the front page."""
    newest = {key(url) for url in (windows[0].urls if windows else front)}
    listed = {key(url) for url in deep.urls}
    return not newest or len(newest & listed) >= ENOUGH * len(newest)


def complete_without_index(readings: Sequence[Reading], front: Collection[str]) -> bool:
    """Whether index pages need not be looked for."""
    return any(r.deep and r.channel.type != "index" for r in choose(readings, front))


def _windows(good: Sequence[Reading]) -> list[Reading]:
    """News sitemaps before feeds, whole ones before broken ones."""
    found = [r for r in good if r.channel.type in ("sitemap", "feed") and not r.deep]
    return sorted(found, key=lambda r: (not r.clean, r.channel.type == "feed"))
