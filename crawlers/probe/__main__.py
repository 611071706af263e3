"""``python -m crawlers.probe OPTIONS.json``: look at some outlets, print one JSON report."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerProcess

from crawlers.archive import ArchiveWriter
from crawlers.frontier import Frontier
from crawlers.options import CrawlOptions
from crawlers.probe.reading import RECENT
from crawlers.probe.records import OutletProbe, ProbeOptions, ProbeReport
from crawlers.probe.spider import ProbeSpider
from crawlers.report import Tally
from crawlers.run import Run
from crawlers.settings import SOFTWARE, scrapy_settings


def main(arguments: list[str]) -> int:
    """Probe as the options file says; 0 when the probe ran, whatever the outlets answered."""
    if len(arguments) != 1:
        print("usage: python -m crawlers.probe OPTIONS.json", file=sys.stderr)
        return 2
    try:
        options = ProbeOptions.model_validate_json(Path(arguments[0]).read_bytes())
    except (OSError, ValidationError) as error:
        print(f"{arguments[0]}: cannot be used as probe options: {error}", file=sys.stderr)
        return 2
    options.log_file.parent.mkdir(parents=True, exist_ok=True)
    found: dict[str, OutletProbe] = {}
    with TemporaryDirectory(prefix="sorot-probe-") as scratch:
        crawl = _as_crawl(options, Path(scratch))
        with (
            ArchiveWriter(crawl.archive, crawl.clock(), SOFTWARE) as archive,
            Frontier(crawl.frontier) as frontier,
        ):
            tally = Tally(outlet.id for outlet in options.outlets)
            run = Run(crawl, archive, frontier, tally)
            process = AsyncCrawlerProcess(scrapy_settings(crawl))
            probe = process.crawl(ProbeSpider, run=run, options=options, found=found)
            process.start()
    unseen = [outlet.id for outlet in options.outlets if outlet.id not in found]
    if probe.cancelled() or probe.exception() or unseen:
        reason = probe.exception() if not probe.cancelled() else "it was stopped"
        print(f"The probe broke off: {reason}. See {options.log_file}.", file=sys.stderr)
        return 1
    report = ProbeReport(outlets=[found[outlet.id] for outlet in options.outlets])
    print(report.model_dump_json(), flush=True)
    return 0


def _as_crawl(options: ProbeOptions, scratch: Path) -> CrawlOptions:
    """A probe is a crawl into a folder that is thrown away, so every rule of a crawl holds."""
    shared = options.model_dump(exclude={"budget", "outlets"})
    return CrawlOptions(
        **shared,
        outlets=options.outlets,
        archive=scratch / "archive",
        frontier=scratch / "frontier.sqlite",
        outlet_budget=options.budget,
        since=options.clock() - RECENT,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
