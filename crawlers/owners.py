"""Whose an article is: the outlets of one network live on sub-domains and folders of one site.

What lives at a registered outlet's own home is that outlet's, whoever names it; what lives at
nobody's home is of the outlet that named it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from crawlers.addresses import bare_host
from crawlers.outlets import Outlet
from crawlers.urls import path


class Owners:
    """Finds the owner among ``outlets``."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._homes: defaultdict[str, list[Outlet]] = defaultdict(list)
        for outlet in outlets:
            self._homes[bare_host(outlet.url)].append(outlet)

    def of(self, url: str, finder: Outlet) -> Outlet:
        """The outlet whose home is nearest to ``url``; of equal ones, and of none, the finder."""
        way = path(url)
        fits = [home for home in self._homes[bare_host(url)] if way.startswith(_folder(home))]
        if not fits:
            return finder
        nearest = max(len(_folder(home)) for home in fits)
        owners = [home for home in fits if len(_folder(home)) == nearest]
        return finder if finder in owners else owners[0]


def _folder(outlet: Outlet) -> str:
    return path(outlet.url).rstrip("/") + "/"
