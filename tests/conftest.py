"""What the tests share: where the seeds are, and the command line as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"

Shelf = Callable[..., "subprocess.CompletedProcess[str]"]


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
        return subprocess.run(
            [sys.executable, "-m", "generator.cli", *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
