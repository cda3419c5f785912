"""Shares work between forked processes, where the system has them and more than one processor."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")
T = TypeVar("T")
_WIDTH = 4  # bytes of a number
MOST = 8  # processes; more would wait for the one that merges their results


def count() -> int:
    """Return how many processes can work at once; 1 where the system cannot fork safely."""
    return min(len(os.sched_getaffinity(0)), MOST) if sys.platform == "linux" else 1


def shares(things: Sequence[T]) -> list[Sequence[T]]:
    """Return the things in as many parts of about equal length as there are processes, in their order."""
    length = max(-(-len(things) // count()), 1)
    return [things[start : start + length] for start in range(0, len(things), length)]


def shared(work: Callable[[A], R], parts: Sequence[A]) -> list[R]:
    """Return the results of ``work`` on each part, in their order. This process does the first, a fork each of the others.

    A fork sees the memory as it was, and only its result comes back. If one fails or is killed, its part is done here.
    """
    if not parts:
        return []
    gc.freeze()  # so that a collection in a fork does not copy all memory
    try:
        forks = [_forked(work, part) for part in parts[1:]] if count() > 1 else []
    finally:
        gc.unfreeze()
    results = [work(parts[0])]
    for fork, part in zip(forks, parts[1:], strict=False):
        found = _result(*fork)
        results.append(pickle.loads(found) if found else work(part))  # noqa: S301, our own fork's
    return results + [work(part) for part in parts[len(results) :]]


def _forked(work: Callable[[A], R], part: A) -> tuple[int, int]:
    """Start a fork; return its number and the end of the pipe from which to read its result."""
    reading, writing = os.pipe()
    if process := os.fork():
        os.close(writing)
        return process, reading
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as stream:
            pickle.dump(work(part), stream, pickle.HIGHEST_PROTOCOL)
        os._exit(0)
    finally:
        os._exit(1)  # whatever happened: nothing of the parent may run a second time


def _result(process: int, reading: int) -> bytes:
    """Wait for a fork; return what it wrote, b"" if it failed."""
    with os.fdopen(reading, "rb") as stream:
        found = stream.read()
    _, status = os.waitpid(process, 0)
    return found if os.waitstatus_to_exitcode(status) == 0 else b""


class Turns:
    """The numbers below ``count``, each for one process only: whoever is free takes the next one."""

    def __init__(self, count: int) -> None:
        """Make it before the forks, which then share it."""
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115, forks share its offset until all are done
        self._file.write(b"".join(number.to_bytes(_WIDTH, "big") for number in range(count)))
        self._file.seek(0)

    def __iter__(self) -> Iterator[int]:
        """Take one number after the other, as long as there are any."""
        while raw := os.read(self._file.fileno(), _WIDTH):
            yield int.from_bytes(raw, "big")
