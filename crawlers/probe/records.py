"""What a probe is asked and what it answers, as JSON across the border of its process."""

from __future__ import annotations

from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from crawlers.options import Manners
from crawlers.outlets import Channel, Outlet


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProbeOptions(Manners):
    """Outlets to look at: one with channels has these checked, one without has them searched."""

    outlets: list[Outlet]
    log_file: Path
    budget: int = Field(60, gt=0)  # most requests to one outlet


class Candidate(_Record):
    """A channel that was looked at; ``note`` says what it holds or why it is of no use."""

    channel: Channel
    good: bool  # lists recent articles of the outlet
    answered: bool  # False when the host did not let us see it: that says nothing about it
    articles: int = 0
    newest: AwareDatetime | None = None
    note: str = ""


class Sample(_Record):
    """One article page as fetched, for the extractor to show what it makes of it."""

    url: str
    content_type: str | None
    body: str  # base64


class OutletProbe(_Record):
    """``outlet`` is the entry as it should be: address, name and chosen channels filled in."""

    outlet: Outlet
    candidates: list[Candidate] = []
    sample: Sample | None = None
    requests: int = 0
    problems: list[str] = []


class ProbeReport(_Record):
    """The answers in the order of the question."""

    outlets: list[OutletProbe]
