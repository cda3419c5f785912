"""The wheel contains all that a shelf needs: it can create and build one outside this checkout."""

from __future__ import annotations

import shutil
import site
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, Shelf
from tests.starter.test_project import LISTED, clean, run, tree

NOT_COPIED = {"site", "dist", "build", "node_modules", "content", "tests", "benchmarks"}
HIDDEN = {".github", ".gitignore", ".gitlab-ci.yml", ".pre-commit-hooks.yaml"}
BUILD = "from setuptools import build_meta; print(build_meta.build_{kind}({out!r}))"


def built(kind: str, project: Path, out: Path) -> Path:
    """Build a wheel or an sdist of a project with what is installed here: nothing is downloaded."""
    out.mkdir(exist_ok=True)
    command = [sys.executable, "-c", BUILD.format(kind=kind, out=str(out))]
    done = subprocess.run(
        command,
        cwd=project,
        env=clean() | {"SOURCE_DATE_EPOCH": "1700000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy of the project, since a build leaves files beside what it builds."""
    folder = tmp_path_factory.mktemp("wheel") / "project"
    folder.mkdir()
    for path in ROOT.iterdir():
        kept = not path.name.startswith(".") or path.name in HIDDEN
        if path.is_dir() and kept and path.name not in NOT_COPIED and path.suffix != ".egg-info":
            shutil.copytree(path, folder / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif path.is_file() and kept:
            shutil.copyfile(path, folder / path.name)
    shutil.copytree(ROOT / "content" / "schemas", folder / "content" / "schemas")
    if (ROOT / "content" / "LICENSE").is_file():
        shutil.copyfile(ROOT / "content" / "LICENSE", folder / "content" / "LICENSE")
    return folder


@pytest.fixture(scope="module")
def wheel(project: Path) -> Path:
    """The wheel, built after somebody has run the program and has built another wheel before."""
    (project / "generator" / "__pycache__").mkdir()
    (project / "generator" / "__pycache__" / "model.cpython-311.pyc").write_bytes(b"")
    (project / "generator" / "starter" / "fresh" / "shelf" / "tests" / "__pycache__").mkdir()
    (project / "generator" / "starter" / "fresh" / "shelf" / "tests" / "__pycache__" / "test_shelf.pyc").write_bytes(
        b""
    )
    left = project / "build" / "lib" / "generator" / "skeleton" / "overrides"
    left.mkdir(parents=True)
    (left / "old.html").write_text("", "utf-8")
    return built("wheel", project, project.parent / "dist")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel, and what it depends on: from here, but without this project.

    A .pth file lends the packages; those in the folder that it names, such as an editable install's, are not followed.
    """
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    programs = environment / "bin"
    python = programs / "python"
    command = ("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    done = run(sys.executable, *command, cwd=environment)
    assert done.returncode == 0, done.stderr
    here = run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=environment).stdout.strip()
    (Path(here) / "lent.pth").write_text("\n".join(site.getsitepackages()) + "\n", "utf-8")
    found = run(python, "-c", "import generator; print(generator.__file__)", cwd=environment)
    assert Path(found.stdout.strip()).is_relative_to(environment), found.stdout + found.stderr
    return programs


def test_the_wheel_holds_all_that_a_shelf_needs_and_no_more(wheel: Path) -> None:
    """The program, its templates and a copy of each master; no test, content or benchmark of ours, nothing generated."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    ours = {f"generator/{name}" for name in tree(ROOT / "generator") if "__pycache__" not in name}
    masters = {
        path.relative_to(ROOT).as_posix()
        for name in (".github", "docs", "overrides", "requirements", "content/schemas")
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix not in {".png", ".pyc"} and path.stem != "benchmarks"
    } | {
        ".gitignore",
        ".gitlab-ci.yml",
        "LICENSE",
        "Makefile",
        "mkdocs.yml",
        "pyproject.toml",
        "setup.py",
        "tsconfig.json",
    }
    guides = (".pre-commit-hooks.yaml", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md", "content/LICENSE")
    masters |= {name for name in guides if (ROOT / name).is_file()}
    names = {name for name in packed if ".dist-info/" not in name}
    assert names == ours | {f"generator/skeleton/{name}" for name in masters}
    for name in masters:
        assert packed[f"generator/skeleton/{name}"] == (ROOT / name).read_bytes(), name
    assert {"generator/site/templates/paper.jinja", "generator/skeleton/overrides/main.html"} <= names
    [metadata] = [packed[name].decode() for name in packed if name.endswith(".dist-info/METADATA")]
    for field in ("License-Expression: MIT", "Requires-Python: >=3.11", "Description-Content-Type: text/markdown"):
        assert field in metadata
    [programs] = [packed[name].decode() for name in packed if name.endswith(".dist-info/entry_points.txt")]
    assert "shelf = generator.cli:main" in programs
    assert "shelf = generator.plugin:ShelfPlugin" in programs


def test_the_source_distribution_makes_the_same_wheel(project: Path, wheel: Path, tmp_path: Path) -> None:
    """The source distribution has everything that the wheel is made of: both have the same files."""
    with tarfile.open(built("sdist", project, tmp_path / "dist")) as archive:
        archive.extractall(tmp_path, filter="data")
    [unpacked] = [path for path in tmp_path.iterdir() if path.name.startswith("reading_shelf")]
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(built("wheel", unpacked, tmp_path / "again")) as other:
        assert {name: one.read(name) for name in one.namelist()} == {
            name: other.read(name) for name in other.namelist()
        }


def test_the_wheel_makes_the_same_shelf_as_the_checkout(installed: Path, shelf: Shelf, tmp_path: Path) -> None:
    """Byte for byte; so each file has one master."""
    done = run(installed / "shelf", "new", "packed", "--name", "Birds", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert shelf("new", "checkout", "--name", "Birds").returncode == 0
    assert tree(tmp_path / "packed") == tree(tmp_path / "checkout")


def test_the_wheel_alone_makes_fills_and_builds_a_shelf(installed: Path, tmp_path: Path) -> None:
    """New, import, check, build and bundle; also without the program's copy in the shelf."""
    (tmp_path / "list.bib").write_text(LISTED, encoding="utf-8")
    assert run(installed / "shelf", "new", "birds", "--name", "Birds", cwd=tmp_path).returncode == 0
    birds = tmp_path / "birds"
    shutil.rmtree(birds / "generator")
    for command in (("import", tmp_path / "list.bib"), ("check",), ("build",), ("bundle",)):
        done = run(installed / "shelf", *command, cwd=birds)
        assert done.returncode == 0, done.stdout + done.stderr
    keys = {path.stem for path in (birds / "content" / "papers").iterdir()}
    assert len(keys) == 3  # with the example
    assert {path.parent.name for path in birds.glob("site/papers/*/index.html")} == keys
    with zipfile.ZipFile(birds / "dist" / "reading-shelf-offline.zip") as archive:
        assert {f"reading-shelf/papers/{key}/index.html" for key in keys} <= set(archive.namelist())
