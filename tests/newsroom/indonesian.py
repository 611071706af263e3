"""How Indonesian sites write dates: an aware datetime → the words a visitor sees.

The sample sites print dates the way their real kin do ("Selasa, 14 Oktober 2025 | 10.15 WIT").
"""

from __future__ import annotations

from datetime import datetime

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def zone_name(moment: datetime) -> str:
    """``WIB``, ``WITA`` or ``WIT``, from the offset of the moment."""
    offset = moment.utcoffset()
    return _ZONES.get(round(offset.total_seconds() / 3600), "WIB") if offset else "WIB"


def date_words(moment: datetime) -> str:
    """``14 Oktober 2025``"""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def day_and_date(moment: datetime) -> str:
    """``Selasa, 14 Oktober 2025``"""
    return f"{DAYS[moment.weekday()]}, {date_words(moment)}"


def clock(moment: datetime) -> str:
    """``10.15 WIT``"""
    return f"{moment:%H.%M} {zone_name(moment)}"
