"""Which address stands for an article, and of which article elsewhere it says it is a copy.

A page's own canonical link wins where it can be believed, else the page's address with AMP, mobile,
print, paging and tracking folded. What another outlet's address stands for is that outlet's link:
an article that names it as its canonical one stays a link of its own, and is known as a copy.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urljoin

from crawlers.addresses import bare_host
from crawlers.copies import folded, may_stand_for
from crawlers.urls import path, site


def canonical_url(url: str, stated: str | None, sisters: Collection[str] = ()) -> str:
    """The address that stands for the page at ``url``, which states another one or none.

    ``sisters`` are the hosts of other outlets on the same site, without www.

    >>> canonical_url("http://m.a.test/x/amp/?utm_source=wa&id=7", None)
    'http://a.test/x/?id=7'
    >>> canonical_url("http://a.test/x?page=2", "http://elsewhere.test/x")
    'http://a.test/x'
    """
    target = _target(url, stated)
    own = target is not None and not _is_elsewhere(url, target, sisters)
    return folded(target) if target and own and may_stand_for(target, url) else folded(url)


def origin_url(url: str, stated: str | None, sisters: Collection[str] = ()) -> str | None:
    """The article of another outlet that the page states as its canonical one.

    >>> origin_url("http://www.a.test/x", "http://kota.a.test/x?utm_source=w", ["kota.a.test"])
    'http://kota.a.test/x'
    >>> origin_url("http://www.a.test/x", "http://a.test/x") is None
    True
    """
    target = _target(url, stated)
    if target is None or path(target) == "/" or not _is_elsewhere(url, target, sisters):
        return None
    return folded(target)


def _target(url: str, stated: str | None) -> str | None:
    try:
        target = urljoin(url, stated or "")
        return target if stated and bare_host(target) else None
    except ValueError:
        return None


def _is_elsewhere(url: str, target: str, sisters: Collection[str]) -> bool:
    if bare_host(url) == bare_host(target):
        return False
    return site(url) != site(target) or bare_host(target) in sisters
