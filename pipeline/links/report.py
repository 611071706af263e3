"""What became of the links of a file: one verdict each, sums, and who sent how many."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipeline.links.keeping import MOST_TRIES
from pipeline.links.records import Reading
from pipeline.warehouse import Warehouse

SQL = {file.stem: file.read_text("utf-8") for file in (Path(__file__).parent / "sql").iterdir()}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NEW, KNOWN, COPY = "new", "already known", "syndicated copy"
OTHER_UNIT, NO_POLICE = "not about the watched unit", "not about the police"
FAILED, NO_NEWS, WAITING = "failed", "no news", "not asked for yet"
VERDICTS = (NEW, KNOWN, COPY, OTHER_UNIT, NO_POLICE, FAILED, NO_NEWS, WAITING)
CSV_COLUMNS = (
    "sent_at", "sender", "times", "outlet_name", "registered", "title", "verdict", "why", "had",
    "copy_of", "copy_of_url", "units", "published_at", "final_url", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """A link with all that is known of it; ``why`` says more of the verdict."""

    facts: dict[str, Any]
    verdict: str
    why: str

    def as_json(self) -> dict[str, Any]:
        return {"verdict": self.verdict, "why": self.why, **self.facts}


@dataclass(frozen=True, slots=True)
class LinkReport:
    """All links of one file; ``senders`` are rows of sql/senders.sql."""

    reading: Reading
    links: list[LinkVerdict]
    senders: list[dict[str, Any]]
    watched: tuple[str, ...]

    @property
    def sums(self) -> dict[str, int]:
        """Links by verdict, in the order of VERDICTS."""
        counts = Counter(link.verdict for link in self.links)
        return {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}

    @property
    def in_run(self) -> list[LinkVerdict]:
        """Those that this import brought, or asked for again."""
        return [link for link in self.links if link.facts["new_in_run"]]

    @property
    def unregistered(self) -> dict[str, int]:
        """Homes of outlets that are not in the registry and gave an article, the most first."""
        homes = Counter(
            "{0.scheme}://{0.netloc}".format(urlsplit(link.facts["final_url"]))
            for link in self.links
            if link.facts["article_id"] and not link.facts["registered"]
        )
        return dict(sorted(homes.items(), key=lambda item: (-item[1], item[0])))

    @property
    def add_command(self) -> str | None:
        """What registers them all."""
        return f"sorot outlets add {' '.join(self.unregistered)}" if self.unregistered else None

    def as_json(self, links: Sequence[LinkVerdict]) -> dict[str, Any]:
        return {
            "file": self.reading.source,
            "form": self.reading.form,
            "messages": self.reading.messages,
            "sendings": len(self.reading.sendings),
            "links": [link.as_json() for link in links],
            "sums": self.sums,
            "senders": self.senders,
            "watched": self.watched,
            "unregistered": self.unregistered,
            "add_command": self.add_command,
        }


def report_of(
    warehouse: Warehouse, reading: Reading, run_id: int, watched: Sequence[str]
) -> LinkReport:
    """What is known of the file's links after run ``run_id``; ``watched`` are canonical names."""
    given = {"links": reading.links}
    more = {"run": run_id, "watched": list(watched), "most_tries": MOST_TRIES}
    found = warehouse.rows(SQL["imported"], given | more)
    verdicts = [LinkVerdict(row, *_verdict(row, watched)) for row in found]
    return LinkReport(reading, verdicts, warehouse.rows(SQL["senders"], given), tuple(watched))


def write_csv(file: Path, links: Sequence[LinkVerdict], zone: ZoneInfo) -> None:
    """The links as a table for Excel, times in ``zone``; no cell can be taken for a formula."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(CSV_COLUMNS)
        for link in links:
            row = link.as_json() | {"had": link.facts["outcome"]}
            writer.writerow([_cell(row[column], zone) for column in CSV_COLUMNS])


def _verdict(row: dict[str, Any], watched: Sequence[str]) -> tuple[str, str]:
    """The verdict and its reason; what makes a link useless comes before what it is worth."""
    stranger = "" if row["registered"] else "outlet not in the registry"
    had = {"known": "already known", "fetched": stranger}.get(row["outcome"], "")
    if row["outcome"] is None:
        return WAITING, "run the same command again"
    if row["outcome"] == "no news":
        return NO_NEWS, row["kind"]
    if row["outcome"] == "failed":
        later = "; asked again next time" if row["again"] else ""
        return FAILED, f"{row['kind']}{later}"
    if row["article_id"] is None and row["unread"]:
        return FAILED, "no article could be read on the page"
    if not row["about_police"]:
        return NO_POLICE, had
    if watched and not row["about_watched"]:
        return OTHER_UNIT, ", ".join(row["units"]) or had
    if row["copy_of"]:
        return COPY, "; ".join(filter(None, [f"of {row['copy_of']}", had]))
    return (KNOWN, "") if row["outcome"] == "known" else (NEW, stranger)


def _cell(value: Any, zone: ZoneInfo) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
        case bool():
            return "yes" if value else "no"
        case list():
            text = ", ".join(map(str, value))
        case _:
            text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
