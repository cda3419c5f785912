"""After any edit, and whatever happened to the site and the cache, ``shelf build`` leaves the site of a build from nothing.

``SHELF_EDITS=200 SHELF_SEEDS=0,1,2 python -m pytest tests/site/test_incremental.py -k edits`` makes more random edits.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from generator import plugin, site
from generator.problems import ShelfError
from tests.site import random_edits
from tests.site.random_edits import State

EDITS = int(os.environ.get("SHELF_EDITS", "18"))
SEEDS = [int(one) for one in os.environ.get("SHELF_SEEDS", "1").split(",")]
WITHOUT = shutil.ignore_patterns(".cache", "site", ".shelf-*")


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of a site by name."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".shelf-site")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def publish(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build the site of a project, and return its problems."""
    monkeypatch.chdir(folder)
    try:
        plugin.publish(site.settings(Path("mkdocs.yml")))
    except ShelfError as error:
        return [str(problem) for problem in error.problems]
    return []


def differences(folder: Path, monkeypatch: pytest.MonkeyPatch, twin: Path) -> tuple[list[str], list[str]]:
    """Build the site in the project, and from nothing in a copy; return the files that differ, and the problems."""
    old = tree(folder / "site")
    problems = publish(folder, monkeypatch)
    shutil.copytree(folder, twin, ignore=WITHOUT)
    assert publish(twin, monkeypatch) == problems
    warm, cold = tree(folder / "site"), old if problems else tree(twin / "site")
    monkeypatch.chdir(folder)
    shutil.rmtree(twin)
    return sorted(name for name in warm.keys() | cold.keys() if warm.get(name) != cold.get(name)), problems


@pytest.mark.parametrize("seed", SEEDS)
def test_after_random_edits_the_site_is_the_one_of_a_cold_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Every file is the same byte for byte after each edit; where content/ is faulty, both say so and the old site stays."""
    dice = random.Random(seed)
    state = random_edits.project(tmp_path / "project")
    assert publish(state.folder, monkeypatch) == []
    done: list[str] = []
    for _ in range(EDITS):
        sound = tmp_path / "sound"
        shutil.copytree(state.folder, sound, ignore=WITHOUT)
        edit = dice.choice(random_edits.EDITS)
        done.append(edit.__name__)
        edit(state, dice)
        found, problems = differences(state.folder, monkeypatch, tmp_path / "cold")
        assert found == [], done
        if problems:  # the person undoes the edit
            done[-1] += " (faulty)"
            revert(state, sound)
        shutil.rmtree(sound)
    print(seed, done)


def revert(state: State, sound: Path) -> None:
    """Put back all that a person wrote, as it was."""
    for name in ("content", "overrides"):
        shutil.rmtree(state.folder / name)
        shutil.copytree(sound / name, state.folder / name)
    shutil.copy2(sound / "mkdocs.yml", state.folder / "mkdocs.yml")
