"""The dateline off a first paragraph: ``TERNATE, CN – Kapolres …`` → ``Ternate`` and the rest.

What stands before the dash leaves the text only when it is the outlet's name, a place, or both;
a sentence that merely holds a dash keeps it.
"""

from __future__ import annotations

import re

from pipeline.extract.patterns import Patterns

_DASH = re.compile(
    r"\s*(?:[–—―]|--+|(?<=\s)-|-(?=\s)|(?<=[A-Z]{3})-(?=[A-Z][a-z])|:(?=\s+[A-Z“\"]))\s*"
)
_GLUED_OUTLET = re.compile(r"^Berita [\w .]{2,40}?(?=[A-Z]{3,}\.(?i:co\.id|com)\b)")
_LEADING_DASH = re.compile(r"^[-–—]\s+")
_PLACE = re.compile(r"[A-Z][\w.’'()/]*(?:[ -](?:[A-Z(][\w.’'()]*|dan|di))*")
_PLACE_BEHIND = re.compile(
    r"([A-Z][\w’']+(?: [A-Z][\w’']+){0,3})\s?(?:[.,:]\s+|[–—-]\s*)(?=[A-Z“\"])"
)
_UNDASHED = re.compile(
    r"^(?P<outlet>(?:[\w-]+\.)+(?:com|co\.id|id)), (?P<place>[A-Z][\w]+) +(?=[A-Z“\"])"
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)")


def split_dateline(paragraph: str, outlet_name: str, known: Patterns) -> tuple[str | None, str]:
    """The place, None when none is named, and the paragraph without its dateline."""
    paragraph = _LEADING_DASH.sub("", _GLUED_OUTLET.sub("", paragraph))
    if len(paragraph) <= known.dateline_longest and _is_dateline(paragraph, outlet_name, known):
        return _place(paragraph, outlet_name, known), ""
    dash = _DASH.search(paragraph, 2, known.dateline_longest + 3)
    if dash:
        head = _IN_BRACKETS.sub(r", \1", paragraph[: dash.start()])
        rest = _LEADING_DASH.sub("", paragraph[dash.end() :])
        if _is_outlet(head, outlet_name, known):
            return _behind_outlet(head, rest, known)
        bare = ":" not in dash[0] and _is_bare_place(head, rest, known)
        if bare or _is_dateline(head, outlet_name, known):
            return _place(head, outlet_name, known), rest
    undashed = _UNDASHED.match(paragraph)
    if undashed:
        return undashed["place"], paragraph[undashed.end() :]
    return None, paragraph


def _behind_outlet(head: str, rest: str, known: Patterns) -> tuple[str | None, str]:
    """Release sites put the place behind: ``Tribratanews.polri.go.id – Ternate. Polres``."""
    place = _PLACE_BEHIND.match(rest) if known.dateline_release.fullmatch(head.strip()) else None
    return (_named(place[1]), rest[place.end() :]) if place else (None, rest)


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
    return bool(known.dateline_outlet.fullmatch(part)) and part.lower() not in known.not_places


def _is_dateline(head: str, outlet_name: str, known: Patterns) -> bool:
    parts = _parts(head)
    return (
        1 < len(parts) <= 5
        and any(_is_outlet(part, outlet_name, known) for part in parts)
        and all(_is_outlet(p, outlet_name, known) or _is_place(p) for p in parts)
    )


def _is_place(part: str) -> bool:
    return bool(_PLACE.fullmatch(part)) or bool(re.fullmatch(r"\w+day|\(?\d.*\d?\)?", part))


def _is_bare_place(head: str, rest: str, known: Patterns) -> bool:
    """``SURABAYA - Polisi …`` or ``Kota Batu - Polisi …``: capitals, few words, then a capital."""
    words = head.split()
    return (
        len(words) <= 3
        and all(w[:1].isupper() and w.strip(",.()").isalpha() for w in words)
        and not any(w.strip(",.()").lower() in known.not_places for w in words)
        and rest[:1].isupper() | (rest[:1] in "“\"'")
    )


def _place(head: str, outlet_name: str, known: Patterns) -> str | None:
    places = [
        part
        for part in _parts(head)
        if not _is_outlet(part, outlet_name, known) and not part[0].isdigit()
    ]
    bare = places or [p for p in _parts(head) if p.isupper() and p.isalpha() and len(p) > 3]
    return _named(bare[0]) if bare else None


def _named(place: str) -> str:
    return place.title() if place.isupper() else place
