"""benchmarks/: the tables count what they say, and a package that is not there is asked for kindly."""

import csv
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import bounds
from benchmarks.crowds import CROWDS
from benchmarks.dedupe import Figures, count
from benchmarks.scale import varied
from generator.matching.clusters import cluster
from generator.model import Record
from tests.conftest import people

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ["id", "title", "author", "year", "journal", "abstract", "doi", "volume", "number", "pages"]
TEXT = " ".join(f"word{n}" for n in range(80))


def run(name: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run a benchmark as a person would."""
    return subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def write(path: Path, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([names, *rows])


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """One labelled set of two papers, of which one is there twice."""
    rows = [
        ["1", "Wind over the Sea", "Quill, Ada and Li, Bo", "2020", "", "", "", "3", "", "1-9"],
        ["2", "Wind over the sea.", "Ada Quill; Bo Li", "2020", "", "", "", "3", "", "1-9"],
        ["3", "Kites with Strings", "Haas, Noor", "2021", "", "", "", "", "", ""],
    ]
    write(tmp_path / "winds" / "records.csv", FIELDS, rows)
    write(tmp_path / "winds" / "clusters.csv", ["cluster", "id"], [["a", "1"], ["a", "2"]])
    return tmp_path


def test_counts() -> None:
    """Wrong pairs are counted as pairs, removed papers once, and only if nothing of them is left."""
    found = count(
        ["1", "2", "3", "4", "5"], [["1", "2", "3"], ["4", "5"]], {"1": "a", "2": "a", "3": "b", "5": "b"}, {},
        unsure=2, seconds=1.0,
    )  # fmt: skip
    assert (found.true, found.right, len(found.wrong), found.removed) == (2, 1, 3, 1)
    assert found.row("winds").split() == ["winds", "5", "0.2500", "0.5000", "3", "1", "400.0", "200.00"]
    assert Figures().row("nothing").split()[2:4] == ["-", "-"]


def test_the_table_of_sets(sets: Path) -> None:
    """Each set and all together have a line with every figure."""
    done = run("dedupe", sets)
    assert done.returncode == 0, done.stderr
    head, *rows = [line.split() for line in done.stdout.splitlines()]
    assert head == ["set", "records", "precision", "recall", "wrong", "removed", "unsure/k", "s/k"]
    assert [row[:7] for row in rows] == [
        ["winds", "3", "1.0000", "1.0000", "0", "0", "0.0"],
        ["together", "3", "1.0000", "1.0000", "0", "0", "0.0"],
    ]


def test_the_table_of_abstracts(tmp_path: Path) -> None:
    """Untitled texts have the same table, by kind of damage."""
    write(tmp_path / "targets.csv", ["key", "title", "abstract"], [["a", "Wind", TEXT]])
    rows = [["prefix", "a", f"Abstract: {TEXT}"], ["NEG", "", "Nothing of the kind."]]
    write(tmp_path / "queries.csv", ["kind", "true_key", "abstract"], rows)
    done = run("abstracts", tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line.split()[:7] for line in done.stdout.splitlines()[1:4]] == [
        ["prefix", "1", "1.0000", "1.0000", "0", "0", "0.0"],
        ["NEG", "1", "-", "-", "0", "0", "0.0"],
        ["together", "2", "1.0000", "1.0000", "0", "0", "0.0"],
    ]


@pytest.mark.parametrize("name", ["dedupe", "abstracts"])
def test_a_rival_that_is_not_installed(name: str, sets: Path) -> None:
    """Without bib-dedupe a person reads how to install it, not a traceback."""
    if importlib.util.find_spec("bib_dedupe"):
        pytest.skip("bib-dedupe is installed")
    write(sets / "targets.csv", ["key", "title", "abstract"], [])
    write(sets / "queries.csv", ["kind", "true_key", "abstract"], [])
    done = run(name, sets, "--versus", "bib-dedupe")
    assert done.returncode == 1
    assert "requirements/benchmarks.txt" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["dedupe", "abstracts", "scale"])
def test_a_folder_that_is_not_there(name: str, tmp_path: Path) -> None:
    """A wrong folder is named."""
    done = run(name, tmp_path / "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_varied_records_are_the_same_each_time() -> None:
    """The records made are many, distinct and reproducible."""
    real = [Record(source="a", line=n, title=f"Wind {n} over the sea", authors=people("Ada Quill")) for n in range(9)]
    made = varied(real, 200)
    assert made == varied(real, 200)
    assert len(made) == len(set(made)) == 200


def test_changes_are_noticed_or_named(tmp_path: Path) -> None:
    """Of a made-up module the changes that its test sees are counted, and the one without an effect is named."""
    (tmp_path / "generator").mkdir()
    (tmp_path / "generator" / "__init__.py").touch()
    code = "def larger(a, b):\n    if a < b:\n        return b\n    return a\n"
    (tmp_path / "generator" / "sizes.py").write_text(code, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    test = "from generator.sizes import larger\n\n\ndef test_larger():\n    assert [larger(1, 2), larger(2, 1)] == [2, 2]\n"
    (tmp_path / "tests" / "test_sizes.py").write_text(test, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.mutants", "sizes.py"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    survivor, head, row, together = done.stdout.splitlines()
    assert head.split() == ["area", "changes", "noticed", "share"]
    assert row.split() == ["sizes.py", "4", "3", "75%"]
    assert together.split() == ["together", "4", "3", "75%"]
    assert survivor == "sizes.py:2 in larger: a < b  ->  (a <= b)  (1 tests)"


def test_bounds_of_a_reader() -> None:
    """Each shape has its line, with three sizes, the growth and the memory; small inputs are within all bounds."""
    done = run("bounds", "nbib", "--shape", "authors", "--all", "--divide", "500")
    assert done.returncode == 0, done.stdout + done.stderr
    head, row = (line.split() for line in done.stdout.splitlines())
    assert head == ["reader", "shape", "0.002MB", "0.004MB", "0.008MB", "growth", "peak", "MB"]
    assert row[:2] == ["nbib", "authors"]
    assert all(float(cell) >= 0 for cell in row[2:])
    assert run("bounds", "nothing").returncode == 2


def test_what_is_beyond_a_bound_is_shown() -> None:
    """Seconds that grow too fast, memory, or a process that had to be stopped; a tenth of a second is no growth."""

    def row(*seconds: float, memory: float = 100, stopped: bool = False) -> bounds.Row:
        return bounds.Row(reader="ris", shape="x", seconds=seconds, memory=memory, stopped=stopped)

    assert row(1, 2.2, 4.9).fits
    assert row(0.01, 0.05, 0.2).fits
    assert str(row(1, 2.4, 4)).endswith("beyond")
    assert not row(1, 2, 4, memory=501).fits
    assert str(row(1, 100, stopped=True)).endswith("stopped")


def test_work_is_measured_apart() -> None:
    """The cost of the work alone counts, not of making the input; an exception is no figure."""

    def made() -> bounds.Job:
        return lambda: sum(range(3_000_000))

    measured = bounds.measured("ris", "x", [made, lambda: made])
    assert measured.seconds[0] > measured.seconds[1] >= 0
    assert measured.memory > 1
    with pytest.raises(EOFError):
        bounds.measured("ris", "x", [lambda: lambda: 1 // 0])


@pytest.mark.parametrize("name", CROWDS)
def test_crowds_are_clustered(name: str) -> None:
    """Each crowd has as many records as asked for, but for those of two papers, and every record is in one group."""
    records = CROWDS[name](5)
    assert len(records) in {2, 5}
    assert sorted(number for group in cluster(records).groups for number in group) == list(range(len(records)))


def test_suggested_relations_are_counted_against_the_curators(tmp_path: Path) -> None:
    """A variant that builds on the model after which it is named is found at each share; the table says so."""
    papers = tmp_path / "content" / "papers"
    papers.mkdir(parents=True)
    (papers / "auk.yml").write_text("title: 'AUK: Diving'\ndate: '2020'\nauthors:\n  - Ada Marsh\n", encoding="utf-8")
    text = "title: 'AUK-Deep: Diving'\ndate: '2021'\nauthors:\n  - Ada Marsh\nbuilds_on:\n  - auk\n"
    (papers / "auk-deep.yml").write_text(text, encoding="utf-8")
    done = run("predecessors", tmp_path / "content")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("2 papers, 1 relations")
    assert [line.split() for line in lines[2:]] == [
        [share, threshold, "1.0", "1.00", "1.00"]
        for share in ("0.3", "0.6", "1.0")
        for threshold in ("0.4", "0.5", "0.6", "0.7")
    ]
