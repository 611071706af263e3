"""The report as one HTML file that asks nothing of the network: content → HTML text.

Every text is escaped by the template; the only markup let through is our own charts, style and
script, and a content security policy allows no other script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.report.content import Column, WeeklyContent


def render_html(content: WeeklyContent) -> str:
    """A self-contained page, readable on a phone and on paper."""
    style, script = _source("weekly.css"), _source("weekly.js")
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = _environment().get_template("weekly.html.j2")
    return template.render(report=content, style=style, script=script, script_hash=allowed)


def column_groups(columns: Iterable[Column]) -> list[tuple[str, list[Column]]]:
    """Neighbouring columns by their common heading."""
    return [(group, list(run)) for group, run in groupby(columns, key=lambda column: column.group)]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["column_groups"] = column_groups
    return environment


def _source(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].strip()
