"""``python -m crawlers OPTIONS.json``: one crawl, told in JSON lines on standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerProcess

from crawlers.archive import ArchiveWriter
from crawlers.frontier import Frontier
from crawlers.options import CrawlOptions
from crawlers.report import Tally, emit
from crawlers.run import Run
from crawlers.settings import SOFTWARE, scrapy_settings
from crawlers.spiders.news import NewsSpider


def main(arguments: list[str]) -> int:
    """Crawl as the options file says; 0 when the crawl ran, whatever single outlets did."""
    if len(arguments) != 1:
        print("usage: python -m crawlers OPTIONS.json", file=sys.stderr)
        return 2
    try:
        options = CrawlOptions.model_validate_json(Path(arguments[0]).read_bytes())
    except (OSError, ValidationError) as error:
        print(f"{arguments[0]}: cannot be used as crawl options: {error}", file=sys.stderr)
        return 2
    options.log_file.parent.mkdir(parents=True, exist_ok=True)
    tally = Tally(outlet.id for outlet in options.outlets)
    with (
        ArchiveWriter(options.archive, options.clock(), SOFTWARE) as archive,
        Frontier(options.frontier) as frontier,
    ):
        process = AsyncCrawlerProcess(scrapy_settings(options))
        crawl = process.crawl(NewsSpider, run=Run(options, archive, frontier, tally))
        process.start()
    emit("report", **tally.report().model_dump())
    if crawl.cancelled() or crawl.exception():
        print(f"The crawl broke off: {crawl.exception()}. See {options.log_file}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
