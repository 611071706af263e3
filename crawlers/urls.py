"""Addresses: the one form under which the frontier knows a URL, and which site it belongs to.

``key`` drops only what never changes the answer: fragments, tracking parameters, default ports,
the case of the host, ``page=all``. ``article_key`` names an article whatever form of it an address
leads to: AMP, mobile, print, a page of several. It is a name only; what is asked for is the
address as a listing gave it.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

import tldextract
from w3lib.url import safe_url_string

from crawlers.copies import TRACKING, WHOLE, folded

# what most links look like: nothing in it that could be written in another way
PLAIN = re.compile(
    r"https?://[a-z0-9]+([.-][a-z0-9]+)*(:(?!(80|443)/)([1-9]\d{1,3}|[1-5]\d{4}))?(/(?!\.)[\w.-]+)+/?",
    re.ASCII,
)
WORLD_WIDE_WEB = re.compile(r"(?<=://)www\.(?=[^/]*\.)")
DEFAULT_PORTS = {"http": 80, "https": 443}

_suffixes = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
)


def absolute(base: str, link: str) -> str | None:
    """The link as an absolute http(s) URL fit to request, or None when it is not one.

    >>> absolute("https://x.id/a/", "../b?utm_source=wa#atas")
    'https://x.id/b'
    >>> absolute("https://x.id/", "javascript:void(0)") is None
    True
    """
    if PLAIN.fullmatch(link):
        return link
    if not link.strip() or link.strip().startswith("#"):
        return None
    try:
        parts = urlsplit(safe_url_string(urljoin(base, link.strip())))
        name, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not name:
        return None
    netloc = f"[{name}]" if ":" in name else name
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    query = "&".join(p for p in parts.query.split("&") if p and not TRACKING.fullmatch(p))
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def key(url: str) -> str:
    """The one form of an address that may be written in several ways.

    >>> key("HTTPS://Www.X.id:443/a?page=all&fbclid=1#komentar")
    'https://www.x.id/a'
    """
    if PLAIN.fullmatch(url):
        return url
    parts = urlsplit(absolute(url, url) or url)
    query = "&".join(p for p in parts.query.split("&") if p and not WHOLE.fullmatch(p))
    return urlunsplit(parts._replace(query=query))


@lru_cache(maxsize=4096)
def article_key(url: str) -> str:
    """The name of the article behind ``url`` in the frontier.

    >>> article_key("https://m.X.id/a/amp/?fbclid=1"), article_key("https://www.x.id/a/?page=2")
    ('https://x.id/a', 'https://x.id/a')
    """
    name = WORLD_WIDE_WEB.sub("", folded(key(url)))
    return name if name.count("/") == 3 else name.removesuffix("/")


def asks_for_all_pages(url: str) -> bool:
    """Whether the URL is an article's form in one piece, such as ``?page=all``."""
    return any(WHOLE.fullmatch(pair) for pair in urlsplit(url).query.split("&"))


def site(url: str) -> str:
    """The registered domain of the URL; the host itself for addresses and unknown suffixes.

    >>> site("https://m.ternate.tribunnews.com/a"), site("http://127.0.0.1:8000/")
    ('tribunnews.com', '127.0.0.1')
    """
    return _registered(host(url))


@lru_cache(maxsize=4096)
def _registered(name: str) -> str:
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        registered = _suffixes(name).top_domain_under_public_suffix
        return registered or ".".join(name.split(".")[-2:])


def host(url: str) -> str:
    """The host in lower case, "" when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def path(url: str) -> str:
    """The path, at least "/"."""
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"
