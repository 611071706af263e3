"""Which police units an article names, and which of the register they are.

A head word (Polres, Kapolsek, Mapolda …) followed by a place of the register is a mention. Where a
place belongs to several units the article itself decides: other units named, places, dateline, the
outlet's region. What it does not decide stays unresolved, with its candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from re import Match

from pipeline.enrich import lexicon
from pipeline.enrich.register import Level, Unit, UnitRegister, fold
from pipeline.records import UnitMention, UnresolvedMention

_WORD = re.compile(
    r"[A-Z][a-z]+(?=[A-Z][A-Za-z])|[\w’'-]+\.?"
)  # "SumselKabar": pages glue sentences
_GAP = re.compile(r"\s*(?:\(Pol[a-z]+\)\s*)?(?P<metro>Metro\s+(?!Jaya))?", re.I)
_BRACKET = re.compile(r"\s*\(\s*([A-Z][\w ]{2,20}?)\s*\)")
_OFFICER = re.compile(r"(?:waka|ka)pol", re.I)  # what follows may be the officer's name
LEAST_TYPO = 6  # letters from which one typing error may be forgiven


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of an article beside its words."""

    dateline: str | None = None
    outlet_region: str | None = None


@dataclass(slots=True)
class _Found:
    """A head with a place behind it."""

    field: str
    start: int
    end: int
    text: str
    head: str
    level: Level
    units: Sequence[Unit]
    score: float = 1.0


@dataclass(slots=True)
class _Search:
    register: UnitRegister
    context: Context
    local: dict[tuple[Level, str], Unit] = field(default_factory=dict)


def find_units(
    article_id: str, title: str, text: str, register: UnitRegister, context: Context
) -> tuple[list[UnitMention], list[UnresolvedMention]]:
    """Mentions in reading order, title first; offsets count characters of the field."""
    search = _Search(register, context)
    found = [
        mention
        for name, content in (("text", text), ("title", title))
        for mention in _mentions(name, content, search)
    ]
    found.sort(key=lambda mention: (mention.field != "title", mention.start))
    words = fold(f"{title} {text}")
    sure = {m.units[0].name: m.units[0] for m in found if len(m.units) == 1}
    mentions, unresolved = [], []
    for one in found:
        unit, score = _decide(one, sure, words, context, register)
        if unit:
            mentions.append(
                UnitMention(
                    article_id=article_id,
                    unit=unit.name,
                    text=one.text,
                    field=one.field,
                    start=one.start,
                    end=one.end,
                    score=score,
                )
            )
        else:
            unresolved.append(
                UnresolvedMention(
                    article_id=article_id,
                    text=one.text,
                    field=one.field,
                    start=one.start,
                    end=one.end,
                    candidates=sorted(candidate.name for candidate in one.units),
                )
            )
    return mentions, unresolved


def _mentions(name: str, content: str, search: _Search) -> Iterator[_Found]:
    for match in search.register.spelled.finditer(content):
        unit = search.register.spellings[match[0].lower()]
        yield _Found(name, *match.span(), match[0], match[0], unit.level, [unit])
    for head in lexicon.load().unit_heads.finditer(content):
        found = _after_head(name, content, head, search)
        if found:
            yield found


def _after_head(name: str, content: str, head: Match[str], search: _Search) -> _Found | None:
    level: Level = head.lastgroup  # type: ignore[assignment]
    gap = _GAP.match(content, head.end())
    start = gap.end() if gap else head.end()
    if gap and gap["metro"] and level == "polda":
        start = gap.start("metro")  # "Kapolda Metro Irjen …"
    kind = _kind(head[0], bool(gap and gap["metro"]))
    words = _following_words(content, start, search.register.longest_place)
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        units = _called(level, kind, content[start:end], search)
        if units:
            end -= content[end - 1] == "."
            end = _learn_abbreviation(content, end, level, units, search)
            return _Found(
                name, head.start(), end, content[head.start() : end], head[0], level, units
            )
    return _unknown_place(name, content, head, level, words, search)


def _following_words(content: str, start: int, most: int) -> list[Match[str]]:
    """Words that may be a place: no punctuation between them, the first with a capital."""
    words: list[Match[str]] = []
    at = start
    while len(words) < most:
        word = _WORD.match(content, at)
        if word is None or (not words and not word[0][0].isupper()):
            break
        words.append(word)
        if content[word.end() : word.end() + 1] != " " or (word[0][-1] == "." and len(word[0]) > 5):
            break
        at = word.end() + 1
    return words


def _called(level: Level, kind: str, place: str, search: _Search) -> Sequence[Unit]:
    key = fold(place).removeprefix("kabupaten ")
    if (level, key) in search.local:
        return [search.local[level, key]]
    known = search.register.by_place
    if level == "polsek" and key.split()[0] == "kota":
        return _of_town(key.removeprefix("kota").strip(), search)
    units = known.get((level, key), [])
    same = [unit for unit in units if unit.kind == kind]
    if kind == "polresta" and not same:
        return known.get((level, f"{key} kota"), units)
    return same or units


def _kind(head: str, metro: bool) -> str:
    """``Kapolresta`` → polresta, ``Polrestro`` and ``Polres Metro`` → polres metro."""
    kind = re.sub(r"^(?:waka|ka|ma)", "", head.lower())
    return "polres metro" if kind == "polrestro" or (kind == "polres" and metro) else kind


def _of_town(town: str, search: _Search) -> Sequence[Unit]:
    """``Polsek Kota`` and ``Polsek Kota Lamongan``: that of the kecamatan after which the Polres is
    named, or one whose kecamatan is called so."""
    known = search.register.by_place
    own = known.get(("polsek", f"kota {town}".strip()), [])
    return [*own, *(u for u in search.register.in_town if not town or town in map(fold, u.places))]


def _learn_abbreviation(
    content: str, end: int, level: Level, units: Sequence[Unit], search: _Search
) -> int:
    """``Polres Halmahera Utara (Halut)``: from here on "Polres Halut" is that unit."""
    bracket = _BRACKET.match(content, end)
    if bracket is None or len(units) != 1:
        return end
    initial = bracket[1][0].lower()
    if initial != units[0].places[0][0].lower():
        return end
    search.local[level, fold(bracket[1])] = units[0]
    return bracket.end()


def _unknown_place(
    name: str,
    content: str,
    head: Match[str],
    level: Level,
    words: list[Match[str]],
    search: _Search,
) -> _Found | None:
    """One typing error is forgiven where one unit alone is meant; else it stays unresolved."""
    if not words or head[0].lower().startswith("sat") or _is_no_place(content, words[0]):
        return None
    capitals = [word for word in words if word[0][0].isupper()][:2]
    for count in range(len(capitals), 0, -1):
        end = words[count - 1].end()
        near = _one_edit_away(level, fold(content[words[0].start() : end]), search.register)
        if len(near) == 1:
            text = content[head.start() : end]
            return _Found(name, head.start(), end, text, head[0], level, near, score=0.8)
    if name == "title" or _OFFICER.match(head[0]):
        return None
    end = capitals[0].end()
    return _Found(name, head.start(), end, content[head.start() : end], head[0], level, [])


def _is_no_place(content: str, word: Match[str]) -> bool:
    known = lexicon.load()
    return bool(
        known.rank.match(content, word.start())
        or known.police_position.match(content, word.start())
        or known.unit_heads.match(content, word.start())
        or word[0].lower().rstrip(".") in {"polri", "pol", "metro", "presisi", "se", "setempat"}
        or word[0].rstrip(".").lower() in known.titles
    )


def _one_edit_away(level: Level, key: str, register: UnitRegister) -> list[Unit]:
    if len(key) < LEAST_TYPO:
        return []
    near = {
        unit.name: unit
        for (place_level, place), units in register.by_place.items()
        if place_level == level and abs(len(place) - len(key)) <= 1 and _within_one_edit(place, key)
        for unit in units
    }
    return list(near.values())


def _within_one_edit(one: str, other: str) -> bool:
    if one[0] != other[0]:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        swapped = one[start + 1 : start + 2] + one[start : start + 1] + one[start + 2 :]
        return one[start + 1 :] == other[start + 1 :] or swapped == other[start:]
    return one[start:] == other[start + 1 :]


def _decide(
    found: _Found, sure: dict[str, Unit], words: str, context: Context, register: UnitRegister
) -> tuple[Unit | None, float]:
    if len(found.units) == 1:
        return found.units[0], found.score
    points = sorted(
        ((_evidence(unit, sure, words, context, register), unit.name) for unit in found.units),
        reverse=True,
    )
    if not points or points[0][0] == 0 or (len(points) > 1 and points[0][0] == points[1][0]):
        return None, 0.0
    lead = points[0][0] - (points[1][0] if len(points) > 1 else 0)
    return register.units[points[0][1]], min(0.95, 0.6 + 0.1 * lead)


def _evidence(
    unit: Unit, sure: dict[str, Unit], words: str, context: Context, register: UnitRegister
) -> int:
    """How much the article speaks for this unit rather than its namesakes."""
    parent = register.units.get(unit.parent or "")
    own = {fold(place) for place in unit.places}
    area = {fold(place) for place in (*unit.area, *(parent.area if parent else ()))} - own
    points = 0
    if parent:
        points += 3 * (parent.name in sure) + (parent.parent in sure)
        siblings = [u for u in sure.values() if u.parent == parent.name]
        points += bool(siblings)
    points += 2 * any(f" {place} " in f" {words} " for place in area)
    if context.dateline:
        points += 2 * (fold(context.dateline) in area)
    if context.outlet_region:
        regions = {fold(r) for r in (unit.region or "", parent.region or "" if parent else "")}
        upper = register.units.get(parent.parent or "") if parent else None
        regions |= {fold(place) for place in upper.area} if upper else set()
        points += fold(context.outlet_region) in regions
    return points
