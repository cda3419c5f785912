"""``shelf new``: a shelf that builds and tests its site at once, whole or not at all, whatever its name."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from generator import site
from generator.content import catalogue
from generator.problems import ShelfError
from generator.starter import project
from tests.conftest import ROOT, Shelf
from tests.starter import killing_new

LISTED = """@article{kelp, title={Kelp Counts Itself}, author={Marsh, Ada and Reed, Bo}, year={2021}}

@inproceedings{tide, title={Tide Tables Without a Moon}, author={Sedge, Cai}, year={2022}}
"""
HOSTILE = [
    'Ada\'s "best" papers: 100% # of them',
    "first\nsite_url: https://evil.example\r\n\r\n# second",
    "{{ config }} {% raw %} {#",
    "<script>alert(1)</script> & </title>",
    "!!python/name:os.system",
    "!ENV HOME",
    "- [a](javascript:alert(1)) ![b](c) `d` *e* _f_ | ~g~ <h>",
    "null",
    "2107.02137",
    "\\",
    "SHELF_NAME",
    "论文 \u202e书架\u0000",
]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def clean() -> dict[str, str]:
    """Return an environment in which nothing leads back to this checkout or to the make that runs this test."""
    leading = {"PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTEST_ADDOPTS"}
    return {name: value for name, value in os.environ.items() if name not in leading}


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a clean environment; return also where it fails."""
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=clean(), capture_output=True, text=True, check=False, timeout=570
    )


@pytest.mark.skipif(not os.environ.get("CI"), reason="installs an environment and runs a suite of its own; set CI=1")
def test_a_new_shelf_makes_its_site_and_passes_its_tests(shelf: Shelf, tmp_path: Path) -> None:
    """With just two commands: `make site` and `make test`, in an environment that they create from pinned packages."""
    registry = run(
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "0", "--timeout", "20"),
        *("--dest", tmp_path / "probe", "iniconfig"),
        cwd=tmp_path,
    )
    if registry.returncode:
        pytest.skip(f"no package registry can be reached: {registry.stderr.strip().splitlines()[-1:]}")
    assert shelf("new", "birds", "--name", "Birds").returncode == 0
    birds = tmp_path / "birds"
    try:
        site_made = run("make", f"PYTHON={sys.executable}", "site", cwd=birds)
        assert site_made.returncode == 0, site_made.stdout + site_made.stderr
        assert "Birds</title>" in (birds / "site" / "index.html").read_text("utf-8")
        assert (birds / "site/papers/attention-is-all-you-need/index.html").is_file()
        assert zipfile.is_zipfile(birds / "dist" / "reading-shelf-offline.zip")
        tested = run("make", "test", cwd=birds)
        assert tested.returncode == 0, tested.stdout + tested.stderr
        assert re.search(r"\b3 passed", tested.stdout), tested.stdout
    finally:
        shutil.rmtree(birds / ".venv", ignore_errors=True)  # half a gigabyte


def test_a_new_shelf_is_sound(shelf: Shelf, tmp_path: Path) -> None:
    """Its content has neither an error nor a warning, it is laid out and has its schemas, and its example paper shows a family, a topic and their rules."""
    done = shelf("new", "birds", "--name", "Birds")
    assert done.returncode == 0, done.stderr
    found, problems = catalogue.inspect(tmp_path / "birds" / "content")
    assert problems == []
    laid_out = shelf("format", "--check", cwd=tmp_path / "birds")
    assert (laid_out.returncode, laid_out.stdout) == (0, "")
    labels = site.labels(found)["attention-is-all-you-need"]
    assert {(label.kind, label.node) for label in labels} == {("families", "transformer"), ("topics", "translation")}
    settings = site.settings(tmp_path / "birds" / "mkdocs.yml")
    assert (settings.name, settings.repo) == ("Birds", "")


def test_nothing_of_this_shelf_comes_along(shelf: Shelf, tmp_path: Path) -> None:
    """No paper, import, test, benchmark or picture of the shelf at hand, and nothing that was generated."""
    assert shelf("new", "birds", "--name", "Birds").returncode == 0
    names = set(tree(tmp_path / "birds"))
    found = {name for name in names if name.startswith(("content/", "tests/", "benchmarks/"))}
    assert found - {"content/LICENSE"} == {
        "content/pages/about.md",
        "content/pages/index.md",
        "content/papers/attention-is-all-you-need.yml",
        *(f"content/schemas/{kind}.json" for kind in ("decisions", "paper", "path", "taxonomy")),
        "content/taxonomy.yml",
        "tests/test_shelf.py",
    }
    assert [name for name in names if "__pycache__" in name or "skeleton/" in name or name.endswith(".png")] == []
    assert {"Makefile", "LICENSE", "README.md", ".gitignore", "mkdocs.yml", "setup.py", "overrides/main.html"} <= names


def test_a_new_shelf_starts_with_the_papers_of_a_file(shelf: Shelf, tmp_path: Path) -> None:
    """`--from` replaces the example, and the totals of the import are printed."""
    (tmp_path / "mine.bib").write_text(LISTED, encoding="utf-8")
    done = shelf("new", "birds", "--name", "Birds", "--from", "mine.bib")
    assert done.returncode == 0, done.stderr
    assert "2 records: 2 new papers, 0 matched, 0 unsure, 0 unreadable" in done.stdout
    found, problems = catalogue.inspect(tmp_path / "birds" / "content")
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert sorted(paper.name for paper in found.papers.values()) == ["Kelp Counts Itself", "Tide Tables Without a Moon"]
    assert [ledger.source for ledger in found.ledgers.values()] == ["mine.bib"]
    again = shelf("import", tmp_path / "mine.bib", cwd=tmp_path / "birds")
    assert "2 records: 0 new papers, 2 matched" in again.stdout


def test_a_record_that_cannot_be_read_keeps_its_neighbours(shelf: Shelf, tmp_path: Path) -> None:
    """As with `shelf import`: the shelf gets the other records, the fault is reported, the exit code is 1."""
    (tmp_path / "mine.bib").write_text(f"{LISTED}\n@article{{broken, title = {{Never", encoding="utf-8")
    done = shelf("new", "birds", "--name", "Birds", "--from", "mine.bib")
    assert done.returncode == 1
    assert "mine.bib:5:" in done.stderr
    assert len(catalogue.load_sound(tmp_path / "birds" / "content")[0].papers) == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [(None, "source.unreadable"), (b"", "new.no-papers"), (b"\0\1\2", "source.binary"), (b"{", "new.no-papers")],
)
def test_a_file_without_papers_makes_no_shelf(shelf: Shelf, tmp_path: Path, body: bytes | None, code: str) -> None:
    """The fault is reported with its position, and nothing is written, no parent folder either."""
    if body is not None:
        (tmp_path / "mine.bib").write_bytes(body)
    before = sorted(tmp_path.iterdir())
    done = shelf("new", "far/birds", "--name", "Birds", "--from", "mine.bib")
    assert done.returncode == 1
    assert re.search(rf"^mine\.bib:\d+:\d+: {code}: ", done.stderr, re.MULTILINE), done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_is_written_over(shelf: Shelf, tmp_path: Path) -> None:
    """A file, or a folder with any content, hidden or not, is refused and stays as it was."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / ".hidden").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = tree(tmp_path)
    for name in ("full", "file"):
        done = shelf("new", name, "--name", "Birds")
        assert done.returncode == 1
        assert f"{name}:1:1: new.exists: " in done.stderr
    assert tree(tmp_path) == before


def test_an_empty_folder_will_do(shelf: Shelf, tmp_path: Path) -> None:
    """It becomes the shelf and keeps its permissions; the current folder cannot be replaced, which is reported."""
    (tmp_path / "empty").mkdir(mode=0o700)
    here = shelf("new", ".", "--name", "Birds", cwd=tmp_path / "empty")
    assert here.returncode == 1
    assert "new.here" in here.stderr
    assert "shelf new empty" in here.stderr
    assert list((tmp_path / "empty").iterdir()) == []
    assert shelf("new", "empty", "--name", "Birds").returncode == 0
    assert (tmp_path / "empty" / "mkdocs.yml").is_file()
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_wherever_it_lands(name: str) -> None:
    """Whatever it holds, mkdocs.yml keeps its other settings and README.md shows it as its heading, as text."""
    seen = site.escapes.line(name)
    plain = project.fresh("Birds", date="2026-02-26").contents
    made = project.fresh(seen, date="2026-02-26").contents
    assert {path for path in plain if plain[path] != made[path]} <= {"mkdocs.yml", "README.md"}
    rows = made["mkdocs.yml"].decode().splitlines()
    assert [row for row in rows if not row.startswith("site_name: ")] == [
        row for row in plain["mkdocs.yml"].decode().splitlines() if not row.startswith("site_name: ")
    ]
    heading, _, rest = MarkdownIt("commonmark").render(made["README.md"].decode()).partition("</h1>")
    assert html.unescape(heading) == f"<h1>{seen}"
    assert "<" not in heading.removeprefix("<h1>")
    assert rest == MarkdownIt("commonmark").render(plain["README.md"].decode()).partition("</h1>")[2]


def test_the_name_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    """As a string, also where YAML could take it for a number, nothing, or a command."""
    for name in HOSTILE:
        seen = site.escapes.line(name)
        config = tmp_path / "mkdocs.yml"
        config.write_bytes(project.fresh(seen, date="2026-02-26").contents["mkdocs.yml"])
        assert site.settings(config).name == seen


def test_a_name_that_nobody_sees_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    """Spaces and direction marks are not a name."""
    done = shelf("new", "birds", "--name", " \u200b\n")
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_hostile_name_does_nothing_in_the_site(shelf: Shelf, tmp_path: Path) -> None:
    """No page of the site or its offline copy contains the name as markup; both show it as text."""
    name = '<script>alert(1)</script> "><img src=x onerror=alert(2)> {{ 7*7 }}'
    assert shelf("new", "birds", "--name", name).returncode == 0
    for command in ("build", "bundle"):
        done = shelf(command, cwd=tmp_path / "birds")
        assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "birds/dist/reading-shelf-offline.zip") as archive:
        archive.extractall(tmp_path / "offline")
    for root in (tmp_path / "birds/site", tmp_path / "offline/reading-shelf"):
        pages = sorted(root.rglob("*.html"))
        assert len(pages) > 5
        for page in pages:
            text = page.read_text("utf-8")
            assert "<script>alert" not in text, page
            assert "<img src=x" not in text, page
            title = re.search(r"<title>(.*?)</title>", text)
            assert title is None or name in html.unescape(title[1]), page


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_leaves_no_part_of_a_shelf(tmp_path: Path) -> None:
    """After a kill at any step the shelf is not there, or it is there whole; the next try makes it, and clears up."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.starter.killing_new", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    kills = int(done.stdout)
    assert kills > 3 * len(killing_new.CONTENTS)  # every file is opened, made to last and renamed
    for number in range(1, kills + 1):
        birds = tmp_path / str(number) / "birds"
        if birds.is_dir() and any(birds.iterdir()):
            assert tree(birds) == killing_new.CONTENTS, number
            continue
        project.put(killing_new.CONTENTS, birds)
        assert tree(birds) == killing_new.CONTENTS, number
        assert [path.name for path in birds.parent.iterdir()] == ["birds"], number


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be written, the shelf is not made, and no rest of it is left."""

    def failing(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="No space left"):
        project.put(killing_new.CONTENTS, tmp_path / "birds")
    assert list(tmp_path.iterdir()) == []


def test_who_comes_second_writes_over_nothing(tmp_path: Path) -> None:
    """A shelf that somebody made between the first look and the writing stays as it is."""
    project.put({"mkdocs.yml": b"mine"}, tmp_path / "birds")
    with pytest.raises(ShelfError, match=r"new\.exists"):
        project.put(killing_new.CONTENTS, tmp_path / "birds")
    assert tree(tmp_path) == {"birds/mkdocs.yml": b"mine"}


def test_two_runs_make_the_same_bytes(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the folder, the hash seed and the time zone."""
    (tmp_path / "mine.bib").write_text(LISTED, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    trees = []
    for folder, seed, zone in (("one", "1", "Asia/Tokyo"), ("an other", "2", "America/Los_Angeles")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("TZ", zone)
        assert shelf("new", folder, "--name", "Birds", "--from", "mine.bib").returncode == 0
        trees.append(tree(tmp_path / folder))
    assert trees[0] == trees[1]
    assert [name for name in trees[0] if ".cache" in name] == []
