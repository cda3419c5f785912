"""Judges one link: HEAD, then GET if HEAD fails; redirects, retries, and the verdict."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from generator.links.memory import Answer, Verdict
from generator.services import http
from generator.services.http import ATTEMPTS, NoReplyError, Reason, Reply
from generator.services.network import Network
from generator.services.throttle import Throttle

BACK_OFF = (2.0, 8.0)  # seconds before the second and the third attempt
LONGEST_WAIT = 60.0  # seconds; a host that asks for more is not asked again in this run
REDIRECTS = 10
SLOW = 2  # links of a host that get no answer in time; after that it is left alone
_SURE = "doi.org"
_HEADERS = {"User-Agent": http.agent("link check"), "Accept-Encoding": "identity"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judged:
    """A reply (empty if there was none), and what it says about the link."""

    reply: Reply = Reply()
    verdict: Verdict = "error"
    note: str = ""
    again: bool = False  # another attempt may succeed


_NO_REPLY: dict[Reason, _Judged] = {
    "private address": _Judged(verdict="refused", note="leads to a private address, which is not asked"),
    "no such host": _Judged(verdict="gone", note="there is no such host"),
    "no look-up": _Judged(note="the host's name cannot be looked up now", again=True),
    "time-out": _Judged(verdict="slow", note="does not answer in time"),
    "certificate": _Judged(note="has no certificate that can be trusted"),
    "unreachable": _Judged(note="does not answer", again=True),
    "broken": _Judged(note="does not answer", again=True),
    "not HTTP": _Judged(note="is not a valid address, or its host does not speak HTTP"),
}
_LATE = (_NO_REPLY["time-out"], _NO_REPLY["no look-up"])


class LinkProbe:
    """Requests links at the pace that ``throttle`` allows; safe for threads. ``now`` returns the current time.

    A host that was too slow twice gets no more requests; after ``stop`` no host does.
    """

    def __init__(
        self,
        throttle: Throttle,
        *,
        network: Network | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        stop: threading.Event | None = None,
    ) -> None:
        """Send nothing yet."""
        self._throttle, self._network, self._now = throttle, network or Network(), now
        self._stop = stop or threading.Event()
        self._slow: Counter[str] = Counter()  # links that got no answer in time, by host
        self._lock = threading.Lock()

    def ask(self, url: str) -> Answer:
        """Return the verdict on an address; never raises because of a server or a link."""
        for attempt in range(ATTEMPTS):
            answer, judged, host = self._follow(url)
            status = judged.reply.status
            if not judged.again or attempt == ATTEMPTS - 1 or self._slow[host] >= SLOW:
                break
            wait = judged.reply.retry_after(self._now()) if status in http.BUSY else None
            if (wait or 0.0) > LONGEST_WAIT:
                self._throttle.abandon(host)
                break
            self._throttle.postpone(host, BACK_OFF[attempt] if wait is None else wait)
        if status == 429:
            self._throttle.abandon(host)
        return replace(answer, asked=self._now())

    def online(self) -> bool:
        """Whether a host name that surely exists can be looked up; nothing is sent to the host."""
        try:
            return bool(self._network.resolve(_SURE, 443))
        except OSError:
            return False

    def _follow(self, url: str) -> tuple[Answer, _Judged, str]:
        """Follow redirects; return the verdict on the first address, the last reply and its host."""
        at, to, permanent, seen = url, "", True, {url}
        while True:
            host = http.host(at)
            judged = self._judge(at, host)
            status = judged.reply.status
            if status not in http.REDIRECTS or not judged.reply.headers.get("Location"):
                return _answer(judged, to), judged, host
            target, fault = _target(at, judged.reply)
            permanent = permanent and status in http.PERMANENT
            to = target if permanent else to
            if not fault and target in seen:
                fault = "redirects in a circle"
            elif not fault and len(seen) > REDIRECTS:
                fault = f"redirects more than {REDIRECTS} times"
            if fault:
                return Answer(verdict="error", status=status, note=fault), _Judged(reply=Reply(status=status)), host
            seen.add(target)
            at = target

    def _judge(self, url: str, host: str) -> _Judged:
        """Judge the answer to HEAD, or to GET if HEAD fails: no link is called gone because of HEAD alone."""
        if self._throttle.is_abandoned(host):
            return _Judged(verdict="blocked", note="not asked: the host wants fewer requests")
        if self._slow[host] >= SLOW:
            return _Judged(verdict="unchecked", note=f"not checked: the host was too slow {SLOW} times in this run")
        judged = self._send("HEAD", url, host)
        status = judged.reply.status
        if (status >= 400 and status != 429) or (not status and (judged.again or judged.verdict == "slow")):
            judged = self._send("GET", url, host)
        if judged in _LATE:
            with self._lock:
                self._slow[host] += 1
        return judged

    def _send(self, method: str, url: str, host: str) -> _Judged:
        try:
            with self._throttle.turn(host):
                if self._stop.is_set():  # while waiting for the turn, too
                    return _Judged(verdict="unchecked", note="not checked: the run was ended")
                return _of_status(http.send(method, url, self._network, headers=_HEADERS))
        except NoReplyError as error:
            return _NO_REPLY[error.reason]


def _of_status(reply: Reply) -> _Judged:
    """Judge a status."""
    verdict: Verdict = "error"
    if 200 <= reply.status < 300:
        verdict = "ok"
    elif reply.status in http.UNKNOWN:
        verdict = "gone"
    elif 400 <= reply.status < 500 or reply.status == 999:  # LinkedIn's way to say 403
        verdict = "blocked"
    return _Judged(reply=reply, verdict=verdict, again=reply.status == 429 or 500 <= reply.status < 600)


def _answer(judged: _Judged, to: str) -> Answer:
    status = judged.reply.status
    if judged.verdict == "ok" and to:
        return Answer(verdict="moved", status=status, to=to)
    note = judged.note or ("redirects to nowhere" if status in http.REDIRECTS else "")
    return Answer(verdict=judged.verdict, status=status or None, note=note)


def _target(at: str, reply: Reply) -> tuple[str, str]:
    """Return the address that a redirect leads to, or what is wrong with it."""
    try:
        target = reply.target(at)
    except ValueError:
        return "", "redirects to an invalid address"
    parts = urlsplit(target)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "", "redirects to an address that is not http or https"
    return target, ""
