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
from pipeline.extract.datelines import split_dateline
from pipeline.extract.patterns import Patterns

_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S.*[.!?…][\"”’')]*(?:\s*\([^()]{1,60}\))?", re.S)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,4}", re.I)
_LISTED = re.compile(r"[-•*] |\(?\w{1,3}[.)] ")
BEHIND_STANDFIRST = 3  # paragraphs that may open with a dateline
LEAST_HEADLINE, MOST_HEADLINE = 4, 25  # words; line-ups and tables are longer
HEADLINE_CAPITALS = 0.7  # share of words
MOST_HEADLINES = 6  # behind an article: a longer list belongs to it


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
    dateline, kept = _without_dateline(kept, outlet_name, known)
    return Cleaned("\n".join(kept), dateline, ending or byline)


def _without_dateline(
    kept: list[str], outlet_name: str, known: Patterns
) -> tuple[str | None, list[str]]:
    """Off the first paragraph; behind a standfirst only when it names the outlet's domain."""
    for place, paragraph in enumerate(kept[:BEHIND_STANDFIRST]):
        dateline, rest = split_dateline(paragraph, outlet_name, known)
        head = paragraph.removesuffix(rest) if rest else paragraph
        if rest != paragraph and (place == 0 or _DOMAIN.search(head)):
            return dateline, [*kept[:place], *([rest] if rest else []), *kept[place + 1 :]]
    return None, kept


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
        if not paragraph or among_headlines or _is_furniture(paragraph, known):
            continue
        match = _byline(paragraph, known)
        if match:
            byline = byline or (match.groupdict().get("name") or "").strip() or None
        else:
            kept.append(paragraph)
    return kept, byline


def _is_furniture(paragraph: str, known: Patterns) -> bool:
    """Some words are furniture whatever follows; others only when they make no sentence."""
    if known.furniture.fullmatch(paragraph):
        return True
    return bool(known.loose.fullmatch(paragraph)) and not is_sentence(paragraph)


def is_sentence(paragraph: str) -> bool:
    """Four words or more and a full stop: nothing that frames an article on its own account.

    >>> is_sentence("Baca juga situasi terkini di lapangan itu."), is_sentence("Foto: Istimewa.")
    (True, False)
    """
    return bool(_SENTENCE.fullmatch(paragraph))


def _byline(paragraph: str, known: Patterns) -> re.Match[str] | None:
    found = next((m for p in known.byline if (m := p.fullmatch(paragraph))), None)
    return found if found and (":" in paragraph or not is_sentence(paragraph)) else None


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
    last = len(paragraphs)
    while last > 1 and _is_headline(paragraphs[last - 1]):
        last -= 1
    return paragraphs[:last] if len(paragraphs) - last <= MOST_HEADLINES else paragraphs


def _is_headline(paragraph: str) -> bool:
    words = re.findall(r"[^\W\d_]+", paragraph)
    if _LISTED.match(paragraph):
        return False
    if not LEAST_HEADLINE <= len(words) <= MOST_HEADLINE or paragraph.endswith((*".!?…:;)”\"’'",)):
        return False
    capitals = sum(1 for word in words if word[0].isupper())
    return capitals >= HEADLINE_CAPITALS * len(words)


def _without_ending(kept: list[str], known: Patterns) -> tuple[list[str], str | None]:
    """A byline in brackets ends the article; what follows it is kept only if it is sentences."""
    for place in range(len(kept) - 1, max(-1, len(kept) - 4), -1):
        for pattern in known.byline_ending:
            match = pattern.search(kept[place])
            if match:
                rest = kept[place][: match.start()].rstrip()
                behind = [p for p in kept[place + 1 :] if is_sentence(p)]
                name = match.groupdict().get("name")
                return [*kept[:place], *([rest] if rest else []), *behind], _signed(name)
    return kept, None


def _signed(name: str | None) -> str | None:
    """Who signed: ``tribunnews.com/Roby`` is Roby."""
    parts = (name or "").strip().lstrip("*/").split("/")
    people = [part for part in parts if not _DOMAIN.fullmatch(part.strip())]
    return "/".join(people).strip() or None
