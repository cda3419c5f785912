"""Times an edit under `shelf serve`: from the saving of a paper until its page and the data of the search are new."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import projects
from benchmarks.processes import SHELF, Cost, FailedError, Sampler, cpu, started, stop
from generator.model import Catalogue
from generator.site.views.browse import PATH

START, EDIT = 3600.0, 1800.0  # seconds after which we give up
WORDS = ("pebblewort", "sandwort", "saltwort")  # one an edit; no text has them
SLOW = 10.0  # seconds; slower edits are not repeated


@dataclass(frozen=True, kw_only=True)
class Edits:
    """What serving costs until the first page, and one edit: until its page is new, and the search data as well."""

    start: Cost
    page: float  # wall seconds; median of the edits
    both: float
    cpu: float


def measure(folder: Path, shelf: Catalogue) -> Edits:
    """Serve a shelf, edit one paper some times, and stop. Raises FailedError."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    child = started([*SHELF, "serve", "--address", f"127.0.0.1:{port}"], folder)
    sampler = Sampler(child.pid)
    try:
        _until(lambda: _answer(port, "/") is not None, START, child)
        wall, used = time.perf_counter() - begun, cpu(child.pid)
        found: list[tuple[float, float, float]] = []
        for word in WORDS:
            found.append(_edit(folder, shelf, word, port, child))
            if found[-1][1] > SLOW:
                break
    finally:
        stop(child)
        sampler.stop()
    page, both, spent = (sorted(column)[len(column) // 2] for column in zip(*found, strict=True))
    start = Cost(wall=wall, cpu=used, together=sampler.together, largest=sampler.largest)
    return Edits(start=start, page=page, both=both, cpu=spent)


def _edit(
    folder: Path, shelf: Catalogue, word: str, port: int, child: subprocess.Popen[bytes]
) -> tuple[float, float, float]:
    """Return the seconds until the page is new, until the search data are, too, and the CPU seconds of all that."""
    used, start = cpu(child.pid), time.perf_counter()
    key = projects.edit_summary(folder, shelf, word)
    new = word.title().encode()
    _until(lambda: new in (_answer(port, f"/papers/{key}/") or b""), EDIT, child)
    page = time.perf_counter() - start
    _until(lambda: new in (_answer(port, f"/{PATH}/texts.js") or b""), EDIT, child)
    both = time.perf_counter() - start
    _idle(child)
    return page, both, cpu(child.pid) - used


def _until(true: Callable[[], bool], limit: float, child: subprocess.Popen[bytes]) -> None:
    """Ask again and again; asking takes at most half of the time."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        start = time.monotonic()
        if true():
            return
        if child.poll() is not None:
            raise FailedError("shelf serve ended by itself")
        time.sleep(max(0.01, time.monotonic() - start))
    raise FailedError(f"shelf serve was not ready after {limit:.0f} s")


def _answer(port: int, path: str) -> bytes | None:
    """Return the body of an answer, or None if the server is not there yet or has no such page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=EDIT)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException):
        return None
    else:
        return body if response.status == http.HTTPStatus.OK else None
    finally:
        connection.close()


def _idle(child: subprocess.Popen[bytes]) -> None:
    """Wait until the server does nothing more, so that the next edit does not fall into the end of this one's work."""
    before = cpu(child.pid)
    for _ in range(60):
        time.sleep(1)
        now = cpu(child.pid)
        if now - before < 0.1:
            return
        before = now
