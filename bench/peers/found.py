"""What an extractor found on a page, as it passes between the two environments. Imports nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """``day`` is an ISO date or an aware ISO datetime; fields are "" where nothing was found."""

    body: str = ""
    title: str = ""
    day: str = ""
    authors: tuple[str, ...] = ()
