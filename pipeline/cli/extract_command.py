"""``sorot extract FILE``: what the pipeline makes of any page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.errors import ExtractError
from pipeline.settings import load

FIELDS = (
    "url", "canonical_url", "outlet", "title", "text", "published_at", "modified_at", "author",
    "dateline", "language", "topics_stated", "images", "quality", "warnings",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command("extract")(extract_page)


def extract_page(
    file: Annotated[Path, typer.Argument(help="An HTML file.")],
    url: Annotated[str, typer.Option(help="Where the page is from.")],
    as_json: AsJson = False,
) -> None:
    """Extract the article of a saved page."""
    from pipeline.extract import extract
    from pipeline.records import Page
    from pipeline.stages import outlet_of

    settings = load()
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ExtractError(
            f"{file} cannot be read: {error.strerror}.", hint="Give the path of an HTML file."
        ) from error
    outlet = outlet_of(url, settings)
    page = Page.loose(url, body, outlet.id, None, settings.clock())
    article = extract(page, outlet)
    found = article.model_dump(include=set(FIELDS))
    for name in ("published_at", "modified_at"):
        found[name] = found[name].isoformat() if found[name] else None
    if as_json:
        print_json({name: found[name] for name in FIELDS})
        return
    shown = [name for name in FIELDS if name != "text"]
    table("Article", ["field", "value"], [[name, _shown(found[name])] for name in shown])
    console.print()
    console.print(article.text, markup=False)


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
