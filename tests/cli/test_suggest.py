"""shelf suggest: lists, asks and writes; what is written is checked, and comes no second time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.model import CitationGraph, Ledger, LedgerRecord, Node, Paper, ReferenceList, Rule, Taxonomy
from tests.conftest import Shelf
from tests.intake.test_questions import on_terminal, plain

HEADINGS = {"auk": "Sea > Tides", "bee": "Sea > Tides", "cod": "Sea", "doe": "Sea", "eel": "Land", "fox": "Land"}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Six papers under three headings of a list, and a taxonomy with a comment."""
    records = tuple(
        LedgerRecord(line=number, paper=key, headings=(text,)) for number, (key, text) in enumerate(HEADINGS.items(), 1)
    )
    things: dict[str, catalogue.Thing] = {f"papers/{key}.yml": Paper(title=f"On the {key}") for key in HEADINGS}
    things["imports/2026-01-02-list.yml"] = Ledger(
        source="list.md", format="awesome", date="2026-01-02", sha256="0" * 64, records=records
    )
    things["taxonomy.yml"] = Taxonomy(topics={"water": Node(name="Water", description="Mine.")})
    folder = tmp_path / "content"
    catalogue.save(folder, things)
    path = folder / "taxonomy.yml"
    path.write_text(
        path.read_text("utf-8").replace("    description: Mine.", "    description: Mine.  # keep this"), "utf-8"
    )
    return folder


def test_without_a_terminal_it_only_lists(shelf: Shelf, content: Path) -> None:
    """With rule, papers, examples and overlaps; nothing is written, and it says what to do."""
    before = (content / "taxonomy.yml").read_bytes()
    said = shelf("suggest", "--content", str(content)).stdout
    for part in (
        "topic: Sea  (sea)\n  rule      heading “Sea”\n  labels    2 papers, 4 with those below it\n",
        "topic: Tides  (tides, below sea)\n",
        "  such as   On the auk\n            On the bee\n",
        "3 topics suggested: 0 of 6 papers are in a family or topic now, 6 would be with all suggestions.",
        "`shelf suggest --write`",
    ):
        assert part in said
    assert (content / "taxonomy.yml").read_bytes() == before


def test_write_takes_all_above_the_threshold(shelf: Shelf, content: Path) -> None:
    """Comments and what was there stay, the files are in order, and the next run has nothing to suggest."""
    nothing = shelf("suggest", "--content", str(content), "--write", "--threshold", "0.95")
    assert "Nothing to add" in nothing.stdout
    said = shelf("suggest", "--content", str(content), "--write").stdout
    assert "3 topics added" in said
    assert "6 of 6 papers are in a family or topic now (before: 0)" in said
    assert "# keep this" in (content / "taxonomy.yml").read_text("utf-8")
    taxonomy = catalogue.load(content).taxonomy
    assert {key: node.parents for key, node in taxonomy.topics.items()} == {
        "water": (),
        "sea": (),
        "land": (),
        "tides": ("sea",),
    }
    assert shelf("check", "--content", str(content)).returncode == 0
    assert shelf("format", "--check", "--content", str(content), str(content / "taxonomy.yml")).returncode == 0
    assert "No suggestions" in shelf("suggest", "--content", str(content)).stdout


def test_where_nothing_is_suggested_it_says_what_to_do(shelf: Shelf, tmp_path: Path) -> None:
    """A single paper has nothing in common with others: its topic needs a rule."""
    content = tmp_path / "content"
    catalogue.save(content, {"papers/auk.yml": Paper(title="On the auk")})
    said = shelf("suggest", "--content", str(content)).stdout
    assert (
        said == "No suggestions. 0 of 1 paper is in a family or topic. For the others, write rules in taxonomy.yml.\n"
    )


def test_json(shelf: Shelf, content: Path) -> None:
    """One object with every suggestion; it says whether they were written."""
    found = json.loads(shelf("suggest", "--content", str(content), "--json").stdout)
    assert {key: found[key] for key in ("papers", "sorted", "written")} == {
        "papers": 6,
        "sorted": {"before": 0, "after": 6},
        "written": False,
    }
    tides = next(one for one in found["suggestions"] if one["key"] == "tides")
    assert tides == {
        "kind": "topics",
        "key": "tides",
        "name": "Tides",
        "description": "",
        "parents": ["sea"],
        "origin": "heading",
        "score": 0.63,
        "rule": {"headings": ["Tides"]},
        "papers": ["auk", "bee"],
        "fresh": 2,
        "total": 2,
        "examples": ["On the auk", "On the bee"],
        "overlaps": [],
    }
    assert json.loads(shelf("suggest", "--content", str(content), "--json", "--write").stdout)["written"] is True


def test_on_a_terminal_each_answer_is_saved(content: Path) -> None:
    """Rename, merge into a node by its name, reject, quit: what was not answered comes again, what was rejected does not."""
    said, code = on_terminal(content.parent, ["r\n", "The ocean\n", "m\n", "air\n", "WATER\n", "x\n"], "suggest")
    said = plain(said)
    assert code == 0
    assert "topic 1 of 3: Sea" in said
    assert "There is no such topic; allowed: " in said
    assert "1 accepted, 1 merged, 1 rejected" in said
    taxonomy = catalogue.load(content).taxonomy
    assert taxonomy.topics["the-ocean"].name == "The ocean"
    assert [rule.headings for rule in taxonomy.topics["water"].rules] == [("Land",)]
    assert taxonomy.rejected.topics == ("Tides",)
    said, _ = on_terminal(content.parent, [], "suggest")
    assert "No suggestions" in plain(said)


@pytest.mark.parametrize(
    ("typed", "kept"), [(["a\n", "q\n"], {"sea"}), (["a\n", "\x03"], {"sea"}), (["s\n", "l\n"], {"land", "tides"})]
)
def test_one_may_stop_at_any_time(content: Path, typed: list[str], kept: set[str]) -> None:
    """With q or Ctrl-C; "accept all" takes what was not asked yet."""
    said, code = on_terminal(content.parent, typed, "suggest")
    assert code == 0
    assert "come again the next time" in plain(said)
    assert catalogue.load(content).taxonomy.topics.keys() == {"water"} | kept


def test_a_faulty_shelf_is_refused(shelf: Shelf, content: Path) -> None:
    """Its problems are printed, and nothing is written."""
    (content / "taxonomy.yml").write_text("topics: [x]\n", "utf-8")
    done = shelf("suggest", "--content", str(content), "--write")
    assert done.returncode == 1
    assert "taxonomy.yml:1:9: field.type" in done.stderr
    assert shelf("suggest", "--content", str(content / "none")).returncode != 0


LINE = {
    "auk": Paper(title="AUK: Diving for Words", date="2020", authors=("Ada Marsh",)),
    "auk-2": Paper(title="AUK 2: Diving Deeper", date="2022", authors=("Ada Marsh",)),
    "auk-deep": Paper(title="AUK-Deep: To the Bottom", date="2023", authors=("Bo Reed",)),
}


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """Three papers of a line, of which two cite the first; the taxonomy has all that could be suggested."""
    folder = tmp_path / "content"
    cites = {"auk-2": ReferenceList(cites=("auk",)), "auk-deep": ReferenceList(cites=("auk",))}
    rule = Rule(words=("AUK",), within=("title", "aliases"))
    taxonomy = Taxonomy(families={"auk": Node(name="AUK", rules=(rule,))}, topics={"diving": Node(name="Diving")})
    things: dict[str, catalogue.Thing] = {f"papers/{key}.yml": paper for key, paper in LINE.items()}
    catalogue.save(folder, {**things, "taxonomy.yml": taxonomy, "citations.yml": CitationGraph(papers=cites)})
    path = folder / "papers" / "auk-2.yml"
    path.write_text(path.read_text("utf-8").replace("date: '2022'", "date: '2022'  # keep this"), "utf-8")
    return folder


def test_what_papers_build_on_is_listed_with_its_reasons(shelf: Shelf, line: Path) -> None:
    """Without a terminal nothing is written, and --write does not take it; --json has it, too."""
    before = (line / "papers" / "auk-2.yml").read_bytes()
    said = shelf("suggest", "--content", str(line)).stdout
    assert (
        "auk-2 builds on auk?\n  paper     AUK 2: Diving Deeper (2022)\n  basis     AUK: Diving for Words (2020)\n"
        "  because   cites it; named after AUK; both are in AUK; 1 author in common\n  score     0.85\n"
    ) in said
    assert said.endswith(
        "2 relations suggested: run `shelf suggest` on a terminal to answer them.\n"
        "No families or topics to suggest. 3 of 3 papers are in a family or topic.\n"
    )
    found = json.loads(shelf("suggest", "--content", str(line), "--write", "--json").stdout)
    assert [(one["paper"], one["builds_on"]) for one in found["relations"]] == [("auk-2", "auk"), ("auk-deep", "auk")]
    assert (line / "papers" / "auk-2.yml").read_bytes() == before
    assert "relation" not in shelf("suggest", "--content", str(line), "--threshold", "0.9").stdout


def test_a_yes_is_written_to_the_paper_and_a_no_is_remembered(shelf: Shelf, line: Path) -> None:
    """Each answer at once: one line more in the paper, comments kept; what was rejected does not come again."""
    before = (line / "papers" / "auk-2.yml").read_text("utf-8")
    said, code = on_terminal(line.parent, ["y\n", "n\n"], "suggest")
    assert code == 0
    assert "relation 2 of 2\nauk-deep builds on auk?" in plain(said)
    assert "1 relation written, 1 rejected\n" in plain(said)
    assert (line / "papers" / "auk-2.yml").read_text("utf-8") == f"{before}builds_on:\n  - auk\n"
    kept = "rejected:\n  builds_on:\n    - paper: auk-deep\n      builds_on: auk\n"
    assert (line / "taxonomy.yml").read_text("utf-8").endswith(kept)
    assert "relation" not in shelf("suggest", "--content", str(line)).stdout
    assert shelf("check", "--content", str(line)).returncode == 0
    files = [str(line / "taxonomy.yml"), str(line / "papers" / "auk-2.yml")]
    assert shelf("format", "--check", "--content", str(line), *files).returncode == 0


def test_what_was_skipped_comes_again(shelf: Shelf, line: Path) -> None:
    """Skipping and quitting save nothing, and say so."""
    said, code = on_terminal(line.parent, ["s\n", "q\n"], "suggest")
    assert code == 0
    assert "0 relations written, 0 rejected; the others come again the next time" in plain(said)
    assert "2 relations suggested" in shelf("suggest", "--content", str(line)).stdout
