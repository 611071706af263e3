"""The newsroom over real HTTP: each site by its Host header, or through this server as a proxy.

``Newsroom`` runs the server in a thread of its own. Asked under its own address it answers
``POST /_clock`` (an ISO time: from then on the sites stand as at that moment) and
``GET /_requests`` (what was asked so far, by host; ``DELETE`` forgets it).

>>> with Newsroom(now=datetime(2025, 10, 18, 14, tzinfo=UTC)) as newsroom:
...     newsroom.url.startswith("http://127.0.0.1:")
True
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from aiohttp import web as http

from tests.newsroom.articles import SAMPLE
from tests.newsroom.edition import Edition, open_edition
from tests.newsroom.shapes.site import Site
from tests.newsroom.truth import Published, published_by
from tests.newsroom.web import Reply, Visit

_OWN_HOSTS = {"127.0.0.1", "localhost"}
_COMPRESSED_FROM = 1024


@dataclass(frozen=True, slots=True)
class Requests:
    """What was asked: how often, which paths in order and with which statuses, by host."""

    counts: dict[str, int]
    paths: dict[str, list[str]]
    statuses: dict[str, dict[int, int]]


class Newsroom:
    """The sample newsroom as a running server; a context manager."""

    def __init__(
        self,
        now: datetime,
        articles: Path = SAMPLE / "articles",
        data_room: Path | None = None,
        port: int = 0,
    ) -> None:
        self.edition: Edition = open_edition(articles, data_room)
        self.port = port
        self._now = _aware(now)
        self._log: list[tuple[str, str, int]] = []
        self._thread = threading.Thread(target=self._run, name="newsroom", daemon=True)
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def now(self) -> datetime:
        return self._now

    def set_now(self, moment: datetime) -> None:
        self._now = _aware(moment)

    def requests(self) -> Requests:
        log = list(self._log)
        hosts = sorted({host for host, _, _ in log})
        return Requests(
            counts=dict(Counter(host for host, _, _ in log)),
            paths={host: [path for name, path, _ in log if name == host] for host in hosts},
            statuses={
                host: dict(Counter(status for name, _, status in log if name == host))
                for host in hosts
            },
        )

    def forget_requests(self) -> None:
        self._log.clear()

    def published(self) -> list[Published]:
        """The truth about every article that can be read now."""
        return published_by(self.edition.sites, self._now)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        runner = http.ServerRunner(http.Server(self._handle))
        await runner.setup()
        try:
            await http.TCPSite(runner, "127.0.0.1", self.port, backlog=512).start()
            self.port = runner.addresses[0][1]
        except OSError as error:
            self._failure = error
        self._ready.set()
        if self._failure is None:
            await self._stop.wait()
        await runner.cleanup()

    async def _handle(self, request: http.BaseRequest) -> http.StreamResponse:
        target = urlsplit(request.raw_path)
        host = (target.hostname or request.headers.get("Host", "").split(":")[0]).lower()
        if host in _OWN_HOSTS:
            return await self._control(request, target.path)
        path = f"{target.path}?{target.query}" if target.query else target.path
        site = self.edition.by_host.get(host)
        reply, validators = self._reply(request, host, site)
        response = _response(request, reply, validators)
        self._log.append((host, path, response.status))
        return await _sent(request, reply, response)

    def _reply(
        self, request: http.BaseRequest, host: str, site: Site | None
    ) -> tuple[Reply, frozenset[str]]:
        target = urlsplit(request.raw_path)
        if site is None or request.method == "CONNECT":
            return Reply(f"no such host: {host}\n".encode(), 502), frozenset()
        if request.method not in {"GET", "HEAD"}:
            return Reply(status=405, headers={"Allow": "GET, HEAD"}), frozenset()
        query = dict(parse_qsl(target.query, keep_blank_values=True))
        visit = Visit(host, unquote(target.path) or "/", query, self._now)
        return site.respond(visit), site.validators

    async def _control(self, request: http.BaseRequest, path: str) -> http.Response:
        match request.method, path:
            case "POST", "/_clock":
                try:
                    self.set_now(datetime.fromisoformat((await request.text()).strip()))
                except ValueError as error:
                    return http.Response(status=400, text=f"not a time with an offset: {error}\n")
                return http.json_response({"now": self._now.isoformat()})
            case "GET", "/_requests":
                return http.json_response(asdict(self.requests()))
            case "DELETE", "/_requests":
                self.forget_requests()
                return http.json_response({})
            case "GET", "/":
                hosts = sorted(self.edition.by_host)
                return http.json_response({"now": self._now.isoformat(), "hosts": hosts})
        return http.Response(status=404, text="ask / , /_clock or /_requests\n")


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no offset; write it like 2025-10-18T23:00:00+09:00")
    return moment


def _response(
    request: http.BaseRequest, reply: Reply, validators: frozenset[str]
) -> http.StreamResponse:
    """The reply with its validators; a 304 without body when the visitor already has it."""
    headers = {**reply.headers, "Content-Type": reply.content_type}
    if reply.stream is not None:
        return http.StreamResponse(status=reply.status, headers=headers)
    etag = f'"{hashlib.blake2b(reply.body, digest_size=12).hexdigest()}"'
    if reply.status == 200:
        if "etag" in validators:
            headers["ETag"] = etag
        if "last-modified" in validators and reply.modified is not None:
            headers["Last-Modified"] = format_datetime(_utc(reply.modified), usegmt=True)
        if _unchanged(request, headers):
            del headers["Content-Type"]
            return http.Response(status=304, headers=headers)
    response = http.Response(status=reply.status, headers=headers, body=reply.body)
    if len(reply.body) >= _COMPRESSED_FROM and "Content-Encoding" not in headers:
        response.enable_compression()
    return response


def _unchanged(request: http.BaseRequest, headers: dict[str, str]) -> bool:
    """If-None-Match decides when it is given, If-Modified-Since otherwise (RFC 9110 §13.2.2)."""
    if wanted := request.headers.get("If-None-Match"):
        known = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        return headers.get("ETag") in known
    since, modified = request.headers.get("If-Modified-Since"), headers.get("Last-Modified")
    if not since or not modified:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except ValueError:
        return False


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


async def _sent(
    request: http.BaseRequest, reply: Reply, response: http.StreamResponse
) -> http.StreamResponse:
    if reply.stream is None:
        return response
    await response.prepare(request)
    try:
        async for piece in reply.stream():
            await response.write(piece)
        await response.write_eof()
    except ConnectionError:
        response.force_close()
    return response
