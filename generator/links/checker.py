"""Checks all links: skips those with a recent answer, and asks different hosts in parallel."""

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
) -> tuple[Checked, ...]:
    """Return the links with their answers. ``told`` is called after each request.

    An interrupt ends the run after the current requests and keeps their answers. Raises ShelfError with
    ``links.offline`` if no host answers at all: being offline makes no link dead.
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
    answers: dict[str, Answer] = {}

    def ask(urls: Sequence[str]) -> None:
        for url in urls:
            if stop.is_set():
                return
            answers[url] = probe.ask(url)
            told()

    pool = ThreadPoolExecutor(max_workers=WORKERS)
    try:
        # The host with the most links first: it takes longest.
        for future in [pool.submit(ask, urls) for urls in sorted(hosts.values(), key=len, reverse=True)]:
            future.result()
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
        silent = bool(answers) and not any(one.status or one.verdict == "refused" for one in answers.values())
        offline = silent and not probe.online()
        if answers and not offline:
            # A link that was not requested has no answer to remember.
            memory.keep({url: one for url, one in answers.items() if one.status or one.verdict != "blocked"}, now)
    if offline:
        message = "no host answers, and host names cannot be looked up"
        hint = "is this machine online? no link was checked, and no result was stored"
        raise ShelfError(Problem(path="links", code="links.offline", message=message, hint=hint))
    return tuple(
        Checked(link=link, answer=known.get(link.url) or answers[link.url], remembered=link.url in known)
        for link in links
    )
