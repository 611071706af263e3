"""Where and when happened what an article tells: kabupaten/kota, kecamatan, day.

Every place that the article names speaks for a kabupaten or kota, the louder the nearer to the
headline: kecamatan, kabupaten and kota by name, police units by the region they are of. The day is
the first that is told otherwise than as the day of somebody's words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from re import Pattern

from pipeline.enrich import days, lexicon
from pipeline.enrich.gazetteer import Gazetteer, Region
from pipeline.enrich.register import UnitRegister, fold
from pipeline.enrich.sentences import Span, sentences
from pipeline.records import Event, PersonMention, UnitMention

NAMED, UNIT, BARE, SEAT = 3.0, 2.0, 1.0, 0.25  # how loudly a place speaks
HEADLINE, LEAD, LATER, LAST = 2.0, 2.0, 1.0, 0.4  # and from where
LEAD_SENTENCES, LATER_SENTENCES = 2, 6
LEAST = 2.0
LEAST_DISTRICT = 2.0
SENTENCES_FOR_DAYS = 6
SPOKEN = 0.2  # weight of the day on which somebody said something
REACH_OF_SPEECH = 160  # characters between a verb of speech and its day


class Kind(Enum):
    """What a word before a name says that it is."""

    DISTRICT, REGENCY, CITY = range(3)


KINDS = {
    "Kec": Kind.DISTRICT, "Dis": Kind.DISTRICT, "Kab": Kind.REGENCY, "Kot": Kind.CITY, "": None,
}  # fmt: skip
_NAME = r"[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3}"
_EXPLICIT = re.compile(
    rf"\b(?P<kind>Kecamatan|Kec\.?|Distrik|Kabupaten|Kab\.?|Kota)(?:\s*/\s*(?P<other>Kabupaten|Kota))?\s+(?P<name>{_NAME})"
)
_WORD = re.compile(r"[A-Z][\w’'-]*")
_FROM = re.compile(r"(?:\b(?:asal|warga(?: asal)?|kelahiran|lulusan|dari)\s+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what was found in it, and the day it was published where it stands."""

    article_id: str
    title: str
    text: str
    units: Sequence[UnitMention]
    persons: Sequence[PersonMention]
    published: date | None


@dataclass(frozen=True, slots=True)
class _Place:
    """A region that words of the text speak for."""

    region: Region
    weight: float
    words: Span | None  # of the text; None for the headline's


def find_event(reading: Reading, register: UnitRegister, gazetteer: Gazetteer) -> Event | None:
    """None where neither a place nor a day is told."""
    lines = list(sentences(reading.text))
    place = _place(reading, lines, register, gazetteer)
    day = _day_told(reading, lines)
    if place is None and day is None:
        return None
    regency, district, place_text = place or (None, None, None)
    finest = district or regency
    centre = (district and district.centre) or (regency and regency.centre) or None
    return Event(
        article_id=reading.article_id,
        day=day.day if day else None,
        day_text=reading.text[day.start : day.end] if day else None,
        region=finest.code if finest else None,
        regency=regency.name if regency else None,
        district=district.place if district else None,
        place_text=place_text,
        latitude=centre[0] if centre else None,
        longitude=centre[1] if centre else None,
    )


def _place(
    reading: Reading, lines: Sequence[Span], register: UnitRegister, gazetteer: Gazetteer
) -> tuple[Region, Region | None, str | None] | None:
    found = [*_of_units(reading, lines, register, gazetteer)]
    in_title = _spans(reading.units, "title")
    in_text = [*_spans(reading.units, "text"), *(Span(p.start, p.end) for p in reading.persons)]
    for words, offset, weigh in _pieces(reading, lines):
        found += _explicit(words, offset, weigh, gazetteer)
        found += _bare(words, offset, weigh, gazetteer, in_title if offset is None else in_text)
    totals: defaultdict[str, float] = defaultdict(float)
    for place in found:
        regency = _regency(place.region, gazetteer)
        totals[regency.code] += place.weight
    if not totals:
        return None
    best = max(sorted(totals), key=lambda code: (totals[code], not gazetteer.by_code[code].is_city))
    if totals[best] < LEAST:
        return None
    own = [place for place in found if _regency(place.region, gazetteer).code == best]
    districts: defaultdict[str, float] = defaultdict(float)
    alone = [
        place
        for words, offset, weigh in _pieces(reading, lines)
        for place in _districts(words, offset, weigh, gazetteer.by_code[best], gazetteer)
    ]
    for place in (*own, *alone):
        if place.region.code != best:
            districts[place.region.code] += place.weight
    loud = [code for code in sorted(districts) if districts[code] >= LEAST_DISTRICT]
    district = max(loud, key=lambda code: districts[code], default=None)
    telling = [place for place in (*own, *alone) if place.region.code == (district or best)]
    loudest = max(telling or own, key=lambda place: (place.words is not None, place.weight))
    told = " ".join(loudest.words.of(reading.text).split()) if loudest.words else None
    return gazetteer.by_code[best], gazetteer.by_code.get(district or ""), told


def _regency(region: Region, gazetteer: Gazetteer) -> Region:
    return region if region.code.count(".") == 1 else gazetteer.regency_of(region)


def _pieces(reading: Reading, lines: Sequence[Span]) -> Iterator[tuple[str, int | None, float]]:
    """The headline and each sentence, with where it begins in the text and how loudly it speaks."""
    yield reading.title, None, HEADLINE
    for number, line in enumerate(lines):
        yield line.of(reading.text), line.start, _loudness(number)


def _spans(units: Sequence[UnitMention], field: str) -> list[Span]:
    return [Span(unit.start, unit.end) for unit in units if unit.field == field]


def _loudness(sentence: int) -> float:
    if sentence < LEAD_SENTENCES:
        return LEAD
    return LATER if sentence < LATER_SENTENCES else LAST


def _of_units(
    reading: Reading, lines: Sequence[Span], register: UnitRegister, gazetteer: Gazetteer
) -> Iterator[_Place]:
    for mention in reading.units:
        unit = register.units[mention.unit]
        region = gazetteer.named(unit.region)
        loud = UNIT
        if unit.level == "polda":
            seats = gazetteer.regencies.get(fold(unit.seat or ""), [])
            region = max(seats, key=lambda seat: seat.is_city, default=None)
            loud = UNIT if mention.text.startswith("Mapolda") else SEAT
        if region is None:
            continue
        if unit.level == "polsek":
            namesakes = gazetteer.districts.get(fold(unit.places[0]), [])
            region = next((d for d in namesakes if d.parent == region.code), region)
        in_title = mention.field == "title"
        number = next((n for n, line in enumerate(lines) if mention.start in line), len(lines))
        weigh = HEADLINE if in_title else _loudness(number)
        words = None if in_title else Span(mention.start, mention.end)
        yield _Place(region, loud * weigh, words)


def _explicit(
    words: str, offset: int | None, weigh: float, gazetteer: Gazetteer
) -> Iterator[_Place]:
    for match in _EXPLICIT.finditer(words):
        if _FROM.search(words, 0, match.start()):
            continue
        kinds = {KINDS[match["kind"][:3]], KINDS[(match["other"] or "")[:3]]}
        for key, end in _prefixes(match["name"], match.start("name")):
            span = None if offset is None else Span(offset + match.start(), offset + end)
            places = [
                *([] if Kind.DISTRICT not in kinds else gazetteer.districts.get(key, [])),
                *([] if kinds <= {Kind.DISTRICT, None} else _regencies(key, kinds, gazetteer)),
            ]
            if places:
                yield from (_Place(region, NAMED * weigh, span) for region in places)
                break


def _regencies(key: str, kinds: set[Kind | None], gazetteer: Gazetteer) -> list[Region]:
    known = gazetteer.regencies.get(key, [])
    same = [region for region in known if region.is_city == (Kind.CITY in kinds)]
    return same or known


def _bare(
    words: str,
    offset: int | None,
    weigh: float,
    gazetteer: Gazetteer,
    taken: Sequence[Span],
) -> Iterator[_Place]:
    """Names of kabupaten and kota that stand alone, not in names of units and persons; of two with
    one name both are meant."""
    at = 0
    while match := _WORD.search(words, at):
        at = match.end()
        if any((offset or 0) + match.start() in span for span in taken):
            continue
        if _FROM.search(words, 0, match.start()):
            continue
        for end in _ends(words, match.start()):
            name = fold(words[match.start() : end])
            places = [] if name in gazetteer.ambiguous else gazetteer.regencies.get(name, [])
            if places:
                span = None if offset is None else Span(offset + match.start(), offset + end)
                yield from (_Place(region, BARE * weigh, span) for region in places)
                at = end
                break


def _districts(
    words: str, offset: int | None, weigh: float, regency: Region, gazetteer: Gazetteer
) -> Iterator[_Place]:
    """Kecamatan of a kabupaten or kota whose names stand alone, but for one that has its name."""
    for match in _WORD.finditer(words):
        for end in _ends(words, match.start()):
            for district in gazetteer.districts.get(fold(words[match.start() : end]), []):
                if district.parent == regency.code and district.place != regency.place:
                    span = None if offset is None else Span(offset + match.start(), offset + end)
                    yield _Place(district, BARE * weigh, span)


def _prefixes(name: str, start: int) -> Iterator[tuple[str, int]]:
    """The name, then without its last word, and so on; folded, with where it ends."""
    for end in reversed([m.end() for m in re.finditer(r"\S+", name)]):
        yield fold(name[:end].rstrip(".,")), start + end


def _ends(words: str, start: int) -> list[int]:
    """Where names of up to three words that begin here may end, the longest first."""
    return [m.end() for m in [_names(n).match(words, start) for n in (3, 2, 1)] if m]


@cache
def _names(words: int) -> Pattern[str]:
    return re.compile(r"[A-Z][\w’'-]*" + r"\s[A-Z][\w’'-]*" * (words - 1))


def _day_told(reading: Reading, lines: Sequence[Span]) -> days.Told | None:
    if reading.published is None:
        return None
    best, most = None, 0.0
    speech = lexicon.load().speech
    for number, line in enumerate(lines[:SENTENCES_FOR_DAYS]):
        words = line.of(reading.text)
        for told in days.told(words, reading.published):
            before = words[max(0, told.start - REACH_OF_SPEECH) : told.start]
            weight = (SPOKEN if speech.search(before) else 1.0) / (1 + 0.25 * number)
            if weight > most:
                most = weight
                best = days.Told(told.day, line.start + told.start, line.start + told.end)
    return best
