"""The command line as a person meets it: what is printed, what is written, which exit code."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Shelf

LISTING = """Weekly Papers

Dec 3

KelpNet: Counting Sea Otters from the Air

Counting otters by hand takes a whole season. We train a small network on drone pictures and let it count instead. The code is at https://github.com/example/kelpnet.

  • 3 authors
·
Mar 4, 2021 2

Tide Tables Without a Moon

Tide tables usually lean on astronomy. This paper asks how far one gets from yesterday's water level alone, and finds that two days suffice.

  • 1 author
·
Apr 9, 2022
"""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes, but those of caches."""
    found = {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {str(path): content for path, content in found.items() if ".cache" not in path.parts}


def test_import_says_what_came_of_each_record(shelf: Shelf, tmp_path: Path) -> None:
    """An import of two papers writes two files and prints a sum that adds up."""
    (tmp_path / "week.txt").write_text(LISTING, encoding="utf-8")
    done = shelf("import", "week.txt", "--date", "2022-05-01")
    assert done.returncode == 0, done.stderr
    assert "2 records: 2 new papers, 0 matched, 0 unsure, 0 unreadable" in done.stdout
    assert sorted(p.name for p in (tmp_path / "content/papers").iterdir()) == [
        "kelpnet.yml",
        "tide-tables-without-a-moon.yml",
    ]


def test_import_twice_changes_nothing(shelf: Shelf, tmp_path: Path) -> None:
    """A second import of the same source, on another day, leaves every byte as it was."""
    (tmp_path / "week.txt").write_text(LISTING, encoding="utf-8")
    shelf("import", "week.txt", "--date", "2022-05-01")
    before = tree(tmp_path)
    done = shelf("import", "week.txt", "--date", "2023-06-02")
    assert "2 records: 0 new papers, 2 matched" in done.stdout
    assert tree(tmp_path) == before


def test_dry_run_writes_nothing(shelf: Shelf, tmp_path: Path) -> None:
    """--dry-run prints what would change as a diff and writes nothing."""
    (tmp_path / "week.txt").write_text(LISTING, encoding="utf-8")
    done = shelf("import", "week.txt", "--dry-run")
    assert done.returncode == 0
    assert "--- /dev/null\n+++ b/content/papers/kelpnet.yml\n@@ -0,0 +1" in done.stdout
    assert "\n+title: 'KelpNet: Counting Sea Otters from the Air'\n" in done.stdout
    assert not (tmp_path / "content").exists()


def test_json_holds_records_papers_and_problems(shelf: Shelf, tmp_path: Path) -> None:
    """--json prints one object of the documented shape, also beside a source that cannot be read."""
    (tmp_path / "week.txt").write_text(LISTING, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    done = shelf("import", "week.txt", "empty.txt", "missing.txt", "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    kinds = {"records", "papers", "skipped", "problems", "counts", "ledger_only", "changed"}
    assert set(found) == kinds | {"libraries", "amendments", "differences"}
    assert {"source": "empty.txt", "line": 1, "text": "", "reason": "the source is empty"} in found["skipped"]
    first = found["records"][0]
    assert first == {
        "source": "week.txt",
        "line": 5,
        "id": "",
        "title": "KelpNet: Counting Sea Otters from the Air",
        "abstract_words": first["abstract_words"],
        "type": None,
        "genre": "",
        "authors": [],
        "people": [],
        "editors": [],
        "author_count": 3,
        "et_al": False,
        "date": "2021-03-04",
        "identifiers": {},
        "venue": "",
        "volume": "",
        "number": "",
        "pages": "",
        "publisher": "",
        "series": "",
        "edition": "",
        "language": "",
        "citation_keys": [],
        "keywords": [],
        "note": "",
        "further": {},
        "headings": [],
        "upvotes": None,
        "comments": 2,
        "links": ["https://github.com/example/kelpnet"],
    }
    assert first["abstract_words"] == 26
    assert [p["verdict"] for p in found["papers"]] == ["new", "new"]
    assert {p["path"] for p in found["problems"]} == {"empty.txt", "missing.txt"}


@pytest.mark.parametrize(
    "bytes_", [b"", b"\x00\x01\x02\x03" * 50, b"\xff\xfe\x00", "é\n\nñ".encode("latin-1"), b"x" * 3_000_000]
)
def test_a_bad_source_is_a_problem_and_not_a_traceback(shelf: Shelf, tmp_path: Path, bytes_: bytes) -> None:
    """Whatever the bytes are, the answer is path:line:column: code: message with a hint, exit 1, neighbours kept."""
    (tmp_path / "bad.txt").write_bytes(bytes_)
    (tmp_path / "week.txt").write_text(LISTING, encoding="utf-8")
    done = shelf("import", "bad.txt", "week.txt")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("bad.txt:1:")
    assert "hint:" in done.stderr
    assert (tmp_path / "content/papers/kelpnet.yml").exists()


def test_check_of_the_shipped_shelf_is_clean(shelf: Shelf) -> None:
    """The papers that come with the project have no fault and no warning."""
    done = shelf("check", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+ papers: 0 errors, 0 warnings\n", done.stdout)


def test_check_names_each_fault_with_its_place(shelf: Shelf, tmp_path: Path) -> None:
    """Faults in several files are reported at once, each at its line and column."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    paper = tmp_path / "content/papers/ernie-gen.yml"
    lines = paper.read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if line.strip().startswith("arxiv:"))
    lines[number] = "  arxiv: 2001.11314"
    lines.append("famlies:\n  - ernie")
    paper.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "content/papers/broken.yml").write_text("title: 'never closed\n", encoding="utf-8")
    done = shelf("check")
    assert done.returncode == 1
    assert f"content/papers/ernie-gen.yml:{number + 1}:10: yaml.unquoted: " in done.stderr
    assert f"content/papers/ernie-gen.yml:{len(lines)}:1: field.unknown: " in done.stderr
    assert "families" in done.stderr
    assert "content/papers/broken.yml:1:8: yaml.syntax: " in done.stderr


def test_explain_prints_rule_and_words(shelf: Shelf) -> None:
    """Each label of a paper is explained by its rule and the words that it matched."""
    done = shelf("check", "--explain", "ernie-m", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "multilingual" in done.stdout.lower()
    assert "rules[" in done.stdout


def test_explain_of_an_unknown_key_suggests_one(shelf: Shelf) -> None:
    """A key that no paper has is a problem with a suggestion."""
    done = shelf("check", "--explain", "ernie-4", cwd=ROOT)
    assert done.returncode == 1
    assert "did you mean" in done.stderr


def test_seeds_into_an_empty_folder(shelf: Shelf, seeds: list[Path], tmp_path: Path) -> None:
    """57 records become 48 papers, 8 of them drafts; the order of the documents does not matter; twice is once."""
    done = shelf("import", *seeds, "--date", "2026-11-01")
    assert "57 records: 48 new papers, 9 matched, 0 unsure, 0 unreadable" in done.stdout
    first = tree(tmp_path / "content")
    (tmp_path / "other").mkdir()
    shelf("import", *reversed(seeds), "--date", "2026-11-01", cwd=tmp_path / "other")
    assert tree(tmp_path / "other/content") == first
    again = shelf("import", *seeds, "--date", "2026-12-01")
    assert "57 records: 0 new papers, 57 matched, 0 unsure, 0 unreadable" in again.stdout
    assert tree(tmp_path / "content") == first
    drafts = shelf("check")
    assert drafts.returncode == 0
    assert drafts.stderr.count("paper.no-title") == 8


def test_seeds_into_the_shipped_shelf(shelf: Shelf, seeds: list[Path], tmp_path: Path) -> None:
    """All 57 records find their papers though no abstract is stored, and no file changes."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    before = tree(tmp_path)
    done = shelf("import", *seeds)
    assert "57 records: 0 new papers, 57 matched, 0 unsure, 0 unreadable" in done.stdout, done.stdout + done.stderr
    assert tree(tmp_path) == before
