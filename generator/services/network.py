"""Which addresses may be connected to: public ones only, so that a hostile link reaches no inner network.

A name is resolved once, its addresses are checked, and the connection goes to a checked address (a second look-up could
give another one: DNS rebinding). Each redirect is a new connection, so it is checked as well. Behind an HTTP proxy the
proxy resolves names; then only what the host itself says is checked here.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_V4, _V6 = ipaddress.IPv4Network, ipaddress.IPv6Network
# IPv4 addresses that Python counts as public: the inner service of Azure's machines, relays of 6to4.
_INNER = (_V4("168.63.129.16/32"), _V4("192.88.99.0/24"))
_UNICAST = _V6("2000::/3")  # all that is assigned of IPv6
_RESERVED = (_V6("3fff::/20"),)  # within _UNICAST: for documentation, which older versions of Python do not know
_MAPPED, _NAT64 = _V6("::ffff:0:0/96"), _V6("64:ff9b::/96")  # RFC 4291, RFC 6052: the last 32 bits are IPv4
_6TO4, _TEREDO = _V6("2002::/16"), _V6("2001::/32")
# Names that no public name service has, and an address that they mean. RFC 6761, RFC 6762 (appendix G), RFC 8375, ICANN.
_NAMES = {"localhost": "127.0.0.1", "localdomain": "127.0.0.1", "internal": "169.254.169.254"} | dict.fromkeys(
    ("local", "home.arpa", "lan", "home", "corp", "intranet", "private"), "10.0.0.1"
)
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
_UNUSUAL = "0.0.0.0"  # noqa: S104 - what a public address in an unusual form means: nothing that is public


class PrivateAddressError(Exception):
    """A name leads to no public address."""


class NoSuchHostError(Exception):
    """A name that does not resolve; ``for_now``: another attempt may succeed."""

    def __init__(self, host: str, *, for_now: bool) -> None:
        super().__init__(host)
        self.for_now = for_now


def public(address: str) -> bool:
    """Return whether an IP address belongs to the open internet, and so do all IPv4 addresses that it wraps."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast and not any(found in one for one in _INNER)
    if inner := list(_wrapped(found)):
        return all(public(str(one)) for one in inner)
    return found in _UNICAST and found.is_global and not any(found in one for one in _RESERVED)


def _wrapped(found: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses that packets to an IPv6 address may end at; ``::a.b.c.d`` is no longer routed at all."""
    number = int(found)
    if found in _MAPPED or found in _NAT64:
        yield ipaddress.IPv4Address(number & 0xFFFFFFFF)
    elif found in _6TO4:
        yield ipaddress.IPv4Address(number >> 80 & 0xFFFFFFFF)
    elif found in _TEREDO:
        yield ipaddress.IPv4Address(number >> 64 & 0xFFFFFFFF)  # the server
        yield ipaddress.IPv4Address(~number & 0xFFFFFFFF)  # the machine


def any_address(address: str) -> bool:  # noqa: ARG001
    """Permit every address: for a shelf on an inner network, whose links are trusted."""
    return True


def meant(host: str) -> str | None:
    """Return the IP address that a host stands for without being looked up; None for a name of the open internet.

    Numbers that are no dotted quad (``2130706433``, ``0x7f.1``, ``127.1``) are addresses to some resolvers; nobody writes
    a public one so.
    """
    name = unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".").strip("[]").rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    if all(map(_NUMBER.fullmatch, name.split("."))):
        try:
            address = socket.inet_ntoa(socket.inet_aton(name))
        except OSError:
            return None
        return _UNUSUAL if public(address) else address
    return next((address for end, address in _NAMES.items() if f".{name}".endswith(f".{end}")), None)


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
        self.check_host(host)
        try:
            found = self.resolve(host, port)
        except socket.gaierror as error:
            raise NoSuchHostError(host, for_now=error.errno == socket.EAI_AGAIN) from error
        except UnicodeError as error:  # a label that IDNA cannot encode
            raise NoSuchHostError(host, for_now=False) from error
        if allowed := [address for address in found if self.permitted(address)]:
            return allowed
        raise PrivateAddressError(host)

    def check_host(self, host: str) -> None:
        """Check a host as far as possible without resolving it. Raises PrivateAddressError."""
        address = meant(host)
        if address is not None and not self.permitted(address):
            raise PrivateAddressError(host)
