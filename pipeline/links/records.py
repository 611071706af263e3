"""What a file of links gives, before anything is asked for or kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person wrote: who, when, and the text with whatever addresses are in it."""

    text: str
    sender: str | None = None
    sent_at: datetime | None = None  # UTC


@dataclass(frozen=True, slots=True)
class Sending:
    """An address that somebody sent; ``link`` names what it leads to, whatever form it has."""

    link: str
    url: str  # cleaned and unwrapped, fit to be asked for
    sender: str | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read; ``form`` says as what."""

    source: str  # name of the file
    form: str  # WhatsApp chat (Android), …, text, CSV, XLSX
    messages: int
    sendings: tuple[Sending, ...] = field(default=())

    @property
    def links(self) -> list[str]:
        """Each link once, in the order of first sending."""
        return list(dict.fromkeys(sending.link for sending in self.sendings))
