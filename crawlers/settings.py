"""Scrapy's settings for one crawl; what is not named here is Scrapy's default."""

from __future__ import annotations

from typing import Any

from crawlers.faults import MAX_REDIRECTS
from crawlers.options import CrawlOptions

VERSION = "0.1.0"
SOFTWARE = f"Sorot/{VERSION}"


def scrapy_settings(options: CrawlOptions) -> dict[str, Any]:
    """The settings that make Scrapy polite, bounded and quiet in the way the options ask."""
    return {
        "USER_AGENT": f"{SOFTWARE} (+{options.contact})",
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "id,en;q=0.5",
            "Accept-Encoding": "gzip, deflate, br",
        },
        # Politeness: one request at a time to a host, at a fixed distance
        "CONCURRENT_REQUESTS": max(16, 4 * len(options.outlets)),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": options.delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "CONCURRENT_ITEMS": 1,  # each more costs a task a response
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # it reads the callback's source at each response
        "RETRY_TIMES": 2,
        # Bounds
        "DOWNLOAD_TIMEOUT": options.timeout,
        "DOWNLOAD_MAXSIZE": options.max_page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": MAX_REDIRECTS,
        "METAREFRESH_ENABLED": False,  # news pages reload themselves
        "HTTPERROR_ALLOW_ALL": True,  # the spider counts them
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the frontier does it
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        # The way out
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("data", "file", "ftp", "s3")),
            **dict.fromkeys(("http", "https"), "crawlers.handler.BoundedHandler"),
        },
        "HTTPPROXY_ENABLED": options.proxy is not None,
        "TWISTED_DNS_RESOLVER": _resolver(options),
        "REFERER_ENABLED": False,
        "COOKIES_ENABLED": False,
        "COMPRESSION_ENABLED": False,  # crawlers.middlewares.Encodings does it
        "DOWNLOADER_MIDDLEWARES": {
            "crawlers.middlewares.Gate": 50,
            "crawlers.middlewares.Robots": 100,
            "crawlers.middlewares.Retries": 550,
            "crawlers.middlewares.Encodings": 590,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        },
        "EXTENSIONS": {"crawlers.recorder.Recorder": 0},
        # Quiet
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_FILE": str(options.log_file),
        "LOG_LEVEL": "INFO",
    }


def _resolver(options: CrawlOptions) -> str:
    if options.allow_private_hosts or options.proxy:
        return "scrapy.resolver.CachingThreadedResolver"
    return "crawlers.guard.PublicResolver"
