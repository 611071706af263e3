"""The data room's articles as sites: ``DIR/news/articles.jsonl.gz`` → sites and outlet entries.

They are read at run time and never kept. Surabaya's Tribun and detik.com look like portals, every
other outlet like WordPress; rows without an outlet share one host. The gold of these articles is
empty but for ``relevant``. ``python -m tests.newsroom.dataroom DIR OUT_FOLDER`` writes an outlet
entry for each host.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import tomli_w

from tests.newsroom import dataroom_rows
from tests.newsroom.articles import Article, Gold
from tests.newsroom.shapes.portal import Portal
from tests.newsroom.shapes.site import Masthead, Site
from tests.newsroom.shapes.wordpress import WordPress, slugged

ZONE = "Asia/Jakarta"
NAMELESS = "sumber-lain"
_PORTALS = {"surabaya-tribunnews", "detik"}


class BigPortal(Portal):
    """A portal of thousands of articles: its index has longer pages."""

    index_items = 50


def sites(folder: Path) -> list[Site]:
    """One site for each outlet of the news file, by host."""
    articles: dict[str, list[Article]] = {}
    for article in _articles(folder / "news" / "articles.jsonl.gz"):
        articles.setdefault(article.outlet, []).append(article)
    return [_shape(outlet)(_masthead(outlet), articles[outlet]) for outlet in sorted(articles)]


def outlet_entry(site: Site) -> dict[str, object]:
    """The entry under which a crawler finds everything the site has."""
    index = {
        "type": "index",
        "url": site.absolute("/indeks"),
        "article": "h3.article__title a",
        "next": "a.paging__link--next",
        "pages": 1000,
    }
    wordpress = {"type": "wordpress", "url": site.absolute("/wp-json/wp/v2/posts")}
    return {
        "id": site.masthead.outlet,
        "name": site.masthead.name,
        "url": site.masthead.url,
        "zone": site.masthead.zone,
        "channels": [index if isinstance(site, Portal) else wordpress],
    }


def write_outlets(folder: Path, out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for site in sites(folder):
        path = out / f"{site.masthead.outlet}.toml"
        path.write_text(tomli_w.dumps(outlet_entry(site)), encoding="utf-8")
        written.append(path)
    return written


def _articles(path: Path) -> Iterator[Article]:
    zone = ZoneInfo(ZONE)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            title = dataroom_rows.title(row["title"], row["text"])
            yield Article(
                id=f"{slugged(title)[:60].strip('-')}-{row['id']}",
                outlet=_outlet(row["outlet"]),
                title=title,
                published=dataroom_rows.moment(row["date"], row["id"], zone),
                gold=Gold(relevant=bool(row["police"]), tone="netral"),
                text="\n\n".join(dataroom_rows.paragraphs(row["text"])),
            )


def _outlet(domain: str) -> str:
    """``surabaya.tribunnews.com`` → ``surabaya-tribunnews``"""
    return domain.rpartition(".")[0].replace(".", "-") or NAMELESS


def _masthead(outlet: str) -> Masthead:
    name = outlet.replace("-", " ").title()
    return Masthead(outlet=outlet, name=name, host=f"{outlet}.test", zone=ZONE)


def _shape(outlet: str) -> type[Site]:
    return BigPortal if outlet in _PORTALS else WordPress


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.newsroom.dataroom DATA_ROOM OUT_FOLDER")
    for entry in write_outlets(Path(sys.argv[1]), Path(sys.argv[2])):
        print(entry)
