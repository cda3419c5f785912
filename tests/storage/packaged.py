"""Packages with extensions as an installer leaves them: modules, and beside them the list of entry points."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from generator.checks import extensions as checks
from generator.formats import extensions as formats
from generator.services import extensions as services
from generator.storage import entry_points

Points = Mapping[str, Mapping[str, str]]  # by kind, then by name
Extend = Callable[..., Path]


def install(
    folder: Path, modules: Mapping[str, str], points: Points, *, name: str = "tides", version: str = "1.0"
) -> None:
    """Put a package into a folder, which is on the path of whoever looks for it."""
    for path, text in modules.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text), encoding="utf-8")
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    lines = []
    for kind, named in points.items():
        lines += [f"[reading_shelf.{kind}s]", *(f"{one} = {value}" for one, value in named.items())]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def extending(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Extend:
    """Return a function like ``install``, whose package this process finds until the test ends."""
    monkeypatch.syspath_prepend(folder)

    def extend(modules: Mapping[str, str], points: Points, **more: str) -> Path:
        install(folder, modules, points, **more)
        forget(folder)
        return folder

    return extend


def forget(folder: Path) -> None:
    """Forget what was loaded, so that extensions are looked for again."""
    for remembered in (checks.installed, formats.installed, services.installed, entry_points.listed):
        remembered.cache_clear()
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(f"{folder}/"):
            del sys.modules[name]
