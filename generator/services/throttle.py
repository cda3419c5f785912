"""One request at a time to each host, with a pause after it, whichever thread asks; different hosts in parallel."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PAUSE = 1.0  # seconds between two requests to a host


class Throttle:
    """Whose turn it is at each host; safe for threads. ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        """Know no host."""
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._free: dict[str, float] = {}
        self._abandoned: set[str] = set()

    @contextmanager
    def turn(self, host: str, pause: float = PAUSE) -> Iterator[None]:
        """Wait until the host is free and its pause is over, and hold it."""
        with self._lock:
            turn = self._turns[host]
        with turn:
            if (wait := self._free.get(host, 0.0) - self._clock()) > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self.postpone(host, pause)

    def postpone(self, host: str, seconds: float) -> None:
        """Send the host nothing for so long."""
        with self._lock:
            self._free[host] = max(self._free.get(host, 0.0), self._clock() + seconds)

    def abandon(self, host: str) -> None:
        """Send the host nothing more in this run."""
        with self._lock:
            self._abandoned.add(host)

    def is_abandoned(self, host: str) -> bool:
        """Whether the host gets no more requests."""
        with self._lock:
            return host in self._abandoned
