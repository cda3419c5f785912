"""One HTTP request to an untrusted server: public addresses only, with a deadline and a limit on the size.

No redirect is followed, no password or cookie is sent. The callers decide what an answer means.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal, Self, TypeAlias
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, DecodeError, HTTPError, NewConnectionError, ReadTimeoutError

from generator.services.network import Network, NoSuchHostError, PrivateAddressError

ATTEMPTS = 3  # for a fault that may pass
PERMANENT = {301, 308}
REDIRECTS = PERMANENT | {302, 303, 307}
UNKNOWN = {404, 410}
BUSY = {429, 503}  # their Retry-After counts
READ = {200, 400}  # with a body that says something
_CHUNK = 65_536

Reason: TypeAlias = Literal[
    "private address", "no such host", "no look-up", "time-out", "certificate", "unreachable", "broken", "not HTTP",
    "too large", "not unpacked",
]  # fmt: skip


class NoReplyError(Exception):
    """A request without a usable answer."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A server's answer; ``headers`` ignore case; ``body`` is empty unless it was requested and the status is in READ."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def retry_after(self, now: dt.datetime | None = None) -> float | None:
        """Return the seconds that ``Retry-After`` names, as a number or a date; None where it names neither."""
        text = self.headers.get("Retry-After", "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        moment = moment.replace(tzinfo=moment.tzinfo or dt.UTC)
        return max((moment - (now or dt.datetime.now(dt.UTC))).total_seconds(), 0.0)

    def target(self, url: str) -> str:
        """Return the address that ``url`` redirects to, without its fragment. Raises ValueError if it is invalid."""
        location = self.headers.get("Location", "").encode("latin-1", "replace").decode("utf-8", "replace")
        target = urldefrag(urljoin(url, location)).url  # servers send UTF-8, http.client reads Latin-1
        _ = urlsplit(target).port  # raises ValueError, too
        return target


def agent(purpose: str) -> str:
    """Return the User-Agent header."""
    try:
        return f"reading-shelf/{version('reading-shelf')} ({purpose})"
    except PackageNotFoundError:  # run from a checkout that is not installed
        return f"reading-shelf ({purpose})"


def host(url: str) -> str:
    """Return the host of an address, or "" if it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def send(
    method: str, url: str, network: Network, *, headers: Mapping[str, str], body: bytes | None = None, most: int = 0
) -> Reply:
    """Send one request, with a body if there is one. Raises NoReplyError.

    If the status is in READ, up to ``most`` bytes of the answer's body are read, decompressed.
    """
    with _Deadline(network.whole) as deadline, _session(network, deadline) as session:
        try:
            proxies = get_environ_proxies(url)
            if proxies:
                network.check_host(host(url))
            with session.request(
                method,
                url,
                headers=headers,
                data=body,
                proxies=proxies,
                verify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True,
                timeout=(network.connect, network.read),
                stream=True,
                allow_redirects=False,
            ) as response:
                text = _body(response, most, deadline) if most and response.status_code in READ else b""
                if not deadline.over:  # a head or a body that was cut off reads like a whole one
                    return Reply(status=response.status_code, headers=response.headers, body=text)
                raise NoReplyError("time-out")
        except (
            requests.RequestException,
            HTTPError,
            OSError,
            ValueError,
            PrivateAddressError,
            NoSuchHostError,
        ) as error:
            raise NoReplyError("time-out" if deadline.over else _reason(error)) from error


def _body(response: requests.Response, most: int, deadline: _Deadline) -> bytes:
    """Read the body piece by piece, so that both its size and its time are limited."""
    body = bytearray()
    while not deadline.over and (chunk := response.raw.read1(_CHUNK, decode_content=True)):
        body += chunk
        if len(body) > most:
            raise NoReplyError("too large")
    return bytes(body)


def _reason(error: Exception) -> Reason:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, PrivateAddressError):
        return "private address"
    if isinstance(error, NoSuchHostError):
        return "no look-up" if error.for_now else "no such host"
    if isinstance(error, (requests.Timeout, ReadTimeoutError)):
        return "time-out"
    if isinstance(error, requests.exceptions.SSLError):
        return "certificate"
    if isinstance(error, requests.exceptions.ProxyError) or isinstance(reason, NewConnectionError):
        return "unreachable"
    if isinstance(error, DecodeError):
        return "not unpacked"
    if isinstance(error, requests.ConnectionError) or not isinstance(error, (requests.RequestException, ValueError)):
        return "broken"
    return "not HTTP"


class _Deadline:
    """Ends a request that takes too long in total, even if it keeps sending: it shuts its sockets down."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for copy in self._sockets:
                copy.close()
            self._sockets.clear()

    def watch(self, opened: socket.socket) -> None:
        """Watch a socket: a copy of it, since TLS takes the socket over."""
        with self._lock:
            self._sockets.append(opened.dup())
        if self.over:
            self._end()

    def _end(self) -> None:
        self.over = True
        with self._lock:
            for copy in self._sockets:
                with suppress(OSError):
                    copy.shutdown(socket.SHUT_RDWR)


class _Session(requests.Session):
    """Reads no password from ~/.netrc, nor the body of a redirect (requests would, even when not following it)."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def get_redirect_target(self, _: requests.Response) -> None:
        """Report that there is nothing to follow."""


def _session(network: Network, deadline: _Deadline) -> requests.Session:
    """Return a session for one request, whose connections go to checked addresses and end with the deadline."""

    def connected(connection: HTTPConnection) -> socket.socket:
        opened = _connect(connection, network.addresses(connection.host, connection.port or 0))
        deadline.watch(opened)
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

    pools: dict[str, Any] = {"http": PlainPool, "https": SecurePool}
    adapter = HTTPAdapter(max_retries=0)
    adapter.poolmanager.pool_classes_by_scheme = pools
    session = _Session()
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _connect(connection: HTTPConnection, addresses: Sequence[str]) -> socket.socket:
    """Return a socket to the first address that accepts a connection. Raises urllib3's errors."""
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
