"""``python -m bench.page_server``: many hosts of many plain articles, as an HTTP proxy.

A process of its own, so that it takes no time from the crawl it serves. Every host has
``/robots.txt``, ``/indeks`` and ``/peta.xml`` (a sitemap index whose sitemaps are as long as the
protocol allows) and ``/berita/1`` … ``/berita/PAGES``, each of about 46 KB. Asked under
its own address it answers ``GET /_span``: requests since the last time and the seconds from the
first of them to the last.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import html
import re
from collections.abc import Mapping
from functools import cache
from time import perf_counter
from urllib.parse import urlsplit

from aiohttp import web

from bench.samples import newsroom_pages
from pipeline.records import digest

PAGE_BYTES = 46_000
SOME = 48  # different pages; they repeat
ARTICLE = "/berita/"
SITEMAP = re.compile(r"/peta-(\d+)\.xml")
LONGEST_SITEMAP = 50_000  # URLs
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_TITLE = re.compile(rb"<title>([^<]+)</title>")


class Server:
    """Answers from memory; bodies are compressed beforehand when ``encoding`` is gzip."""

    def __init__(self, pages: int, encoding: str) -> None:
        self._pages, self._encoding = pages, encoding
        self._bodies = [self._encoded(body) for body in _bodies()]
        self._first = self._last = 0.0
        self._requests = 0

    async def answer(self, request: web.BaseRequest) -> web.Response:
        target = urlsplit(request.raw_path)
        if target.hostname is None:
            return self._span()
        if not self._requests:
            self._first = perf_counter()
        self._requests += 1
        response = self._response(target.hostname, target.path, request.headers)
        self._last = perf_counter()
        return response

    def _response(self, host: str, path: str, asked: Mapping[str, str]) -> web.Response:
        if path == "/robots.txt":
            return web.Response(text="User-agent: *\nAllow: /\n")
        sitemap = SITEMAP.fullmatch(path)
        if path == "/indeks":
            body = self._index()
        elif path == "/peta.xml":
            body = self._sitemap_index(host)
        elif sitemap:
            body = self._sitemap(host, int(sitemap[1]))
        elif path.startswith(ARTICLE) and 1 <= int(path.removeprefix(ARTICLE)) <= self._pages:
            body = self._bodies[int(path.removeprefix(ARTICLE)) % len(self._bodies)]
        else:
            return web.Response(status=404)
        headers = {"ETag": f'"{len(body)}-{digest(body[:64])}"', "Content-Type": "text/html"}
        if asked.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        if self._encoding == "gzip":
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=body, headers=headers)

    @cache  # noqa: B019 - one server a process
    def _index(self) -> bytes:
        links = (f'<li><a class="b" href="{ARTICLE}{n}">{n}</a>' for n in range(1, self._pages + 1))
        return self._encoded(f"<html><body><ul>{''.join(links)}</ul></body></html>".encode())

    def _sitemap_index(self, host: str) -> bytes:
        parts = range((self._pages - 1) // LONGEST_SITEMAP + 1)
        entries = (f"<sitemap><loc>http://{host}/peta-{n}.xml</loc></sitemap>" for n in parts)
        return self._encoded(f"<sitemapindex {XMLNS}>{''.join(entries)}</sitemapindex>".encode())

    def _sitemap(self, host: str, part: int) -> bytes:
        first = part * LONGEST_SITEMAP + 1
        numbers = range(first, min(first + LONGEST_SITEMAP, self._pages + 1))
        entries = (f"<url><loc>http://{host}{ARTICLE}{n}</loc></url>" for n in numbers)
        return self._encoded(f"<urlset {XMLNS}>{''.join(entries)}</urlset>".encode())

    def _span(self) -> web.Response:
        span = {"requests": self._requests, "seconds": self._last - self._first}
        self._requests = 0
        return web.json_response(span)

    def _encoded(self, body: bytes) -> bytes:
        return gzip.compress(body) if self._encoding == "gzip" else body


def _bodies() -> list[bytes]:
    """Article pages of the sample newsroom, filled up with links as big sites do."""
    pages = [page.body for page in newsroom_pages() if b"page=all" not in page.body]
    titled = [(page, found[1].decode()) for page in pages if (found := _TITLE.search(page))]
    titles = [title for _, title in titled]
    return [_filled(page, titles[n:] + titles[:n]) for n, (page, _) in enumerate(titled[:SOME])]


def _filled(page: bytes, titles: list[str]) -> bytes:
    whole = page
    place = 0
    while len(whole) < PAGE_BYTES:
        title = html.escape(titles[place % len(titles)])
        link = f"/lain/{digest(title, str(place))}"
        whole += f'<li class="item"><a href="{link}" title="{title}">{title}</a></li>\n'.encode()
        place += 1
    return whole


async def _serve(server: Server) -> None:
    runner = web.ServerRunner(web.Server(server.answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, required=True, help="articles of each host")
    parser.add_argument("--encoding", choices=("gzip", "identity"), required=True)
    options = parser.parse_args()
    asyncio.run(_serve(Server(options.pages, options.encoding)))
