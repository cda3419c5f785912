"""``shelf labels``: what the taxonomy leaves out, in words and as JSON, and what to do next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main

TAXONOMY = """\
families:
  auk:
    name: Auks
    rules:
      - words: [auk]
topics:
  sea:
    name: Sea
    rules:
      - words: [sea]
      - words: [ocean, deep, blue, wide, cold, wet, salt]
        headings: ['Water > Sea']
  ebb:
    name: Tides
    rules:
      - words: [sea]
  flow:
    name: tides
"""


def run(content: Path, *options: str, taxonomy: str = TAXONOMY, papers: Mapping[str, str] | None = None) -> Result:
    """Run the command on a shelf that has this taxonomy and papers with these titles."""
    (content / "papers").mkdir(parents=True, exist_ok=True)
    if taxonomy:
        (content / "taxonomy.yml").write_text(taxonomy, "utf-8")
    for key, title in (papers or {}).items():
        (content / "papers" / f"{key}.yml").write_text(f"title: {title}\n", "utf-8")
    done = CliRunner().invoke(main, ["labels", "--content", str(content), *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def seas(count: int) -> dict[str, str]:
    """Return papers that are all about the sea."""
    return {f"sea-{number}": f"Sea {number}" for number in range(count)}


def test_everything_is_said_at_once(tmp_path: Path) -> None:
    """Counts with percentages, rules with their words, nodes with their names; a report does not fail."""
    done = run(tmp_path, papers={**seas(12), "auk": "Auk", "bee": "Bee"})
    assert done.exit_code == 0
    assert (
        done.stdout.replace(str(tmp_path), "FOLDER")
        == """\
14 papers, 1 family, 3 topics

Papers without labels:
  13 in no family (93%)
  2 without a topic (14%)
  1 with neither (7%)

Rules that match nothing:
  topics.sea.rules[1]: words “ocean”, “deep”, “blue”, “wide”, “cold”, “wet” and 1 more; headings “Water > Sea”

Rules that match 60% of the papers or more, so that they tell little:
  topics.sea.rules[0]: words “sea”: 12 papers (86%)
  topics.ebb.rules[0]: words “sea”: 12 papers (86%)

Families and topics without a paper:
  topics.flow: tides

Families or topics that always come together, so that one may be enough:
  topics.sea (Sea), topics.ebb (Tides): the same 12 papers

The same name more than once:
  Tides: topics.ebb (12 papers), topics.flow (0 papers)

Next: `shelf suggest` looks for topics for the 2 papers without one; where it finds none, write rules in FOLDER/taxonomy.yml.
"""
    )


def test_a_share_is_whole_only_for_all_papers(tmp_path: Path) -> None:
    """Of 300 papers, one without a topic is 1 %, and 299 in no family are 99 %."""
    done = run(tmp_path, papers={**seas(298), "auk": "Auk and sea", "bee": "Bee"})
    assert "299 in no family (99%)" in done.stdout
    assert "1 without a topic (1%)" in done.stdout
    assert "looks for topics for the 1 paper without one" in done.stdout


@pytest.mark.parametrize(
    ("taxonomy", "papers", "first", "last"),
    [
        ("", {}, "0 papers, 0 families, 0 topics", "Next: `shelf import FILE` brings papers."),
        (
            "",
            {"a": "A"},
            "1 paper, 0 families, 0 topics",
            "`shelf suggest` proposes families and topics for the 1 paper.",
        ),
        (TAXONOMY, {}, "0 papers, 1 family, 3 topics", "Next: `shelf import FILE` brings papers."),
        (
            "topics: {sea: {name: Sea, rules: [{words: [sea]}]}}",
            {"a": "Sea"},
            "1 paper, 0 families, 1 topic",
            "says why",
        ),
        (
            "topics: {sea: {name: Sea, rules: [{words: [sea]}]}, x: {name: X}}",
            {"a": "Sea"},
            "1 paper, 0 families, 2 topics",
            "Next: look at what is listed here in ",
        ),
    ],
)
def test_the_last_line_says_what_to_do_next(
    tmp_path: Path, taxonomy: str, papers: dict[str, str], first: str, last: str
) -> None:
    """On an empty shelf, without a taxonomy, and where all is well; nothing is said on kinds that the shelf does not have."""
    done = run(tmp_path, taxonomy=taxonomy, papers=papers)
    assert done.exit_code == 0
    rows = done.stdout.splitlines()
    assert rows[0] == first
    assert last in rows[-1]
    assert "in no family" not in done.stdout
    if not papers:
        assert len(rows) == 3


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    """The rest is in the JSON."""
    taxonomy = "topics:\n" + "".join(f"  t{number}:\n    name: T{number}\n" for number in range(50))
    done = run(tmp_path, taxonomy=taxonomy, papers={"a": "A"})
    assert "topics.t19: T19\n  … and 30 more, see `shelf labels --json`\n" in done.stdout
    assert "t20" not in done.stdout
    assert len(json.loads(run(tmp_path, "--json").stdout)["nodes"]) == 4


def test_a_hostile_taxonomy_stays_text(tmp_path: Path) -> None:
    """No name or word can steer the terminal or begin a line of its own."""
    taxonomy = r'topics: {x: {name: "A \x9b31m\u202e B", rules: [{words: ["\x9b0;x", "%s {}"]}]}}'
    done = run(tmp_path, taxonomy=taxonomy, papers={"a": "A"})
    assert done.exit_code == 0, done.stderr
    assert not [sign for sign in done.stdout if not sign.isprintable() and sign != "\n"]
    assert all(part in done.stdout for part in ("“%s {}”", "topics.x: A ", " B"))


def test_faulty_files_are_reported_and_not_counted(tmp_path: Path) -> None:
    """Figures without these papers would be wrong."""
    done = run(tmp_path, papers={"a": "[A", "b": "B"})
    assert done.exit_code == 1
    assert "a.yml:1:" in done.stderr
    assert done.stdout == ""
    missing = CliRunner().invoke(main, ["labels", "--content", str(tmp_path / "gone")])
    assert (missing.exit_code, "content.missing" in missing.stderr) == (1, True)


def test_json_has_all_rules_and_nodes(tmp_path: Path) -> None:
    """Also those that are in order."""
    found = json.loads(run(tmp_path, "--json", papers={**seas(12), "auk": "Auk"}).stdout)
    assert found["counts"] == {"papers": 13, "without_families": 12, "without_topics": 1, "without_both": 0}
    assert found["rules"][0] == {"path": "families.auk.rules[0]", "papers": 1, "rule": {"words": ["auk"]}}
    assert found["rules"][1] == {"path": "families.auk.name", "papers": 0, "rule": None}
    assert found["nodes"][0] == {"path": "families.auk", "name": "Auks", "papers": 1}
    assert {name: found[name] for name in ("idle", "wide", "empty", "together", "namesakes")} == {
        "idle": ["topics.sea.rules[1]"],
        "wide": ["topics.sea.rules[0]", "topics.ebb.rules[0]"],
        "empty": ["topics.flow"],
        "together": [["topics.sea", "topics.ebb"]],
        "namesakes": [["topics.ebb", "topics.flow"]],
    }
