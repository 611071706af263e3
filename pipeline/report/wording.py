"""Numbers, days and changes in the words of an Indonesian reader, and sentences made of them.

Percentages are only given on a base of five or more: "dari 2 menjadi 7" says more than 250%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from pipeline.report.content import Mark, Sentence, Span

LOCALE = Locale("id", "ID")
SMALL_BASE = 5
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
LABELS: tuple[Mark, ...] = (
    Mark(text="positif", label="positif"),
    Mark(text="netral", label="netral"),
    Mark(text="negatif", label="negatif"),
)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def number(value: float) -> str:
    """
    >>> number(1234)
    '1.234'
    """
    return str(format_decimal(value, locale=LOCALE))


def probability(value: float) -> str:
    """
    >>> probability(0.6)
    '0,60'
    """
    return str(format_decimal(value, format="0.00", locale=LOCALE))


def percent(share: float) -> str:
    """
    >>> percent(0.125)
    '12,5%'
    """
    return str(format_percent(round(share, 3), format="#,##0.#%", locale=LOCALE))


def interval(low: float, high: float) -> str:
    """
    >>> interval(0.49, 0.729)
    '49–72,9%'
    """
    return f"{percent(low).removesuffix('%')}–{percent(high)}"


def long_day(day: date) -> str:
    """
    >>> long_day(date(2025, 10, 14))
    'Selasa, 14 Oktober 2025'
    """
    return str(format_date(day, "EEEE, d MMMM y", locale=LOCALE))


def short_day(day: date) -> str:
    """
    >>> short_day(date(2025, 10, 14))
    'Sel, 14 Okt'
    """
    return str(format_date(day, "EEE, d MMM", locale=LOCALE))


def period(since: date, until: date) -> str:
    """
    >>> period(date(2025, 10, 13), date(2025, 10, 19)), period(date(2025, 9, 29), date(2025, 10, 5))
    ('13–19 Oktober 2025', '29 September – 5 Oktober 2025')
    """
    last = str(format_date(until, "d MMMM y", locale=LOCALE))
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}–{last}"
    first = "d MMMM" if since.year == until.year else "d MMMM y"
    return f"{format_date(since, first, locale=LOCALE)} – {last}"


def zone_label(at: datetime, zone: str) -> str:
    """WIB, WITA or WIT; other zones by their distance from UTC."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    hours = offset.total_seconds() / 3600 if offset else 0.0
    return ZONES.get(int(hours), f"UTC{hours:+g}") if hours == int(hours) else f"UTC{hours:+g}"


def moment(at: datetime, zone: str) -> str:
    """
    >>> moment(datetime.fromisoformat("2025-10-14T05:10:00+00:00"), "Asia/Jayapura")
    'Sel, 14 Okt 14.10 WIT'
    """
    local = at.astimezone(ZoneInfo(zone))
    return f"{short_day(local.date())} {local:%H.%M} {zone_label(at, zone)}"


def change(before: int, now: int) -> str:
    """
    >>> change(2, 7), change(20, 25), change(40, 30), change(12, 12)
    ('dari 2 menjadi 7', 'naik 25% dari 20', 'turun 25% dari 40', 'sama, 12')
    """
    if before == now:
        return f"sama, {number(now)}"
    if before < SMALL_BASE:
        return f"dari {number(before)} menjadi {number(now)}"
    direction, moved = "naik" if now > before else "turun", abs(now - before) / before
    return f"{direction} {percent(round(moved, 2) if moved > 1 else moved)} dari {number(before)}"


def share_change(before: tuple[int, int], now: tuple[int, int]) -> str:
    """How a share moved, each given as (part, whole): in percentage points, or in counts when
    either whole is small.

    >>> share_change((10, 20), (15, 20)), share_change((1, 2), (7, 20))
    ('naik 25 poin dari 50%', 'dari 1 menjadi 7')
    """
    if min(before[1], now[1]) < SMALL_BASE:
        same = before[0] == now[0]
        return f"{'sama,' if same else f'dari {number(before[0])} menjadi'} {number(now[0])}"
    was, moved = before[0] / before[1], now[0] / now[1] - before[0] / before[1]
    if abs(moved) < 0.0005:
        return f"sama, {percent(was)}"
    points = percent(abs(moved)).removesuffix("%")
    return f"{'naik' if moved > 0 else 'turun'} {points} poin dari {percent(was)}"


def sentence(template: str, **values: Span | Sentence) -> Sentence:
    """Fill ``{names}`` of a template; figures stay figures, and no value is read as a template.

    >>> sentence("Ada {n} media.", n="3")
    ('Ada ', '3', ' media.')
    """
    spans: list[Span] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            spans.append(text)
        if name:
            value = values[name]
            spans.extend(value if isinstance(value, tuple) else (value,))
    return tuple(spans)


def listed(items: Sequence[Sentence]) -> Sentence:
    """Items joined as "a, b, dan c"."""
    spans: list[Span] = []
    for place, item in enumerate(items):
        if place:
            last = place == len(items) - 1
            spans.append((", dan " if len(items) > 2 else " dan ") if last else ", ")
        spans.extend(item)
    return tuple(spans)


def joined(items: Sequence[Sentence], between: str) -> Sentence:
    """Items with the same words between them."""
    spans: list[Span] = []
    for item in items:
        spans.extend((between, *item) if spans else item)
    return tuple(spans)


def opened(words: Sentence) -> Sentence:
    """A sentence with its first letter in upper case.

    >>> opened(("topik ", "Judi"))
    ('Topik ', 'Judi')
    """
    first, rest = words[:1], words[1:]
    return tuple(capitalised(span) if isinstance(span, str) else span for span in first) + rest


def office(rank: str, position: str, unit: str) -> str:
    """
    >>> office("AKBP", "Kapolres", "Polres Seruni Utara")
    'AKBP, Kapolres Seruni Utara'
    """
    first, _, rest = unit.partition(" ")
    if first and position.lower().endswith(first.lower()):
        unit = rest
    post = capitalised(clean(f"{position} {unit}"))
    return ", ".join(part for part in (clean(rank), post) if part)


def capitalised(text: str) -> str:
    """
    >>> capitalised("guru SD")
    'Guru SD'
    """
    return text[:1].upper() + text[1:]


def known(value: Any) -> str:
    """A text of a data frame, "" where there is none."""
    return value if isinstance(value, str) else ""


def clean(text: str) -> str:
    """Crawled text on one line, without control characters or marks that turn its direction."""
    return " ".join(_UNSEEN.sub("", text).split())


def shortened(text: str, most: int) -> str:
    """Cut at a word, with an ellipsis."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:–-&") + "…"
