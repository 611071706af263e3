"""``make demo``: the main job on the sample newsroom, by the commands a user types.

Two nights are crawled over real HTTP, enriched, loaded and published, and the weekly report of the
first watched unit is written.
"""

from __future__ import annotations

from datetime import datetime

from tests.newsroom.articles import SAMPLE
from tests.newsroom.server import Newsroom
from tests.newsroom.stage import ROOT, Stage

FIRST_NIGHT = datetime.fromisoformat("2025-10-18T23:00:00+09:00")
SECOND_NIGHT = datetime.fromisoformat("2025-10-20T02:00:00+09:00")
UNIT = "Polres Seruni Utara"
WEEK = "2025-W42"


def main() -> None:
    demo = Stage(ROOT / "data" / "run" / "demo")
    demo.clear()
    with Newsroom(FIRST_NIGHT) as newsroom:
        for name, night in (("first night", FIRST_NIGHT), ("second night", SECOND_NIGHT)):
            newsroom.set_now(night)
            demo.configure(
                {
                    "outlets": str(SAMPLE / "outlets"),
                    "units": [str(ROOT / "data" / "units"), str(SAMPLE / "units.toml")],
                    "regions": [str(ROOT / "data" / "regions"), str(SAMPLE / "regions.csv")],
                    "proxy": newsroom.url,
                    "allow_private_hosts": True,
                    "delay": 0.0,
                    "now": night,
                }
            )
            print(f"\n— {name}, {night:%d %B %Y %H.%M} WIT —")
            if name == "first night":
                demo.sorot("watch", "watch", "add", UNIT)
            demo.sorot(name, "run")
    demo.sorot("search", "search", "curanmor", "--limit", "2")
    demo.sorot("report", "report", "weekly", "--week", WEEK)
    demo.print_seconds()
    home = demo.home.relative_to(ROOT)
    print(
        f"\nOpen the report above, or go on: SOROT_HOME={home} .venv/bin/sorot status"
        f"\nIn Python: from pipeline import open_news; open_news('{home}').coverage(unit='{UNIT}')"
    )


if __name__ == "__main__":
    main()
