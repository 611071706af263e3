"""Indonesian cleaning: paragraphs as found on the page → the article's own paragraphs.

Dateline, byline and furniture leave the text; the place of the dateline and the byline are kept
as facts (DOMAIN: datelines, furniture). The order of paragraphs is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract import patterns
from pipeline.extract.patterns import Patterns

_SPACE = re.compile(r"\s+")
_DASH = re.compile(
    r"\s*(?:[–—―]|--+|(?<=\s)-|-(?=\s)|(?<=[A-Z]{3})-(?=[A-Z][a-z])|:(?=\s+[A-Z“\"]))\s*"
)
_GLUED_OUTLET = re.compile(r"^Berita [\w .]{2,40}?(?=[A-Z]{3,}\.(?i:co\.id|com)\b)")
_PLACE = re.compile(r"[A-Z][\w.’'()/]*(?:[ -](?:[A-Z(][\w.’'()]*|dan|di))*")
_PLACE_BEHIND = re.compile(
    r"([A-Z][\w’']+(?: [A-Z][\w’']+){0,3})\s?(?:[.,:]\s+|[–—-]\s*)(?=[A-Z“\"])"
)
_UNDASHED = re.compile(
    r"^(?P<outlet>(?:[\w-]+\.)+(?:com|co\.id|id)), (?P<place>[A-Z][\w]+) +(?=[A-Z“\"])"
)


LEAST_HEADLINE = 4  # words
HEADLINE_CAPITALS = 0.7  # share of words


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text of an article; ``text`` has one newline between paragraphs."""

    text: str
    dateline: str | None  # the place, None when the article has none
    byline: str | None


def clean(paragraphs: Sequence[str], outlet_name: str = "") -> Cleaned:
    """Drop what is not the article and lift out dateline and byline.

    >>> clean(["TERNATE, CN – Kapolres menutup acara. (Roby P.)"])
    Cleaned(text='Kapolres menutup acara.', dateline='Ternate', byline='Roby P.')
    """
    known = patterns.load()
    kept, byline = _without_furniture(paragraphs, known)
    kept = _without_trailing_headlines(_with_their_quotes(kept))
    kept, ending = _without_ending(kept, known)
    dateline = None
    if kept:
        dateline, first = _split_dateline(kept[0], outlet_name, known)
        kept = [first, *kept[1:]] if first else kept[1:]
    return Cleaned("\n".join(kept), dateline, ending or byline)


def normal(text: str) -> str:
    """NFC, white space folded, soft hyphens and zero-width characters gone."""
    text = unicodedata.normalize("NFC", text)
    text = text.translate({0xAD: None, 0x200B: None, 0x200C: None, 0x200D: None, 0xFEFF: None})
    return _SPACE.sub(" ", text).strip()


def _without_furniture(paragraphs: Sequence[str], known: Patterns) -> tuple[list[str], str | None]:
    kept: list[str] = []
    byline, among_headlines = None, False
    for raw in paragraphs:
        paragraph = normal(known.inline.sub(" ", normal(raw)))
        if known.related.fullmatch(paragraph):
            among_headlines = True
            continue
        among_headlines = among_headlines and _is_headline(paragraph)
        if not paragraph or among_headlines or known.furniture.fullmatch(paragraph):
            continue
        match = next((m for p in known.byline if (m := p.fullmatch(paragraph))), None)
        if match:
            byline = byline or (match.groupdict().get("name") or "").strip() or None
        else:
            kept.append(paragraph)
    return kept, byline


def _with_their_quotes(paragraphs: Sequence[str]) -> list[str]:
    """A quotation mark that stands alone belongs to the paragraph behind it."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if kept and kept[-1] in {'"', "“"}:
            kept[-1] += paragraph
        else:
            kept.append(paragraph)
    return kept


def _without_trailing_headlines(paragraphs: list[str]) -> list[str]:
    """Headlines of other articles behind the last sentence: no full stop, mostly capitals."""
    kept = list(paragraphs)
    while len(kept) > 1 and _is_headline(kept[-1]):
        kept.pop()
    return kept


def _is_headline(paragraph: str) -> bool:
    words = re.findall(r"[^\W\d_]+", paragraph)
    if len(words) < LEAST_HEADLINE or paragraph.endswith((*".!?…:;)”\"’'",)):
        return False
    capitals = sum(1 for word in words if word[0].isupper())
    return capitals >= HEADLINE_CAPITALS * len(words)


def _without_ending(kept: list[str], known: Patterns) -> tuple[list[str], str | None]:
    """A byline in brackets ends the article; what follows it is not the article's."""
    for place in range(len(kept) - 1, max(-1, len(kept) - 4), -1):
        for pattern in known.byline_ending:
            match = pattern.search(kept[place])
            if match:
                rest = kept[place][: match.start()].rstrip()
                name = (match.groupdict().get("name") or "").strip().lstrip("*/") or None
                return [*kept[:place], *([rest] if rest else [])], name
    return kept, None


def _split_dateline(paragraph: str, outlet_name: str, known: Patterns) -> tuple[str | None, str]:
    paragraph = _GLUED_OUTLET.sub("", paragraph)
    undashed = _UNDASHED.match(paragraph)
    if undashed:
        return undashed["place"], paragraph[undashed.end() :]
    if len(paragraph) <= known.dateline_longest and _is_dateline(paragraph, outlet_name, known):
        return _place(paragraph, outlet_name, known), ""
    dash = _DASH.search(paragraph, 2, known.dateline_longest + 3)
    if dash is None:
        return None, paragraph
    head, rest = paragraph[: dash.start()], paragraph[dash.end() :]
    if _is_outlet(head, outlet_name, known):
        # Tribratanews.polri.go.id – Ternate. Polres …
        place = _PLACE_BEHIND.match(rest) if "." in head else None
        return (_named(place[1]), rest[place.end() :]) if place else (None, rest)
    if _is_dateline(head, outlet_name, known) or _is_bare_place(head, rest):
        return _place(head, outlet_name, known), rest
    return None, paragraph


def _parts(head: str) -> list[str]:
    return [
        part.strip(" .")
        for part in re.split(r"[,|/]\s*|\s+l\s+(?=[A-Z])", head)
        if part.strip(" .")
    ]


def _is_outlet(part: str, outlet_name: str, known: Patterns) -> bool:
    part = part.strip(" .")
    if outlet_name and part.replace(" ", "").lower() == outlet_name.replace(" ", "").lower():
        return True
    return bool(known.dateline_outlet.fullmatch(part))


def _is_dateline(head: str, outlet_name: str, known: Patterns) -> bool:
    parts = _parts(head)
    return (
        1 < len(parts) <= 4
        and any(_is_outlet(part, outlet_name, known) for part in parts)
        and all(_is_outlet(p, outlet_name, known) or _is_place(p) for p in parts)
    )


def _is_place(part: str) -> bool:
    return bool(_PLACE.fullmatch(part)) or bool(re.fullmatch(r"\w+day|\(?\d.*\d\)?", part))


def _is_bare_place(head: str, rest: str) -> bool:
    """``SURABAYA - Polisi …`` or ``Kota Batu - Polisi …``: capitals, few words, then a capital."""
    words = head.split()
    return (
        len(words) <= 3
        and all(w[:1].isupper() and w.strip(",.()").isalpha() for w in words)
        and rest[:1].isupper() | (rest[:1] in "“\"'")
    )


def _place(head: str, outlet_name: str, known: Patterns) -> str | None:
    places = [part for part in _parts(head) if not _is_outlet(part, outlet_name, known)]
    bare = places or [p for p in _parts(head) if p.isupper() and len(p) > 4]
    return _named(bare[0]) if bare else None


def _named(place: str) -> str:
    return place.title() if place.isupper() else place
