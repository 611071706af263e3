"""What passes between the HTTP server and a site: ``Visit`` in, ``Reply`` out.

Sites are plain functions of a visit and know no server, no socket and no clock but ``Visit.now``.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

import jinja2

from tests.newsroom import indonesian


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to one site."""

    host: str
    path: str
    query: Mapping[str, str]
    now: datetime

    def number(self, name: str, otherwise: int) -> int:
        """A whole number of the query, ``otherwise`` when absent or malformed."""
        value = self.query.get(name, "")
        return int(value) if value.isdecimal() else otherwise


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; ``modified`` becomes Last-Modified, ``stream`` replaces ``body`` when set."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None
    stream: Callable[[], AsyncIterator[bytes]] | None = None


def html(text: str, modified: datetime | None = None) -> Reply:
    return Reply(body=text.encode(), modified=modified)


def xml(text: str, modified: datetime | None = None, kind: str = "text/xml") -> Reply:
    return Reply(text.encode(), content_type=f"{kind}; charset=UTF-8", modified=modified)


def plain(text: str) -> Reply:
    return Reply(text.encode(), content_type="text/plain; charset=UTF-8")


def data(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(body, status, "application/json; charset=UTF-8", headers or {})


def redirect(url: str, status: int = 301) -> Reply:
    return Reply(status=status, headers={"Location": url})


def missing(name: str) -> Reply:
    page = render("not_found.html", name=name)
    return Reply(page.encode(), status=404)


def _template_environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=jinja2.select_autoescape(["html", "xml"]),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["day_and_date"] = indonesian.day_and_date
    environment.filters["date_words"] = indonesian.date_words
    environment.filters["clock"] = indonesian.clock
    environment.filters["zone_name"] = indonesian.zone_name
    environment.filters["iso"] = lambda moment: moment.isoformat(timespec="seconds")
    environment.filters["rfc822"] = format_datetime
    return environment


_ENVIRONMENT = _template_environment()


def render(template: str, **context: object) -> str:
    return _ENVIRONMENT.get_template(template).render(**context)
