"""Which address stands for an article: canonical link, AMP, mobile, tracking and paging folded."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_DROPPED = re.compile(
    r"utm_\w+|fbclid|gclid|igshid|ref|source|from|amp|m|page|single|showpage|outputType", re.I
)
_AMP_PATH = re.compile(r"/amp/?$|^/amp(?=/)", re.I)
_MOBILE = re.compile(r"^(?:m|amp|mobile)\.", re.I)


def canonical_url(url: str, stated: str | None) -> str:
    """The page's own canonical link when it is of the same site, else the cleaned URL.

    >>> canonical_url("http://m.a.test/x/amp/?utm_source=wa&id=7", None)
    'http://a.test/x/?id=7'
    >>> canonical_url("http://a.test/x?page=2", "http://elsewhere.test/")
    'http://a.test/x'
    """
    if stated:
        target = urljoin(url, stated)
        if _site(target) == _site(url) and urlsplit(target).path not in ("", "/"):
            return _cleaned(target)
    return _cleaned(url)


def _site(url: str) -> str:
    return _MOBILE.sub("", (urlsplit(url).hostname or "").removeprefix("www."))


def _cleaned(url: str) -> str:
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query) if not _DROPPED.fullmatch(k)]
    path = _AMP_PATH.sub("/" if parts.path.endswith("/") else "", parts.path) or "/"
    host = _MOBILE.sub("", parts.netloc.lower())
    return urlunsplit((parts.scheme, host, path, urlencode(query), ""))
