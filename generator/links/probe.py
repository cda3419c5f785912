"""Asks one address: HEAD, then GET where HEAD gets no good answer; redirects, retries, and what it all means."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from generator.links.memory import Answer, Verdict
from generator.services.network import Network, NoSuchHostError, PrivateAddressError, Watch, session
from generator.services.throttle import Hosts

ATTEMPTS = 3
BACK_OFF = (2.0, 8.0)  # seconds before the second and the third attempt
LONGEST_WAIT = 60.0  # seconds; a host that asks for more is left alone for this run
REDIRECTS = 10
_SURE = "doi.org"
_PERMANENT = {301, 308}
_REDIRECTS = _PERMANENT | {302, 303, 307}
_GONE = {404, 410}
_BUSY = {429, 503}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reply:
    """A server's answer without its body, or, with status 0, why there is none."""

    status: int = 0
    headers: Mapping[str, str] | None = None
    verdict: Verdict = "error"
    note: str = ""
    again: bool = False  # another attempt may end otherwise

    def header(self, name: str) -> str:
        return (self.headers or {}).get(name, "")


class Asker:
    """Asks addresses, at the pace that ``hosts`` allows; safe for threads. ``now`` is the time of day."""

    def __init__(
        self,
        hosts: Hosts,
        *,
        network: Network | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        """Ask nothing yet."""
        self._hosts, self._network, self._now = hosts, network or Network(), now
        self._headers = {"User-Agent": _agent(), "Accept": "*/*", "Accept-Encoding": "identity"}

    def ask(self, url: str) -> Answer:
        """Return the verdict on an address; never raises for what a server or a link does."""
        for attempt in range(ATTEMPTS):
            answer, reply, host = self._chain(url)
            if not reply.again or attempt == ATTEMPTS - 1:
                break
            asked = _seconds(reply.header("Retry-After"), self._now()) if reply.status in _BUSY else None
            if (asked or 0.0) > LONGEST_WAIT:
                self._hosts.leave(host)
                break
            self._hosts.rest(host, BACK_OFF[attempt] if asked is None else asked)
        if reply.status == 429:
            self._hosts.leave(host)
        return replace(answer, asked=self._now())

    def online(self) -> bool:
        """Whether a name that is sure to exist can be looked up; nothing is sent to its host."""
        try:
            return bool(self._network.resolve(_SURE, 443))
        except OSError:
            return False

    def _chain(self, url: str) -> tuple[Answer, _Reply, str]:
        """Follow redirects; return the verdict on the first address, the last reply and its host."""
        at, to, permanent, seen = url, "", True, {url}
        while True:
            host = _host(at)
            reply = self._reply(at, host)
            if reply.status not in _REDIRECTS or not reply.header("Location"):
                return _answer(reply, to), reply, host
            target, fault = _target(at, reply.header("Location"))
            permanent = permanent and reply.status in _PERMANENT
            to = target if permanent else to
            if not fault and target in seen:
                fault = "redirects in a circle"
            elif not fault and len(seen) > REDIRECTS:
                fault = f"redirects more than {REDIRECTS} times"
            if fault:
                return Answer(verdict="error", status=reply.status, note=fault), _Reply(status=reply.status), host
            seen.add(target)
            at = target

    def _reply(self, url: str, host: str) -> _Reply:
        """Return what the server says, by GET where it does not like HEAD: nothing is gone on a HEAD alone."""
        if self._hosts.left(host):
            return _Reply(verdict="blocked", note="not asked: the host wants fewer requests")
        reply = self._request("HEAD", url, host)
        if (reply.status >= 400 and reply.status != 429) or (
            not reply.status and (reply.again or reply.verdict == "slow")
        ):
            return self._request("GET", url, host)
        return reply

    def _request(self, method: str, url: str, host: str) -> _Reply:
        """Send one request and return the answer's head; its body is not read."""
        network = self._network
        with self._hosts.turn(host), Watch(network.whole) as watch, session(network, watch) as line:
            try:
                proxies = get_environ_proxies(url)
                if proxies:
                    network.check_literal(host)
                with line.request(
                    method,
                    url,
                    headers=self._headers,
                    proxies=proxies,
                    verify=os.environ.get("REQUESTS_CA_BUNDLE") or True,
                    timeout=(network.connect, network.read),
                    stream=True,
                    allow_redirects=False,
                ) as response:
                    # A head that was cut off reads like a whole one.
                    return _slow() if watch.over else _status(response.status_code, response.headers)
            except PrivateAddressError:
                return _Reply(verdict="refused", note="leads to a private address, which is not asked")
            except NoSuchHostError as error:
                if error.for_now:
                    return _Reply(note="the host's name cannot be looked up now", again=True)
                return _Reply(verdict="gone", note="there is no such host")
            except requests.Timeout:
                return _slow()
            except requests.exceptions.SSLError:
                return _slow() if watch.over else _Reply(note="has no certificate that can be trusted")
            except requests.ConnectionError:
                return _slow() if watch.over else _Reply(note="does not answer", again=True)
            except (requests.RequestException, HTTPError, OSError, ValueError):
                return _slow() if watch.over else _Reply(note="is no address that can be asked, or does not speak HTTP")


def _slow() -> _Reply:
    return _Reply(verdict="slow", note="does not answer in time")


def _status(status: int, headers: Mapping[str, str]) -> _Reply:
    """Say what a status means."""
    verdict: Verdict = "error"
    if 200 <= status < 300:
        verdict = "ok"
    elif status in _GONE:
        verdict = "gone"
    elif 400 <= status < 500 or status == 999:  # LinkedIn's way to say 403
        verdict = "blocked"
    return _Reply(status=status, headers=headers, verdict=verdict, again=status == 429 or 500 <= status < 600)


def _answer(reply: _Reply, to: str) -> Answer:
    note = reply.note or ("redirects to nowhere" if reply.status in _REDIRECTS else "")
    if reply.verdict == "ok" and to:
        return Answer(verdict="moved", status=reply.status, to=to)
    return Answer(verdict=reply.verdict, status=reply.status or None, note=note)


def _target(at: str, location: str) -> tuple[str, str]:
    """Return the address that a redirect leads to, or what is wrong with it."""
    try:
        # Servers send UTF-8, http.client reads Latin-1.
        target = urldefrag(urljoin(at, location.encode("latin-1", "replace").decode("utf-8", "replace"))).url
        parts = urlsplit(target)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return "", "redirects to something that is not http or https"
    except ValueError:
        return "", "redirects to something that is no address"
    return target, ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _seconds(text: str, now: dt.datetime) -> float | None:
    """Return how long a server wants to be left alone, out of seconds or a date; None where it does not say."""
    if text.strip().isascii() and text.strip().isdigit():
        return float(text.strip()[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((moment.replace(tzinfo=moment.tzinfo or dt.UTC) - now).total_seconds(), 0.0)


def _agent() -> str:
    try:
        return f"reading-shelf/{version('reading-shelf')} (link check)"
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "reading-shelf (link check)"
