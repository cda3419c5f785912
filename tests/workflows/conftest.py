"""Fixtures for the workflow tests: a fake GitHub, temporary clones, and the scripts as a runner calls them."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.browser import built
from tests.conftest import ROOT
from tests.workflows.fake_github import TOKEN, FakeGitHub
from tests.workflows.running import Clone

Script = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    server = FakeGitHub()
    yield server
    server.close()


@pytest.fixture
def whole(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A clone that runs its own code."""
    started = built.once(tmp_path_factory, "workflows", lambda folder: Clone.make(folder / "clone"))
    shutil.copytree(started / "clone", tmp_path / "clone", symlinks=True)
    return Clone(folder=tmp_path / "clone")


@pytest.fixture
def clone(whole: Clone) -> Clone:
    """A clone whose commands start at once."""
    whole.fork()
    return whole


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """Import scripts by name; the next test imports them anew."""
    folder = ROOT / ".github/scripts"
    names = [path.stem for path in folder.glob("*.py")]
    monkeypatch.syspath_prepend(folder)
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield importlib.import_module
    for name in names:
        sys.modules.pop(name, None)


@pytest.fixture
def previews(module: Callable[[str], ModuleType]) -> ModuleType:
    """Return the script previews.py as a module."""
    return module("previews")


@pytest.fixture
def script(tmp_path: Path, github: FakeGitHub) -> Script:
    """Run a script from .github/scripts with an event, in its own folder, with 300 MB and only the standard library."""

    def run(
        name: str, *arguments: str, event: dict[str, Any] | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        happened = tmp_path / "event.json"
        happened.write_text(json.dumps(event or {}), encoding="utf-8")
        environment = github.environment() | {"GITHUB_TOKEN": TOKEN, "GITHUB_EVENT_PATH": str(happened)} | more
        return subprocess.run(
            [
                "bash",
                "-c",
                'ulimit -v 300000; exec "$@"',
                "bash",
                sys.executable,
                "-S",
                "-W",
                "error",
                str(ROOT / ".github/scripts" / name),
                *arguments,
            ],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    return run
