"""Measures that cost grows with the input: ``python -m benchmarks.bounds [READER…]``; ``matching`` is the matcher.

Each hostile shape is read at 1, 2 and 4 MB, and each crowd of 5,000, 10,000 and 20,000 records is matched, each in a process
of its own. The table shows the user CPU in seconds, the largest growth from one size to the next, and the most memory. Where
the growth is beyond the bound, all sizes are measured once more and the smaller figures count. Only shapes beyond a bound and
the worst of each reader are shown; ``--all`` shows all. The command fails if any shape is beyond a bound.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import TypeAlias

from benchmarks.crowds import CROWDS
from benchmarks.hostile import READERS, shapes
from generator import formats, yaml_files
from generator.formats import Source
from generator.matching.clusters import cluster
from generator.model import Paper

GROWTH = 2.3  # times the CPU for twice the input
MEMORY = 500  # MB, the interpreter included
FLOOR = 0.1  # seconds; less counts as this much, so that noise is no growth
SECONDS = 100  # CPU; a process is stopped after this
ADDRESS_SPACE = 8_000_000_000  # bytes; a process gets no more
SIZES = (1_000_000, 2_000_000, 4_000_000)  # characters; of the matcher, records × 200
_NAMES = {
    "bibtex": "a.bib", "ris": "a.ris", "nbib": "a.nbib", "csv": "a.csv", "awesome": "a.md", "table": "a.md",
}  # fmt: skip

Job: TypeAlias = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Row:
    """The seconds at each size, and the most memory in MB; ``stopped`` where the last one never ended."""

    reader: str
    shape: str
    seconds: tuple[float, ...]
    memory: float
    stopped: bool = False

    @property
    def growth(self) -> float:
        """Return the largest growth from one size to the next."""
        raised = [max(one, FLOOR) for one in self.seconds]
        return max((after / before for before, after in pairwise(raised)), default=1.0)

    @property
    def fits(self) -> bool:
        """Whether the shape is within all bounds."""
        return not self.stopped and self.growth <= GROWTH and self.memory <= MEMORY

    def __str__(self) -> str:
        """Return the line of the table."""
        seconds = "".join(f"{one:8.2f}" for one in self.seconds)
        said = "" if self.fits else "  stopped" if self.stopped else "  beyond"
        return f"{self.reader:17} {self.shape:32}{seconds} {self.growth:7.2f} {self.memory:8.0f}{said}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bounds", description="Measure growth.")
    parser.add_argument("readers", nargs="*", metavar="reader", help=", ".join((*READERS, "matching")))
    parser.add_argument("--all", action="store_true", help="show every shape")
    parser.add_argument("--shape", default="", help="only shapes whose names contain this")
    parser.add_argument("--divide", type=int, default=1, metavar="N", help="divide all sizes by N")
    options = parser.parse_args()
    readers = options.readers or [*READERS, "matching"]
    if unknown := set(readers) - {*READERS, "matching"}:
        parser.error(f"no reader {', '.join(sorted(unknown))}")
    sizes = [size // options.divide for size in SIZES]
    print(f"{'reader':17} {'shape':32}" + "".join(f"{size / 1e6:6.4g}MB" for size in sizes) + "  growth  peak MB")
    failed = 0
    for reader in readers:
        rows = []
        for name, jobs in work(reader, sizes):
            if options.shape in name:
                rows.append(measured(reader, name, jobs))
                failed += not rows[-1].fits
                if options.all or not rows[-1].fits:
                    print(rows[-1], flush=True)
        if rows and not options.all:
            worst = max(rows, key=lambda row: (row.growth, row.seconds))
            print(
                f"{reader:17} {len(rows)} shapes; worst: {worst.shape}, {worst.growth:.2f}, {worst.memory:.0f} MB",
                flush=True,
            )
    sys.exit(failed > 0)


def work(reader: str, sizes: Sequence[int]) -> Iterator[tuple[str, list[Job]]]:
    """Yield the name of each shape and what to do at each size; the input is made before anything is measured."""
    if reader == "matching":
        for name, crowd in CROWDS.items():
            yield name, [lambda crowd=crowd, size=size: _matched(crowd(size // 200)) for size in sizes]  # type: ignore[misc]
        return
    for name, shape in shapes(reader):
        yield name, [lambda shape=shape, size=size: _read(reader, shape(size)) for size in sizes]  # type: ignore[misc]


def _matched(records: Sequence[object]) -> Job:
    return lambda: cluster(records)  # type: ignore[arg-type]


def _read(reader: str, text: str) -> Job:
    if reader == "yaml":
        return lambda: yaml_files.parse("a.yml", text, Paper)
    named = Source(name=_NAMES.get(reader, "a.json" if text[:1] in "[{" else "a.txt"), text=text)
    forced = "awesome" if reader == "table" else reader

    def run() -> None:
        formats.detect(Source(name="a.txt", text=text))
        formats.parse_all([named], format_name=forced)

    return run


def measured(reader: str, name: str, jobs: Sequence[Job]) -> Row:
    """Measure each size, and again if the growth is beyond the bound: another process may have been in the way."""
    row = _once(reader, name, jobs)
    if row.stopped or row.growth <= GROWTH:
        return row
    again = _once(reader, name, jobs)
    seconds = tuple(map(min, row.seconds, again.seconds))
    return Row(reader=reader, shape=name, seconds=seconds, memory=min(row.memory, again.memory), stopped=again.stopped)


def _once(reader: str, name: str, jobs: Sequence[Job]) -> Row:
    seconds: list[float] = []
    memory = 0.0
    for job in jobs:
        found = _apart(job)
        if found is None:
            return Row(reader=reader, shape=name, seconds=(*seconds, SECONDS), memory=memory, stopped=True)
        seconds.append(found[0])
        memory = max(memory, found[1])
    return Row(reader=reader, shape=name, seconds=tuple(seconds), memory=memory)


def _apart(job: Job) -> tuple[float, float] | None:
    """Return user CPU in seconds and peak memory in MB of a job in a process of its own; None if it was stopped."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(job, theirs))
    process.start()
    theirs.close()
    try:
        return ours.recv()  # type: ignore[no-any-return]
    except EOFError:
        process.join()
        if process.exitcode == 1:  # not killed: an exception, which is on standard error
            raise
        return None
    finally:
        process.join()
        ours.close()


def _child(job: Job, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    run = job()
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    run()  # type: ignore[operator]
    usage = resource.getrusage(resource.RUSAGE_SELF)
    answer.send((usage.ru_utime - before, usage.ru_maxrss / 1024))


if __name__ == "__main__":
    main()
