"""citations.yml and watch.yml: written by the program, read with everything else, written again without loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.content import catalogue
from generator.model import Catalogue, Check, CitationGraph, FaultyLink, Paper, ReferenceList, Watch
from generator.storage import transactions

GRAPH = CitationGraph(
    date="2026-11-30",
    services=("openalex", "semantic-scholar"),
    papers={
        "limpets": ReferenceList(cites=("shores",), outside=12, common={"shores": 4}),
        "shores": ReferenceList(outside=3),
    },
)
WATCH = Watch(
    checks=(Check(date="2026-11-30", services=("arxiv", "crossref"), papers=("limpets", "shores")),),
    links=(
        FaultyLink(paper="limpets", url="https://example.org/a", fault="archived", since="2026-11-23"),
        FaultyLink(
            paper="limpets", url="https://example.org/b", fault="moved", to="https://example.org/c", since="2026-11-30"
        ),
    ),
)


def saved(root: Path, shelf: Catalogue) -> Catalogue:
    """The shelf after both files were written."""
    papers = {f"papers/{key}.yml": Paper(title=f"{key.title()} at Rest") for key in GRAPH.papers}
    transactions.save(root, catalogue.changes(shelf, {**papers, "citations.yml": GRAPH, "watch.yml": WATCH}))
    return catalogue.load(root)


def test_both_files_come_back(tmp_path: Path):
    """What is written is what is read; to write it again changes nothing."""
    shelf = saved(tmp_path, catalogue.load(tmp_path))
    assert (shelf.citations, shelf.watch) == (GRAPH, WATCH)
    assert not catalogue.changes(shelf, {"citations.yml": GRAPH, "watch.yml": WATCH})
    assert not [one for one in catalogue.inspect(tmp_path)[1] if one.severity == "error"]


def test_no_file_is_made_of_nothing(tmp_path: Path):
    """A shelf that never asked has neither file."""
    shelf = catalogue.load(tmp_path)
    assert (shelf.citations, shelf.watch) == (CitationGraph(), Watch())
    assert not catalogue.changes(shelf, {"citations.yml": CitationGraph(), "watch.yml": Watch()})


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("citations.yml", "papers:\n  limpets:\n    cites: shores\n", "field.type"),
        ("citations.yml", "papers:\n  limpets:\n    outside: -1\n", "field.value"),
        ("watch.yml", "links:\n  - paper: limpets\n", "field.missing"),
        ("watch.yml", "<<<<<<< ours\nchecks: []\n=======\nchecks: []\n>>>>>>> theirs\n", "file.conflict"),
    ],
)
def test_a_damaged_file_is_a_problem_with_a_place_and_made_anew(tmp_path: Path, name: str, text: str, code: str):
    """`shelf check` tells a slip or a merge conflict at its line; the commands go on without the file and replace it."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    errors = [one for one in catalogue.inspect(tmp_path)[1] if one.severity == "error"]
    assert code in {one.code for one in errors}
    assert all(one.path.endswith(name) for one in errors)
    shelf = catalogue.load(tmp_path)
    assert (shelf.citations, shelf.watch) == (CitationGraph(), Watch())
    again = saved(tmp_path, shelf)
    assert (again.citations, again.watch) == (GRAPH, WATCH)
