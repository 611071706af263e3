"""A page shape: what one kind of site prints around its articles, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """``template`` is a file of ``templates``; where several values stand, articles take turns.

    ``machine`` holds how dates are stated: words of ``ld og meta time``; ``stamp`` their form;
    ``authors`` where the writer is named: words of ``ld meta top line ending``.
    """

    name: str
    host: str
    site: str
    template: str
    path: str = "/read/{id}"
    zone: str = "Asia/Jakarta"
    datelines: tuple[str, ...] = ("",)
    dates: tuple[str, ...] = ("{hari}, {d} {bulan} {y} {hm} {wib}",)
    machine: tuple[str, ...] = ("ld og",)
    stamp: str = "{iso}"
    authors: tuple[str, ...] = ("ld",)
    suffix: str = ""
    encoding: str = "utf-8"
    content_type: str = "text/html; charset=utf-8"
