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

from crawlers import disguise
from crawlers.discovery import Problem
from crawlers.guard import PublicResolver
from crawlers.urls import host, path

MAX_REDIRECTS = 5
LEAST_BYTES = 200  # a shorter body is no article
GONE = (404, 410)
SKIPPED, BUDGET = "skipped", "budget"
LEFT_FOR_LATER = {SKIPPED, BUDGET}  # not the URL's fault: no failure, it stays due
FOR_GOOD = {  # another try would only repeat it
    "not html",
    "too large",
    "redirect loop",
    "login wall",
    "cookie wall",
    "javascript only",
}

SOFT_404 = re.compile(
    rb"<title>\s*(404\b|error 404\b|not found\b|page not found\b|"
    rb"(halaman|laman) (yang anda cari )?tidak ditemukan\b)",
    re.IGNORECASE,
)


class Refused(IgnoreRequest):
    """A request that Sorot itself does not send; ``because`` of something else, or by its own."""

    def __init__(self, kind: str, text: str, because: Problem | None = None) -> None:
        super().__init__(text)
        self.problem = Problem(kind, text)
        self.because = because


def of_failure(error: BaseException | None, request: Request) -> Problem:
    """Why there is no response."""
    url = request.url
    if isinstance(error, Refused):
        return error.problem
    match error:
        case CannotResolveHostError() if _resolves_to_private(error, url):
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
    if any(word in repr(error) for word in ("SSL", "TLS", "certificate")):
        return Problem("tls", f"{url}: no secure connection ({error}).")
    return Problem("connection", f"{url}: the connection failed ({type(error).__name__}: {error}).")


def _resolves_to_private(error: Exception, url: str) -> bool:
    """Whether the resolver turned the name down; after a redirect only the error tells which."""
    refused = PublicResolver.refused
    return host(url) in refused or str(error).rpartition(": ")[2].rstrip(".") in refused


def of_response(response: Response, asked: str) -> Problem | None:
    """Why a response is no article page; None when it is one."""
    if 300 <= response.status < 400:  # not followed: it leads nowhere, or to file: and the like
        target = (response.headers.get("Location") or b"").decode("latin-1")[:100]
        return Problem("bad redirect", f"{response.url} redirects to {target!r}; not followed.")
    if response.status != 200:
        return Problem(f"http {response.status}", f"{response.url} answered {response.status}.")
    if response.body and not _is_page(response):
        kind = (response.headers.get("Content-Type") or b"unknown").decode("latin-1")
        return Problem("not html", f"{response.url} is no page; it is sent as {kind}.")
    if len(response.body) < LEAST_BYTES:
        return Problem("empty", f"{response.url} answered with {len(response.body)} bytes.")
    if path(response.url) == "/" != path(asked):
        return Problem("soft 404", f"{asked} leads to the front page.")
    if SOFT_404.search(response.body[:20_000]):
        return Problem("soft 404", f"{response.url} says that there is no such page.")
    wall = disguise.wall(response.body)
    return Problem(wall, f"{response.url} shows no article: {wall}.") if wall else None


def _is_page(response: Response) -> bool:
    """By the body where it is plain what it is, else by what the headers say."""
    if isinstance(response, HtmlResponse):
        return not disguise.is_other(response.body)
    return disguise.is_html(response.body)
