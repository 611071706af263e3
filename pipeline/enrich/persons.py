"""Who is named in an article: name, rank, position, unit, police or not.

A name is found by the rank before it, by the position before or behind it, or by the name
recogniser; later mentions by a part of the name ("Didik") belong to the same person. Rank and
position are those of this article (DOMAIN: ranks and names).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.enrich import lexicon
from pipeline.enrich.lexicon import rank_key
from pipeline.enrich.register import fold
from pipeline.enrich.sentences import Span
from pipeline.records import PersonMention, UnitMention

_CAPITAL = r"[A-Z][a-zà-ÿ’'-]*[a-z](?=[A-Z][a-z])|[A-Z]\.|[A-Z][\wà-ÿ’'-]*"
_NAME = re.compile(rf"(?:{_CAPITAL})(?: (?:{_CAPITAL}|bin|binti|al|el|de|da|van))*")
_CREDENTIALS = re.compile(
    r"(?:\s*,?\s*(?:[A-Z][A-Za-z]{0,4}\.(?:\s?[A-Z][A-Za-z]{0,6}\.?)*|S\.?I\.?K|S\.?H|M\.?H|M\.?M|M\.?Si|SIK|SH|MH|MM|MSi|Msi|SE|S\.?E|SPd|SSos|STrK|STK|CPHR|CBA|MIK))+\.?"
)
_TITLE_END = re.compile(r"^(?:[A-Z]\.){2,}|^(?:S|M)\.?(?:[A-Z][a-z]*\.?){1,3}\.?$")
_LEFT_GAP = re.compile(r"[\w\s.()/’'-]*?,?\s*(?:yang juga [\w\s]{3,40}, )?")
_MILITARY = re.compile(
    r"^(?:Letkol|Kolonel|Mayor|Kapten|Lettu|Letda|Serka|Sertu|Serda|Serma|Pelda|Peltu|Kopda|Koptu|"
    r"Kopka|Praka|Pratu|Prada|Brigjen TNI|Mayjen|Letjen|Laksma|Laksda|Marsma)\b\.?"
    r"(?: ?(?:TNI|Inf|Czi|Arm|Arh|Kav|Laut|Mar|Cpl|Chb|Cba|Ckm|Pnb|Tek|Sus|Cke|Chk|Cpm)\b)*\s*"
)
_CIVIL_RUN = re.compile(
    rf"(?P<body>(?: (?:[A-Z]{{2,}}[A-Za-z]*|Daerah|Desa|Cabang|Wilayah|Kabupaten|Kota|Provinsi))*)"
    rf"(?: (?!\b[A-Z]{{3,}}\b)[A-Z]\w+(?: [A-Z]\w+){{0,3}}(?P<comma>,))? (?P<name>{_NAME.pattern})"
)
_INITIALS = re.compile(r"^(?:[A-Z]{1,4}\.?)$")
MAX_NAME_WORDS = 6
LEFT_WINDOW = 110
RIGHT_WINDOW = 70


@dataclass(slots=True)
class Mention:
    """One naming of a person; ``span`` covers rank and position, ``name_span`` the name."""

    name: str
    span: Span
    name_span: Span
    rank: str | None = None
    position: str | None = None
    unit: str | None = None
    police: bool | None = None
    military: bool = False


@dataclass(slots=True)
class Person:
    """A person of one article with every mention; facts are the first that any mention gives."""

    mentions: list[Mention] = field(default_factory=list)

    @property
    def name(self) -> str:
        return max((m.name for m in self.mentions), key=lambda name: (name.count(" "), len(name)))

    @property
    def rank(self) -> str | None:
        return next((m.rank for m in self.mentions if m.rank), None)

    @property
    def position(self) -> str | None:
        return next((m.position for m in self.mentions if m.position), None)

    @property
    def unit(self) -> str | None:
        placed = [m for m in self.mentions if m.position and m.unit]
        return next((m.unit for m in [*placed, *self.mentions] if m.unit), None)

    @property
    def police(self) -> bool:
        said = [m.police for m in self.mentions if m.police is not None]
        return any(said)


def find_persons(
    text: str, names: Sequence[Span], units: Sequence[UnitMention], places: frozenset[str]
) -> list[Person]:
    """Persons in order of first mention. ``names`` are the recogniser's PER spans in ``text``,
    ``units`` the unit mentions in it, ``places`` folded place names, which no person bears."""
    mentions: list[Mention] = []
    recognised = [m for span in names if (m := _recognised(text, span, places))]
    candidates = [
        *_ranked(text),
        *(mention for mention in recognised if " " in mention.name),
        *_positioned(text, places),
        *_speaking(text, places),
        *recognised,
    ]
    for mention in candidates:
        if not any(_overlap(mention.name_span, other.name_span) for other in mentions):
            mentions.append(mention)
    mentions += list(_later(text, mentions))
    mentions.sort(key=lambda m: m.name_span.start)
    for mention in mentions:
        _add_position(mention, text)
        mention.unit = _unit_of(mention, text, units) if mention.police else None
    persons = _join(mentions)
    return [person for person in persons if _is_person(person, text)]


def to_records(article_id: str, persons: Sequence[Person]) -> list[PersonMention]:
    """One row a person, placed at the first mention of the name."""
    return [
        PersonMention(
            article_id=article_id,
            name=person.name,
            rank=person.rank,
            position=person.position,
            unit=person.unit if person.police else None,
            police=person.police,
            start=person.mentions[0].name_span.start,
            end=person.mentions[0].name_span.end,
        )
        for person in persons
    ]


def _ranked(text: str) -> Iterator[Mention]:
    """``AKBP Tri Okta Hendri Yanto, SIK``: a rank with a name behind it."""
    known = lexicon.load()
    for rank in known.rank.finditer(text):
        start = rank.end() + len(text[rank.end() :]) - len(text[rank.end() :].lstrip(" ."))
        if start == rank.end() and text[start - 1 : start] not in ". ":
            continue
        title = known.title.match(text, start)
        found = _NAME.match(text, title.end() if title else start)
        cut = _cut_name(found[0]) if found else None
        if found and cut:
            name_span = Span(found.start() + cut[0], found.start() + cut[1])
            yield Mention(
                name=_clean(name_span.of(text)),
                span=Span(rank.start(), name_span.end),
                name_span=name_span,
                rank=known.ranks[rank_key(rank[0])],
                police=True,
            )


def _recognised(text: str, span: Span, places: frozenset[str]) -> Mention | None:
    """A name found by the recogniser, freed of what is no part of a name."""
    raw = span.of(text)
    military = _MILITARY.match(raw)
    offset = military.end() if military else 0
    position = lexicon.load().civil_position.match(raw, offset)
    if position:
        offset = position.end()
    while (lower := re.compile(r"\s*[a-z][\w-]*\s+(?=[A-Z])").match(raw, offset)) is not None:
        offset = lower.end()
    offset += len(raw[offset:]) - len(raw[offset:].lstrip())
    offset += _place_before_name(raw[offset:], places)
    cut = _cut_name(raw[offset:])
    if cut is None or not _NAME.fullmatch(raw, offset + cut[0], offset + cut[1]):
        return None
    name_span = Span(span.start + offset + cut[0], span.start + offset + cut[1])
    if _is_place(name_span.of(text), places):
        return None
    before = text[max(0, name_span.start - 25) : name_span.start]
    is_military = military is not None or bool(re.search(rf"{_MILITARY.pattern[1:]}$", before))
    return Mention(
        name=_clean(name_span.of(text)), span=name_span, name_span=name_span, military=is_military
    )


def _positioned(text: str, places: frozenset[str]) -> Iterator[Mention]:
    """``Ketua PWI Halmahera Utara, Rachman Baba`` and ``Ketua GMNI Batulayar Rizal Sangaji``: what
    is left of the capitalised words behind a civil position without bodies and places."""
    known = lexicon.load()
    for position in known.civil_position.finditer(text):
        if not position[0][0].isupper() and position[0] not in {"pengacara", "warga"}:
            continue
        run = _CIVIL_RUN.match(text, position.end())
        if run is None:
            continue
        start = run.start("name")
        start += _place_before_name(text[start : run.end("name")], places)
        found = _NAME.match(text, start, run.end("name"))
        cut = _cut_name(found[0]) if found else None
        if found and cut and _NAME.fullmatch(found[0], *cut):
            span = Span(start + cut[0], start + cut[1])
            sure = run["comma"] or run["body"] or span.start > run.start("name")
            if sure and " " in span.of(text) and fold(span.of(text)) not in places:
                yield Mention(name=_clean(span.of(text)), span=span, name_span=span)


def _speaking(text: str, places: frozenset[str]) -> Iterator[Mention]:
    """``…," keluh Simon Kawer``: capitalised words behind a verb of speech that follows a quote."""
    known = lexicon.load()
    for mark in re.finditer(r"[”\"],? (?=[a-z])", text):
        verb = known.speech.match(text, mark.end())
        found = _NAME.match(text, verb.end() + 1) if verb and text[verb.end() :][:1] == " " else None
        cut = _cut_name(found[0]) if found else None
        if found and cut and not known.civil_position.match(found[0], cut[0]):
            span = Span(found.start() + cut[0], found.start() + cut[1])
            if fold(span.of(text)) not in places:
                yield Mention(_clean(span.of(text)), span, span)


def _later(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Later mentions by one word of a full name given before: ``Didik``, ``Bima``."""
    full = [m for m in mentions if " " in m.name]
    taken = [m.name_span for m in mentions]
    for word in dict.fromkeys(w for m in full for w in m.name.split() if len(w) > 3):
        first = min(m.name_span.end for m in full if word in m.name.split())
        for match in re.compile(rf"\b{re.escape(word)}\b(?! [A-Z])").finditer(text, first):
            span = Span(*match.span())
            before = text[: match.start()].rsplit(None, 1)[-1:]
            inside_a_name = before and before[0][0].isupper() and before[0][-1].isalpha()
            if not inside_a_name and not any(_overlap(span, other) for other in taken):
                taken.append(span)
                yield Mention(word, span, span)


def _is_place(name: str, places: frozenset[str]) -> bool:
    """A place, or one word of a place of two."""
    key = fold(name)
    return key in places or (" " not in key and any(key in p.split() for p in _longer(places)))


@cache
def _longer(places: frozenset[str]) -> frozenset[str]:
    return frozenset(place for place in places if " " in place)


def _place_before_name(raw: str, places: frozenset[str]) -> int:
    """How many characters at the start are a place with more words behind it."""
    words = list(re.finditer(r"\S+", raw))
    for count in range(min(4, len(words) - 1), 0, -1):
        if fold(raw[: words[count - 1].end()]) in places:
            return words[count].start()
    return 0


def _cut_name(raw: str) -> tuple[int, int] | None:
    """Start and end of the bare name in a run of capitalised words, None when none is left."""
    known = lexicon.load()
    words = list(re.finditer(r"\S+", raw))
    while words and words[0][0].strip(".,").lower() in known.titles:
        words.pop(0)
    kept = []
    for word in words[:MAX_NAME_WORDS]:
        bare = word[0].strip(".,()").lower()
        starts_other = (
            known.police_position.match(raw, word.start())
            or known.unit_heads.match(raw, word.start())
            or known.rank.match(raw, word.start())
        )
        if bare in known.never_names or starts_other or (kept and _TITLE_END.match(word[0])):
            break
        kept.append(word)
    while kept and kept[-1][0] in {"bin", "binti", "al", "el", "de", "da", "van"}:
        kept.pop()
    if not kept or _INITIALS.match(raw[kept[0].start() : kept[-1].end()]):
        return None
    end = kept[-1].end()
    if raw[end - 1] in "’'-" or (raw[end - 1] == "." and len(kept[-1][0]) > 3):
        end -= 1
    return kept[0].start(), end


def _clean(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 4 else name


def _add_position(mention: Mention, text: str) -> None:
    """The position that stands right before the rank or name, or right behind the name."""
    known = lexicon.load()
    begin = max(text.rfind("\n", 0, mention.span.start) + 1, mention.span.start - LEFT_WINDOW)
    left = text[begin : mention.span.start]
    for pattern, police in ((known.police_position, True), (known.civil_position, False)):
        for match in reversed(list(pattern.finditer(left))):
            gap = left[match.end() :]
            if _LEFT_GAP.fullmatch(gap) and _is_apposition(gap):
                _take(mention, match[0], gap, police)
                mention.span = Span(begin + match.start(), mention.span.end)
                return
    credentials = _CREDENTIALS.match(text, mention.span.end)
    after = credentials.end() if credentials else mention.span.end
    behind = re.compile(r",? (?:selaku |sebagai |yang menjabat )?|\s?\(").match(text, after)
    window = text[: after + RIGHT_WINDOW]
    for pattern, police in ((known.police_position, True), (known.civil_position, False)):
        match = pattern.match(window, behind.end()) if behind else None
        if match and behind and behind[0].strip():
            rest = re.match(r"[^,.;:\n]*", window[match.end() :])
            _take(mention, match[0], rest[0] if rest and not police else "", police)
            return


def _is_apposition(gap: str) -> bool:
    """Between a position and a name stand only names of units, places and bodies."""
    words = re.findall(r"[\w’'-]+", gap)
    lower = [w for w in words if w[0].islower() and w not in {"dan", "di", "of", "yang", "juga"}]
    return len(lower) <= 1 and len(words) <= 9 and gap.count(",") <= 1


def _take(mention: Mention, head: str, rest: str, police: bool) -> None:
    if mention.military and police:
        return
    body = re.split(r"[,(]", rest)[0].strip() if not police else ""
    body = re.sub(_MILITARY.pattern[1:] + "$", "", body + " ").strip()
    mention.position = f"{head} {body}".strip() if body else lexicon.normal_position(head)
    mention.police = police or bool(mention.rank)


def _unit_of(mention: Mention, text: str, units: Sequence[UnitMention]) -> str | None:
    """The unit named inside the position, else the nearest before, else the nearest after."""
    within = [u for u in units if u.end > mention.span.start and u.start < mention.span.end + 60]
    inside = [u for u in within if u.start < mention.span.end or _belongs_behind(text, mention, u)]
    if inside:
        return inside[0].unit
    fitting = [u for u in units if _fits(mention.position, u.unit)]
    before = [u for u in fitting if u.end <= mention.span.start]
    after = [u for u in fitting if u.start >= mention.span.end]
    if before:
        return before[-1].unit
    return after[0].unit if after else None


def _belongs_behind(text: str, mention: Mention, unit: UnitMention) -> bool:
    return bool(re.fullmatch(r",? ?(?:selaku |sebagai |dari )?[\w ]{0,25}", text[mention.span.end : unit.start]))


def _fits(position: str | None, unit: str) -> bool:
    """Whether a holder of this position can serve at this level of unit."""
    head = (position or "").lower()
    level = unit.split()[0].lower()
    if "kapolsek" in head or "kanit" in head or "bhabin" in head:
        return level.startswith(("polsek", "polres"))
    if head.startswith(("kapolda", "wakapolda", "kabid", "dir", "wadir", "dansat", "karo")):
        return level == "polda"
    if head.startswith(("kapolri", "wakapolri", "kadiv", "kabareskrim")):
        return level == "mabes"
    if head.startswith(("kapolres", "wakapolres", "kasat", "kabag", "kasi")):
        return level.startswith("polres")
    return True


def _join(mentions: Sequence[Mention]) -> list[Person]:
    """Mentions whose name is a part of an earlier one's, or the other way round, are one person."""
    persons: list[Person] = []
    for mention in mentions:
        words = _words(mention.name)
        home = next((p for p in reversed(persons) if _same(words, p, mention)), None)
        if home is None:
            home = Person()
            persons.append(home)
        home.mentions.append(mention)
    return persons


def _same(words: set[str], person: Person, mention: Mention) -> bool:
    known = _words(person.name)
    if mention.rank and person.rank and mention.rank != person.rank:
        return False
    return words <= known or known <= words


def _words(name: str) -> set[str]:
    return {w.strip(".").lower() for w in name.split() if len(w.strip(".")) > 1}


def _is_person(person: Person, text: str) -> bool:
    """A lone word is a person only with a rank, a position, an age or a verb of speech beside it."""
    first = person.mentions[0]
    if " " in person.name or person.rank or person.position or len(person.mentions) > 2:
        return bool(_words(person.name))
    known = lexicon.load()
    for mention in person.mentions:
        before = text[max(0, mention.name_span.start - 14) : mention.name_span.start]
        after = text[mention.name_span.end : mention.name_span.end + 22]
        if re.match(r"\s?\(\d\d", after) or known.reporting.match(after.strip(" ,")):
            return True
        if before.split() and known.speech.fullmatch(before.split()[-1]):
            return True
    return first.police is True


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
