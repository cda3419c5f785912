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


PRINTED = """\
7 records: 6 new papers, 0 matched, 1 unsure, 0 unreadable
The new shelf is in my-birds. What to do next, in that folder:
  1. Answer 1 question on papers that may be the same: shelf review
  2. Look at the 2 suggested topics in content/taxonomy.yml: shelf labels
  3. Build the site: make site
"""
MARSH = """# Marsh papers

## Kelp

- [Kelp in Winter](https://doi.org/10.1234/kelp.1), Marsh 2019
- [Kelp in Spring](https://doi.org/10.1234/kelp.2), Marsh 2020

## Tides

- [Tide Tables Without a Moon](https://doi.org/10.1234/tide.1), Sedge 2022
- [Tide Tables With Two Moons](https://doi.org/10.1234/tide.2), Sedge 2024
"""
NOTED = "TY  - JOUR\nTI  - Dune Grass as a Language Model\nAU  - Heron, Gil\nKW  - dunes\nPY  - 2023\nER  - \n"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Three files with seven papers, of which two may be one."""
    (tmp_path / "mine.bib").write_text(LISTED, encoding="utf-8")
    (tmp_path / "marsh.md").write_text(MARSH, encoding="utf-8")
    (tmp_path / "notes.ris").write_text(NOTED, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("my-birds", "--from", "mine.bib", "marsh.md", "notes.ris"),
        ("my-birds", "--from", "notes.ris", "--from", "mine.bib", "--from", "marsh.md"),
    ],
)
def test_a_new_shelf_starts_with_several_files(shelf: Shelf, lists: Path, words: tuple[str, ...]) -> None:
    """As a shell expands a pattern, or one by one: each paper once, the topics that the files suggest, no example."""
    done = shelf("new", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == PRINTED
    found, problems = catalogue.inspect(lists / "my-birds" / "content")
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert {ledger.source for ledger in found.ledgers.values()} == {"mine.bib", "marsh.md", "notes.ris"}
    assert (set(found.taxonomy.families), set(found.taxonomy.topics)) == (set(), {"kelp", "tides"})
    assert [label.node for label in site.labels(found)["kelp-in-winter"]] == ["kelp"]
    settings = site.settings(lists / "my-birds" / "mkdocs.yml")
    assert (settings.name, settings.about) == ("My birds", "Papers, grouped by topic.")
    laid_out = shelf("format", "--check", cwd=lists / "my-birds")
    assert (laid_out.returncode, laid_out.stdout) == (0, "")


def test_a_shelf_without_families_has_no_tab_for_them(shelf: Shelf, lists: Path) -> None:
    """The navigation of the site leaves them out, and mkdocs.yml has them still, for the day when there are some."""
    assert shelf("new", "birds", "--from", "marsh.md").returncode == 0
    built = shelf("build", cwd=lists / "birds")
    assert built.returncode == 0, built.stderr
    assert "  - Families: families/index.md\n" in (lists / "birds/mkdocs.yml").read_text("utf-8")
    page = (lists / "birds/site/index.html").read_text("utf-8")
    tabs = page[page.index('class="md-tabs"') : page.index("</nav>", page.index('class="md-tabs"'))]
    names = [text.strip() for text in re.findall(r'class="md-tabs__link">([^<]+)<', tabs)]
    assert names[:3] == ["Home", "Browse", "Topics"]
    assert "families/" not in page


def test_one_bad_file_does_not_lose_the_others(shelf: Shelf, lists: Path) -> None:
    """A file that cannot be read, one without papers and one that is there twice are reported; the exit code is 1."""
    (lists / "empty.md").write_text("# Nothing\n", encoding="utf-8")
    done = shelf("new", "birds", "--from", "gone.bib", "empty.md", "marsh.md", "./marsh.md")
    assert done.returncode == 1
    codes = re.findall(r"^([\w./]+):\d+:\d+: ([\w.-]+): ", done.stderr, re.MULTILINE)
    assert set(codes) == {
        ("gone.bib", "source.unreadable"),
        ("empty.md", "source.no-papers"),
        ("marsh.md", "source.repeated"),
    }
    assert "4 records: 4 new papers" in done.stdout
    assert len(catalogue.load_sound(lists / "birds" / "content")[0].papers) == 4
    none = shelf("new", "none", "--from", "gone.bib", "empty.md")
    assert none.returncode == 1
    assert "no paper was found in any of the files" in none.stderr
    assert not (lists / "none").exists()


def test_the_first_steps_are_those_of_the_shelf(shelf: Shelf, lists: Path) -> None:
    """Without questions and suggestions, other steps take their place; the site is always the last."""
    alone = shelf("new", "one", "--from", "notes.ris")
    assert alone.stdout.splitlines()[2:] == [
        "  1. Write families and topics, as these papers suggest none: content/taxonomy.yml",
        "  2. Say what the shelf collects: content/pages/index.md",
        "  3. Build the site: make site",
    ]
    assert not (lists / "one/content/taxonomy.yml").exists()
    (lists / "bare.md").write_text(
        MARSH.replace("Marsh papers", "Bare").replace(", Marsh", ",").replace(", Sedge", ",")
    )
    bare = shelf("new", "two", "--from", "bare.md")
    assert bare.stdout.splitlines()[2:4] == [
        "  1. Look at the 2 suggested topics in content/taxonomy.yml: shelf labels",
        "  2. Ask arXiv, Crossref and others for what 4 papers lack, authors or date: shelf refresh",
    ]


def test_errors_that_stop_a_build_are_a_step(shelf: Shelf, lists: Path) -> None:
    """Two papers of a source with one DOI: the first step names the number and the command that lists them."""
    (lists / "twins.bib").write_text(
        "".join(
            f"@article{{{key}, title={{{title}}}, author={{{name}, A}}, year={{2020}}, doi={{10.1234/same}}}}\n"
            for key, title, name in (("a", "Tides of the North", "Reed"), ("b", "Dances for Robots", "Marsh"))
        )
    )
    done = shelf("new", "twins", "--from", "twins.bib")
    errors = shelf("check", cwd=lists / "twins").stdout
    assert "2 papers: 1 error," in errors
    assert "  1. Correct 1 error of the sources, which would stop the build: shelf check" in done.stdout


def test_files_need_the_option(shelf: Shelf, lists: Path) -> None:
    """A file without --from is no part of the name."""
    done = shelf("new", "birds", "mine.bib")
    assert done.returncode == 2
    assert "write --from before the files: shelf new birds --from mine.bib" in done.stderr
    assert not (lists / "birds").exists()


@pytest.mark.parametrize(
    ("folder", "name"),
    [("sea_birds/", "Sea birds"), ("./a/../über-eBirds", "Über eBirds")],
)
def test_without_a_name_a_shelf_is_named_after_its_folder(shelf: Shelf, tmp_path: Path, folder: str, name: str) -> None:
    """With a capital at its start and spaces instead of hyphens."""
    (tmp_path / "a").mkdir()
    assert shelf("new", folder).returncode == 0
    assert site.settings(tmp_path / folder / "mkdocs.yml").name == name


def test_a_folder_that_gives_no_name_needs_one(shelf: Shelf, tmp_path: Path) -> None:
    """A folder of hyphens alone."""
    done = shelf("new", "___")
    assert (done.returncode, "--name" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("mine.bib", None, "source.unreadable"),
        ("mine.bib", b"", "new.no-papers"),
        ("mine.bib", b"\0\1\2", "source.binary"),
        ("mine.md", b"# Birds\n\n- [Flight](https://birds.example/)\n", "new.no-papers"),
        ("mine.bib", b"{", "new.no-papers"),
    ],
)
def test_a_file_without_papers_makes_no_shelf(
    shelf: Shelf, tmp_path: Path, name: str, body: bytes | None, code: str
) -> None:
    """The fault is reported with its position, and nothing is written, no parent folder either."""
    if body is not None:
        (tmp_path / name).write_bytes(body)
    before = sorted(tmp_path.iterdir())
    done = shelf("new", "far/birds", "--name", "Birds", "--from", name)
    assert done.returncode == 1
    assert re.search(rf"^{re.escape(name)}:\d+:\d+: {code}: ", done.stderr, re.MULTILINE), done.stderr
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
