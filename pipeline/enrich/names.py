"""Where an article names somebody: behind a rank, or where the recogniser found a name.

Text and the recogniser's spans enter, mentions leave, in no order and not yet joined to persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.enrich import lexicon
from pipeline.enrich.lexicon import rank_key
from pipeline.enrich.register import fold
from pipeline.enrich.sentences import Span
from pipeline.stopwords import stopwords

_CAPITAL = r"M(?:och|oh|uh|hd|d)\.|[A-Z][a-zà-ÿ’'-]*[a-z](?=[A-Z][a-z])|[A-Z]\.|[A-Z][\wà-ÿ’'-]*"
_NAME = re.compile(rf"(?:{_CAPITAL})(?: (?:{_CAPITAL}|bin|binti|al|el|de|da|van))*")
_TITLE_END = re.compile(r"^(?:[A-Z]\.){2,}|^(?:S|M)\.?(?:[A-Z][a-z]*\.?){1,3}\.?$")
MILITARY = re.compile(
    r"^(?:Letkol|Kolonel|Mayor|Kapten|Lettu|Letda|Serka|Sertu|Serda|Serma|Pelda|Peltu|Kopda|Koptu|"
    r"Kopka|Praka|Pratu|Prada|Brigjen TNI|Mayjen|Letjen|Laksma|Laksda|Marsma)\b\.?"
    r"(?: ?(?:TNI|Inf|Czi|Arm|Arh|Kav|Laut|Mar|Cpl|Chb|Cba|Ckm|Pnb|Tek|Sus|Cke|Chk|Cpm)\b)*\s*"
)
_INITIALS = re.compile(r"^(?:[A-Z]{1,4}\.?)$")
_INITIAL_AND_WORD = re.compile(r"[A-Z] (?P<word>[A-Z]\w+)")
_VERB = re.compile(r"(?:di|me[mn]|ber|ter)[a-z]{3,}")
MAX_NAME_WORDS = 6


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
    recognised: bool = False  # by the trained recogniser
    related: bool = False  # named only to say whose lawyer, wife or driver someone is


def find_mentions(text: str, names: Sequence[Span], places: frozenset[str]) -> list[Mention]:
    """Every naming of somebody; a rank says most, and the recogniser where a name ends."""
    recognised = [mention for span in names if (mention := _recognised(text, span, places))]
    ends = {m.name_span.start: m.name_span.end for m in recognised if " " in m.name}
    mentions: list[Mention] = []
    _add(mentions, [*_ranked(text, ends), *recognised])
    mentions += list(_later(text, mentions))
    return mentions


def _add(mentions: list[Mention], candidates: Sequence[Mention]) -> None:
    """Keep what does not overlap an earlier one: the surest sources come first."""
    for mention in candidates:
        if not any(_overlap(mention.name_span, other.name_span) for other in mentions):
            mentions.append(mention)


def _ranked(text: str, ends: Mapping[int, int]) -> Iterator[Mention]:
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
            begin, end = found.start() + cut[0], found.start() + cut[1]
            if begin not in ends and _is_initial_in_headline(text, begin):
                continue  # "Brigadir J Dimakamkan"
            name_span = Span(begin, min(end, ends.get(begin, end)))
            yield Mention(
                name=_clean(name_span.of(text)),
                span=Span(rank.start(), name_span.end),
                name_span=name_span,
                rank=known.ranks[rank_key(rank[0])],
                police=True,
            )


def _is_initial_in_headline(text: str, begin: int) -> bool:
    """``J Dimakamkan``, ``J Saat Autopsi``: whose words all begin with capitals."""
    found = _INITIAL_AND_WORD.match(text, begin)
    word = found["word"].lower() if found else ""
    return word in stopwords() or bool(_VERB.fullmatch(word))


def _recognised(text: str, span: Span, places: frozenset[str]) -> Mention | None:
    """A name found by the recogniser, freed of what is no part of a name."""
    raw = span.of(text)
    military = MILITARY.match(raw)
    offset = military.end() if military else 0
    position = lexicon.load().person_noun.match(raw, offset)
    if position:
        offset = position.end()
    while (lower := re.compile(r"\s*[a-z][\w-]*\s+(?=[A-Z])").match(raw, offset)) is not None:
        offset = lower.end()
    offset += len(raw[offset:]) - len(raw[offset:].lstrip())
    offset += _place_before_name(raw[offset:], places)
    offset += _region_of_body(text[: span.start + offset], raw[offset:], places)
    cut = _cut_name(raw[offset:])
    if cut is None or not _NAME.fullmatch(raw, offset + cut[0], offset + cut[1]):
        return None
    name_span = Span(span.start + offset + cut[0], span.start + offset + cut[1])
    if _is_place(name_span.of(text), places):
        return None
    before = text[max(0, name_span.start - 25) : name_span.start]
    if before.split() and before.split()[-1].lower() in lexicon.load().things:
        return None
    is_military = military is not None or bool(re.search(rf"{MILITARY.pattern[1:]}$", before))
    return Mention(
        name=_clean(name_span.of(text)), span=name_span, name_span=name_span, military=is_military,
        recognised=True,
    )  # fmt: skip


def _later(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Later mentions by one word of a name given before: ``Didik``, ``Menurut Bima``."""
    full = [m for m in mentions if " " in m.name or m.rank or acts(m, text)]
    starters = lexicon.load().starters
    taken = [m.name_span for m in mentions]
    for word in dict.fromkeys(w for m in full for w in m.name.split() if len(w) > 3):
        first = min(m.name_span.end for m in full if word in m.name.split())
        for match in re.compile(rf"\b{re.escape(word)}\b(?! [A-Z])").finditer(text, first):
            span = Span(*match.span())
            before = text[: match.start()].rsplit(None, 1)[-1:]
            inside_a_name = (
                before
                and before[0][0].isupper()
                and before[0][-1].isalpha()
                and before[0].lower() not in starters
            )
            if not inside_a_name and not any(_overlap(span, other) for other in taken):
                taken.append(span)
                yield Mention(word, span, span)


def acts(mention: Mention, text: str) -> bool:
    """An age, a verb of speech or what one is stand beside the name, or commas around it."""
    known = lexicon.load()
    before = text[max(0, mention.name_span.start - 14) : mention.name_span.start]
    after = text[mention.name_span.end : mention.name_span.end + 40]
    if re.match(r"\s?\(\d\d", after) or known.reporting.match(after.strip(" ,")):
        return True
    if after.startswith(", ") and known.person_noun.match(after, 2) and after[2].islower():
        return True
    if before.endswith(", ") and after.startswith(","):
        return True
    return bool(before.split() and known.speech.fullmatch(before.split()[-1]))


def _is_place(name: str, places: frozenset[str]) -> bool:
    """A place, or one word of a place of two."""
    key = fold(name)
    return key in places or key in _words_of_places(places)


@cache
def _words_of_places(places: frozenset[str]) -> frozenset[str]:
    return frozenset(word for place in places if " " in place for word in place.split())


def _place_before_name(raw: str, places: frozenset[str]) -> int:
    """How many characters at the start are a place with more words behind it."""
    words = list(re.finditer(r"\S+", raw))
    for count in range(min(4, len(words) - 1), 0, -1):
        if fold(raw[: words[count - 1].end()]) in places:
            return words[count].start()
    return 0


def _region_of_body(before: str, raw: str, places: frozenset[str]) -> int:
    """``LBH Seruni Nadia Palila``: behind a body's initials a word of a longer place is the
    body's, where a full name is left."""
    words = raw.split(" ")
    behind_body = re.search(r"\b[A-Z]{3,} $", before)
    if behind_body and len(words) > 2 and _is_place(words[0], places):
        return len(words[0]) + 1
    return 0


def _cut_name(raw: str) -> tuple[int, int] | None:
    """Start and end of the bare name in a run of capitalised words, None when none is left."""
    known = lexicon.load()
    words = list(re.finditer(r"\S+", raw))
    skipped = known.titles | known.starters
    while words and words[0][0].strip(".,").lower() in skipped:
        words.pop(0)
    kept: list[re.Match[str]] = []
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


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
