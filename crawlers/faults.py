"""What can go wrong with a request, as a class to count by and a sentence that names the URL."""

from __future__ import annotations

import re

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Request, Response

from crawlers.discovery import Problem
from crawlers.guard import PublicResolver
from crawlers.urls import host, path

MAX_REDIRECTS = 5
LEAST_BYTES = 200  # a shorter body is no article
SKIPPED, BUDGET = "skipped", "budget"
LEFT_FOR_LATER = {SKIPPED, BUDGET}  # not the URL's fault: no failure, it stays due

SOFT_404 = re.compile(
    rb"<title>\s*(404\b|error 404\b|not found\b|page not found\b|"
    rb"(halaman|laman) (yang anda cari )?tidak ditemukan\b)",
    re.IGNORECASE,
)


class Refused(IgnoreRequest):
    """A request that Sorot itself does not send."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(kind, text)


def of_failure(error: BaseException | None, request: Request) -> Problem:
    """Why there is no response."""
    url = request.url
    if isinstance(error, Refused):
        return error.problem
    match error:
        case CannotResolveHostError() if host(url) in PublicResolver.refused:
            return Problem("private address", f"{url} leads to a private address; not fetched.")
        case CannotResolveHostError():
            return Problem("dns", f"{url}: the host name cannot be resolved.")
        case DownloadTimeoutError():
            return Problem("timeout", f"{url} did not answer in time.")
        case DownloadConnectionRefusedError():
            return Problem("refused", f"{url}: the host refuses connections.")
        case ResponseDataLossError():
            return Problem("truncated", f"{url} broke off before its end.")
        case DownloadCancelledError():
            return Problem("too large", f"{url} is larger than a page may be.")
        case IgnoreRequest() if request.meta.get("redirect_times", 0) >= MAX_REDIRECTS:
            return Problem("redirect loop", f"{url} redirects again and again.")
        case IgnoreRequest():  # the decompression cap
            return Problem("too large", f"{url} unpacks to more than a page may be.")
    if any(word in repr(error) for word in ("SSL", "TLS", "certificate")):
        return Problem("tls", f"{url}: no secure connection ({error}).")
    return Problem("connection", f"{url}: the connection failed ({type(error).__name__}: {error}).")


def of_response(response: Response, asked: str) -> Problem | None:
    """Why a response is no article page; None when it is one."""
    if response.status != 200:
        return Problem(f"http {response.status}", f"{response.url} answered {response.status}.")
    if response.body and not isinstance(response, HtmlResponse):
        kind = (response.headers.get("Content-Type") or b"unknown").decode("latin-1")
        return Problem("not html", f"{response.url} is {kind}, not a page.")
    if len(response.body) < LEAST_BYTES:
        return Problem("empty", f"{response.url} answered with {len(response.body)} bytes.")
    if path(response.url) == "/" != path(asked):
        return Problem("soft 404", f"{asked} leads to the front page.")
    if SOFT_404.search(response.body[:20_000]):
        return Problem("soft 404", f"{response.url} says that there is no such page.")
    return None
