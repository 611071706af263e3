"""Probing outlets from the pipeline's side: start the probe's process, read its report.

Also what an address that a person types means: which host, and which id the entry gets.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

import tldextract
from pydantic import ValidationError

from crawlers.outlets import Outlet
from crawlers.probe.records import OutletProbe, ProbeOptions, ProbeReport
from pipeline.errors import FetchError, OutletError
from pipeline.settings import Settings

MOST_REQUESTS = 60  # to one outlet
_suffixes = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
)
_MIRROR = re.compile(r"^(www\d?|m|mobile|amp)\.(?=.*\.)")


def probe(settings: Settings, outlets: Sequence[Outlet]) -> list[OutletProbe]:
    """Look at the outlets, in the order given; one without channels has them searched."""
    settings.home.mkdir(parents=True, exist_ok=True)
    options = ProbeOptions(
        outlets=list(outlets),
        log_file=(settings.home / "probe.log").resolve(),
        contact=settings.contact,
        allow_private_hosts=settings.allow_private_hosts,
        proxy=settings.proxy,
        delay=settings.delay,
        timeout=settings.timeout,
        max_page_bytes=settings.max_page_bytes,
        budget=MOST_REQUESTS,
        now=settings.now,
    )
    file = settings.home / "probe.json"
    file.write_text(options.model_dump_json(), encoding="utf-8")
    command = [sys.executable, "-m", "crawlers.probe", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        lines = done.stdout.splitlines() or [""]
        return ProbeReport.model_validate_json(lines[-1]).outlets
    except ValidationError as error:
        raise FetchError(
            f"the probe ended with code {done.returncode} and no report. {done.stderr.strip()}",
            hint=f"See {options.log_file}.",
        ) from error


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
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")


def bare_host(url: str) -> str:
    """The host without www., m. and the like."""
    return _MIRROR.sub("", urlsplit(url).hostname or "")
