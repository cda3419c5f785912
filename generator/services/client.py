"""HTTP to the services, and to nobody else: time-outs, retries, no redirect to another host, no endless answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import DecodeError, HTTPError, NewConnectionError, ReadTimeoutError

from generator.problems import Problem, ShelfError
from generator.services.registry import Question, Service, bases

ATTEMPTS = 3
BACK_OFF = (1.0, 4.0)  # seconds before the second and the third attempt
TIMES_OUT = 2  # attempts after which a service that says nothing is left alone
CONNECT, READ, WHOLE = 5.0, 20.0, 60.0  # seconds to connect, between two pieces of an answer, for a whole one
LONGEST_WAIT = 20.0  # seconds; a service that asks for more is left alone this time
SIZE = 20_000_000  # bytes; a work with all its references has some 500,000
PIECE = 65_536
REDIRECTS = 3  # OpenAlex leads from a work that was merged to the one that it is now

_OFFLINE = "is this machine online? `shelf add --offline` makes a stub to fill in"
_LATER = "try again later; `shelf add --offline` makes a stub to fill in"


class _Session(requests.Session):
    """A session that follows no redirect by itself, nor reads its body for that, and sends no password."""

    def __init__(self) -> None:
        super().__init__()
        self.auth = lambda request: request  # else requests looks for passwords in ~/.netrc

    def get_redirect_target(self, _: requests.Response) -> None:
        """Say that there is nothing to follow."""


class Asking:
    """A run of requests: it keeps to each service's pace, and leaves alone a service that failed.

    ``sleep`` and ``limits`` (seconds to connect and to read) are for tests.
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], None] = time.sleep,
        limits: tuple[float, float] = (CONNECT, READ),
    ) -> None:
        """Take the addresses from the environment. Raises ShelfError with ``add.base``."""
        self.bases = bases()
        self._sleep, self._limits = sleep, limits
        self._session = _Session()
        self._session.headers.update({"User-Agent": _agent(), "Accept-Encoding": "gzip, identity"})
        self._asked_at: dict[str, float] = {}
        self._failed: dict[str, ShelfError] = {}

    def ask(self, question: Question) -> str | None:
        """Return the answer's text; None where the service does not know what was asked for.

        Raises ShelfError with ``add.offline``, ``add.time-out``, ``add.busy``, ``add.broken``, ``add.redirect``,
        ``add.too-large``, ``add.refused`` or ``add.no-answer``; a service out of reach is not asked a second time.
        """
        service = question.service
        if known := self._failed.get(service.name):
            raise known
        try:
            return self._attempts(service, self.bases[service.name] + question.target)
        except _AskError as fault:
            message = f"{service.title} {fault.message}"
            problem = Problem(path=self.host(service), code=fault.code, message=message, hint=fault.hint)
            error = ShelfError(problem)
            if fault.lasting:
                self._failed[service.name] = error
            raise error from fault

    def host(self, service: Service) -> str:
        """Return how a problem names the service's address."""
        return urlsplit(self.bases[service.name]).netloc

    def _attempts(self, service: Service, url: str) -> str | None:
        """Ask until there is an answer or a fault that another attempt would not mend."""
        attempt = 1
        while True:
            self._keep_pace(service)
            try:
                return self._answer(url)
            except _AskError as fault:
                if attempt >= fault.attempts or (fault.wait or 0) > LONGEST_WAIT:
                    raise
                self._sleep(BACK_OFF[attempt - 1] if fault.wait is None else fault.wait)
                attempt += 1

    def _keep_pace(self, service: Service) -> None:
        """Wait as long as the service wants between two requests; another address has its own rules."""
        if self.bases[service.name] != service.base:
            return
        now = time.monotonic()
        due = self._asked_at.get(service.name, now - service.pause) + service.pause
        if due > now:
            self._sleep(due - now)
        self._asked_at[service.name] = max(due, now)

    def _answer(self, url: str) -> str | None:
        """Return the text of one answer, after redirects within the host."""
        started = time.monotonic()
        for _ in range(REDIRECTS + 1):
            with self._request(url) as response:
                status = response.status_code
                if status in {301, 302, 303, 307, 308}:
                    url = _followed(url, response.headers.get("Location", ""))
                    continue
                if status in {404, 410}:
                    return None
                if fault := _of_status(status, response.headers):
                    raise fault
                return _text(self._body(response, started), response.headers)
        raise _AskError("add.redirect", "leads from address to address without an end", attempts=1)

    def _request(self, url: str) -> requests.Response:
        try:
            return self._session.get(url, timeout=self._limits, stream=True, allow_redirects=False)
        except requests.Timeout as error:
            raise _timed_out() from error
        except requests.exceptions.SSLError as error:
            raise _AskError(
                "add.offline", "has no certificate that can be trusted", attempts=1, lasting=True
            ) from error
        except requests.ConnectionError as error:
            reason = getattr(error.args[0], "reason", None) if error.args else None
            if isinstance(reason, NewConnectionError) or isinstance(error, requests.exceptions.ProxyError):
                raise _AskError("add.offline", "cannot be reached", hint=_OFFLINE, attempts=1, lasting=True) from error
            raise _broken() from error
        except (requests.RequestException, HTTPError, ValueError) as error:  # an address or a header that cannot be
            raise _AskError("add.broken", "does not answer as a web server does", attempts=1) from error

    def _body(self, response: requests.Response, started: float) -> bytes:
        """Return the answer's bytes, unpacked: as they come, so that neither size nor slowness is without an end."""
        pieces, size = [], 0
        try:
            while piece := response.raw.read1(PIECE, decode_content=True):
                pieces.append(piece)
                size += len(piece)
                if size > SIZE:
                    message = f"sends more than {SIZE // 1_000_000} MB, which is no answer about one paper"
                    raise _AskError("add.too-large", message, attempts=1)
                if time.monotonic() - started > max(WHOLE, self._limits[1]):
                    raise _timed_out()
        except ReadTimeoutError as error:
            raise _timed_out() from error
        except DecodeError as error:
            raise _AskError("add.no-answer", "sends bytes that cannot be unpacked", attempts=1) from error
        except (HTTPError, OSError) as error:
            raise _broken() from error
        return b"".join(pieces)


class _AskError(Exception):
    """What went wrong with one request: whether it is worth ``attempts``, and the seconds after which to try again."""

    def __init__(
        self, code: str, message: str, *, hint: str = _LATER, attempts: int = ATTEMPTS, lasting: bool = False
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.attempts, self.lasting = attempts, lasting
        self.wait: float | None = None


def _timed_out() -> _AskError:
    return _AskError("add.time-out", "did not answer in time", attempts=TIMES_OUT, lasting=True)


def _broken() -> _AskError:
    return _AskError("add.broken", "broke off its answer", lasting=True)


def _of_status(status: int, headers: Mapping[str, str]) -> _AskError | None:
    """Return the fault that a status other than 200 is."""
    if status == 200:
        return None
    if status in {429, 503}:
        wait = _wait(headers.get("Retry-After", ""))
        later = f"wants to be asked again in {wait:.0f} seconds" if wait else "is busy and wants to be asked later"
        fault = _AskError("add.busy", f"{later} (status {status})", lasting=True)
        fault.wait = wait
        return fault
    if status >= 500 or status == 408:
        return _AskError("add.broken", f"has a fault of its own (status {status})", lasting=True)
    return _AskError("add.refused", f"refuses the request (status {status})", attempts=1)


def _wait(printed: str) -> float | None:
    """Return the seconds that ``Retry-After`` names, as a number or as a date; None for neither."""
    printed = printed.strip()
    if printed.isascii() and printed.isdigit():
        return float(printed[:9])
    try:
        moment = parsedate_to_datetime(printed)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def _followed(url: str, location: str) -> str:
    """Return where a redirect leads, if that is on the same host and port."""
    try:
        target = urljoin(url, location)
        same = bool(location) and _origin(target) == _origin(url)
    except ValueError:
        target, same = location, False
    if not same:
        message = f"leads to another address, {target[:200]!r}, which is not asked"
        raise _AskError("add.redirect", message, hint="is there a login page between you and the net?", attempts=1)
    return target


def _origin(url: str) -> tuple[Any, ...]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port, parts.username


def _text(body: bytes, headers: Mapping[str, str]) -> str:
    """Return the text of an answer, if it can be one: JSON or Atom in UTF-8."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _AskError("add.no-answer", "sends something else than text in UTF-8", attempts=1) from error
    head = text[:500].lstrip().lower()
    if head.startswith("rate exceeded"):  # so arXiv says 429, with status 200 at times
        raise _AskError("add.busy", "is busy and wants to be asked later", lasting=True)
    if head.startswith(("<!doctype html", "<html")) or "text/html" in headers.get("Content-Type", ""):
        hint = "is there a login page between you and the net? Open any page in a browser, then try again"
        raise _AskError("add.no-answer", "sends a web page in the place of an answer", hint=hint, attempts=1)
    return text


def _agent() -> str:
    """Return the name under which the services see us."""
    try:
        return f"reading-shelf/{version('reading-shelf')} (python-requests/{version('requests')})"
    except PackageNotFoundError:  # run from a checkout that is not installed
        return f"reading-shelf (python-requests/{version('requests')})"
