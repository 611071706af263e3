"""Copies of an article that differ in their address alone: AMP, mobile, print, paging, tracking.

An address enters, the one it is a copy of leaves. Nothing is asked of anybody, so an address that
a page states itself (rel=canonical) is better where there is one.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_ga|ref_src)"
    r"(=.*)?",
    re.IGNORECASE,
)
PAGE = re.compile(r"(?:page|paged|halaman|hal|laman|showpage)=(\d{1,3})", re.IGNORECASE)
WHOLE = re.compile(r"(?:(?:page|showpage|halaman|view)=(?:all|semua)|single=1)", re.IGNORECASE)
BEHIND = r"(?:/(?:page|halaman|hal|laman))?/(\d{1,3})"
_REFERRAL = re.compile(r"(ref|source|from)=.*", re.IGNORECASE)
_COPY = re.compile(
    r"(?:amp|print|cetak)(?:=(?:1|true|amp|yes)?)?|m=[01]"
    r"|(?:outputtype|output|view|mode|format)=(?:amp|print|mobile|cetak)",
    re.IGNORECASE,
)
_HOST = re.compile(r"^(?:m|mobile|amp|wap)\.(?=.*\.)", re.IGNORECASE)
_FOLDER = re.compile(r"^/(?:amp|print|cetak)(?=/[^/])", re.IGNORECASE)
_END = re.compile(r"(?<=[^/])(?:/(?:amp|print|cetak)(?=/?$)|\.amp(?=(\.html)?$))", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5,}")  # of an article in its CMS
_IDENTIFIES = re.compile(r"(?:\w*id|p|no|kode|berita|read)=.+", re.IGNORECASE)
_SCRIPT = re.compile(r"/|.*\.(php|aspx?|jsp|cgi)", re.IGNORECASE)


def folded(url: str) -> str:
    """The address of the article that ``url`` shows in one form or another, as far as it tells.

    >>> folded("http://m.a.test/x/amp/?utm_source=wa&id=7#komentar")
    'http://a.test/x/?id=7'
    >>> folded("https://a.test/x?page=2"), folded("https://a.test/?p=7&print=1")
    ('https://a.test/x', 'https://a.test/?p=7')
    """
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair and not _is_of_a_copy(pair)]
    if not _SCRIPT.fullmatch(parts.path) or any(not PAGE.fullmatch(pair) for pair in pairs):
        pairs = [pair for pair in pairs if not PAGE.fullmatch(pair)]
    path = _END.sub("", _FOLDER.sub("", parts.path)) or "/"
    return urlunsplit(
        (parts.scheme, _HOST.sub("", parts.netloc.lower()), path, "&".join(pairs), "")
    )


def is_copy(url: str) -> bool:
    """Whether the address is that of an AMP, mobile or print copy.

    >>> is_copy("https://a.test/x/amp/"), is_copy("https://a.test/x?page=2")
    (True, False)
    """
    parts = urlsplit(url)
    return (
        bool(_HOST.match(parts.netloc))
        or any(_COPY.fullmatch(pair) for pair in parts.query.split("&"))
        or bool(_FOLDER.match(parts.path) or _END.search(parts.path))
    )


def number_of(url: str) -> int:
    """The page number in the query of an address, 1 when there is none.

    >>> number_of("https://a.test/x?page=3"), number_of("https://a.test/x")
    (3, 1)
    """
    found = (PAGE.fullmatch(pair) for pair in urlsplit(url).query.split("&"))
    return next((int(pair[1]) for pair in found if pair), 1)


def first_page(url: str) -> str | None:
    """Where the article begins that ``url`` is a further page of, by its form; None for no such.

    >>> first_page("https://a.test/polisi-tangkap-dua/2/"), first_page("https://a.test/read/2")
    ('https://a.test/polisi-tangkap-dua/', None)
    """
    parts = urlsplit(url)
    if number_of(url) > 1:
        query = "&".join(pair for pair in parts.query.split("&") if not PAGE.fullmatch(pair))
        return parts._replace(query=query).geturl()
    found = re.fullmatch(rf"(.*/[^/]*-[^/]*-[^/]*?){BEHIND}(/?)", parts.path)
    if found is None or int(found[2]) < 2:
        return None
    return parts._replace(path=found[1] + found[3]).geturl()


def may_stand_for(stated: str, url: str) -> bool:
    """Whether the address that the page at ``url`` gives for itself can be believed: sites name
    the front page, a section or one and the same page for all their articles by mistake.

    >>> may_stand_for("https://a.test/judul/", "https://a.test/?p=7")
    True
    >>> may_stand_for("https://a.test/berita", "https://a.test/berita/judul")
    False
    """
    if folded(stated) == folded(url):
        return True
    own, target = (urlsplit(folded(one)).path.rstrip("/") for one in (url, stated))
    beginning = first_page(url)
    if beginning and urlsplit(beginning).path.rstrip("/") == target:
        return True
    if own == target:
        lost = set(urlsplit(url).query.split("&")) - set(urlsplit(stated).query.split("&"))
        return bool(own) and not any(_IDENTIFIES.fullmatch(pair) for pair in lost)
    if not target or f"{own}/".startswith(f"{target}/"):
        return False
    return (
        is_copy(url)
        or _SCRIPT.fullmatch(own or "/") is not None
        or target.startswith(f"{own}/")
        or own.rpartition("/")[2] == target.rpartition("/")[2]
        or bool(set(_NUMBER.findall(own)) & set(_NUMBER.findall(target)))
    )


def _is_of_a_copy(pair: str) -> bool:
    return any(kind.fullmatch(pair) is not None for kind in (TRACKING, _REFERRAL, _COPY, WHOLE))
