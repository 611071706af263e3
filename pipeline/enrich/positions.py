"""Which position a named person holds, and of which unit: read from the words around the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.enrich import lexicon
from pipeline.enrich.names import MILITARY, Mention
from pipeline.enrich.sentences import Span
from pipeline.records import UnitMention
from pipeline.stopwords import stopwords

_CREDENTIALS = re.compile(
    r"(?:\s*,?\s*(?:[A-Z][A-Za-z]{0,4}\.(?:\s?[A-Z][A-Za-z]{0,6}\.?)*|S\.?I\.?K|S\.?H|M\.?H|M\.?M|M\.?Si|SIK|SH|MH|MM|MSi|Msi|SE|S\.?E|SPd|SSos|STrK|STK|CPHR|CBA|MIK))+\.?"
)
_LEFT_GAP = re.compile(r"[\w\s.()/’'-]*?,?\s*(?:yang juga [\w\s]{3,40}, )?")
_REST_OF_POSITION = re.compile(
    r"[,.;:\n]|\b(?:yang|saat|ketika|asal|dari|di|untuk|kepada|dalam|itu|tersebut|ini)\b"
)
_NAME_BEHIND = re.compile(r", (?:[A-Z][a-z]+\.? ?){2,}")
_NATIONAL = (
    "kapolri", "wakapolri", "kadiv", "kabareskrim", "kabaharkam", "kabaintelkam", "kakor",
    "kadensus",
)  # fmt: skip
BETWEEN = frozenset(
    {"dan", "di", "setempat", "wilayah", "bidang", "pada", "yang", "juga", "saat", "itu"}
)
COMMAND = ("kapol", "wakapol", "kasat", "kabag", "kabid", "dir", "wadir", "kadiv")
LEFT_WINDOW = 110
RIGHT_WINDOW = 70


def add_position(mention: Mention, text: str) -> None:
    """The position that stands right before the rank or name, or right behind the name."""
    known = lexicon.load()
    begin = max(text.rfind("\n", 0, mention.span.start) + 1, mention.span.start - LEFT_WINDOW)
    left = text[begin : mention.span.start]
    left = left[: titles.start()] if (titles := known.title_ending.search(left)) else left
    for pattern, police in ((known.police_position, True), (known.civil_position, False)):
        for match in reversed(list(pattern.finditer(left))):
            gap = left[match.end() :]
            if not police and _inside_a_body(left[: match.start()], match[0]):
                continue
            if police and _is_of_another(left[: match.start()], gap):
                continue
            if police and _holds_under(left[: match.start()]):
                continue
            if _LEFT_GAP.fullmatch(gap) and _is_apposition(gap):
                if _is_of(mention, match[0], text):
                    mention.related = True
                    return
                _take(mention, match[0], gap, police)
                mention.span = Span(begin + match.start(), mention.span.end)
                return
    credentials = _CREDENTIALS.match(text, mention.span.end)
    after = credentials.end() if credentials else mention.span.end
    behind = re.compile(r",? (?:selaku |sebagai |yang menjabat )?|\s?\(").match(text, after)
    window = text[: after + RIGHT_WINDOW]
    for pattern, police in ((known.police_position, True), (known.civil_position, False)):
        held = pattern.match(window, behind.end()) if behind and behind[0].strip() else None
        if held:
            rest = "" if police else _REST_OF_POSITION.split(window[held.end() :], maxsplit=1)[0]
            rest = known.reporting.split(rest, maxsplit=1)[0]
            _take(mention, held[0], rest, police)
            return


def _is_of(mention: Mention, head: str, text: str) -> bool:
    """``pengacara Jokowi, Yakup Hasibuan``: the name in between is not the lawyer's."""
    relational = head.lower() in lexicon.load().relational
    return relational and bool(_NAME_BEHIND.match(text, mention.span.end))


def _inside_a_body(before: str, head: str) -> bool:
    """``Ikatan Pedagang Gosala``: a capitalised noun behind another names a body."""
    word = (before.split() or [""])[-1]
    begins = word.lower() in lexicon.load().starters or word.lower() in stopwords()
    return head[0].isupper() and word[:1].isupper() and word[-1:].isalpha() and not begins


def _is_of_another(before: str, gap: str) -> bool:
    """``Penasihat Kapolri Prof Muradi``, ``Kapolri dan IPW …``, ``Kapolri mencopot Irjen …``"""
    toward = (before.split() or [""])[-1].lower() in lexicon.load().relational
    lower = {word for word in re.findall(r"[\w’'-]+", gap) if word[0].islower()}
    return toward or gap.startswith(" dan ") or not lower <= BETWEEN


def _holds_under(before: str) -> bool:
    """``Kabid Humas Kapolda Papua, Kombes AM Kamal``: he is the former."""
    positions = [*lexicon.load().police_position.finditer(before)]
    return bool(positions) and not before[positions[-1].end() :].strip()


def _is_apposition(gap: str) -> bool:
    """Between a position and a name stand only names of units, places and bodies."""
    words = re.findall(r"[\w’'-]+", gap)
    lower = [w for w in words if w[0].islower() and w not in {"dan", "di", "of", "yang", "juga"}]
    most = 2 if gap.endswith(", ") else 1
    return len(lower) <= most and len(words) <= 9 and gap.count(",") <= 1


def _take(mention: Mention, head: str, rest: str, police: bool) -> None:
    if police and (mention.military or _beyond_rank(mention.rank, head)):
        return
    body = re.split(r"[,(]", rest)[0].strip() if not police else ""
    body = re.sub(MILITARY.pattern[1:] + "$", "", body + " ").strip()
    head = head.removesuffix("nya")
    mention.position = f"{head} {body}".strip() if body else lexicon.normal_position(head)
    mention.police = police or bool(mention.rank)


def _beyond_rank(rank: str | None, head: str) -> bool:
    """No Briptu is a Kapolres: posts of command are held by officers."""
    order = lexicon.load().rank_order
    return bool(rank and order[rank] > order["Ipda"] and head.lower().startswith(COMMAND))


def unit_of(mention: Mention, text: str, units: Sequence[UnitMention]) -> str | None:
    """The unit named inside the position, else the nearest before, else the nearest after."""
    within = [u for u in units if u.end > mention.span.start and u.start < mention.span.end + 60]
    inside = [u for u in within if u.start < mention.span.end or _belongs_behind(text, mention, u)]
    if inside:
        return inside[0].unit
    fitting = [u for u in units if _fits(mention.position, mention.rank, u.unit)]
    before = [u for u in fitting if u.end <= mention.span.start]
    after = [u for u in fitting if u.start >= mention.span.end]
    if before:
        return before[-1].unit
    return after[0].unit if after else None


def _belongs_behind(text: str, mention: Mention, unit: UnitMention) -> bool:
    return bool(
        re.fullmatch(
            r",? ?(?:selaku |sebagai |dari )?[\w ]{0,25}", text[mention.span.end : unit.start]
        )
    )


def _fits(position: str | None, rank: str | None, unit: str) -> bool:
    """Whether a holder of this position and rank can serve at this level of unit."""
    head = (position or "").lower()
    level = unit.split()[0].lower()
    order = lexicon.load().rank_order
    if rank and order[rank] <= order["Brigjen Pol"] and level not in {"polda", "mabes"}:
        return False
    if "kapolsek" in head or "kanit" in head or "bhabin" in head:
        return level.startswith(("polsek", "polres"))
    if head.startswith(("kapolda", "wakapolda", "kabid", "dir", "wadir", "dansat", "karo")):
        return level == "polda"
    if head.startswith(_NATIONAL):
        return level == "mabes"
    if head.startswith(("kapolres", "wakapolres", "kasat", "kabag", "kasi")):
        return level.startswith("polres")
    return True
