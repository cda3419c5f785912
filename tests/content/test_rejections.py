"""Rejections: papers that are not wanted, in decisions.yml among the decisions about pairs."""

from __future__ import annotations

from pathlib import Path

from generator import load
from generator.checks import salvaged_rejections
from generator.content import catalogue, layout
from generator.model import Decision, Rejection
from generator.yaml_files import dump
from generator.yaml_files import load as loaded

BOTH = """# ours
- pair: [a, b]
  verdict: different
  reason: r
- reject: doi:10.5555/x  # seen
  reason: r
"""
NEW = Rejection(reject=("doi:10.5555/y", "openalex:W1234"), title="T: U", reason="no")


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "papers").mkdir()
    for key in ("a", "b"):
        (tmp_path / f"papers/{key}.yml").write_text(f"title: {key} {key}\n", "utf-8")
    (tmp_path / "decisions.yml").write_text(text, "utf-8")
    return tmp_path


def test_both_kinds_are_told_apart_and_keep_their_numbers(tmp_path: Path) -> None:
    """Also when the file is read a second time, from what the first time left in the cache."""
    root = folder(tmp_path, BOTH)
    for _ in range(2):
        shelf = load(root)
        assert shelf.decisions == (Decision(pair=("a", "b"), verdict="different", reason="r"),)
        assert shelf.rejections == {1: Rejection(reject=("doi:10.5555/x",), reason="r")}


def test_what_is_added_keeps_every_byte(tmp_path: Path) -> None:
    """A rejection is added at the end, a decision too, and neither loses the other kind."""
    root = folder(tmp_path, BOTH)
    shelf = load(root)
    [change] = catalogue.changes(shelf, {"decisions.yml": (*shelf.rejections.values(), NEW)})
    added = "- reject:\n    - doi:10.5555/y\n    - openalex:W1234\n  title: 'T: U'\n  reason: 'no'\n"
    assert change.after == BOTH + added
    decision = Decision(pair=("b", "a"), verdict="different", reason="r")
    [change] = catalogue.changes(shelf, {"decisions.yml": (*shelf.decisions, decision)})
    assert change.after.startswith(BOTH + "- pair:\n")
    assert catalogue.changes(shelf, {"decisions.yml": tuple(shelf.rejections.values())}) == []
    [change] = catalogue.changes(load(root), {"decisions.yml": (NEW,)})  # one is taken away
    assert "10.5555/x" not in change.after
    assert "pair:" in change.after


def test_one_reference_stands_alone() -> None:
    """The shortest form is written, and formatting gives the same again."""
    assert dump((Rejection(reject=("doi:10.5555/x",), reason="r"),)) == "- reject: doi:10.5555/x\n  reason: r\n"


def test_formatting_keeps_comments_and_forms(tmp_path: Path) -> None:
    """``shelf format`` puts the fields in order."""
    root = folder(tmp_path, "- reason: r\n  title: T\n  reject: [doi:10.5555/x]  # why\n")
    layout.run(root, dry_run=False)
    text = (root / "decisions.yml").read_text("utf-8")
    assert text.endswith("- reject: doi:10.5555/x  # why\n  title: T\n  reason: r\n")


def test_faults_are_those_of_a_rejection(tmp_path: Path) -> None:
    """Each at its place, with a field of a rejection as the one that was meant; sound ones are checked all the same."""
    root = folder(
        tmp_path,
        "- reject: doi:10.5555/x\n  titel: T\n  reason: r\n- reject: 5\n- reject: []\n  reason: r\n- reject: nothing\n  reason: r\n",
    )
    _, problems = catalogue.inspect(root)
    found = {(one.line, one.column, one.code): one.hint for one in problems if "decisions" in one.path}
    assert found[2, 3, "field.unknown"] == "did you mean title?"
    assert (4, 11, "yaml.unquoted") in found
    assert (4, 3, "field.missing") in found
    assert (5, 11, "field.value") in found
    assert (7, 11, "decision.reference") in found
    sound = salvaged_rejections(loaded(root / "decisions.yml"))
    assert {0, 3} <= sound.keys()
