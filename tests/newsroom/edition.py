"""Which sites there are: article files (and the data room, when given) → sites by host name.

A file that does not hold a valid article is left out and named in ``troubles``, so that one slip in
a file does not take the newsroom off the air; the check of the sample data is ``articles.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.newsroom import dataroom
from tests.newsroom.articles import SAMPLE, Article, read
from tests.newsroom.shapes.site import Site
from tests.newsroom.sites import sample_sites


@dataclass(frozen=True, slots=True)
class Edition:
    """Every site of a running newsroom; ``by_host`` holds the aliases too."""

    sites: tuple[Site, ...]
    by_host: dict[str, Site]
    troubles: tuple[str, ...]


def open_edition(articles: Path = SAMPLE / "articles", data_room: Path | None = None) -> Edition:
    written, troubles = readable(articles)
    sites = sample_sites(written)
    if data_room is not None:
        sites = [*sites, *dataroom.sites(data_room)]
    by_host = {
        host: site for site in sites for host in (site.masthead.host, *site.masthead.aliases)
    }
    return Edition(tuple(sites), by_host, tuple(troubles))


def readable(folder: Path) -> tuple[Sequence[Article], Sequence[str]]:
    """Originals and copies of every file that is well, and what is wrong with the others."""
    articles: list[Article] = []
    troubles: list[str] = []
    for path in sorted(folder.glob("*.md")):
        try:
            article = read(path)
        except (ValueError, OSError) as error:
            troubles.append(str(error))
            continue
        articles += [article, *article.reposts()]
    return articles, troubles
