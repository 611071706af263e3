"""The outlet registry: one TOML file per outlet, read into frozen records and written back.

An outlet is data. A mistake in its file is answered with the file, the line, the field and what
to do about it, because the people who edit these files are analysts, not programmers.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import tomli_w
from cssselect import HTMLTranslator, SelectorError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from pipeline.errors import OutletError


def _absolute(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not an absolute http(s) address, write https://host/path")
    return url


def _selector(css: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(css or "*")
    except SelectorError as error:
        raise ValueError(f"is not a CSS selector ({error})") from error
    return css


def _some_selector(css: str) -> str:
    if not css:
        raise ValueError("is empty, write the CSS selector of the links to articles")
    return _selector(css)


def _pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is not a regular expression ({error})") from error
    return pattern


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            "is no time zone, use Asia/Jakarta, Asia/Makassar or Asia/Jayapura"
        ) from error
    return name


Url = Annotated[str, AfterValidator(_absolute)]
Css = Annotated[str, AfterValidator(_selector)]
Pattern = Annotated[str, AfterValidator(_pattern)]  # a regular expression


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Listing(_Entry):
    url: Url
    verified: bool = False  # has answered as expected at least once


class FeedChannel(_Listing):
    """RSS or Atom."""

    type: Literal["feed"]


class SitemapChannel(_Listing):
    """A sitemap, a news sitemap or a sitemap index."""

    type: Literal["sitemap"]


class WordpressChannel(_Listing):
    """WordPress REST; ``url`` is the address of the posts, …/wp-json/wp/v2/posts."""

    type: Literal["wordpress"]


class BloggerChannel(_Listing):
    """A Blogger feed, …/feeds/posts/default."""

    type: Literal["blogger"]


class IndexChannel(_Listing):
    """A page that lists articles, with paging."""

    type: Literal["index"]
    article: Annotated[str, AfterValidator(_some_selector)]  # links to articles
    next: Css = ""  # link to the next page, "" for none
    pages: int = Field(20, ge=1)  # most pages in one crawl


Channel = Annotated[
    FeedChannel | SitemapChannel | WordpressChannel | BloggerChannel | IndexChannel,
    Field(discriminator="type"),
]


class Overrides(_Entry):
    """CSS selectors where the generic extractor is not enough; "" leaves it to the extractor."""

    title: Css = ""
    body: Css = ""
    date: Css = ""
    author: Css = ""
    remove: list[Css] = []


class Outlet(_Entry):
    """An outlet and the channels by which its articles are found."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")  # also the stem of its file
    name: str = Field(min_length=1)
    url: Url
    region: str = ""  # "" is national, else a province or kabupaten
    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Jakarta"
    kind: Literal["pers", "rilis", "agregator"] = "pers"
    channels: list[Channel] = []  # none yet: the crawl skips it until a probe has found some
    overrides: Overrides = Overrides()
    delay: float | None = Field(None, ge=0)  # seconds between requests, when more than usual
    article_pattern: Pattern = ""  # searched in the URL path


def load_outlets(folder: Path) -> list[Outlet]:
    """Every entry of the folder, sorted by id; raises OutletError on the first wrong one."""
    outlets = [load_outlet(file) for file in sorted(folder.glob("*.toml"))]
    return sorted(outlets, key=lambda outlet: outlet.id)


def save_outlet(folder: Path, outlet: Outlet) -> Path:
    """Write the entry as ``<id>.toml``; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{outlet.id}.toml"
    file.write_text(outlet_toml(outlet), encoding="utf-8")
    return file


def outlet_toml(outlet: Outlet) -> str:
    """The entry as TOML, leaving out what is at its default."""
    entry = outlet.model_dump(exclude_defaults=True)
    channels, overrides = entry.pop("channels", []), entry.pop("overrides", None)
    tables = [("[[channels]]", {"type": channel.pop("type")} | channel) for channel in channels]
    tables += [("[overrides]", overrides)] if overrides else []
    text = tomli_w.dumps(entry)
    return text + "".join(f"\n{head}\n{tomli_w.dumps(table)}" for head, table in tables)


def load_outlet(file: Path) -> Outlet:
    """One entry; raises OutletError that names file, line and field."""
    try:
        text = file.read_text(encoding="utf-8")
        outlet = Outlet.model_validate(tomllib.loads(text))
    except UnicodeDecodeError as error:
        raise _wrong(file, 1, "", f"is not UTF-8 ({error.reason}).", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _wrong(
            file, line, "", f"is not TOML: {error}.", "Correct this line: key = value."
        ) from error
    except ValidationError as error:
        # A mistyped name is both a stranger and a gap: the stranger is the better thing to show
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        raise _explain(file, text, faults[0]) from error
    if outlet.id != file.stem:
        raise _wrong(
            file,
            _line(text, ("id",)),
            "id",
            f"is {outlet.id!r} but the file is {file.name}.",
            f'Write id = "{file.stem}" or rename the file to {outlet.id}.toml.',
        )
    return outlet


def _explain(file: Path, text: str, error: ErrorDetails) -> OutletError:
    """Turn pydantic's first complaint into one an analyst can act on."""
    path = tuple(part for part in error["loc"] if part not in _CHANNEL_TYPES)
    if error["type"].startswith("union_tag"):
        path += ("type",)
    field, line = ".".join(map(str, path)), _line(text, path)
    match error["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(str(path[-1]), _known(path, error["loc"]), n=1)
            hint = f"Did you mean {near[0]!r}?" if near else "Remove it."
            return _wrong(file, line, field, "is no field of an outlet.", hint)
        case "missing":
            return _wrong(file, line, field, "is missing.", f"Add {path[-1]} = … to the entry.")
        case "union_tag_invalid" | "union_tag_not_found":
            what = f"is not one of {', '.join(_CHANNEL_TYPES)}."
            return _wrong(file, line, field, what, "Choose one of them.")
        case _:
            reason = error["msg"].removeprefix("Value error, ")
            return _wrong(
                file, line, field, f"{reason} (got {error['input']!r}).", "Correct this value."
            )


_CHANNEL_TYPES: dict[str, type[BaseModel]] = {
    "feed": FeedChannel,
    "sitemap": SitemapChannel,
    "wordpress": WordpressChannel,
    "blogger": BloggerChannel,
    "index": IndexChannel,
}


def _known(path: tuple[str | int, ...], loc: tuple[str | int, ...]) -> list[str]:
    """Names of the fields that may stand where ``path`` ends."""
    if path[0] == "channels":
        tag = next((part for part in loc if part in _CHANNEL_TYPES), "feed")
        return list(_CHANNEL_TYPES[str(tag)].model_fields)
    return list((Overrides if path[0] == "overrides" else Outlet).model_fields)


def _line(text: str, path: tuple[str | int, ...]) -> int:
    """Best guess of the line that ``path`` stands on: its last key, after the tables before it."""
    lines = text.splitlines()
    at = 0
    for place, part in enumerate(path):
        if isinstance(part, int):
            heads = [n for n, line in enumerate(lines) if f"[[{path[place - 1]}]]" in line]
            at = heads[part] if part < len(heads) else at
            continue
        key = re.compile(rf"\[*\s*[\"']?{re.escape(part)}[\"']?\s*(=|\])")
        at = next((n for n in range(at, len(lines)) if key.match(lines[n].strip())), at)
    return at + 1


def _wrong(file: Path, line: int, field: str, what: str, hint: str) -> OutletError:
    where = f"{file}, line {line}" + (f", {field}" if field else "")
    return OutletError(f"{where}: {what}", hint=hint, file=file, line=line, field=field)
