"""Requests to the services and to no other host: pacing, retries, saved answers, and no redirects elsewhere."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode, urlsplit

from generator.problems import Problem, ShelfError
from generator.services import extensions, http
from generator.services.environment import bases, contact, is_configured, keys
from generator.services.http import ATTEMPTS, NoReplyError, Reason, Reply
from generator.services.network import Network, any_address
from generator.services.queries import Question
from generator.services.registry import GITHUB, Service
from generator.services.saved_answers import SavedAnswers, without_texts
from generator.services.throttle import Throttle
from generator.text.sections import counted

BACK_OFF = (1.0, 4.0)  # seconds before the second and the third attempt
TIMED_OUT_ATTEMPTS = 2  # after which a silent service is not asked again
LONGEST_WAIT = 20.0  # seconds; a service that asks for more is not asked again
SIZE = 20_000_000  # bytes; a work with all its references has some 500,000 at most, most have a tenth
REDIRECTS = 3  # OpenAlex redirects from a merged work to the one that replaced it
HOUR = 3_600.0  # seconds that we wait for one service's answers in all
NETWORK = Network(connect=5.0, read=20.0, whole=60.0)

_DENIED = {401, 403}
_NONE_KNOWN = b"No valid paper ids given"  # Semantic Scholar's answer if it knows none of many papers

_OFFLINE = "is this machine online?"
_LATER = "try again later"
_LOGIN = "is there a login page between you and the internet?"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fault:
    """What went wrong with a request: how often to try in all, and how long to wait before the next attempt."""

    code: str
    message: str
    hint: str = _LATER
    attempts: int = 1
    lasting: bool = False
    wait: float | None = None


_SLOW = _Fault(code="add.time-out", message="took more than an hour in all", lasting=True)
_OVER = _Fault(
    code="add.deadline",
    message="was not asked about all papers: the time for this run is over",
    hint="run the command again: it goes on from the answers that it has",
    lasting=True,
)
_NOT_SAVED = _Fault(
    code="add.no-saved-answer", message="has no saved answer for some papers", hint="run the command online once"
)
_UNREACHABLE = _Fault(code="add.offline", message="cannot be reached", hint=_OFFLINE, lasting=True)
_FAULTS: dict[Reason, _Fault] = {
    "private address": _Fault(
        code="add.offline",
        message="has a private address here, so it is not asked",
        hint=f"{_LOGIN} If this network is to be trusted, set the service's SHELF_..._URL to its address",
        lasting=True,
    ),
    "no such host": _UNREACHABLE,
    "no look-up": _UNREACHABLE,
    "unreachable": _UNREACHABLE,
    "certificate": _Fault(code="add.offline", message="has no certificate that can be trusted", lasting=True),
    "time-out": _Fault(
        code="add.time-out", message="did not answer in time", attempts=TIMED_OUT_ATTEMPTS, lasting=True
    ),
    "broken": _Fault(code="add.broken", message="broke off its answer", attempts=ATTEMPTS, lasting=True),
    "not HTTP": _Fault(code="add.broken", message="does not answer as a web server does"),
    "too large": _Fault(
        code="add.too-large", message=f"sends more than {SIZE // 1_000_000} MB, too much for one answer"
    ),
    "not unpacked": _Fault(code="add.no-answer", message="sends bytes that cannot be unpacked"),
}


class Client:
    """Asks the services at the pace that each allows; a service that failed is not asked again.

    A service's key goes to its address alone, never to where a redirect leads, and into no message.
    """

    def __init__(
        self,
        *,
        throttle: Throttle | None = None,
        network: Network = NETWORK,
        saved: SavedAnswers | None = None,
        offline: bool = False,
        seconds: float | None = None,
        otherwise: str = "",
    ) -> None:
        """Read addresses, keys and contact from the environment.

        ``saved`` answers are not asked for again, and new ones are saved there; ``offline``, nothing else is known. After
        so many ``seconds``, nothing is asked. ``otherwise`` ends the hints where there is no answer: what else a person can
        do. Raises ShelfError with ``add.base``, ``add.key`` or ``add.contact``.
        """
        self._saved, self.offline, self.otherwise = saved, offline, otherwise
        self._end = None if seconds is None else time.monotonic() + seconds
        services = {**extensions.services(), GITHUB.name: GITHUB}
        self.bases, self._keys, self._contact = bases(services), keys(services), contact()
        self._throttle, self._network = throttle or Throttle(), network
        purpose = (f"mailto:{self._contact}", f"python-requests/{version('requests')}")
        self._headers = {
            "User-Agent": http.agent("; ".join(purpose[not self._contact :])),
            "Accept-Encoding": "gzip, identity",
        }
        self._failed: dict[str, ShelfError] = {}
        self._days: dict[Question, str] = {}
        self._waited: defaultdict[str, float] = defaultdict(float)  # seconds

    def ask(self, question: Question) -> str | None:
        """Return the answer's text; None if the service does not know the paper.

        Raises ShelfError with ``add.offline``, ``add.time-out``, ``add.busy``, ``add.broken``, ``add.redirect``,
        ``add.too-large``, ``add.refused``, ``add.key``, ``add.no-answer``, ``add.deadline``, ``add.no-saved-answer`` or
        ``add.not-saved``; a service that cannot be reached, or that
        refuses our key, is not asked again.
        """
        service = question.service
        if self._saved and (found := self._saved.get(question)):
            self._days[question] = found.day
            return found.text
        if known := self._failed.get(service.name):
            raise known
        if self.offline:
            answer: str | _Fault | None = _NOT_SAVED
        elif self._end is not None and time.monotonic() > self._end:
            answer = _OVER
        elif self._waited[service.name] > HOUR:
            answer = _SLOW
        else:
            answer = self._attempts(question)
        if not isinstance(answer, _Fault):
            if self._saved:
                whole = answer if answer is None else without_texts(answer)
                if whole is None and answer is not None:
                    return answer  # the next run asks again
                self._saved.put(question, whole)
                return whole
            return answer
        message, hint = f"{service.title} {answer.message}", answer.hint
        if self.otherwise and hint in {_OFFLINE, _LATER}:
            hint = f"{hint}{'' if hint.endswith('?') else ';'} {self.otherwise}"
        if answer.code == "add.busy" and service.key_variable and service.name not in self._keys:
            hint = f"{hint}; with a key in {service.key_variable} it answers more often"
        error = ShelfError(Problem(path=self.host(service), code=answer.code, message=message, hint=hint))
        if answer.lasting:
            self._failed[service.name] = error
        raise error

    def day(self, question: Question) -> str:
        """Return the day of a saved answer, in ISO form; "" if the service was asked just now."""
        return self._days.get(question, "")

    def has_key(self, service: Service) -> bool:
        """Whether the environment has a key for the service."""
        return service.name in self._keys

    def host(self, service: Service) -> str:
        """Return how a problem names the service's address."""
        return urlsplit(self.bases[service.name]).netloc

    def _attempts(self, question: Question) -> str | _Fault | None:
        """Ask until there is an answer, or a fault that another attempt would not fix."""
        service = question.service
        pause = service.pause if self.bases[service.name] == service.base else 0.0  # a mirror has its own rules
        # A person who configures an address may put it on an inner network.
        network = replace(self._network, permitted=any_address) if is_configured(service) else self._network
        attempt = 1
        while True:
            with self._throttle.turn(service.name, pause):
                start = time.monotonic()
                answer = self._answer(question, network)
                self._waited[service.name] += time.monotonic() - start
            if not isinstance(answer, _Fault) or attempt >= answer.attempts or (answer.wait or 0) > LONGEST_WAIT:
                return answer
            self._throttle.postpone(service.name, BACK_OFF[attempt - 1] if answer.wait is None else answer.wait)
            attempt += 1

    def _answer(self, question: Question, network: Network) -> str | _Fault | None:
        """Return the text of one answer, after redirects within the host."""
        service = question.service
        url = self.bases[service.name] + question.target
        method, body = ("POST", question.body.encode()) if question.body else ("GET", None)
        headers = self._headers | ({"Content-Type": "application/json"} if body else {})
        if service.key_header and service.name in self._keys:
            headers[service.key_header] = service.key_prefix + self._keys[service.name]
        for _ in range(REDIRECTS + 1):
            try:
                reply = http.send(method, self._signed(url, service), network, headers=headers, body=body, most=SIZE)
            except NoReplyError as error:
                return _FAULTS[error.reason]
            if reply.status in _DENIED and service.name in self._keys:
                message = f"refuses the request with the key in {service.key_variable} (status {reply.status})"
                hint = "is the key right? Copy it again, or unset the variable to ask without a key"
                return _Fault(code="add.key", message=message, hint=hint, lasting=True)
            if reply.status not in http.REDIRECTS:
                return _read(reply)
            try:
                target = reply.target(url)
                same = bool(reply.headers.get("Location")) and _origin(target) == _origin(url)
            except ValueError:
                target, same = reply.headers.get("Location", ""), False
            if not same:
                # A redirect may repeat what was asked, the key included.
                shown = "" if service.name in self._keys else f" {target[:200]!r},"
                message = f"redirects to another address,{shown} which is not asked"
                return _Fault(code="add.redirect", message=message, hint=_LOGIN)
            url = target
        return _Fault(code="add.redirect", message="redirects again and again")

    def _signed(self, url: str, service: Service) -> str:
        """Return the address with the key and the contact, for a service that takes them as parameters."""
        given = {service.key_parameter: self._keys.get(service.name), service.contact_parameter: self._contact}
        query = urlsplit(url).query.split("&")
        added = {name: value for name, value in given.items() if name and value}
        added = {name: value for name, value in added.items() if not any(one.startswith(f"{name}=") for one in query)}
        return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(added)}" if added else url


def _origin(url: str) -> tuple[Any, ...]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port, parts.username


def _read(reply: Reply) -> str | _Fault | None:
    """Return the text of an answer, if it is JSON or Atom in UTF-8."""
    status = reply.status
    if status in http.UNKNOWN or (status == 400 and _NONE_KNOWN in reply.body):
        return None
    if status in http.BUSY:
        wait = reply.retry_after()
        later = (
            f"wants to be asked again in {counted(round(wait), 'second')}"
            if wait
            else "is busy and wants to be asked later"
        )
        message = f"{later} (status {status})"
        return _Fault(code="add.busy", message=message, attempts=ATTEMPTS, lasting=True, wait=wait)
    if status >= 500 or status == 408:
        message = f"has an error of its own (status {status})"
        return _Fault(code="add.broken", message=message, attempts=ATTEMPTS, lasting=True)
    if status != 200:
        return _Fault(code="add.refused", message=f"refuses the request (status {status})", lasting=status in _DENIED)
    try:
        text = reply.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _Fault(code="add.no-answer", message="sends something other than text in UTF-8")
    head = text[:500].lstrip().lower()
    if head.startswith("rate exceeded"):  # at times arXiv says so with status 200
        return _Fault(code="add.busy", message="is busy and wants to be asked later", attempts=ATTEMPTS, lasting=True)
    if head.startswith(("<!doctype html", "<html")) or "text/html" in reply.headers.get("Content-Type", ""):
        hint = f"{_LOGIN} Open any page in a browser, then try again"
        return _Fault(code="add.no-answer", message="sends a web page instead of an answer", hint=hint)
    return text
