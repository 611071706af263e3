"""What a crawl is asked to do and what it says when done.

``CrawlOptions`` arrives as a JSON file on the command line of ``python -m crawlers``;
``CrawlReport`` leaves as the last JSON line on its standard output.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from crawlers.outlets import Outlet


class Manners(BaseModel):
    """How sites are asked; sizes are bytes, delays are seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: str  # address or e-mail shown in the user agent
    allow_private_hosts: bool = False  # tests and demo only
    proxy: str | None = None  # http://host:port for every request
    delay: float = Field(1.0, ge=0)  # between two requests to one host
    timeout: float = Field(30.0, gt=0)
    max_page_bytes: int = Field(5_000_000, gt=0)
    now: AwareDatetime | None = None  # pretended moment of the whole crawl

    def clock(self) -> datetime:
        """This moment in UTC, or the pretended one."""
        return (self.now or datetime.now(UTC)).astimezone(UTC)


class CrawlOptions(Manners):
    """One crawl over some outlets."""

    outlets: list[Outlet]
    archive: Path  # folder of WARC files and index.jsonl
    frontier: Path  # SQLite file
    log_file: Path
    outlet_budget: int = Field(5_000, gt=0)  # most requests to one outlet
    since: AwareDatetime  # articles listed as older are left alone


class OutletReport(BaseModel):
    """What one outlet gave; ``errors`` counts by class, ``problems`` names URLs (at most 20)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    requests: int = 0
    not_modified: int = 0  # answered 304
    pages: int = 0  # article pages archived and indexed
    new: int = 0
    changed: int = 0
    gone: int = 0  # known articles that now answer 404 or 410
    errors: dict[str, int] = {}
    problems: list[str] = []
    channels: dict[str, int] = {}  # channel type → URLs found
    seconds: float = 0.0


class CrawlReport(BaseModel):
    """The reports of all outlets by id, those that were never reached included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outlets: dict[str, OutletReport] = {}
