"""Changes the code at random and counts how often the tests notice: ``python -m benchmarks.mutants [PATTERN…]``.

Each PATTERN names files below generator/ (``matching/*.py``) and is a row of the table; without one, the areas where mistakes
cost most are measured. Each change is made in its own copy of the checkout, because changed code may delete anything. Only the
tests that ran the changed line run, the most specific first; a test that fails or takes too long notices the change.

Which tests run which lines is stored in .cache/mutants until the code or the test file changes. The same arguments choose the
same changes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from itertools import zip_longest
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias, TypeVar

import pytest
from hypothesis import Phase, settings

from benchmarks.mutations import Mutant, mutants

T = TypeVar("T")
Suite: TypeAlias = dict[str, tuple[float, dict[str, list[int]]]]  # the seconds of each test, and its lines by file

AREAS = (
    "matching/merge.py", "matching/*.py", "text/names.py", "text/bylines.py", "text/titles.py", "text/likeness.py", "text/pagination.py",
    "text/latex.py",
    "formats/bibtex/*.py", "yaml_files/edits.py", "storage/*.py",
)  # fmt: skip
COUNT, TIMEOUT, JOBS = 150, 60, 2
FIRST = 25  # tests of a change that run before the others
CALLS = 1_000  # of a function that are followed in a test: later ones hardly run another line
SLOW = {"benchmarks", "browser", "cli", "links", "services", "site", "starter", "workflows", "year"}  # folders of tests
LEFT_OUT = {".git", ".venv", ".cache", ".hypothesis", ".mypy_cache", ".ruff_cache", "site", "dist", "build"}


class Tracer:
    """A pytest plugin that records which lines below generator/ each passing test and its fixtures run."""

    def __init__(self, root: Path) -> None:
        """Start tracing."""
        self.folder = f"{root}/generator/"
        self.now: dict[str, set[int]] = {}
        self.calls = Counter[int]()
        self.fixtures: dict[str, dict[str, set[int]]] = {}
        self.suite: Suite = {}
        threading.settrace(self.trace)
        sys.settrace(self.trace)

    def trace(self, frame: FrameType, _event: str, _argument: object) -> Any:
        """Follow the functions of the package."""
        if not (path := frame.f_code.co_filename).startswith(self.folder):
            return None
        self.calls[id(frame.f_code)] += 1
        if self.calls[id(frame.f_code)] > CALLS:
            return None
        seen = self.now.setdefault(path.removeprefix(self.folder), set())

        def line(frame: FrameType, _event: str, _argument: object) -> Any:
            seen.add(frame.f_lineno)
            return line

        return line

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, Any]:
        """Record the lines of a fixture for all tests that share it."""
        self.now = {}
        found = yield
        self.fixtures[fixturedef.argname] = self.now
        return found

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Function) -> Generator[None, Any, Any]:
        """Keep what a test runs; one that fails or is skipped ends here."""
        self.now, self.calls, start = {}, Counter(), time.perf_counter()
        found = yield
        lines: defaultdict[str, set[int]] = defaultdict(set)
        for part in (self.now, *(self.fixtures.get(name, {}) for name in item.fixturenames)):
            for path, some in part.items():
                lines[path] |= some
        self.suite[item.nodeid] = time.perf_counter() - start, {path: sorted(some) for path, some in lines.items()}
        return found


class Chosen:
    """A pytest plugin that runs only the chosen tests, in their order."""

    def __init__(self, names: Sequence[str]) -> None:
        """Remember the order."""
        self.order = {name: number for number, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Deselect the other tests."""
        items[:] = sorted((one for one in items if one.nodeid in self.order), key=lambda one: self.order[one.nodeid])


def run(files: Sequence[str], plugin: object, *options: str) -> int:
    """Run tests of the current folder in this process, without output that varies between runs."""
    always = settings(database=None, derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate])
    settings.register_profile("always", always)
    here = Path.cwd()
    places = [f"--rootdir={here}", f"--basetemp={here.parent / 'temporary'}", *(str(here / name) for name in files)]
    quiet = ["-q", "-p", "no:cacheprovider", "--hypothesis-profile=always"]
    return int(pytest.main([*quiet, *options, *places], plugins=[plugin]))


def copy(checkout: Path, place: Path) -> Path:
    """Copy the checkout without git data, caches and build output."""
    return shutil.copytree(checkout, place, ignore=lambda at, _: LEFT_OUT if Path(at) == checkout else ())


def forked(jobs: Sequence[T], work: Callable[[T], int], limit: Callable[[T], float]) -> Iterator[tuple[T, int]]:
    """Run each job in its own process and copy of the checkout; yield it and its exit code, 0 to 255 or a signal."""
    with tempfile.TemporaryDirectory() as folder:
        waiting, running = list(jobs)[::-1], dict[int, T]()
        try:
            while waiting or running:
                while waiting and len(running) < JOBS:
                    job = waiting.pop()
                    child = os.fork()
                    if child == 0:
                        in_copy(Path(folder) / str(os.getpid()), job, work, limit(job))
                    running[child] = job
                child, status = os.wait()
                stop(child)
                shutil.rmtree(Path(folder) / str(child), ignore_errors=True)
                yield running.pop(child), os.waitstatus_to_exitcode(status)
        finally:
            for child in running:
                stop(child)


def in_copy(folder: Path, job: T, work: Callable[[T], int], limit: float) -> None:
    """Run a job in a copy of the checkout and end this process."""
    code = 99
    try:
        os.setpgid(0, 0)
        signal.setitimer(signal.ITIMER_REAL, limit)  # ends the process
        os.chdir(copy(Path.cwd(), folder / "checkout"))
        sys.path[0] = os.environ["PYTHONPATH"] = str(folder / "checkout")  # also for subprocesses of the tests
        for name in [name for name in sys.modules if name.partition(".")[0] == "generator"]:
            del sys.modules[name]
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = work(job)
    except BaseException:  # noqa: BLE001 - nothing may leave a forked child but its exit code
        traceback.print_exc()
    finally:
        os._exit(code)


def stop(child: int) -> None:
    """Stop a process and its child processes."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


def covering(tests: Sequence[Path], cache: Path) -> Suite:
    """Return the lines that each test runs, from the cache or measured again."""
    here = Path.cwd()
    shared = [path for path in here.glob("tests/**/*.py") if not path.name.startswith("test_")]
    state = b"".join(path.read_bytes() for path in sorted([*here.glob("generator/**/*.py"), *shared]))
    cache.mkdir(parents=True, exist_ok=True)
    kept = {path: cache / f"{hashlib.sha256(state + path.read_bytes()).hexdigest()[:32]}.json" for path in tests}

    def work(path: Path) -> int:
        tracer = Tracer(Path.cwd())
        run([str(path.relative_to(here))], tracer)
        kept[path].write_text(json.dumps(tracer.suite), encoding="utf-8")
        return 0

    for path, code in forked([path for path in tests if not kept[path].exists()], work, lambda _: 1200):
        if code:
            sys.exit(f"{path}: running these tests ended with {code}")
    return {name: one for path in tests for name, one in json.loads(kept[path].read_text(encoding="utf-8")).items()}


def tests_of(mutant: Mutant, suite: Suite, timeout: float) -> list[str]:
    """Return the tests that run a change, as many fast ones as end in time; those that run little else go first."""
    tests = [(name, *one) for name, one in suite.items() if mutant.path in one[1]]
    running = [one for one in tests if not mutant.lines.isdisjoint(one[2][mutant.path])]
    chosen = []
    for name, seconds, lines in sorted(running or tests, key=lambda one: one[1]):  # none: the line runs at import
        if (timeout := timeout - seconds) >= 0:
            chosen.append((sum(map(len, lines.values())) - len(lines[mutant.path]), seconds, name))
    return [name for *_, name in sorted(chosen)]


def choose(found: Sequence[Mutant], count: int, chance: random.Random) -> list[Mutant]:
    """Return that many changes, on different lines first, so that a table of letters does not fill the sample."""
    lines: defaultdict[tuple[str, int], list[Mutant]] = defaultdict(list)
    for mutant in found:
        lines[mutant.path, mutant.line].append(mutant)
    shuffled = [chance.sample(group, len(group)) for group in chance.sample(list(lines.values()), len(lines))]
    return [one for turn in zip_longest(*shuffled) for one in turn if one][:count]


def noticed(mutant: Mutant, names: Sequence[str]) -> int:
    """Make the change in the current folder and run the tests; return 0 if all pass."""
    path = Path("generator", mutant.path)
    source = path.read_bytes()
    path.write_bytes(source[: mutant.start] + mutant.new.encode() + source[mutant.end :])
    for some in filter(None, (names[:FIRST], names[FIRST:])):
        code = run(sorted({name.partition("::")[0] for name in some}), Chosen(some), "-x")
        if code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:  # a change may rename the tests
            return code
    return 0


def main() -> None:
    """Print each change that no test noticed, then the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description="Count the changes noticed.")
    parser.add_argument("patterns", nargs="*", metavar="pattern", help="files below generator/")
    parser.add_argument("--count", type=int, default=COUNT, help="changes, shared out evenly (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds of tests for a change (%(default)s)")
    options = parser.parse_args()
    cache = Path.cwd() / ".cache" / "mutants"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(copy(Path.cwd(), Path(folder) / "checkout"))  # so that work in the checkout can go on
        here = Path.cwd()
        areas: dict[str, list[Mutant]] = {pattern: [] for pattern in options.patterns or AREAS}
        for path in sorted(here.glob("generator/**/*.py")):
            name = path.relative_to(here / "generator").as_posix()
            if area := next((pattern for pattern in areas if fnmatch(name, pattern)), None):
                areas[area] += mutants(name, path.read_bytes())
            if path.stem != "__main__":  # import the dependencies once for all jobs
                importlib.import_module(".".join(("generator", *Path(name).with_suffix("").parts)))
        areas = {area: found for area, found in areas.items() if found}
        tests = [
            path for path in sorted(here.glob("tests/**/test_*.py")) if SLOW.isdisjoint(path.relative_to(here).parts)
        ]
        if not areas or not tests:
            parser.error("no such file below generator/, or no tests")
        suite = covering(tests, cache)
        chance, each = random.Random(options.seed), -(-options.count // len(areas))
        chosen = {one: area for area, found in areas.items() for one in choose(found, each, chance)}
        names = {one: tests_of(one, suite, options.timeout) for one in chosen}
        missed = Counter[str]()
        for one, code in forked(
            list(chosen),
            lambda one: noticed(one, names[one]),
            lambda one: 30 + 5 * sum(suite[name][0] for name in names[one]),
        ):
            if code == 0:
                missed[chosen[one]] += 1
                print(f"{one}  ({len(names[one])} tests)", flush=True)
    counts = Counter(chosen.values())
    print(f"{'area':24} {'changes':>7} {'noticed':>7} {'share':>6}")
    for area in [*areas, "together"]:
        whole, lost = (one.total() if area == "together" else one[area] for one in (counts, missed))
        print(f"{area:24} {whole:7} {whole - lost:7} {(whole - lost) / whole:6.0%}")


if __name__ == "__main__":
    main()
