"""docs/extending.md: the extensions that it shows are installed as it says, and do what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import forking
from tests.conftest import ROOT
from tests.services.conftest import replay  # noqa: F401, a fixture
from tests.services.replaying import Replay, says
from tests.storage.packaged import install

TEXT = (ROOT / "docs" / "extending.md").read_text("utf-8")
MODULES = dict(re.findall(r"saved as\s`(tides/\w+\.py)`:\n\n```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
(_PROJECT,) = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PROJECT = tomllib.loads(_PROJECT)
POINTS = {
    group.removeprefix("reading_shelf.").removesuffix("s"): named
    for group, named in PROJECT["project"]["entry-points"].items()
}
ARCHIVE = "# tide archive\n2021 | Kelp Counts Itself | Ada Marsh; Bo Reed\n2022, Torn\n2023 | Tide Tables | Cai Sedge\n"
ANSWER = "@misc{x, title={Sands of the North Shore}, author={Marsh, Ada}, year={2020}, doi={10.5281/sands.7}}"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``shelf …`` in a folder with the package of the page, which is on the path there."""
    install(tmp_path, MODULES, POINTS)
    (tmp_path / "content").mkdir()

    def command(*arguments: object) -> subprocess.CompletedProcess[str]:
        return forking.run("generator.cli", *arguments, cwd=tmp_path, env=dict(os.environ))

    return command


def test_the_format_is_imported(run: Run, tmp_path: Path) -> None:
    """It is recognised, listed, can be named, and loses no line: what is no paper is reported."""
    (tmp_path / "list.txt").write_text(ARCHIVE, encoding="utf-8")
    done = run("import", "list.txt")
    assert done.stderr == "list.txt:3:1: record.unreadable: no paper: '2022, Torn'\n"
    assert "3 records: 2 new papers, 0 matched, 0 unsure, 1 unreadable" in done.stdout
    (paper,) = (tmp_path / "content" / "papers").glob("kelp*.yml")
    assert "authors:\n  - Ada Marsh\n  - Bo Reed\n" in paper.read_text("utf-8")
    (ledger,) = (tmp_path / "content" / "imports").iterdir()
    assert "format: tide-list\n" in ledger.read_text("utf-8")
    assert "tide-list" in run("import", "--help").stdout
    deduped = run("dedupe", "list.txt", "--format", "tide-list", "--json")
    assert json.loads(deduped.stdout)["counts"]["papers"] == 2


def test_a_suffix_promises_the_format(run: Run, tmp_path: Path) -> None:
    """A file with the suffix is read in the format where no other recognises it, and with a warning where one does."""
    (tmp_path / "a.tides").write_text(ARCHIVE.replace("# tide archive", "# an archive"), encoding="utf-8")
    assert "3 records: 2 papers" in run("dedupe", "a.tides").stdout
    (tmp_path / "b.tides").write_text(ANSWER, encoding="utf-8")
    assert "b.tides:1:1: source.suffix: warning: the file name ends in .tides" in run("dedupe", "b.tides").stderr


def test_the_check_is_run_and_explained(run: Run, tmp_path: Path) -> None:
    """Its warnings have the place of the title, and --list explains its code below its title."""
    (tmp_path / "content" / "papers").mkdir()
    (tmp_path / "content" / "papers" / "kelp.yml").write_text("aliases: [K]\ntitle: Kelp\n", encoding="utf-8")
    done = run("check")
    assert "content/papers/kelp.yml:2:8: tides.summary: warning: this paper has no summary\n  hint: " in done.stderr
    assert (done.returncode, done.stdout) == (0, "1 paper: 0 errors, 1 warning\n")
    explained = "\nTides\n  tides.summary\n    A paper has no summary.\n    Write one to three sentences.\n"
    assert explained in run("check", "--list").stdout
    groups = json.loads(run("check", "--list", "--format", "json").stdout)["groups"]
    assert [one["code"] for one in groups["Tides"]] == ["tides.summary"]


def test_the_service_is_asked(run: Run, replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """What only this service knows is added, with a ledger of its own; its address can be replaced."""
    replay.always["datacite"] = says(200, ANSWER)
    monkeypatch.setenv("SHELF_DATACITE_URL", f"http://127.0.0.1:{replay.port}/datacite")
    done = run("add", "10.5281/sands.7", "--yes")
    assert done.returncode == 0, done.stderr
    assert ("datacite", "/dois/application/x-bibtex/10.5281/sands.7") in replay.asked
    (paper,) = (tmp_path / "content" / "papers").iterdir()
    assert "title: Sands of the North Shore\n" in paper.read_text("utf-8")
    assert [path.name[11:] for path in (tmp_path / "content" / "imports").iterdir()] == ["datacite.yml"]


def test_the_service_fills_papers(run: Run, replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """`shelf refresh` asks it, too."""
    replay.always["datacite"] = says(200, ANSWER)
    monkeypatch.setenv("SHELF_DATACITE_URL", f"http://127.0.0.1:{replay.port}/datacite")
    sands = tmp_path / "content" / "papers" / "sands.yml"
    sands.parent.mkdir()
    sands.write_text("title: Sands of the North Shore\nidentifiers:\n  doi: 10.5281/sands.7\n", encoding="utf-8")
    done = run("refresh", "--yes")
    assert done.returncode == 0, done.stderr
    assert "authors:\n  - Ada Marsh\n" in sands.read_text("utf-8")


def test_a_fork_registers_them_as_the_page_says(tmp_path: Path) -> None:
    """With the lines of the page in pyproject.toml, what an installer reads has the entry points, and ours."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    head, _, packages = _PROJECT.partition("[tool.setuptools.packages.find]\n")
    ours = re.compile(r"^(\[tool\.setuptools\.packages\.find\]\n)include = .*\n", re.MULTILINE)
    changed, count = ours.subn(lambda found: head + found[1] + packages, text)
    assert count == 1
    assert set(tomllib.loads(text)["tool"]["setuptools"]["packages"]["find"]["include"]) < set(
        PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    )
    (tmp_path / "pyproject.toml").write_text(changed, encoding="utf-8")
    for name in ("README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    for package in ("generator", "tides"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    program = "from setuptools import build_meta; print(build_meta.prepare_metadata_for_build_wheel('.'))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    about = tmp_path / done.stdout.splitlines()[-1]
    listed = (about / "entry_points.txt").read_text("utf-8")
    for group, named in PROJECT["project"]["entry-points"].items():
        assert f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in named.items()) in listed
    assert "shelf = generator.cli:main" in listed
    assert {"generator", "tides"} <= set((about / "top_level.txt").read_text("utf-8").split())


def test_the_example_is_in_house_style(tmp_path: Path) -> None:
    """A fork that copies it passes `make check`."""
    install(tmp_path, MODULES, POINTS)
    for command in (("check", "--no-cache"), ("format", "--check", "--no-cache")):
        ruff = [sys.executable, "-m", "ruff", *command, "--config", ROOT / "pyproject.toml", tmp_path / "tides"]
        done = subprocess.run(ruff, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
