"""Sites built once for a run of the tests, whichever tests and workers want them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import site
from generator.content import catalogue
from tests.site import invented

PATIENCE = 300  # seconds that one worker waits for what another one builds


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that ``make`` filled; the workers of one run share it. Tests must not change what is in it."""
    base = factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder, done = shared / name, shared / f"{name}.done"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not done.exists():
            assert time.monotonic() < until, f"{name} was not built"
            time.sleep(0.1)
        return folder
    make(folder)
    done.touch()
    return folder


def online(folder: Path) -> Path:
    """Build the invented shelf for the web; return the folder of the site."""
    settings = invented.project(folder)
    shelf, _ = catalogue.inspect(settings.content)
    site.write(shelf, site.labels(shelf), settings, folder / "out")
    return invented.built(folder / "out")
