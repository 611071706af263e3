"""What a crawl is asked to do and what it says when done.

``CrawlOptions`` arrives as a JSON file on the command line of ``python -m crawlers``;
``CrawlReport`` leaves as the last JSON line on its standard output.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from crawlers.destinations import Destinations
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


class Sent(BaseModel):
    """Addresses that people sent, to be asked for beside what the outlets' listings name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    urls: list[str] = []
    unlisted: list[str] = []  # had that way earlier, named by no listing so far
    strangers: list[Outlet] = []  # known outlets that are not in the registry
    destinations: Destinations = Destinations()


class CrawlOptions(Manners):
    """One crawl over some outlets."""

    outlets: list[Outlet]
    others: list[Outlet] = []  # registered, not crawled now: what lives at their homes is theirs
    archive: Path  # folder of WARC files and index.jsonl
    frontier: Path  # SQLite file
    log_file: Path
    outlet_budget: int = Field(5_000, gt=0)  # most requests to one outlet
    since: AwareDatetime  # articles listed as older are left alone
    sent: Sent = Sent()


class SentOutcome(BaseModel):
    """What came of an address that people sent; told as soon as it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str  # as in ``Sent.urls``
    outcome: Literal["known", "fetched", "failed", "no news"]
    outlet: str  # of the last address it led to
    final_url: str
    kind: str = ""  # of what went wrong, or of what stands there in place of news
    problem: str = ""
    again: bool = False  # whether another try may help


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
