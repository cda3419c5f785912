"""`shelf format`: one layout whatever people wrote; it keeps the meaning and every comment, and is stable."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator import yaml_files
from generator.content import catalogue, schema
from generator.model import Decision, Node, Paper, ReadingPath, Rule, Taxonomy
from tests.conftest import ROOT, Shelf
from tests.yaml_files.test_edits import LINES, PAPERS, Writer
from tests.yaml_files.test_yaml_files import key

PAPER_LINE = schema.line("papers/a.yml")
ODD = """\
# yaml-language-server: $schema=../schemas/paper.json

# Looked up by Ada.
#   And again.


# not the venue of the preprint
venue:   "Pond Workshop"   # as printed
identifiers: {doi: "10.5555/a",   # of the workshop
  arxiv: '2107.02137'}
# the name
title: >
  Tiny
  Shelf

authors:   # in order
- Ada Ōkami   # first

# joined late
- Bo Lind
aliases: []   # none yet
links:
    project: ~
summary: |-   # mine
    One. Two.
    # no comment

results:
  # the headline
  - value: 3.0   # checked
    # which one?
    benchmark: Q
# the end
"""
LAID_OUT = """\
# yaml-language-server: $schema=../schemas/paper.json
# Looked up by Ada.
#   And again.

# the name
title: Tiny Shelf
authors:  # in order
  - Ada Ōkami  # first
  # joined late
  - Bo Lind
identifiers:
  arxiv: '2107.02137'
  doi: '10.5555/a'  # of the workshop
# not the venue of the preprint
venue: Pond Workshop  # as printed
# none yet
summary: "One. Two.\\n# no comment"  # mine
results:
  # the headline
  # which one?
  - benchmark: Q
    value: 3.0  # checked
# the end
"""


def laid_out(text: str, kind: Any = Paper, first: str = PAPER_LINE) -> str:
    """Return the text as `shelf format` would write it."""
    thing, problems = yaml_files.parse("x.yml", text, kind)
    assert problems == []
    return yaml_files.canonical(text, thing, first)


def comments(text: str) -> Counter[str]:
    """Return the comments of a text, found by another YAML library: what its scanner skips."""
    passed, at = "", 0
    for token in yaml.scan(text.removeprefix("\ufeff"), Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            header = re.match(r"[|>][-+\d]*", text[start:]) if token.style in {"|", ">"} else None
            passed += text[at:start] + (
                "\n" + text[start:].split("\n", maxsplit=1)[0][header.end() :] + "\n" if header else ""
            )
            body = text[start:end]
            at = start + len(body.rstrip()) if header else end
    passed += text.removeprefix("\ufeff")[at:]
    return Counter(found.rstrip() for found in re.findall(r"#[^\r\n]*", passed))


def test_one_example() -> None:
    """Order, quotes, blank lines and lists become canonical; each comment moves with its key or value."""
    assert laid_out(ODD) == LAID_OUT
    assert laid_out(LAID_OUT) == LAID_OUT


def test_results_are_written_in_one_order() -> None:
    """Metric, kind, direction and setting have their places, and what is the default is left out."""
    odd = "setting: zero-shot\n    better: lower\n    kind: score\n    note: dry\n    unit: s\n    value: 2\n    metric: delay"
    other = "better: higher\n    kind: ratio\n    value: 3\n    benchmark: R"
    assert laid_out(f"title: T\nresults:\n  - {odd}\n    benchmark: Q\n  - {other}\n", first="") == (
        "title: T\nresults:\n  - benchmark: Q\n    metric: delay\n    value: 2\n    unit: s\n    better: lower\n"
        "    setting: zero-shot\n    note: dry\n  - benchmark: R\n    value: 3\n    kind: ratio\n"
    )


INDENTED = """\
# about the title
title: T
authors:
  - A
  # - B, who left
date: '2021'
identifiers:
  arxiv: '2107.02137'
  # no DOI yet
# about the figures
results:
  - benchmark: Q
    # measured twice
  - benchmark: R
    value: 1
      # too far in
    # of R
  # no more of them
# the end
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_comment_at_the_end_of_a_block_stays_in_it(ending: str) -> None:
    """A commented-out line does not move to the next field, whatever the line endings."""
    text = INDENTED.replace("Q\n", "Q\n    value: 2\n").replace("\n", ending)
    wanted = INDENTED.replace("Q\n", "Q\n    value: 2\n").replace("      # too", "    # too")
    assert laid_out(text) == PAPER_LINE + wanted
    assert laid_out(PAPER_LINE + wanted) == PAPER_LINE + wanted


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_comments_at_the_top_are_those_above_a_blank_line(ending: str) -> None:
    """Comments right above the first field belong to that field, whatever the line endings."""
    text = "# of the file\n\n# of the title\ntitle: T\n"
    assert laid_out(text.replace("\n", ending)) == PAPER_LINE + text
    moved = "# of the file\n\n# of the venue\nvenue: V\ntitle: T\n".replace("\n", ending)
    assert laid_out(moved) == PAPER_LINE + "# of the file\n\ntitle: T\n# of the venue\nvenue: V\n"


@st.composite
def files(draw: Any) -> str:
    """A paper's file in any layout."""
    fields = json.loads(draw(PAPERS).model_dump_json(exclude_defaults=True))
    return Writer(draw).file({name: value for name, value in fields.items() if value not in ({}, [])} or {"title": "T"})


@settings(max_examples=200, deadline=None)
@given(files())
@example(ODD)
@example("{title: T, links: {code: 'https://example.org/a#b'}}  #\n")
@example("links: {code: 'https://example.org/a#b',  #of the paper\n  pdf: 'https://example.org/p'}\n")
@example("title: T\nsummary: |-  #mine\n  One.\n")
def test_it_is_stable_means_the_same_and_loses_no_comment(text: str) -> None:
    """format∘format = format; the paper and its comments stay the same."""
    before, problems = yaml_files.parse("x", text, Paper)
    assume(not problems)
    found = laid_out(text)
    assert yaml_files.parse("x", found, Paper) == (before, [])
    assert laid_out(found) == found
    assert found.startswith(PAPER_LINE)
    assert comments(found) - Counter([PAPER_LINE.rstrip()]) == comments(text) - Counter([PAPER_LINE.rstrip()])
    bare = [line for line in found.splitlines() if not line.startswith("#")]
    assert all(line == line.rstrip() for line in bare)


@settings(max_examples=100, deadline=None)
@given(PAPERS)
def test_what_the_tool_writes_is_laid_out_already(paper: Paper) -> None:
    """An import's files need no formatting."""
    text = PAPER_LINE + yaml_files.dump(paper)
    assert laid_out(text) == text


NODES = st.dictionaries(
    key,
    st.builds(
        Node,
        name=LINES,
        description=st.sampled_from(["Short.", "Long words " * 20, "Two.\n\nParagraphs # of text."]),
        parents=st.lists(key, max_size=2).map(tuple),
        rules=st.lists(
            st.builds(Rule, words=st.tuples(LINES), unless=st.lists(LINES, max_size=1).map(tuple)), max_size=2
        ).map(tuple),
    ),
    max_size=3,
)


@st.composite
def other_files(draw: Any) -> tuple[str, Any]:
    """A taxonomy or decisions in any layout."""
    kind: Any = draw(st.sampled_from([Taxonomy, tuple[Decision, ...]]))
    if kind is Taxonomy:
        taxonomy = draw(st.builds(Taxonomy, families=NODES, topics=NODES))
        fields = json.loads(taxonomy.model_dump_json(exclude_defaults=True))
        fields = {name: nodes for name, nodes in fields.items() if nodes}
        return Writer(draw).file(fields) if fields else "{}\n", kind
    pairs = draw(st.lists(st.tuples(LINES, LINES, LINES), min_size=1, max_size=3))
    writer = Writer(draw)
    rows = []
    for one, other, reason in pairs:
        fields = {"verdict": "same", "pair": [one, other], "reason": reason}
        lines = [line for name in draw(st.permutations(list(fields))) for line in writer.block(name, fields[name], 2)]
        rows += [*writer.between(0), "- " + lines[0].lstrip(), *lines[1:], *writer.between(2)]
    return "\n".join(rows) + "\n", kind


@settings(max_examples=200, deadline=None)
@given(other_files())
def test_taxonomy_and_decisions_as_well(case: tuple[str, Any]) -> None:
    """The same three laws; the order of nodes and of decisions is the file's."""
    text, kind = case
    before, problems = yaml_files.parse("x", text, kind)
    assume(not problems)
    found = laid_out(text, kind, "")
    again, problems = yaml_files.parse("x", found, kind)
    assert (again, problems) == (before, [])
    if isinstance(before, Taxonomy) and isinstance(again, Taxonomy):
        assert [*again.families] == [*before.families]
    assert laid_out(found, kind, "") == found
    assert comments(found) == comments(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: T", "title: T\n"),
        ("\ufefftitle: T\r\nvenue: V # v\r\n", "title: T\nvenue: V  # v\n"),
        ("# a\ntitle: T\n", "# a\ntitle: T\n"),
        ("# a\n\ntitle: T\n", "# a\n\ntitle: T\n"),
        ("# a\n\n# b\nvenue: V\ntitle: T\n", "# a\n\ntitle: T\n# b\nvenue: V\n"),
        ("title: T  # one\nvenue: V\n# two\n", "title: T  # one\nvenue: V\n# two\n"),
        ("title: # of the book\n  'T'  # sic\n", "# of the book\ntitle: T  # sic\n"),
        (
            "authors: [A, # first\n  # next\n  B]  # all\ntitle: T\n",
            "title: T\nauthors:  # all\n  - A  # first\n  # next\n  - B\n",
        ),
        ("title:  # none known\nvenue: V\n", "# none known\nvenue: V\n"),
        ("title:  # none known\n", "{}\n# none known\n"),
        (
            "title: T\nlinks:\n  project: https://p  # p\n  # c\n  code: https://c\n",
            "title: T\nlinks:\n  # c\n  code: https://c\n  project: https://p  # p\n",
        ),
        (
            "results:\n  -  # dash\n    value: 1\n    benchmark: B\n",
            "results:\n  # dash\n  - benchmark: B\n    value: 1\n",
        ),
        ("title: 'a # b'\nsummary: >-\n  c # d\n  # e\n", "title: 'a # b'\nsummary: 'c # d # e'\n"),
        ("{title: T} # all\n", "title: T  # all\n"),
        (
            "compared_with: [b]\nbuilds_on:\n  - paper: a # key\n  - why: w # why\n    paper: b\n    how: uses # how\n  - c\n",
            "builds_on:\n  - a  # key\n  - paper: b\n    how: uses  # how\n    why: w  # why\n  - c\ncompared_with:\n  - b\n",
        ),
        (
            "title: T\n# yaml-language-server: $schema=https://x\n",
            "# yaml-language-server: $schema=https://x\ntitle: T\n",
        ),
    ],
)
def test_small_files(before: str, after: str) -> None:
    """Edge cases: no line end, brackets, values that disappear, comments at either end."""
    assert laid_out(before, first="") == after
    assert laid_out(after, first="") == after


def test_the_command_writes_and_says_what(shelf: Shelf, tmp_path: Path) -> None:
    """Odd files are formatted, correct ones left alone, faulty ones kept and reported; a second run changes nothing."""
    papers = tmp_path / "content/papers"
    papers.mkdir(parents=True)
    (papers / "odd.yml").write_text(ODD, "utf-8")
    (papers / "right.yml").write_text(PAPER_LINE + "title: T\n")
    (papers / "faulty.yml").write_text("venue: V\ntitel:   T\n")
    (tmp_path / "content/imports").mkdir()
    (tmp_path / "content/imports/l.yml").write_text("source:   s\n")
    done = shelf("format")
    assert done.returncode == 1
    assert done.stderr.startswith("content/papers/faulty.yml:2:1: field.unknown: ")
    assert done.stdout.splitlines() == [
        "changed: content/papers/odd.yml",
        *(f"changed: content/{path}" for path in schema.schemas()),
    ]
    assert (papers / "odd.yml").read_text("utf-8") == LAID_OUT
    assert (papers / "faulty.yml").read_text() == "venue: V\ntitel:   T\n"
    assert (tmp_path / "content/imports/l.yml").read_text() == "source:   s\n"
    (papers / "faulty.yml").unlink()
    done = shelf("format")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert catalogue.load_sound(tmp_path / "content")[0].papers.keys() == {"odd", "right"}


def test_check_writes_nothing_and_shows_the_change(shelf: Shelf, tmp_path: Path) -> None:
    """--check names the files that would change, with a diff, and exits 1; a stale schema is named, too."""
    papers = tmp_path / "content/papers"
    papers.mkdir(parents=True)
    (papers / "a.yml").write_text(PAPER_LINE + "title:   T\n")
    assert shelf("format", papers / "a.yml", "--check").returncode == 1
    shelf("format")
    (papers / "a.yml").write_text(PAPER_LINE + "title:   T\n")
    (tmp_path / "content/schemas/paper.json").write_text("{}\n")
    done = shelf("format", "--check")
    assert done.returncode == 1
    assert "--- a/content/papers/a.yml\n+++ b/content/papers/a.yml\n" in done.stdout
    assert "\n-title:   T\n+title: T\n" in done.stdout
    assert done.stdout.endswith("would change: content/papers/a.yml\nwould change: content/schemas/paper.json\n")
    assert (papers / "a.yml").read_text() == PAPER_LINE + "title:   T\n"
    assert (tmp_path / "content/schemas/paper.json").read_text() == "{}\n"


def test_chosen_files_alone(shelf: Shelf, tmp_path: Path) -> None:
    """Only the named files are formatted; files that programs write are skipped, files from elsewhere refused."""
    papers = tmp_path / "content/papers"
    papers.mkdir(parents=True)
    for name in ("a", "b"):
        (papers / f"{name}.yml").write_text("title:   T\n")
    (tmp_path / "content/review.yml").write_text("[  ]\n")
    done = shelf("format", "content/papers/a.yml", "content/review.yml")
    assert (done.returncode, done.stdout) == (0, "changed: content/papers/a.yml\n")
    assert (papers / "b.yml").read_text() == "title:   T\n"
    assert (tmp_path / "content/review.yml").read_text() == "[  ]\n"
    (tmp_path / "c.yml").write_text("title:   T\n")
    done = shelf("format", "c.yml")
    assert done.returncode == 1
    assert done.stderr.startswith("c.yml:1:1: format.elsewhere: ")


@pytest.mark.parametrize(
    "folder", ["content", "generator/starter/fresh/example/content", "generator/starter/fresh/shelf/content"]
)
def test_every_shipped_file_keeps_its_meaning(folder: str) -> None:
    """The real files, as people left them: formatting twice equals formatting once, and the meaning stays."""
    found = [*(ROOT / folder).glob("pa[pt]*/*.yml"), *(ROOT / folder).glob("[td]*.yml")]
    assert found
    kinds: dict[str, Any] = {"taxonomy.yml": Taxonomy, "decisions.yml": tuple[Decision, ...]}
    for path in found:
        otherwise = ReadingPath if path.parent.name == "paths" else Paper
        text, kind = path.read_text("utf-8"), kinds.get(path.name, otherwise)
        once = laid_out(text, kind, "")
        assert yaml_files.parse("x", once, kind) == yaml_files.parse("x", text, kind)
        assert laid_out(once, kind, "") == once
