"""What the spider reads off a response: the page record, the validators, the form in one piece."""

from __future__ import annotations

from datetime import datetime

from scrapy.http import HtmlResponse, Response

from crawlers.frontier import Validators
from crawlers.urls import absolute, asks_for_all_pages, key
from pipeline.records import Page, digest


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
        content_type=headers_of(response).get("content-type"),
        fetched_at=fetched_at,
        body_digest=body_digest,
        archive_file=file,
        archive_offset=offset,
    )


def link_to_all_pages(response: Response) -> str | None:
    """The page's link to itself in one piece (``?page=all``)."""
    if b"page=all" not in response.body or asks_for_all_pages(response.url):
        return None
    page = HtmlResponse(response.url, body=response.body)  # whatever the headers call it
    for href in page.css('a[href*="page=all"]::attr(href)').getall():
        url = absolute(response.url, href)
        if url and asks_for_all_pages(url) and key(url) == key(response.url):
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
    headers = headers_of(response)
    return Validators(headers.get("etag"), headers.get("last-modified"))


def conditional_headers(validators: Validators) -> dict[str, str]:
    """Request headers that ask "only if it changed"; none without validators."""
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value}
