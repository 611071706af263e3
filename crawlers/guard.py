"""No requests to private machines: what a page or an outlet entry names must be public.

Two locks. ``is_private`` looks at the address as written (127.0.0.1, [::1], 0x7f.1, localhost);
``PublicResolver`` looks at what a name resolves to, at the moment of connecting, so redirects
and names that change their address are covered too. With a proxy only the first applies, since
names are resolved on its side.
"""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import unquote

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

INNER_NAMES = ("localhost", "local", "internal", "localdomain")  # the last label
V4_IN_V6 = tuple(  # an IPv4 address in the last four bytes: compatible, translated, NAT64
    ipaddress.IPv6Network(net) for net in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")
)
LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")


def is_private(host: str) -> bool:
    """Whether a host, as written in a URL, is an address that is not public.

    >>> is_private("10.1.2.3"), is_private("2130706433"), is_private("kabarhalut.id")
    (True, True, False)
    """
    name = unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".").rstrip(".").lower()
    if not name or not name.isprintable() or name.rpartition(".")[2] in INNER_NAMES:
        return True
    try:
        return not is_public(name)
    except ValueError:
        pass
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(name)))
    except (OSError, UnicodeEncodeError, ValueError):
        return False


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet; ValueError when it is no address."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in LOCAL_NAT64:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour
        if any(ip in network for network in V4_IN_V6):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner and not is_public(str(inner)):
            return False
        if ip.ipv4_mapped:
            return True
    return ip.is_global and not ip.is_multicast


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only; remembers in ``refused`` which it turned down."""

    refused: ClassVar[set[str]] = set()

    def getHostByName(  # noqa: N802 - Twisted's name
        self, name: str, timeout: Sequence[int] = ()
    ) -> Deferred[str]:
        """The address of the name; DNSLookupError when it is not public."""
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if is_public(address):
            return address
        self.refused.add(name)
        raise DNSLookupError(f"{name} resolves to {address}, which is not public")
