"""What the spider reads off a response: the page record, the validators, the better addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from scrapy.http import HtmlResponse, Response

from crawlers.addresses import bare_host
from crawlers.copies import first_page, is_copy, may_stand_for
from crawlers.frontier import Validators
from crawlers.urls import absolute, article_key, asks_for_all_pages, key
from pipeline.records import Page, PagePart, digest

HEAD = 100_000  # bytes that the links of a page's head stand in
_CANONICAL = re.compile(
    rb"""<link\b(?=[^>]*\brel\s*=\s*["']?canonical\b)[^>]*\bhref\s*=\s*["']?([^"'\s>]+)""",
    re.IGNORECASE,
)
_ALL = re.compile(rb"=(?:all\b|semua\b|(?<=\bsingle=)1\b)", re.IGNORECASE)  # quick to find "="
_AMP = re.compile(rb"<html\b[^>]*(\samp\b|\xe2\x9a\xa1)", re.IGNORECASE)


def page_of(response: Response, outlet: str, channel: str, fetched_at: datetime) -> Page:
    """The record of an archived article page, without its body."""
    assert response.request
    file, offset = response.request.meta["archived"]
    body_digest = digest(response.body)
    return Page(
        page_id=digest(response.url, body_digest),
        outlet=outlet,
        url=response.request.meta.get("redirect_urls", [response.url])[0],
        final_url=response.url,
        channel=channel,
        status=response.status,
        content_type=_header(response, "Content-Type"),
        fetched_at=fetched_at,
        body_digest=body_digest,
        archive_file=file,
        archive_offset=offset,
    )


def part_of(response: Response) -> PagePart:
    """The record of an archived further page of an article, without its body."""
    assert response.request
    file, offset = response.request.meta["archived"]
    return PagePart(
        url=response.url,
        content_type=_header(response, "Content-Type"),
        body_digest=digest(response.body),
        archive_file=file,
        archive_offset=offset,
    )


def better_addresses(response: Response, stated: str | None) -> Iterator[str]:
    """Where the same article stands as it should be kept, the best first: the address ``stated``
    for it when this is a copy, its first page when this is a further one, its form in one piece."""
    url = response.url
    if stated and key(stated) != key(url) and _is_amp(response):
        yield stated
    beginning = first_page(url)
    if beginning:
        yield beginning
    whole = link_to_all_pages(response)
    if whole:
        yield whole


def stated_address(response: Response) -> str | None:
    """The address that a page gives for itself, when it is of the same host and can be believed."""
    found = _CANONICAL.search(response.body, 0, HEAD)
    link = found[1].decode("latin-1").replace("&amp;", "&") if found else ""
    stated = absolute(response.url, link)
    if not stated or bare_host(stated) != bare_host(response.url):
        return None
    return stated if may_stand_for(stated, response.url) else None


def _is_amp(response: Response) -> bool:
    return is_copy(response.url) or _AMP.search(response.body, 0, 1000) is not None


def link_to_all_pages(response: Response) -> str | None:
    """The page's link to itself in one piece (``?page=all``, ``?single=1``)."""
    if not _ALL.search(response.body) or asks_for_all_pages(response.url):
        return None
    page = HtmlResponse(response.url, body=response.body)  # whatever the headers call it
    for href in page.css("a::attr(href)").getall():
        url = absolute(response.url, href)
        if url and asks_for_all_pages(url) and article_key(url) == article_key(response.url):
            return url
    return None


def headers_of(response: Response) -> dict[str, str]:
    """Headers by lower-case name, the last of each."""
    return {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }


def validators_of(response: Response) -> Validators:
    """What to ask with next time."""
    return Validators(_header(response, "ETag"), _header(response, "Last-Modified"))


def conditional_headers(validators: Validators) -> dict[str, str]:
    """Request headers that ask "only if it changed"; none without validators."""
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
