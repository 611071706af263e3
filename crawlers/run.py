"""What the spider and the middlewares of one crawl share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from scrapy.crawler import Crawler

from crawlers.archive import ArchiveWriter
from crawlers.frontier import Frontier
from crawlers.options import CrawlOptions
from crawlers.report import Tally

if TYPE_CHECKING:
    from crawlers.spiders.news import NewsSpider


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl: what is asked, what is remembered, what is kept, what is counted."""

    options: CrawlOptions
    archive: ArchiveWriter
    frontier: Frontier
    tally: Tally


def run_of(crawler: Crawler) -> Run:
    """The run that a crawler's spider was made with."""
    return cast("NewsSpider", crawler.spider).run
