"""Connections to public addresses only, each with an end: what keeps a hostile link from reaching an inner network.

A name is resolved once, the addresses are checked, and the connection goes to a checked address (a second look-up could
give another one: DNS rebinding). This holds for each hop of a redirect, since each opens its own connection. Behind an
HTTP proxy the proxy resolves names; then only what is written as an address is checked here.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


class PrivateAddressError(Exception):
    """A name leads to no public address."""


class NoSuchHostError(Exception):
    """A name that does not resolve; ``for_now`` where another attempt may find it."""

    def __init__(self, host: str, *, for_now: bool) -> None:
        super().__init__(host)
        self.for_now = for_now


def public(address: str) -> bool:
    """Return whether an IP address is one of the open internet, also where it wraps an IPv4 address."""
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
    whole: float = 45.0  # until the answer's headers are there

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
        """Check a host as far as that is possible without resolving it. Raises PrivateAddressError."""
        if host.rstrip(".").lower().endswith("localhost") and not self.permitted("127.0.0.1"):
            raise PrivateAddressError(host)
        with suppress(ValueError):
            if not self.permitted(str(ipaddress.ip_address(host))):
                raise PrivateAddressError(host)


class Watch:
    """Ends a request that takes too long as a whole, however steadily it drips: it shuts its sockets down."""

    def __init__(self, seconds: float) -> None:
        """Begin to count with ``with``."""
        self.over = False
        self._twins: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for twin in self._twins:
                twin.close()
            self._twins.clear()

    def add(self, opened: socket.socket) -> None:
        """Watch a socket. TLS takes the socket over, so a twin of it is kept."""
        with self._lock:
            self._twins.append(opened.dup())
        if self.over:
            self._end()

    def _end(self) -> None:
        self.over = True
        with self._lock:
            for twin in self._twins:
                with suppress(OSError):
                    twin.shutdown(socket.SHUT_RDWR)


def session(network: Network, watch: Watch) -> requests.Session:
    """Return a session for one request: no passwords out of ~/.netrc, no redirect followed, no address unchecked."""
    made = _Session()
    adapter = HTTPAdapter(max_retries=0)
    adapter.poolmanager.pool_classes_by_scheme = _pools(network, watch)
    made.mount("http://", adapter)
    made.mount("https://", adapter)
    return made


class _Session(requests.Session):
    """Does not follow redirects, nor read their bodies in order to (requests does even when told not to follow)."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def get_redirect_target(self, _: requests.Response) -> None:
        """Say that there is nothing to follow."""


def _pools(network: Network, watch: Watch) -> dict[str, Any]:
    """Return urllib3's pools by scheme, with connections that go to checked addresses and are watched."""

    def connected(connection: HTTPConnection) -> socket.socket:
        opened = _connect(connection, network.addresses(connection.host, connection.port or 0))
        watch.add(opened)
        return opened

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connect(connection: HTTPConnection, addresses: Sequence[str]) -> socket.socket:
    """Return a socket to the first address that takes one; errors are those of urllib3."""
    limit = connection.timeout if isinstance(connection.timeout, (int, float)) else None
    fault: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, connection.port or 0), timeout=limit)
        except OSError as error:
            fault = error
    if isinstance(fault, TimeoutError):
        raise ConnectTimeoutError(connection, "no connection in time") from fault
    raise NewConnectionError(connection, f"no connection: {fault}") from fault
