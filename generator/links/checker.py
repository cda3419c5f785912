"""Checks all links: skips those with a recent answer, asks different hosts in parallel, and ends in time."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from generator.links.locations import Link
from generator.links.memory import Answer, Memory
from generator.links.probe import LinkProbe
from generator.problems import Problem, ShelfError
from generator.services import http

WORKERS = 8  # hosts asked at a time
LATE = "not checked: the time for this run was over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A link with its answer; ``remembered``: the answer is from an earlier run."""

    link: Link
    answer: Answer
    remembered: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """The results of a run, by address, and the problems of files that could not be read."""

    checked: tuple[Checked, ...]
    faults: tuple[Problem, ...] = ()


def run(
    links: Sequence[Link],
    probe: LinkProbe,
    memory: Memory,
    now: dt.datetime,
    *,
    told: Callable[[], object] = lambda: None,
    stop: threading.Event | None = None,
    seconds: float | None = None,
) -> tuple[Checked, ...]:
    """Return the links with their answers. ``told`` is called after each request.

    After so many ``seconds`` no request is sent, and the links that are left are ``unchecked``. An interrupt ends the run
    after the current requests. Each answer is kept as it comes, so that a run that is killed loses only the links under
    way. Raises ShelfError with ``links.offline`` if no host answers at all: being offline makes no link dead.
    """
    stop = stop or threading.Event()
    known = {
        link.url: answer
        for link in links
        if (answer := memory.answers.get(link.url)) and answer.fresh(now, made=link.made)
    }
    hosts: dict[str, list[str]] = {}
    for link in links:
        if link.url not in known:
            hosts.setdefault(http.host(link.url), []).append(link.url)
    session = _Session(probe, memory)

    def ask(urls: Sequence[str]) -> None:
        for url in urls:
            if stop.is_set():
                return
            session.ask(url)
            told()

    timer = threading.Timer(seconds or 0.0, stop.set)
    timer.daemon = True
    if seconds is not None:
        timer.start()
    pool = ThreadPoolExecutor(max_workers=WORKERS)
    try:
        # The host with the most links first: it takes longest.
        for future in [pool.submit(ask, urls) for urls in sorted(hosts.values(), key=len, reverse=True)]:
            future.result()
    finally:
        timer.cancel()
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
        if session.noted:
            memory.keep(session.noted, now)
    if session.held:
        message = "no host answers, and host names cannot be looked up"
        hint = "is this machine online? no link was checked, and no result was stored"
        raise ShelfError(Problem(path="links", code="links.offline", message=message, hint=hint))
    late = Answer(verdict="unchecked", note=LATE, asked=now)
    return tuple(
        Checked(
            link=link,
            answer=known.get(link.url) or session.answers.get(link.url, late),
            remembered=link.url in known,
        )
        for link in links
    )


class _Session:
    """The answers of one run. Silence is held back until this machine is known to be online: it says nothing of a link."""

    def __init__(self, probe: LinkProbe, memory: Memory) -> None:
        self.probe, self.memory = probe, memory
        self.answers: dict[str, Answer] = {}
        self.noted: dict[str, Answer] = {}  # those to remember
        self.held: dict[str, Answer] = {}
        self.online = False
        self.lock = threading.Lock()

    def ask(self, url: str) -> None:
        """Ask, and write the answer down; a link that was not requested has none to remember."""
        self.answers[url] = answer = self.memory.dated(url, self.probe.ask(url))
        if answer.verdict == "unchecked" or (answer.verdict == "blocked" and not answer.status):
            return
        with self.lock:
            self.held[url] = answer
            self.online = self.online or bool(answer.status) or answer.verdict == "refused" or self.probe.online()
            if self.online:
                self.memory.note(self.held)
                self.noted |= self.held
                self.held = {}
