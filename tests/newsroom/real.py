"""``make real``: the whole way on the real articles of the data room.

The newsroom serves them as pages of its shapes (nothing is copied into the repository); the same
spiders and stages run on them into a home of their own, and the counts are printed.
"""

from __future__ import annotations

from datetime import datetime

from models import dataroom
from pipeline import open_news
from tests.newsroom.dataroom import write_outlets
from tests.newsroom.server import Newsroom
from tests.newsroom.stage import ROOT, Stage

NOW = datetime.fromisoformat("2026-11-01T00:00:00+07:00")
COUNTS = {
    "crawled pages": "select count(*) as n from pages",
    "articles": "select count(*) as n from articles",
    "relevant": "select count(*) as n from v_relevant where relevant",
    "naming a unit": "select count(distinct article_id) as n from mentions",
    "unit mentions": "select count(*) as n from mentions",
    "different units": "select count(distinct unit) as n from mentions",
    "unresolved mentions": "select count(*) as n from unresolved_mentions",
    "persons": "select count(*) as n from persons",
    "quotes": "select count(*) as n from quotes",
    "syndicated copies": "select count(*) as n from duplicates where not first",
    "stories": "select count(*) as n from stories",
    "failures": "select count(*) as n from failures",
}


def main() -> None:
    real = Stage(ROOT / "data" / "run" / "real")
    real.clear()
    outlets = real.home / "outlets"
    write_outlets(dataroom.folder(), outlets)
    with Newsroom(NOW, data_room=dataroom.folder()) as newsroom:
        real.configure(
            {
                "outlets": str(outlets),
                "units": [str(ROOT / "data" / "units")],
                "proxy": newsroom.url,
                "allow_private_hosts": True,
                "delay": 0.0,
                "outlet_budget": 50_000,
                "lookback_days": 20_000,
                "now": NOW,
            }
        )
        real.sorot("run", "run")
    with open_news(real.home) as news:
        print("\nCounts")
        for name, query in COUNTS.items():
            print(f"  {name:<22}{news.rows(query)[0]['n']:>9,}")
    real.print_seconds()


if __name__ == "__main__":
    main()
