"""The same shelf gives the same site and zip, byte for byte, on any machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site import invented

MACHINES = (  # folder, time zone, locale, hash seed
    ("one", "Asia/Tokyo", "C.UTF-8", "1"),
    ("an other/folder", "America/St_Johns", "C", "4711"),
)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the project folders in which the invented shelf was built and bundled, each in a different environment."""
    root = tmp_path_factory.mktemp("machines")
    for folder, zone, locale, seed in MACHINES:
        invented.project(root / folder)
        surroundings = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        environment = (
            os.environ | surroundings | {"SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(invented.REPOSITORY)}
        )
        for command in ("build", "bundle"):
            done = subprocess.run(
                [sys.executable, "-m", "generator.cli", command],
                cwd=root / folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
    return [root / folder for folder, *_ in MACHINES]


def test_every_file_of_the_site_is_the_same(builds: list[Path]) -> None:
    """This includes the compressed sitemap, the search index and the feeds."""
    one, other = (
        {
            path.relative_to(folder / "site"): path.read_bytes()
            for path in (folder / "site").rglob("*")
            if path.is_file()
        }
        for folder in builds
    )
    assert len(one) > len(invented.PAPERS)
    assert [name for name in sorted(one | other) if one.get(name) != other.get(name)] == []


def test_the_zip_has_the_same_checksum(builds: list[Path]) -> None:
    """The zip's SHA-256 is the same in every environment."""
    sums = {hashlib.sha256((folder / "dist/reading-shelf-offline.zip").read_bytes()).hexdigest() for folder in builds}
    assert len(sums) == 1


def test_no_file_contains_the_build_folder(builds: list[Path]) -> None:
    """No published file contains a path of the machine that built it."""
    for folder in builds:
        built = [path for path in (folder / "site").rglob("*") if path.is_file()]
        assert [path for path in built if str(builds[0].parent).encode() in path.read_bytes()] == []
