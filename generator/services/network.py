"""Which addresses may be connected to: public ones only, so that a hostile link reaches no inner network.

A name is resolved once, its addresses are checked, and the connection goes to a checked address (a second look-up could
give another one: DNS rebinding). Each redirect is a new connection, so it is checked as well. Behind an HTTP proxy the
proxy resolves names; then only hosts written as an IP address are checked here.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


class PrivateAddressError(Exception):
    """A name leads to no public address."""


class NoSuchHostError(Exception):
    """A name that does not resolve; ``for_now``: another attempt may succeed."""

    def __init__(self, host: str, *, for_now: bool) -> None:
        super().__init__(host)
        self.for_now = for_now


def public(address: str) -> bool:
    """Return whether an IP address belongs to the open internet, even if it wraps an IPv4 address."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner: object = None
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if isinstance(inner, ipaddress.IPv4Address):
        return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


def any_address(address: str) -> bool:  # noqa: ARG001
    """Permit every address: for a shelf on an inner network, whose links are trusted."""
    return True


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host. Raises socket.gaierror."""
    return list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass(frozen=True, kw_only=True)
class Network:
    """How connections are made; the functions are replaced in tests. Limits are in seconds."""

    permitted: Callable[[str], bool] = public
    resolve: Callable[[str, int], list[str]] = resolve
    connect: float = 10.0
    read: float = 20.0  # between two pieces of an answer
    whole: float = 45.0  # for the request as a whole

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host that may be connected to. Raises NoSuchHostError, PrivateAddressError."""
        try:
            found = self.resolve(host, port)
        except socket.gaierror as error:
            raise NoSuchHostError(host, for_now=error.errno == socket.EAI_AGAIN) from error
        except UnicodeError as error:  # a label that IDNA cannot encode
            raise NoSuchHostError(host, for_now=False) from error
        if allowed := [address for address in found if self.permitted(address)]:
            return allowed
        raise PrivateAddressError(host)

    def check_literal(self, host: str) -> None:
        """Check a host as far as possible without resolving it. Raises PrivateAddressError."""
        if host.rstrip(".").lower().endswith("localhost") and not self.permitted("127.0.0.1"):
            raise PrivateAddressError(host)
        with suppress(ValueError):
            if not self.permitted(str(ipaddress.ip_address(host))):
                raise PrivateAddressError(host)
