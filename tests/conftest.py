"""What the tests share: where the seeds are, and the command line as a person runs it."""

from __future__ import annotations

import gc
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from generator.model import Name
from generator.text import bylines
from tests.cli import forking
from tests.storage import packaged

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"

TOO_STEEP = 10  # see growth: between linear and quadratic
Shelf = Callable[..., "subprocess.CompletedProcess[str]"]

settings.register_profile("shelf", settings(), deadline=None)  # a slow machine is no fault
settings.load_profile("shelf")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest test, a year of pull requests, first: at the end, all workers would wait for one."""
    items.sort(key=lambda item: ROOT / "tests" / "year" not in item.path.parents)


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The five scraped documents, which are not part of the project."""
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        pytest.skip("../shared/seeds is not beside this checkout")
    return found


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Run ``shelf …`` in an empty folder, as a person would."""

    def run(*arguments: object, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return forking.run("generator.cli", *arguments, cwd=cwd)

    return run


@pytest.fixture
def extend(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[packaged.Extend]:
    """Install packages with extensions for the length of a test: modules by path, entry points by kind and name."""
    folder = tmp_path_factory.mktemp("packages")
    yield packaged.extending(folder, monkeypatch)
    packaged.forget(folder)


def people(*printed: str) -> tuple[Name, ...]:
    """Return the names that a source prints."""
    return tuple(map(bylines.read, printed))


def named(fields: Mapping[str, object]) -> dict[str, Any]:
    """Return a record's fields with names instead of the texts of its authors."""
    authors = fields.get("authors", ())
    assert isinstance(authors, tuple)
    read = tuple(bylines.read(one) if isinstance(one, str) else one for one in authors)
    return {**fields, **({"authors": read} if "authors" in fields else {})}


def growth(run: Callable[[Any], object], whole: Any, quarter: Any = None) -> float:
    """Return how many times as much CPU the whole costs as its first (or the given) quarter; the whole runs last.

    4 is linear, 16 quadratic. What costs less than 20 ms counts as 20 ms. The whole gets a second chance where the machine was busy.
    """

    def cost(part: Any) -> float:
        gc.disable()  # it looks at the objects of all tests before this one
        try:
            start = time.process_time()
            run(part)
            return max(time.process_time() - start, 0.02)
        finally:
            gc.enable()

    small = cost(whole[: len(whole) // 4] if quarter is None else quarter)
    found = cost(whole) / small
    return found if found < TOO_STEEP else min(found, cost(whole) / small)
