"""catalogue.py: content/ is loaded whole, every fault is reported, and saving leaves unchanged files alone."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from generator import yaml_files
from generator.content import catalogue
from generator.model import Decision, Identifiers, Ledger, LedgerRecord, Node, Paper, Question, Rule, Taxonomy
from generator.problems import Problem, ShelfError
from tests.yaml_files.test_yaml_files import papers

TAXONOMY = """\
families:
  tiny:
    name: Tiny
    description: Small models.
  tiny-two:
    name: Tiny Two
    description: Smaller ones.
    parents:
      - tiny
topics:
  books:
    name: Books
    description: Long texts.
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty content/ under the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content" / "papers").mkdir(parents=True)
    return Path("content")


def paper(root: Path, key: str, text: str) -> None:
    """Write a paper's file."""
    (root / "papers" / f"{key}.yml").write_text(text, encoding="utf-8")


def told(problems: list[Problem]) -> list[str]:
    """Return the problems without messages."""
    return [
        f"{p.path.removeprefix('content/')}:{p.line}:{p.column} {p.code}{' warning' * (p.severity == 'warning')}"
        for p in problems
    ]


def inspected(root: Path) -> list[str]:
    """Return all problems of a content folder, without messages."""
    return told(catalogue.inspect(root)[1])


def test_nothing_is_an_empty_catalogue(tmp_path: Path) -> None:
    """Missing folders and files are not a fault."""
    shelf, problems = catalogue.inspect(tmp_path / "none")
    assert (dict(shelf.papers), shelf.taxonomy, problems) == ({}, Taxonomy(), [])


def test_everything_loads_in_order(root: Path) -> None:
    """What was saved is what is loaded: papers by key, ledgers by date, then name."""
    for key in ("b", "a-1", "a"):
        catalogue.save(root, {f"papers/{key}.yml": Paper(title=f"Title {key} of its own")})
    ledgers = {
        stem: Ledger(
            source="s", format="listing", date=date, sha256="0" * 64, records=(LedgerRecord(line=1, paper="a"),)
        )
        for stem, date in (("2022-x", "2022"), ("z", "2021-01-01"), ("c", "2021-01-01"))
    }
    for stem, ledger in ledgers.items():
        catalogue.save(root, {f"imports/{stem}.yml": ledger})
    decisions = (Decision(pair=("a", "b"), verdict="different", reason="r"),)
    review = (Question(pair=("a", "z#1")),)
    catalogue.save(root, {"decisions.yml": tuple(decisions)})
    catalogue.save(root, {"review.yml": tuple(review)})
    catalogue.save(root, {"taxonomy.yml": Taxonomy(topics={"t": Node(name="T", description="d")})})
    shelf, problems = catalogue.inspect(root)
    assert problems == []
    assert list(shelf.papers) == ["a", "a-1", "b"]
    assert list(shelf.ledgers) == ["c", "z", "2022-x"]
    assert (shelf.decisions, shelf.review, list(shelf.taxonomy.topics)) == (decisions, review, ["t"])


def test_a_broken_file_keeps_its_neighbours_and_draws_no_other_faults(root: Path) -> None:
    """No problem is reported for references to a faulty paper, or for labels when the taxonomy is faulty."""
    (root / "taxonomy.yml").write_text("families: [\n")
    paper(root, "good", "title: Good\nfamilies:\n  - tiny\nbuilds_on:\n  - broken\n")
    paper(root, "broken", "titel: Broken\n")
    assert inspected(root) == ["papers/broken.yml:1:1 field.unknown", "taxonomy.yml:1:11 yaml.syntax"]
    assert list(catalogue.load_sound(root)[0].papers) == ["good"]


def test_what_cannot_be_read_is_a_problem(root: Path) -> None:
    """Wrong encodings, folders and dangling links are reported at their place; the other files load."""
    paper(root, "good", "title: Good\n")
    (root / "papers" / "latin.yml").write_bytes(b"title: a\nvenue: \xe9t\xe9\n")
    (root / "papers" / "folder.yml").mkdir()
    (root / "papers" / "link.yml").symlink_to("nowhere")
    (root / "papers" / "README.md").write_text("no paper")
    (root / "papers" / ".hidden.yml").write_text("[")
    assert inspected(root) == [
        "papers/folder.yml:1:1 file.unreadable",
        "papers/latin.yml:2:8 yaml.encoding",
        "papers/link.yml:1:1 file.link",
    ]
    (root / "imports").write_text("no folder")
    assert "imports:1:1 file.unreadable" in inspected(root)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_problem(root: Path) -> None:
    """A file without read permission is reported."""
    paper(root, "secret", "title: a\n")
    (root / "papers" / "secret.yml").chmod(0)
    assert inspected(root) == ["papers/secret.yml:1:1 file.unreadable"]


def test_file_names(root: Path) -> None:
    """A paper's file is <key>.yml."""
    paper(root, "Not A Key", "title: One of a kind\n")
    (root / "papers" / "other.yaml").write_text("title: Another matter\n")
    (root / "taxonomy.yaml").write_text("{}")
    problems = catalogue.inspect(root)[1]
    names = ["papers/Not A Key.yml", "papers/other.yaml", "taxonomy.yaml"]
    assert told(problems) == [f"{name}:1:1 key.file-name" for name in names]
    assert [p.hint for p in problems] == [f"rename it to {name}.yml" for name in ("not-a-key", "other", "taxonomy")]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("date: '2021-02-30'", "1:7 date.value", "look it up"),
        ("date: '2021-13'", "1:7 date.value", "look it up"),
        ("identifiers:\n  arxiv: arXiv:2107.02137v2", "2:10 id.arxiv", "write '2107.02137'"),
        ("identifiers:\n  arxiv: '2113.02137'", "2:10 id.arxiv", "an arXiv id is"),
        ("identifiers:\n  doi: https://doi.org/10.5555/ABC", "2:8 id.doi", "write '10.5555/abc'"),
        (
            "identifiers:\n  doi: 10.48550/arXiv.2107.02137",
            "2:8 id.doi",
            "this is an arXiv DOI: write arxiv: '2107.02137'",
        ),
        ("identifiers:\n  doi: nothing", "2:8 id.doi", "a DOI is"),
        ("published: '2021-13'", "1:12 date.value", "look it up again"),
        ("other_versions:\n  - venue: V\n    date: '2021-02-30'", "3:11 date.value", "look it up again"),
        ("other_versions:\n  - doi: doi:10.5555/ABC", "2:10 id.doi", "write '10.5555/abc'"),
        (
            "other_versions:\n  - doi: 10.48550/arXiv.2107.02137",
            "2:10 id.doi",
            "this is an arXiv DOI: write arxiv: '2107.02137' among the identifiers",
        ),
        ("volume: 34", "1:9 yaml.unquoted", "quote it: '34'"),
        ("other_versions:\n  - venue: V\n    volume: 34", "3:13 yaml.unquoted", "quote it: '34'"),
        ("identifiers:\n  acl: nothing", "2:8 id.acl", "an ACL"),
        ("identifiers:\n  openreview: x y", "2:15 id.openreview", "an OpenReview"),
    ],
)
def test_values_that_only_look_right(root: Path, text: str, code: str, hint: str) -> None:
    """The form of dates and identifiers is checked, and the hint gives the right form."""
    paper(root, "a", text + "\ntitle: T\n")
    [problem] = catalogue.inspect(root)[1]
    assert told([problem]) == [f"papers/a.yml:{code}"]
    assert problem.hint.startswith(hint)


def test_values_are_checked_in_files_with_other_faults(root: Path) -> None:
    """All faults of a file are reported at once."""
    paper(root, "a", "date: '2021-02-30'\nidentifiers:\n  arxiv: x\ntitel: a\n")
    assert inspected(root) == [
        "papers/a.yml:1:7 date.value",
        "papers/a.yml:3:10 id.arxiv",
        "papers/a.yml:4:1 field.unknown",
    ]


def test_references(root: Path) -> None:
    """Unknown families, topics and papers are reported with the name that was meant."""
    (root / "taxonomy.yml").write_text(TAXONOMY.replace("- tiny", "- tinny"))
    paper(
        root,
        "one",
        "title: One\nfamilies:\n  - tinyy\ntopics:\n  - bookz\nbuilds_on:\n  - twoo\n  - one\ncompared_with:\n  - old\n",
    )
    paper(root, "two", "title: Two\nfamilies: [tiny, tiny]\nformer_keys:\n  - old\n")
    problems = catalogue.inspect(root)[1]
    assert told(problems) == [
        "papers/one.yml:3:5 ref.family",
        "papers/one.yml:5:5 ref.topic",
        "papers/one.yml:7:5 ref.paper",
        "papers/one.yml:8:5 ref.self",
        "papers/one.yml:10:5 ref.paper",
        "papers/two.yml:2:18 ref.twice warning",
        "taxonomy.yml:9:9 ref.family",
    ]
    assert [p.hint for p in problems if p.code.startswith("ref.") and "did" in p.hint] == [
        "did you mean tiny?",
        "did you mean books?",
        "did you mean two?",
        "did you mean tiny?",
    ]
    assert problems[4].hint == "it was renamed: write two"


def test_cycles(root: Path) -> None:
    """Families that are their own ancestors and papers that build on each other are reported once."""
    (root / "taxonomy.yml").write_text(TAXONOMY.replace("Small models.\n", "Small models.\n    parents: [tiny-two]\n"))
    paper(root, "a", "title: First of three\nbuilds_on: [b]\n")
    paper(root, "b", "title: Second, then\nbuilds_on: [c]\n")
    paper(root, "c", "title: The last one\nbuilds_on: [a]\n")
    problems = catalogue.inspect(root)[1]
    assert told(problems) == ["papers/a.yml:2:13 ref.cycle", "taxonomy.yml:5:15 taxonomy.cycle"]
    assert "a → b → c → a" in problems[0].message


def test_one_identifier_in_two_papers(root: Path) -> None:
    """An arXiv id, also as a DOI, belongs to one paper; the second by key is reported, with the path of the first."""
    paper(root, "a", "title: Alpha\nidentifiers:\n  arxiv: '2107.02137'\n")
    paper(root, "b", "title: Beta beta\nidentifiers:\n  arxiv: '2107.02137'\n")
    [problem] = catalogue.inspect(root)[1]
    assert told([problem]) == ["papers/b.yml:3:10 paper.duplicate-identifier"]
    assert "content/papers/a.yml" in problem.hint


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Tiny Shelf: Small Models for Long Books", "Tiny Shelf: small models for long book", True),
        ("Tiny Shelf: Small Models", "TINY-SHELF — Small models!", True),
        ("Long Context Pretraining of Models", "Long Context Pre-training of Models", True),
        ("Tiny Shelf 2.0: Small Models for Long Books", "Tiny Shelf 3.0: Small Models for Long Books", False),
        ("Small Models for Books, Part I", "Small Models for Books, Part II", False),
        ("Small Models for Long Books", "Large Models for Long Books", False),
        ("A Study of Tea & Cake in Small Rooms", "Study of Tea and Cake in the Small Rooms", True),
        ("Modelling Behaviour of Models in Small Rooms", "Modeling behavior of models in small rooms", True),
        ("Small Models of Long Books Read Aloud", "Small Models of Long Boots Read Anew", False),
    ],
)
def test_nearly_equal_titles(root: Path, first: str, second: str, *, alike: bool) -> None:
    """Titles that differ in a letter or two give a warning; those of a series do not."""
    catalogue.save(root, {"papers/a.yml": Paper(title=first)})
    catalogue.save(root, {"papers/b.yml": Paper(title=second)})
    assert inspected(root) == (["papers/b.yml:2:8 paper.similar-title warning"] if alike else [])
    catalogue.save(root, {"decisions.yml": (Decision(pair=("b", "a"), verdict="different", reason="looked at both"),)})
    assert inspected(root) == []


def test_drafts_and_dates(root: Path) -> None:
    """A draft, and a date that does not match the arXiv id, give a warning."""
    paper(root, "draft", "display: Some first words\n")
    paper(root, "late", "title: Late\ndate: '2019-05'\nidentifiers:\n  arxiv: '2107.02137'\n")
    paper(root, "old", "title: Old one\ndate: '1999'\nidentifiers:\n  arxiv: cs/9901001\n")
    assert inspected(root) == ["papers/draft.yml:1:1 paper.no-title warning", "papers/late.yml:2:7 date.arxiv warning"]


def test_versions(root: Path) -> None:
    """Versions that are unnamed, repeated, newer than the cited one, or older than the paper are reported."""
    head = "title: {}\nidentifiers:\n  doi: {}\nvenue: V\npublished: '2020'\n"
    paper(root, "a", head.format("First of all", "10.5555/a") + "date: '2022-03'\n")
    paper(root, "b", head.format("Second, then", "10.5555/b") + "other_versions:\n  - date: '2019'\n")
    paper(
        root, "c", head.format("The last one", "10.5555/c") + "other_versions:\n  - doi: 10.5555/c\n    date: '2021'\n"
    )
    paper(root, "d", head.format("Unlike others", "10.5555/d") + "other_versions:\n  - doi: 10.5555/a\n")
    server = "other_versions:\n  - doi: 10.1101/2021.01.02.123456\n    date: '2021-01'\n"
    paper(root, "e", head.format("Nothing wrong here", "10.5555/e") + server)
    assert inspected(root) == [
        "papers/a.yml:5:12 date.published warning",
        "papers/b.yml:7:5 version.unnamed",
        "papers/c.yml:7:10 version.twice warning",
        "papers/c.yml:8:11 version.newer warning",
        "papers/d.yml:7:10 paper.duplicate-identifier",
    ]


def test_former_keys(root: Path) -> None:
    """An old address leads to only one paper."""
    paper(root, "a", "title: Alpha\nformer_keys: [b, old]\n")
    paper(root, "b", "title: Beta beta\nformer_keys: [old]\n")
    assert inspected(root) == ["papers/a.yml:2:15 former-key.clash", "papers/b.yml:2:15 former-key.clash"]


def test_decisions_and_ledgers_name_what_is_there(root: Path) -> None:
    """References to a deleted paper are reported; a renamed paper is still known."""
    paper(root, "a", "title: Alpha\nformer_keys: [old]\n")
    (root / "imports").mkdir()
    (root / "imports" / "l.yml").write_text(
        f"source: s\nformat: listing\ndate: '2021'\nsha256: '{'0' * 64}'\nrecords:\n  - line: 3\n    paper: old\n  - line: 9\n    paper: gone\n"
    )
    (root / "decisions.yml").write_text(
        "- pair: [a, 'l#3']\n  verdict: same\n  reason: r\n- pair: ['l#3', a]\n  verdict: different\n  reason: r\n- pair: [b, 'l#4']\n  verdict: same\n  reason: r\n"
    )
    assert inspected(root) == [
        "decisions.yml:5:12 decision.clash",
        "decisions.yml:7:10 ref.paper",
        "decisions.yml:7:13 ref.paper",
        "imports/l.yml:9:12 ref.paper",
    ]


def test_saving_keeps_what_did_not_change(root: Path) -> None:
    """An unchanged paper is left alone however it is formatted; a changed one keeps its comments."""
    text = "# mine\ntitle:   'A'  # as printed\nidentifiers:\n  # looked up\n  arxiv: '2107.02137'\n"
    paper(root, "a", text)
    same = Paper(title="A", identifiers=Identifiers(arxiv="2107.02137"))
    assert not catalogue.save(root, {"papers/a.yml": same})
    more = same.model_copy(update={"authors": ("X",), "identifiers": Identifiers(arxiv="2107.02137", doi="10.5555/1")})
    assert catalogue.save(root, {"papers/a.yml": more})
    assert (root / "papers" / "a.yml").read_text() == (
        "# mine\ntitle:   'A'  # as printed\nauthors:\n  - X\nidentifiers:\n  # looked up\n  arxiv: '2107.02137'\n  doi: '10.5555/1'\n"
    )


def test_a_faulty_file_is_never_written_over(root: Path) -> None:
    """An import does not overwrite a file in which a person made a typo."""
    paper(root, "a", "titel: A\n")
    with pytest.raises(ShelfError):
        catalogue.save(root, {"papers/a.yml": Paper(title="A")})
    assert (root / "papers" / "a.yml").read_text() == "titel: A\n"


def test_empty_lists_make_no_file(root: Path) -> None:
    """Without questions there is no review.yml; if there was one, it becomes an empty list."""
    assert not catalogue.save(root, {"review.yml": ()})
    assert not (root / "review.yml").exists()
    assert catalogue.save(root, {"review.yml": (Question(pair=("a", "b")),)})
    assert catalogue.save(root, {"review.yml": ()})
    assert (root / "review.yml").read_text() == "[]\n"


@given(papers, papers)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_saving_over_any_paper_gives_the_new_one(tmp_path: Path, before: Any, after: Any) -> None:
    """However the old file looks, loading gives what was saved, and saving again changes nothing."""
    for thing in (before, after):
        catalogue.save(tmp_path, {"papers/a.yml": thing})
        text = (tmp_path / "papers" / "a.yml").read_text(encoding="utf-8")
        assert yaml_files.parse("x", text, Paper) == (thing, [])
        assert not catalogue.save(tmp_path, {"papers/a.yml": thing})
    (tmp_path / "papers" / "a.yml").unlink()


def test_cost_grows_with_the_papers(tmp_path: Path) -> None:
    """Loading and checking are linear, equal titles and faults included: 4 times the papers, far less than 16 times the cost."""
    cost = {}
    for count in (250, 1000):
        (tmp_path / str(count) / "papers").mkdir(parents=True)
        for number in range(count):
            text = f"title: Editorial\nbuilds_on:\n  - p-{number}x\nsummary: word {'word ' * 80}\n"
            paper(tmp_path / str(count), f"p-{number}", text)
        spent = []
        for _ in range(2):  # the least of two: something else may run on the machine
            start = time.process_time()
            problems = catalogue.inspect(tmp_path / str(count))[1]
            spent.append(time.process_time() - start)
        cost[count] = min(spent)
        # each refers to a missing paper; all but the first have another one's title
        assert len(problems) == count + count - 1
    assert cost[1000] < 10 * cost[250]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_new_nodes_leave_the_others_as_they_are(root: Path, ending: str) -> None:
    """Comments, order and layout of a taxonomy stay where nodes are added, or one gains a rule."""
    lines = [
        "# mine",
        "topics:",
        "  # before",
        "  ebb:",
        "    name: Ebb  # keep",
        "    description: 'The water goes.'  # quoted",
        "    rules:",
        "      # inner",
        "      - words: [ebb, low tide]  # in brackets",
        "  flood:  # alone",
        "    name: Flood",
        "    # at the end",
    ]
    path = root / "taxonomy.yml"
    path.write_bytes("".join(line + ending for line in lines).encode())
    before = catalogue.load(root).taxonomy
    rule = Rule(headings=("Ebb",))
    topics = {
        **before.topics,
        "ebb": before.topics["ebb"].model_copy(update={"rules": (*before.topics["ebb"].rules, rule)}),
        "kelp": Node(name="Kelp: a tale"),
        "null": Node(name="null", parents=("kelp",)),
    }
    catalogue.save(root, {"taxonomy.yml": before.model_copy(update={"topics": topics})})
    after = [
        *lines[:9],
        "      - headings:",
        "          - Ebb",
        *lines[9:11],
        "  kelp:",
        "    name: 'Kelp: a tale'",
        "  'null':",
        "    name: 'null'",
        "    parents:",
        "      - kelp",
        lines[11],
    ]
    assert path.read_bytes().decode() == "".join(line + ending for line in after)
    assert catalogue.load(root).taxonomy.topics == topics
