"""The addresses in what people write: found, cleaned of what stands around them, unwrapped.

People send addresses with and without https://, in *bold*, in brackets, several in a message, and
with a full stop behind. An address is joined over a line's end only where it cannot be otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.addresses import has_public_suffix
from crawlers.urls import absolute, article_key, host
from pipeline.links.places import Places
from pipeline.links.records import Message, Sending

LONGEST = 2000  # characters of an address
INVISIBLE = dict.fromkeys(
    [0x00AD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
) | {0x202F: " ", 0x00A0: " "}
_STOPS = r"\s<>\"“”„«»|\\^`"
_ADDRESS = re.compile(
    rf"""
    https?://[^{_STOPS}]+
    | (?<![@\w.\-/:]) www\.[^{_STOPS}/]+\.[^{_STOPS}]+
    | (?<![@a-z0-9.\-/:]) (?:[a-z0-9][a-z0-9-]*\.)+[a-z]{{2,18}}(?::\d{{2,5}})?/[^{_STOPS}]+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GLUED = re.compile(r"(?<=[^=/&?:%])(?=https?://)", re.IGNORECASE)
_ENDS_OPEN = re.compile(r"https?://\S+[-=&]$", re.IGNORECASE)
_GOES_ON = re.compile(r"[a-z0-9][a-z0-9%=&?_-]*(?:[/.][\w./?=&%-]*)?", re.ASCII)
_TRAILING = ".,;:!?…'’‘*~_)]}>"
_OPENING = {")": "(", "]": "[", "}": "{"}


def sendings(message: Message, places: Places) -> Iterator[Sending]:
    """What a message sends, in its order; with http or https, a link is the same."""
    for url in addresses(message.text, places):
        _, _, link = article_key(url).partition("://")
        yield Sending(link, url, message.sender, message.sent_at)


def addresses(text: str, places: Places) -> Iterator[str]:
    """The addresses in a text, as they can be asked for.

    >>> text = "*Cek:* www.kabar.co.id/a-b, (https://kabar.id/c?utm_source=wa)."
    >>> list(addresses(text, Places.load()))
    ['https://www.kabar.co.id/a-b', 'https://kabar.id/c']
    """
    for found in _ADDRESS.finditer(_joined(text.translate(INVISIBLE))):
        before = found.string[: found.start()][-1:]
        for raw in _GLUED.split(found[0]):
            url = _cleaned(raw, before, places)
            if url:
                yield url


def _cleaned(raw: str, before: str, places: Places) -> str | None:
    plain = _trimmed(raw, before).replace("&amp;", "&")
    if len(plain) > LONGEST:
        return None
    if not re.match("https?://", plain, re.IGNORECASE):
        plain = f"https://{plain}"
        if not has_public_suffix(host(plain)):
            return None
    url = absolute(plain, plain)
    inside = places.destinations.unwrapped(url) if url else None
    return absolute(inside, inside) if inside and inside != url else inside


def _trimmed(raw: str, before: str) -> str:
    """Without the marks behind it that are the sentence's and not the address's."""
    while raw and raw[-1] in _TRAILING:
        last = raw[-1]
        if last in _OPENING and raw.count(_OPENING[last]) >= raw.count(last):
            break
        if last == "_" and before != "_":
            break
        raw = raw[:-1]
    return raw


def _joined(text: str) -> str:
    """The text with addresses in one piece that were broken behind a hyphen, = or &, where the next
    line is nothing but the rest of one."""
    whole: list[str] = []
    for line in text.splitlines():
        rest = line.strip()
        goes_on = _GOES_ON.fullmatch(rest) and not _ADDRESS.match(rest)
        if whole and goes_on and _ENDS_OPEN.search(whole[-1]):
            whole[-1] += rest
        else:
            whole.append(line.rstrip())
    return "\n".join(whole)
