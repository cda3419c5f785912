"""shelf diff: reports what a change does to the site; nothing in a file can harm the comment."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import changes, site
from generator.changes import Difference, comparison, report
from generator.content import catalogue
from generator.model import Basis, Comparison, Status
from generator.site.addresses import addresses
from tests.conftest import Shelf
from tests.content import repository
from tests.content.repository import PAPERS, TAXONOMY, Repository


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A committed shelf; the current folder is its clone."""
    found = repository.shelf(tmp_path / "clone")
    monkeypatch.chdir(found.folder)
    return found


def compared(revision: str = "HEAD") -> Difference:
    """Return what has changed in the current folder."""
    return changes.run(Path("content"), revision)


def pages(found: Difference) -> set[tuple[str, str]]:
    """Return the pages that change, and how."""
    return {(page.change, page.path) for page in found.pages}


def told(found: Difference) -> dict[str, str]:
    """Return the codes of the notes by file."""
    return {Path(note.path).stem: note.code for note in found.notes}


def test_nothing_changed(made: Repository) -> None:
    """A clean tree does nothing to the site."""
    assert compared() == Difference(revision="HEAD", commit=made.git("rev-parse", "HEAD").strip())


def test_an_added_paper_brings_its_labels_and_pages(made: Repository) -> None:
    """Before git knows the file: the paper, each label with rule and words, its page, its year, a topic's first paper."""
    made.paper("gull", "title: Gulls in flight\ndate: '2022-01'\n")
    found = compared()
    assert [(paper.kind, paper.key, paper.title) for paper in found.papers] == [("added", "gull", "Gulls in flight")]
    (tie,) = found.ties
    assert (tie.paper, tie.gained, tie.label.node) == ("gull", True, "flying")
    assert (tie.label.rule, tie.label.within, tie.label.words) == ("topics.flying.rules[0]", "title", "flight")
    assert pages(found) == {
        ("appears", "papers/gull"),
        ("appears", "years/2022"),
        ("filled", "topics/flying"),
        ("appears", "no-topic"),
    }
    assert not found.notes
    assert not found.files


def test_a_removed_paper_takes_its_pages_along(made: Repository) -> None:
    """The last paper of a family and of a year empties the one and ends the other; without families, none is outside them."""
    (made.content / "papers/heron.yml").unlink()
    found = compared()
    assert [(paper.kind, paper.key) for paper in found.papers] == [("removed", "heron")]
    gone = {("vanishes", path) for path in ("papers/heron", "years/2019", "no-family")}
    assert pages(found) == {*gone, ("emptied", "families/heron")}


def test_a_changed_paper_is_told_field_by_field(made: Repository) -> None:
    """Fields before and after, blocks by their inner fields, missing values as null; equal fields are not reported."""
    text = PAPERS["heron"].replace("Bo Reed", "Bo Read").replace("  arxiv: '1903.00001'", "  doi: 10.1234/heron")
    made.paper("heron", text + "links:\n  code: https://example.org/heron\n")
    (paper,) = compared().of("changed")
    assert [(field.name, field.before, field.after) for field in paper.fields] == [
        ("authors", ["Ada Marsh", "Bo Reed"], ["Ada Marsh", "Bo Read"]),
        ("identifiers.doi", None, "10.1234/heron"),
        ("links.code", None, "https://example.org/heron"),
        ("identifiers.arxiv", "1903.00001", None),
    ]


def test_a_new_status_is_told_first(made: Repository, shelf: Shelf) -> None:
    """In the first line and above all other changes, with date, notice and source; a kind that is gone is told, too."""
    retracted = "status:\n  - kind: retracted\n    date: '2021-07-05'\n    notice: https://doi.org/10.1234/n\n    by: Crossref\n"
    made.paper("heron", PAPERS["heron"] + "status: corrected\n")
    made.paper("gull", f"title: Gulls in flight\n{retracted}")
    said = run(shelf, made).stdout
    assert "1 now retracted or withdrawn" in said.splitlines()[0]
    assert said.index("Statuses (2)") < said.index("Papers added")
    assert said.index("now retracted: gull: Gulls") < said.index("now corrected: heron")
    assert "    2021-07-05, https://doi.org/10.1234/n, Crossref" in said
    made.commit()
    made.paper("gull", "title: Gulls in flight\nstatus: concern\n")
    said = run(shelf, made).stdout
    assert "now under an expression of concern: gull" in said
    assert "no longer retracted: gull" in said
    made.paper("gull", f"title: Gulls in flight\n{retracted}".replace("2021", "2022"))
    assert "Statuses" not in run(shelf, made).stdout  # another date is a change of a field


def test_a_relation_is_told_as_it_is_written(made: Repository) -> None:
    """A plain key stays one; what is said about it is a part of the element."""
    made.paper("heron", PAPERS["heron"] + "builds_on:\n  - otter\n")
    (paper,) = compared().of("changed")
    assert [(field.name, field.before, field.after) for field in paper.fields] == [("builds_on", None, ["otter"])]
    said = "builds_on:\n  - paper: otter\n    how: uses\n    why: its pond\n"
    made.paper("heron", PAPERS["heron"] + said)
    (paper,) = compared().of("changed")
    assert paper.fields[0].after == [{"paper": "otter", "how": "uses", "why": "its pond"}]
    printed = [str(line) for section in report.sections(compared()) for line in section.lines]
    assert any("paper: otter, how: uses, why: its pond" in line for line in printed)


def test_a_changed_rule_moves_labels_of_untouched_papers(made: Repository) -> None:
    """No paper changes, yet one loses its label and another gains one; the taxonomy is named as the changed file."""
    made.write("taxonomy.yml", TAXONOMY.replace("- HERON", "- Otters"))
    found = compared()
    assert not found.papers
    assert {(tie.paper, tie.gained, tie.label.rule) for tie in found.ties} == {
        ("heron", False, "families.heron.rules[0]"),
        ("otter", True, "families.heron.rules[0]"),
    }
    assert [(file.path, file.change) for file in found.files] == [("taxonomy.yml", "changed")]


def test_a_changed_import_moves_labels_of_untouched_papers(made: Repository) -> None:
    """A heading there gives a paper a label, and fills the topic's page; the report names the import, and its undoing."""
    head = f"source: more.ris\nformat: ris\ndate: '2026-11-28'\nsha256: '{'0' * 64}'\nrecords:\n  - line: 11\n    paper: otter\n"
    path, heading = "imports/2026-11-28-more.yml", "    headings:\n      - Birds > Flying\n"
    made.write(path, head)
    made.commit()
    made.write(path, head + heading)
    found = compared()
    assert not found.papers
    assert [(tie.paper, tie.gained, tie.label.node) for tie in found.ties] == [("otter", True, "flying")]
    assert ("filled", "topics/flying") in pages(found)
    printed = [str(line) for section in report.sections(found) for line in section.lines]
    assert any("Birds > Flying" in line and path in line for line in printed)
    made.commit()
    made.write(path, head)
    assert [(tie.paper, tie.gained, tie.label.node) for tie in compared().ties] == [("otter", False, "flying")]
    assert ("emptied", "topics/flying") in pages(compared())


def test_a_renamed_paper_is_a_rename(made: Repository) -> None:
    """With former_keys the old address redirects, and only the other changes are reported."""
    (made.content / "papers/heron.yml").unlink()
    made.paper("heron-one", PAPERS["heron"].replace("2019-03-01", "2019-03-02") + "former_keys:\n  - heron\n")
    found = compared()
    (paper,) = found.papers
    assert (paper.kind, paper.key, paper.former) == ("renamed", "heron-one", "heron")
    assert [field.name for field in paper.fields] == ["date"]
    assert pages(found) == {("redirects", "papers/heron"), ("appears", "papers/heron-one")}
    assert not found.notes
    assert not found.ties


def test_a_rename_without_a_redirect_is_noted(made: Repository) -> None:
    """The old address would no longer work: the note says which line to add."""
    (made.content / "papers/heron.yml").rename(made.content / "papers/heron-one.yml")
    found = compared()
    assert {paper.kind for paper in found.papers} == {"added", "removed"}
    assert told(found) == {"heron-one": "diff.no-redirect"}
    assert found.notes[0].hint == "add heron to its former_keys"


def test_two_papers_made_one(made: Repository) -> None:
    """A merged paper is reported as part of the other one, and its address redirects."""
    (made.content / "papers/otter.yml").unlink()
    made.paper("heron", PAPERS["heron"] + "former_keys:\n  - otter\n")
    found = compared()
    (gone,) = found.of("removed")
    assert (gone.key, gone.into) == ("otter", "heron")
    assert ("redirects", "papers/otter") in pages(found)
    (heir,) = found.of("changed")
    assert [(field.name, field.after) for field in heir.fields] == [("former_keys", ["otter"])]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title: A Title of Its Own\nidentifiers:\n  arxiv: '1903.00001'\n", "paper.duplicate-identifier"),
        ("title: 'HERON: Wading Through Shallow Texts'\n", "paper.similar-title"),
        (  # a subtitle more, the same people and year: only the matcher sees it
            "title: Otters Swim Far in Winter\naliases:\n  - Otters Swim Far\nauthors:\n  - Dee Brook\ndate: '2020-07'\n",
            "diff.same",
        ),
    ],
)
def test_a_suspected_duplicate_is_noted_once(made: Repository, text: str, code: str) -> None:
    """By identifier, by title, or by the matcher: one note, at the file that is new."""
    made.paper("second", text)
    assert [(Path(note.path).stem, note.code) for note in compared().notes] == [("second", code)]


def test_a_duplicate_that_was_there_before_is_not_new(made: Repository) -> None:
    """Old notes are not repeated, even if the paper changes in fields that nobody compares."""
    made.paper("second", PAPERS["heron"].replace("Text", "Texts"))
    made.commit()
    made.paper("second", PAPERS["heron"].replace("Text", "Texts").replace("Skips", "Skims"))
    found = compared()
    assert found.of("changed")
    assert not found.notes


def test_a_pair_that_the_matcher_knew_before_is_not_new(made: Repository) -> None:
    """A change of authors that leaves the pair as similar as before adds no note."""
    text = "title: Otters Swim Far in Winter\naliases:\n  - Otters Swim Far\nauthors:\n  - Dee Brook\ndate: '2020-07'\n"
    made.paper("second", text)
    assert told(compared()) == {"second": "diff.same"}
    made.commit()
    made.paper("second", text.replace("2020-07", "2020-06"))
    found = compared()
    assert found.of("changed")
    assert not found.notes


def test_an_earlier_version_of_a_paper_is_noted(made: Repository) -> None:
    """A paper that was added a second time as it stood in a journal meets that version of the first."""
    version = "other_versions:\n  - venue: Journal of Ponds\n    date: '2016'\n    volume: '7'\n    pages: 11-19\n"
    made.paper("heron", PAPERS["heron"] + version)
    made.commit()
    made.paper(
        "second",
        "title: 'HERON: Wading Through Shallow Text'\nauthors:\n  - Ada Marsh\n  - Bo Reed\ndate: '2016'\n"
        "venue: Journal of Ponds\nvolume: '7'\npages: 11-19\n",
    )
    assert told(compared()) == {"second": "paper.similar-title"}
    made.paper(
        "second", (made.content / "papers/second.yml").read_text().replace("Shallow Text", "Shallow Text with Care")
    )
    found = compared()
    assert told(found) == {"second": "diff.same"}, found.notes


def test_a_pair_decided_different_is_not_noted(made: Repository) -> None:
    """A person's verdict in the same change settles the doubt."""
    made.paper("second", "title: 'HERON: Wading Through Shallow Texts'\nauthors:\n  - Ada Marsh\n  - Bo Reed\n")
    assert compared().notes
    made.write("decisions.yml", "- pair:\n    - heron\n    - second\n  verdict: different\n  reason: Two papers.\n")
    assert not compared().notes


def test_a_decision_on_a_record_is_one_on_its_paper(made: Repository) -> None:
    """What a person decided in `shelf review` about a record holds for the paper that the record became."""
    made.paper("second", "title: 'HERON: Wading Through Shallow Texts'\nauthors:\n  - Ada Marsh\n  - Bo Reed\n")
    ledger = f"source: more.ris\nformat: ris\ndate: '2026-11-28'\nsha256: '{'0' * 64}'\nrecords:\n  - line: 11\n    paper: second\n"
    made.write("imports/2026-11-28-more.yml", ledger)
    assert compared().notes
    made.write(
        "decisions.yml", "- pair:\n    - 2026-11-28-more#11\n    - heron\n  verdict: different\n  reason: Two papers.\n"
    )
    assert not compared().notes


def test_files_told_of_nowhere_else(made: Repository) -> None:
    """A comment in a paper, a page and an import are named, so that an empty report means no change."""
    made.paper("heron", "# A comment.\n" + PAPERS["heron"])
    made.write("pages/guide.md", "# Guide\n")
    found = compared()
    assert not found.papers
    assert [(file.change, file.path) for file in found.files] == [
        ("new", "pages/guide.md"),
        ("changed", "papers/heron.yml"),
    ]
    assert pages(found) == {("appears", "guide")}


@pytest.mark.parametrize("side", ["revision", "working tree"])
def test_a_faulty_file_is_named_and_the_others_compared(made: Repository, shelf: Shelf, side: str) -> None:
    """An unreadable paper counts as neither added nor removed; only a fault in the working tree fails the command."""
    good, bad = PAPERS["otter"], "title: [Otters\n"
    made.paper("otter", bad if side == "revision" else good)
    made.commit()
    made.paper("otter", good if side == "revision" else bad)
    made.paper("gull", "title: Gulls in flight\n")
    found = compared()
    assert [paper.key for paper in found.papers] == ["gull"]
    assert found.unread == ("papers/otter.yml",)
    done = shelf("diff", "HEAD", cwd=made.folder)
    assert done.returncode == (side == "working tree")
    place = "HEAD:content" if side == "revision" else "content"
    assert f"{place}/papers/otter.yml:1:8: yaml." in done.stdout
    assert "gull: Gulls in flight" in done.stdout


def test_a_taxonomy_that_one_side_cannot_read_moves_no_label(made: Repository) -> None:
    """Labels and their pages are left out, not reported as lost."""
    made.write("taxonomy.yml", "families: [\n")
    found = compared()
    assert (found.ties, found.pages, found.unread) == ((), (), ("taxonomy.yml",))


def test_no_content_at_the_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If there was no shelf before, everything is new, and the report says why."""
    other = Repository(tmp_path / "other")
    other.commit()
    other.paper("gull", "title: Gulls\n")
    monkeypatch.chdir(other.folder)
    found = compared()
    assert not found.existed
    assert [paper.kind for paper in found.papers] == ["added"]


def test_the_working_tree_stays_as_it_is(made: Repository) -> None:
    """Nothing is checked out or staged, or written to content/."""
    made.paper("gull", "title: Gulls\n")
    before = made.git("status", "--porcelain", "content"), (made.folder / ".git/index").read_bytes()
    compared()
    assert (made.git("status", "--porcelain", "content"), (made.folder / ".git/index").read_bytes()) == before


def run(shelf: Shelf, made: Repository, *options: str) -> subprocess.CompletedProcess[str]:
    """Run ``shelf diff HEAD`` in the clone."""
    done = shelf("diff", "HEAD", *options, cwd=made.folder)
    assert done.returncode == 0, done.stderr
    return done


def test_the_object_for_programs(made: Repository, shelf: Shelf) -> None:
    """--format json has counts, papers with fields, labels, pages, notes, files and problems."""
    made.paper("gull", "title: Gulls in flight\n")
    made.paper("otter", PAPERS["otter"].replace("2020-05", "2020-06"))
    found: dict[str, Any] = json.loads(run(shelf, made, "--format", "json").stdout)
    assert found["counts"]["papers"] == {"added": 1, "changed": 1, "renamed": 0, "removed": 0}
    assert found["changed"] == [
        {
            "key": "otter",
            "title": "Otters Swim Far",
            "fields": [{"field": "date", "before": "2020-05", "after": "2020-06"}],
        }
    ]
    assert found["labels"][0]["rule"] == "topics.flying.rules[0]"
    assert {"change": "appears", "path": "papers/gull", "name": "Gulls in flight"} in found["pages"]
    assert (found["notes"], found["files"], found["problems"]) == ([], [], [])


def test_the_comment_is_marked_and_inert(made: Repository, shelf: Shelf) -> None:
    """The first line is the hidden marker; a hostile title and rule key appear only in code spans."""
    made.paper("evil", "title: '<script>alert(1)</script> @octocat #1 ![x](https://evil.example/) `x`'\n")
    comment = run(shelf, made, "--format", "markdown").stdout
    assert comment.startswith("<!-- shelf diff -->\n")
    assert "`evil`: `` <script>alert(1)</script> @octocat #1 ![x](https://evil.example/) `x` ``\n" in comment


def test_a_thousand_papers_fit_one_comment(made: Repository, shelf: Shelf) -> None:
    """GitHub accepts 65,536 characters: a report of any change stays below."""
    for number in range(1000):
        made.paper(f"paper-{number}", f"title: Paper number {number} on flight\nsummary: {'word ' * 60}\n")
    comment = run(shelf, made, "--format", "markdown").stdout
    assert 30_000 < len(comment) <= 60_000
    assert "1000 added" in comment
    assert "more lines" in comment


def test_unknown_revisions_and_folders(made: Repository, shelf: Shelf, tmp_path: Path) -> None:
    """Faults of asking are problems with a code, exit code 1, and no report."""
    for arguments, code in ((("nope",), "git.unknown-revision"), (("HEAD", "--content", "nope"), "content.missing")):
        done = shelf("diff", *arguments, cwd=made.folder)
        assert (done.returncode, done.stdout) == (1, "")
        assert f": {code}: " in done.stderr
    bare = tmp_path / "bare"
    (bare / "content").mkdir(parents=True)
    done = shelf("diff", "HEAD", cwd=bare)
    assert done.returncode == 1
    assert "git.no-repository" in done.stderr


def test_a_list_in_another_order_and_a_long_text(made: Repository, shelf: Shelf) -> None:
    """What moved is shown as two lists; of a long text, the part that differs."""
    made.paper("heron", PAPERS["heron"].replace("Skips", "Once again " * 60 + "skips"))
    made.commit()
    text = (made.content / "papers/heron.yml").read_text().replace("skips", "skims")
    made.paper("heron", text.replace("  - Ada Marsh\n  - Bo Reed\n", "  - Bo Reed\n  - Ada Marsh\n"))
    report = run(shelf, made).stdout
    assert "authors: Ada Marsh, Bo Reed → Bo Reed, Ada Marsh" in report
    assert "…ain Once again" in report
    assert "skips what is shallow. → …" in report
    assert "skims what is shallow." in report


PATH = "title: First\naudience: All.\nsteps:\n  - paper: heron\n    why: Wade.\n  - paper: otter\n    why: Swim.\n"


def test_a_reading_path_is_told_step_by_step(made: Repository, shelf: Shelf) -> None:
    """A path that comes, changes or goes is listed with its fields and its page, and not once more as a file."""
    made.write("paths/first.yml", PATH)
    added = compared()
    assert [(path.kind, path.key, path.title) for path in added.paths] == [("added", "first", "First")]
    assert (pages(added), added.files) == ({("appears", "paths/first")}, ())
    made.commit()
    made.write("paths/first.yml", PATH.replace("Swim.", "Dive.").replace("All.", "Some."))
    changed = compared()
    (path,) = changed.paths
    assert [field.name for field in path.fields] == ["audience", "steps"]
    assert (pages(changed), changed.files) == (set(), ())
    said = run(shelf, made).stdout
    assert "Since HEAD: no paper changes, 1 reading path changed." in said
    assert "Reading paths (1):\n  changed first: First\n    audience: All. → Some.\n" in said
    assert "    steps − paper: otter, why: Swim.\n    steps + paper: otter, why: Dive.\n" in said
    (made.content / "paths/first.yml").unlink()
    gone = compared()
    assert [(path.kind, path.key) for path in gone.paths] == [("removed", "first")]
    assert pages(gone) == {("vanishes", "paths/first")}


def test_a_comment_or_a_fault_in_a_reading_path(made: Repository) -> None:
    """A comment changes a file and no path; a path that cannot be read is left out and named, on either side."""
    made.write("paths/first.yml", PATH)
    made.commit()
    made.write("paths/first.yml", f"# mine\n{PATH}")
    found = compared()
    assert (found.paths, [file.path for file in found.files]) == ((), ["paths/first.yml"])
    made.write("paths/first.yml", "title: First\n")
    found = compared()
    assert (found.paths, found.pages, found.unread) == ((), (), ("paths/first.yml",))


def test_steps_in_another_order_are_cut_where_they_are_long(made: Repository, shelf: Shelf) -> None:
    """The order before and after is shown from the first difference on, however long the lines are."""
    one, other = (f"  - paper: {key}\n    why: {'Wade on. ' * 90}\n" for key in ("heron", "otter"))
    made.write("paths/first.yml", f"title: First\naudience: All.\nsteps:\n{one}{other}")
    made.commit()
    made.write("paths/first.yml", f"title: First\naudience: All.\nsteps:\n{other}{one}")
    said = run(shelf, made).stdout
    assert "    steps: paper: heron, why: Wade" in said
    assert len(said) < 1500


def test_what_decides_in_no_list_changes_no_page(made: Repository) -> None:
    """The fields for which the pages of the two sides are not listed are in fact read by no list of papers."""
    shelf, _ = catalogue.load_sound(made.content)
    values = {"title": "Else", "summary": "Else", "abstract": "Else", "aliases": ("Else",), "keywords": ("else",)}
    values |= {"citation_keys": ("else",), "builds_on": (Basis(paper="heron"),)}
    values |= {"compared_with": (Comparison(paper="heron"),), "status": (Status(kind="retracted"),)}
    assert values.keys() == comparison._UNLISTED
    otter = shelf.papers["otter"].model_copy(update=values)
    after = replace(shelf, papers={**shelf.papers, "otter": otter})
    labels = site.labels(shelf)
    old, new = addresses(shelf, labels), addresses(after, labels)
    assert {path: (one.kind, one.papers) for path, one in old.items()} == {
        path: (one.kind, one.papers) for path, one in new.items()
    }
    assert comparison.compare(shelf, after)[2] == []


def test_a_first_paper_of_a_page_is_told_beside_papers_that_stay(made: Repository) -> None:
    """A venue that a paper gains brings its page, although nothing else of the shelf changed."""
    made.paper("otter", PAPERS["otter"] + "venue: POND 2020\n")
    assert pages(compared()) == {("appears", "venues/pond")}
