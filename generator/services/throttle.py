"""One request at a time per host, with a pause after each, whoever asks; several hosts side by side."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PAUSE = 1.0  # seconds between two requests to a host


class Hosts:
    """Whose turn it is at each host; safe for threads. ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self,
        *,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Know no host."""
        self._pause, self._clock, self._sleep = pause, clock, sleep
        self._lock = threading.Lock()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._free: dict[str, float] = {}
        self._left: set[str] = set()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for the host to be free and rested, and hold it."""
        with self._lock:
            turn = self._turns[host]
        with turn:
            if (wait := self._free.get(host, 0.0) - self._clock()) > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self.rest(host, self._pause)

    def rest(self, host: str, seconds: float) -> None:
        """Let nobody ask the host for so long."""
        with self._lock:
            self._free[host] = max(self._free.get(host, 0.0), self._clock() + seconds)

    def leave(self, host: str) -> None:
        """Ask the host no more in this run."""
        with self._lock:
            self._left.add(host)

    def left(self, host: str) -> bool:
        """Whether the host is asked no more."""
        with self._lock:
            return host in self._left
