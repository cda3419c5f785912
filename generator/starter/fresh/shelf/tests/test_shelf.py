"""Tests of this shelf as a whole: its files have no errors, and the site and its offline copy build."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.content import catalogue

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the sources of the site, so that the tests write nothing into the repository."""
    for name in ("content", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copyfile(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    return tmp_path


def keys() -> list[str]:
    """Return the keys of the papers; there must be at least one."""
    found = [path.stem for path in sorted((ROOT / "content" / "papers").glob("*.yml"))]
    assert found
    return found


def shelf(folder: Path, *arguments: str) -> None:
    """Run ``shelf …`` in a folder; if it fails, its output is the test's message."""
    command = [sys.executable, "-m", "generator.cli", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_content_is_sound() -> None:
    """No file has an error; ``shelf check`` prints each error with its location."""
    _, problems = catalogue.inspect(ROOT / "content")
    assert [str(problem) for problem in problems if problem.severity == "error"] == []


def test_the_site_builds(copied: Path) -> None:
    """Every paper has a page."""
    shelf(copied, "build")
    assert [key for key in keys() if not (copied / "site/papers" / key / "index.html").is_file()] == []


def test_the_offline_copy_builds(copied: Path) -> None:
    """The zip contains the home page, every paper's page and the data of the search."""
    shelf(copied, "bundle", "--output", "offline.zip")
    with zipfile.ZipFile(copied / "offline.zip") as archive:
        names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert {
        "index.html",
        "browse/papers.js",
        "browse/texts.js",
        *(f"papers/{key}/index.html" for key in keys()),
    } <= names
