"""The ways Indonesian sites print a date: a named form and a moment → the words on the page.

Day first, save where a theme was left in English; months abbreviated or mistyped, zones named or
left out (DOMAIN: dates).
"""

from __future__ import annotations

from datetime import UTC, datetime

from tests.newsroom.indonesian import DAYS, MONTHS, zone_name

SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")
SHORTER = ("Jan", "Peb", "Mar", "Apr", "Mei", "Jun", "Jul", "Ags", "Sept", "Okt", "Nop", "Des")
TYPED = {"Februari": "Febuari", "November": "Nopember"}
ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def printed(at: datetime, form: str) -> str:
    """``form`` holds names in braces: {day} {hari} {bulan} {bln} {bl} {typo} {month} {mm} {year}…

    >>> printed(datetime.fromisoformat("2025-02-05T14:30:00+09:00"), "{hari}, {d} {typo} {y} {jam}")
    'Rabu, 5 Febuari 2025 14.30 WIT'
    """
    month = MONTHS[at.month - 1]
    return form.format(
        hari=DAYS[at.weekday()],
        d=at.day,
        dd=f"{at.day:02}",
        m=at.month,
        mm=f"{at.month:02}",
        bulan=month,
        bln=SHORT[at.month - 1],
        bl=SHORTER[at.month - 1],
        typo=TYPED.get(month, month),
        month=ENGLISH[at.month - 1],
        y=at.year,
        yy=f"{at.year % 100:02}",
        hm=f"{at:%H:%M}",
        h_m=f"{at:%H.%M}",
        jam=f"{at:%H.%M} {zone_name(at)}",
        wib=zone_name(at),
        iso=at.isoformat(timespec="seconds"),
        utc=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        bare=f"{at:%Y-%m-%d %H:%M:%S}",
    )
