"""No requests to private machines: what a page or an outlet entry names must be public.

Two locks. ``is_private`` looks at the address as written (127.0.0.1, [::1], 0x7f.1, localhost);
``PublicResolver`` looks at what a name resolves to, at the moment of connecting, so redirects
and names that change their address are covered too. With a proxy only the first applies, since
names are resolved on its side.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import ClassVar

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError


def is_private(host: str) -> bool:
    """Whether a host, as written in a URL, is an address that is not public.

    >>> is_private("10.1.2.3"), is_private("2130706433"), is_private("kabarhalut.id")
    (True, True, False)
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not _is_public(host)
    except ValueError:
        pass
    try:
        return not _is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, UnicodeEncodeError):
        return False


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only; remembers in ``refused`` which it turned down."""

    refused: ClassVar[set[str]] = set()

    def getHostByName(  # noqa: N802 - Twisted's name
        self, name: str, timeout: Sequence[int] = ()
    ) -> Deferred[str]:
        """The address of the name; DNSLookupError when it is not public."""
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if _is_public(address):
            return address
        self.refused.add(name)
        raise DNSLookupError(f"{name} resolves to {address}, which is not public")


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast
