"""Runs commands, and measures what they cost with all their child processes: wall time, CPU time and memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ROOT

PROC = Path("/proc")
SHELF = (sys.executable, "-m", "generator.cli")
ENVIRONMENT = {
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "",  # as for everybody who has not set it: only the first run compiles the sources
}
ENOUGH = 20.0  # seconds; what takes less is measured again
TIMES = 3


class FailedError(Exception):
    """A command failed, or is not installed; the message says how."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Seconds of wall and CPU time; peak memory in MB: of all processes together (PSS), and of the largest one.

    Pages that n processes share count 1/n in the PSS of each. The largest one's is VmHWM, not ru_maxrss, in which the program
    that started it has a share.
    """

    wall: float
    cpu: float
    together: float = 0.0
    largest: float = 0.0


class Sampler:
    """Samples the memory of a session's processes until it is stopped, in MB; it takes at most a 20th of a core.

    Where there is no /proc, everything is 0.
    """

    def __init__(self, session: int) -> None:
        """Start."""
        self.together = self.largest = 0.0
        self._session = session
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more samples."""
        self._stopped.set()
        self._thread.join()

    def _sample(self) -> None:
        while True:
            start = time.thread_time()
            found = [
                (_kilobytes(one, "smaps_rollup", "Pss"), _kilobytes(one, "status", "VmHWM"))
                for one in members(self._session)
            ]
            self.together = max(self.together, sum(share for share, _ in found) / 1024)
            self.largest = max([self.largest, *(peak / 1024 for _, peak in found)])
            if self._stopped.wait(max(0.02, 20 * (time.thread_time() - start))):
                return


def members(session: int) -> Iterator[int]:
    """Yield the processes of a session, which a command's children share."""
    for folder in PROC.glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            if int(_stat(folder.name)[3]) == session:
                yield int(folder.name)


def cpu(session: int) -> float:
    """Return the CPU seconds that a session's processes have used so far, those that ended included."""
    ticks = 0
    for number in members(session):
        with suppress(OSError, IndexError, ValueError):
            ticks += sum(map(int, _stat(str(number))[11:15]))  # user, system, and both of children that ended
    return ticks / os.sysconf("SC_CLK_TCK")


def run(command: Sequence[object], folder: Path) -> Cost:
    """Run a command in a folder. Raises FailedError with the end of what it printed."""
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        child = started(command, folder, printed.fileno())
        sampler = Sampler(child.pid)
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:  # Ctrl-C does not reach another session
            stop(child)
            raise
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
        if child.returncode:
            printed.seek(0)
            said = " ".join(printed.read().decode(errors="replace").split())[-600:]
            raise FailedError(f"{' '.join(map(str, command[1:4]))} failed: {said}")
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Cost(wall=wall, cpu=cpu_seconds, together=sampler.together, largest=sampler.largest)


def output(command: Sequence[object], folder: Path) -> str:
    """Return what a command prints. Raises FailedError."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise FailedError(" ".join(done.stderr.split())[-600:])
    return done.stdout


def least(measured: Callable[[], Cost]) -> Cost:
    """Return the cheapest of up to three runs; what takes long is run once."""
    costs = [measured()]
    while len(costs) < TIMES and sum(one.wall for one in costs) < ENOUGH:
        costs.append(measured())
    return min(costs, key=lambda one: one.cpu)


def started(command: Sequence[object], folder: Path, printed: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own."""
    return subprocess.Popen(
        [str(part) for part in command], cwd=folder, env={**os.environ, **ENVIRONMENT}, stdout=printed,
        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def stop(child: subprocess.Popen[bytes]) -> None:
    """End a command and its children: politely, then for certain."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=30)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@contextmanager
def timed(costs: dict[str, float], name: str) -> Iterator[None]:
    """Add the CPU seconds of the body of the ``with`` statement."""
    start = time.process_time()
    yield
    costs[name] = costs.get(name, 0.0) + time.process_time() - start


def _stat(number: str) -> list[str]:
    """Return the numbers of /proc/N/stat from the state on; the name before may have blanks and brackets."""
    return (PROC / number / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def _kilobytes(number: int, name: str, field: str) -> int:
    """Return a field of a file in /proc/N; of a process that ended it is 0."""
    with suppress(OSError):
        for line in (PROC / str(number) / name).read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1])
    return 0
