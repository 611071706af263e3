"""What an address that a person types or sends means: which host, and which id its outlet gets."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import tldextract

from pipeline.errors import OutletError

_suffixes = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
)
_MIRROR = re.compile(r"^(www\d?|m|mobile|amp)\.(?=.*\.)")


def address(text: str) -> str:
    """What a person typed or pasted as a full address.

    >>> address(" WWW.Kabar.id/indeks "), address("http://kabar.id:80/#atas")
    ('https://www.kabar.id/indeks', 'http://kabar.id/')
    """
    stripped = text.strip().strip("<>\"'")
    full = stripped if re.match(r"[a-z][a-z0-9+.-]*://", stripped, re.I) else f"https://{stripped}"
    try:
        parts = urlsplit(full)
        name, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        name, port = "", None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.-]+\.[\w-]+|\[.+\]", name):
        raise OutletError(
            f"{text!r} is no address of a site.", hint="Write it like https://kabar.id."
        )
    usual = port in (None, 80 if parts.scheme == "http" else 443)
    netloc = name if usual else f"{name}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{netloc}{parts.path or '/'}{query}"


def id_of(url: str) -> str:
    """The id an outlet gets from its host: the registered name, sub-domains behind it.

    >>> id_of("https://www.cermat.co.id/"), id_of("https://ternate.tribunnews.com/")
    ('cermat', 'tribunnews-ternate')
    """
    name = bare_host(url)
    found = _suffixes(name)
    parts = name.removesuffix(f".{found.suffix}").split(".")
    if not found.suffix and len(parts) > 1:
        parts.pop()
    stem = "-".join([parts.pop(), *parts])
    return slug(stem)


def slug(name: str) -> str:
    """A name in the letters of an id, "" when it has none of them.

    >>> slug("Kabar Kita.id")
    'kabar-kita-id'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def bare_host(url: str) -> str:
    """The host without www., m. and the like."""
    return _MIRROR.sub("", urlsplit(url).hostname or "")


def has_public_suffix(name: str) -> bool:
    """Whether a host name ends as real ones do, with a name before that.

    >>> has_public_suffix("kabar.co.id"), has_public_suffix("co.id"), has_public_suffix("dan.lain")
    (True, False, False)
    """
    return bool(_suffixes(name).top_domain_under_public_suffix)
