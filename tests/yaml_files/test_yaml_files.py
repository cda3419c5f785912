"""yaml_files: strict reading with positions, canonical writing, edits that change no other byte."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import yaml_files
from generator.model import (
    Basis,
    Decision,
    Identifiers,
    Ledger,
    LedgerRecord,
    Links,
    Node,
    Paper,
    Question,
    Result,
    Rule,
    Taxonomy,
)
from generator.problems import Problem
from tests.conftest import TOO_STEEP, growth

SHA = "0" * 64

CANONICAL = """\
title: 'Tiny Shelf: Small models for long books'
aliases:
  - Tiny Shelf
authors:
  - Ada Ōkami
  - 'No'
author_count: 12
date: '2021-07-05'
identifiers:
  arxiv: '2107.02137'
  doi: '10.5555/tiny.1'
links:
  code: https://example.org/a#b
summary: >-
  Reads whole books by keeping a small store of what was said on each page; worth a look for anyone
  who has to answer questions on texts that no window holds.
results:
  - benchmark: BookQA
    value: 61.5
    unit: '%'
  - benchmark: Pages
    value: 100
families:
  - tiny
"""


SYNTAX = "yaml.syntax"


def faults(text: str, kind: type = Paper) -> list[tuple[int, int, str]]:
    """Return line, column and code of each fault; if there is one, no object may be returned."""
    thing, problems = yaml_files.parse("content/papers/x.yml", text, kind)
    assert (thing is None) == bool(problems)
    assert all(p.path == "content/papers/x.yml" and p.message for p in problems)
    return [(p.line, p.column, p.code) for p in problems]


def fault(text: str, kind: type = Paper) -> Problem:
    """Return the only fault."""
    [problem] = yaml_files.parse("x.yml", text, kind)[1]
    return problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: ERNIE: a title\n", [(1, 13, "yaml.syntax")]),
        ("title: a\n\tdate: b\n", [(2, 1, "yaml.syntax")]),
        ("title: a\nvenue: 'b\ndate: c\n", [(2, 8, "yaml.syntax"), (3, 7, "date.form")]),
        ("title: [a\n", [(1, 8, "yaml.syntax")]),
        ("title: @a\n", [(1, 8, "yaml.syntax")]),
        ("title: a\ntitle: b\n", [(2, 1, "yaml.duplicate-key")]),
        ("title: &x a\n", [(1, 8, "yaml.anchor")]),
        ("title: &x a\nvenue: *x\n", [(1, 8, "yaml.anchor"), (2, 8, "yaml.alias")]),
        ("<<: {title: a}\n", [(1, 1, "yaml.merge")]),
        ("title: !!str 5\n", [(1, 8, "yaml.tag")]),
        ("title: !python/name:os.system x\n", [(1, 8, "yaml.tag")]),
        ("title: a\n---\ntitle: b\n", [(2, 1, "yaml.documents")]),
        ("title: a\x07b\n", [(1, 9, "yaml.control-character")]),
        ("", [(1, 1, "yaml.empty")]),
        ("# nothing\n", [(1, 1, "yaml.empty")]),
        ("- title: a\n", [(1, 1, "field.type")]),
        ("just text\n", [(1, 1, "field.type")]),
        ("? [a]\n: b\n", [(1, 3, "yaml.key")]),
        ("title: a\n2021: b\n", [(2, 1, "field.unknown"), (2, 1, "yaml.unquoted")]),
        ("title: 2021\n", [(1, 8, "yaml.unquoted")]),
        ("title: yes\n", [(1, 8, "yaml.unquoted")]),
        ("date: 2021-07-05\n", [(1, 7, "yaml.unquoted")]),
        ("date: 2021\n", [(1, 7, "yaml.unquoted")]),
        ("identifiers: {arxiv: 2107.02137}\n", [(1, 22, "yaml.unquoted")]),
        ("identifiers:\n  arxiv: 2107.02137\n", [(2, 10, "yaml.unquoted")]),
        ("title: 'a'\nauthors:\n  - x\n  - 12:30:45\n", [(4, 5, "yaml.unquoted")]),
        ("title: a\nauthor:\n  - x\n", [(2, 1, "field.unknown")]),
        ("links:\n  cod: https://example.org\n", [(2, 3, "field.unknown")]),
        ("results:\n  - value: 3\n", [(2, 5, "field.missing")]),
        ("results:\n  - benchmark: b\n    value: '3'\n", [(3, 12, "field.type")]),
        ("results:\n  - benchmark: b\n    value: .nan\n", [(3, 12, "field.type")]),
        ("results:\n  - benchmark: b\n    value: 1\n    kind: speedup\n", [(4, 11, "field.value")]),
        ("results:\n  - benchmark: b\n    value: 1\n    kind:\n", [(4, 10, "field.value")]),
        ("results:\n  - benchmark: b\n    value: 1\n    better: [lower]\n", [(4, 13, "field.value")]),
        ("results:\n  - benchmark: b\n    value: 1\n    metric: 5\n", [(4, 13, "yaml.unquoted")]),
        ("results:\n  - benchmark: b\n    value: 1\n    setting: ''\n", [(4, 14, "field.value")]),
        ("authors: A\n", [(1, 10, "field.type")]),
        ("authors:\n", [(1, 9, "field.type")]),
        ("author_count: 0\n", [(1, 15, "field.value")]),
        ("author_count: 1.5\n", [(1, 15, "field.type")]),
        ("title: ''\n", [(1, 8, "field.value")]),
        ('title: "a\\nb"\n', [(1, 8, "field.value")]),
        ("date: '5 July'\n", [(1, 7, "date.form")]),
        ("links:\n  code: javascript:alert(1)\n", [(2, 9, "url.scheme")]),
        ("links:\n  code: 'https://a b'\n", [(2, 9, "url.form")]),
        ("families:\n  - A Family\n", [(2, 5, "key.form")]),
        ("title: [a, b]\n", [(1, 8, "field.type")]),
    ],
)
def test_each_fault_is_told_at_its_place(text: str, expected: list[tuple[int, int, str]]) -> None:
    """Each kind of fault has its code, at the line and column of the value, or of the key if that is wrong."""
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("title: 'It's small'\n", (1, 12), "text after the closing quote"),
        ("title: 'Two\nvenue: V\ndate: '2021'\n", (1, 8), "on line 3, was meant to open another"),
        ("title: [Review] Tea\n", (1, 17), "text after the closing bracket"),
        ("venue: [V\ndate: '2021'\n", (1, 8), "[ is opened and not closed"),
        ("authors: [\n", (1, 10), "[ is opened and not closed"),
        ("authors: [A, , B]\n", (1, 14), "a value is missing before ,"),
        ("venue: V\nauthors\n  - A\n", (2, 1), "no colon after its field name"),
        ("title: T\nsummary: >-\nNot indented.\n", (3, 1), "no colon after its field name"),
        ("title: *Tea* leaves\n", (1, 8), "cannot begin with *"),
        ("title: `Tea`\n", (1, 8), "cannot begin with `"),
        ("title: T\n  venue: V\n", (2, 3), "indented deeper"),
        ("authors:\n  - A\n   - B\n", (3, 4), "this dash is read as part of the text"),
        ("summary: >- Some text\n", (1, 13), "text after the mark that starts a block of text"),
        ('title: "Tea \\cup"\n', (1, 12), "this backslash sequence has no meaning"),
    ],
)
def test_a_syntax_error_is_reported_where_it_was_made(text: str, place: tuple[int, int], words: str) -> None:
    """Not where the parser notices it; the message describes the text there, and the hint says what to do."""
    problem = fault(text)
    assert (problem.code, problem.line, problem.column) == ("yaml.syntax", *place)
    assert words in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "title: A: B\nauthors: [Ada, Bo\ndate: 2021\nvenue ICML\nidentifiers:\n\tarxiv: '1'\nsummary: It's fine.\n",
            [(1, 9, SYNTAX), (2, 10, SYNTAX), (3, 7, "yaml.unquoted"), (4, 1, SYNTAX), (6, 1, SYNTAX)],
        ),
        ("title: T\r\n\r\n# a: b: c\r\nvenue: a: b\r\n# d\r\ndate: x\r\n", [(4, 9, SYNTAX), (6, 7, "date.form")]),
        ("summary: >-\nNot indented.\nNor this.\nvennue: V\n", [(2, 1, SYNTAX), (4, 1, "field.unknown")]),
        ("title: 'Ada\nauthors:\n  - A\ntitle: T\ndate: x\n", [(1, 8, SYNTAX), (5, 7, "date.form")]),
        ("  title: a: b\n  date: x\n", [(1, 11, SYNTAX)]),  # nothing separates the fields
        ("- a: b: c\n", [(1, 7, SYNTAX)]),
    ],
)
def test_wrong_syntax_in_one_field_does_not_hide_the_faults_of_others(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    """The other fields are read, the faulty one has only its syntax error, and no field counts as missing."""
    assert faults(text) == expected


def test_a_long_file_is_read_to_its_first_slip() -> None:
    """Reading a large file again after each of many errors would take too long."""
    text = "venue: a: b\n" * 5_000
    assert faults(text) == [(1, 9, SYNTAX)]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    """All faults are reported at once."""
    text = "titel: a\nauthors: b\ndate: 2021\nlinks:\n  code: ftp://x\nresults:\n  - benchmark: 5\n"
    assert faults(text) == [
        (1, 1, "field.unknown"),
        (2, 10, "field.type"),
        (3, 7, "yaml.unquoted"),
        (5, 9, "url.scheme"),
        (7, 5, "field.missing"),
        (7, 16, "yaml.unquoted"),
    ]


def test_other_files() -> None:
    """Taxonomy, ledgers and decisions are checked the same way."""
    assert faults("families:\n  Big One:\n    name: a\n    description: b\n", Taxonomy) == [(2, 3, "key.form")]
    assert faults("families:\n  a:\n    name: a\n", Taxonomy) == [(3, 5, "field.missing")]
    node = "  a:\n    name: a\n    description: b\n"
    assert faults(f"topics:\n{node}{node}", Taxonomy) == [(5, 3, "yaml.duplicate-key")]
    text = "topics:\n  a:\n    name: a\n    description: b\n    rules:\n      - words: []\n        within: [titel]\n"
    assert faults(text, Taxonomy) == [(6, 16, "field.value"), (7, 18, "field.value")]
    pairs = tuple[Decision, ...]
    assert faults("- pair: [a]\n  verdict: perhaps\n  reason: r\n", pairs) == [
        (1, 9, "field.value"),
        (2, 12, "field.value"),
    ]
    assert yaml_files.parse("x", "", pairs) == ((), [])


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("titel: a\n", Paper, "did you mean title?"),
        ("links:\n  cod: x\n", Paper, "did you mean code?"),
        ("results:\n  - benchmark: a\n    value: 1\n    units: '%'\n", Paper, "did you mean unit?"),
        ("results:\n  - benchmark: a\n    value: 1\n    kind: gian\n", Paper, "did you mean gain?"),
        ("results:\n  - benchmark: a\n    value: 1\n    kind:\n", Paper, "allowed: score, gain, ratio, count"),
        ("results:\n  - benchmark: a\n    value: 1\n    direction: up\n", Paper, "did you mean better?"),
        ("results:\n  - dataset: a\n    benchmark: b\n    value: 1\n", Paper, "did you mean benchmark?"),
        ("families:\n  a:\n    name: b\n    description: c\n    rule: []\n", Taxonomy, "did you mean rules?"),
        ("zzz: a\n", Paper, f"allowed: {', '.join(Paper.model_fields)}"),
        ("doi: 10.5555/a\n", Paper, "it belongs in identifiers: write it below identifiers:"),
        ("identifiers:\n  date: '2021'\n", Paper, "it belongs at the top level: write it without indentation"),
        ("Journal: a\n", Paper, "did you mean venue?"),
        ("identifiers:\n  DOI: a\n", Paper, "did you mean doi?"),
        ("links:\n  code: www.example.org/a\n", Paper, "write https://www.example.org/a"),
        ("links:\n  code: //example.org\n", Paper, "write https://example.org"),
        ("links:\n  code: HTTP://Example.org/A\n", Paper, "write http://Example.org/A"),
        ("et_al: perhaps\n", Paper, "write true or false"),
        ("former_keys: [Tea Time 2.0]\n", Paper, "write tea-time-2-0: a key is"),
        ("topics:\n  a:\n    name: ''\n    description: b\n", Taxonomy, "fill it in"),
        ("identifiers:\n  arxiv: 2107.02130\n", Paper, "quote it: '2107.02130'"),
        ("title: No\n", Paper, "quote it: 'No'"),
        ("- pair: [a, b]\n  verdict: sam\n  reason: r\n", tuple[Decision, ...], "did you mean same?"),
        ("title: a\nvenue: b\ntitle: c\n", Paper, "it is already on line 1"),
        (
            "topics:\n  a:\n    name: A\n    description: b\n    headings: [Tides]\n",
            Taxonomy,
            "it belongs in an element of rules: write it below rules:, after a dash, - headings: …",
        ),
        ("title: a\nauthors:\n  - name: Bo Reed\n", Paper, "allowed: literal, family, given, suffix, orcid, also"),
        ("title: a\nauthors:\n  - last: Reed\n", Paper, "did you mean family?"),
        ("title: a\nauthors:\n  - given: Bo\n", Paper, "write family: … and given: …, or literal: … for a group"),
        ("title: a\nauthors:\n  - family: R\n    orcid: 000000021694233x\n", Paper, "write 0000-0002-1694-233X"),
        (
            "title: a\nauthors:\n  - family: R\n    orcid: https://orcid.org/0000-0002-1825-0097\n",
            Paper,
            "write 0000-0002-1825-0097",
        ),
        (
            "title: a\nauthors:\n  - family: R\n    orcid: later\n",
            Paper,
            "it has four groups of four digits: 0000-0002-1825-0097",
        ),
    ],
)
def test_hints_name_what_was_meant(text: str, kind: type, hint: str) -> None:
    """The hint says what to write."""
    assert fault(text, kind).hint.startswith(hint)


def test_what_is_built_to_cost_costs_nothing() -> None:
    """Alias bombs, deep nesting, many keys and many faults are refused without expanding them: 9^8 values would never end."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    codes = {p.code for p in yaml_files.parse("x", bomb, Paper)[1]}
    assert codes <= {"yaml.anchor", "yaml.alias", "field.unknown"}
    for text in ("[" * 200_000, "- " * 5_000, "{a: " * 50_000, "a: *a\n" * 100_000):
        thing, problems = yaml_files.parse("x", text, Paper)
        assert thing is None
        assert 0 < len(problems) <= 100
    _, problems = yaml_files.parse("x", "".join(f"k{n}: v\n" for n in range(20_000)), Paper)
    assert 0 < len(problems) <= 100


def test_places_count_characters_not_bytes() -> None:
    """Accents, emoji and odd line separators do not move a column or a line."""
    assert faults("title: 'Ω\u2028😀'\nauthors: ['é', 5]\n") == [(2, 16, "yaml.unquoted")]
    assert faults("\ufefftitle: 5\r\nvenue: 6\r\n") == [(1, 8, "yaml.unquoted"), (2, 8, "yaml.unquoted")]


def test_any_text_is_told_about_without_a_traceback() -> None:
    """Whatever is in the file, the result is an object or a problem."""

    @given(st.text() | st.text(alphabet="ab:-[]{}&*!|>'\"%@#,? \n\t~<0159.", max_size=60))
    @settings(max_examples=300, deadline=None)
    def check(text: str) -> None:
        thing, problems = yaml_files.parse("x", text, Paper)
        assert (thing is None) == bool(problems)
        lines = text.removeprefix("\ufeff").split("\n")
        assert all(1 <= p.line <= len(lines) and 1 <= p.column <= len(lines[p.line - 1]) + 1 for p in problems)

    check()


def test_canonical_layout() -> None:
    """One example of the layout that all our files have."""
    paper, problems = yaml_files.parse("x", CANONICAL, Paper)
    assert not problems
    assert paper is not None
    assert yaml_files.dump(paper) == CANONICAL


def test_empty_things() -> None:
    """An empty model is still a file that loads."""
    assert yaml_files.dump(Taxonomy()) == "{}\n"
    assert yaml_files.dump(()) == "[]\n"
    assert yaml_files.parse("x", "{}\n", Taxonomy) == (Taxonomy(), [])


line = st.text(min_size=1, max_size=40) | st.sampled_from(
    [
        "no",
        "~",
        "null",
        "1e5",
        "0x1F",
        "12:30",
        "2021-07-05",
        "- a",
        "a: b",
        "a #b",
        "#",
        "'",
        '"',
        "{{ x }}",
        "[a]",
        "=",
        "<<",
        "a:",
        "<b>",
        "%",
        "\\",
        "1_0",
        ".5",
        "0o7",
        "Y",
        "?",
        "!x",
    ]
)
line = line.map(lambda text: "".join(c for c in text if c >= " ").strip()).filter(bool)
text = (line | st.text(alphabet="ab .,:#\n-'>|", min_size=1, max_size=400) | st.text(min_size=1)).filter(
    lambda text: bool(text.strip())
)
key = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
number = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
number = number.filter(lambda value: abs(value) < 10**18)
day = st.sampled_from(["2021", "2021-07", "2021-07-05"])


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for tuples."""
    return st.lists(strategy, max_size=3).map(tuple)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for a value or None."""
    return st.none() | strategy


basis = st.builds(
    Basis,
    paper=key,
    how=st.sampled_from([None, "extends", "initialises-from", "distils", "uses"]),
    why=maybe(line.map(lambda text: text[:200].strip()).filter(bool)),
)
papers = st.builds(
    Paper,
    builds_on=some(basis),
    title=maybe(line),
    aliases=some(line),
    authors=some(line),
    author_count=maybe(st.integers(1, 900)),
    date=maybe(day),
    identifiers=st.builds(Identifiers, arxiv=maybe(line), doi=maybe(st.text(max_size=9))),
    links=st.builds(Links, code=st.sampled_from([None, "https://example.org/a?b=c&d#e", "http://x:80/'"])),
    summary=maybe(text),
    results=some(
        st.builds(
            Result,
            benchmark=line,
            metric=maybe(line),
            value=number,
            unit=maybe(line),
            kind=st.sampled_from(["score", "gain", "ratio", "count"]),
            better=st.sampled_from(["higher", "lower"]),
            setting=maybe(line),
            note=maybe(line),
        )
    ),
    families=some(key),
    abstract=maybe(text),
)
nodes = st.dictionaries(
    key,
    st.builds(
        Node,
        name=line,
        description=text,
        parents=some(key),
        rules=some(st.builds(Rule, words=st.tuples(line), unless=some(line))),
    ),
    max_size=3,
)
records = st.builds(
    LedgerRecord,
    line=st.integers(1, 99),
    paper=maybe(key),
    title=maybe(st.text(max_size=30)),
    authors=some(line),
    upvotes=maybe(st.integers(0, 9)),
    abstract_words=st.integers(0, 9),
    sketch=maybe(st.text(alphabet="aZ09-_", max_size=150)),
)
things = st.one_of(
    papers.map(lambda thing: (Paper, thing)),
    st.builds(Taxonomy, families=nodes, topics=nodes).map(lambda thing: (Taxonomy, thing)),
    st.builds(Ledger, source=line, format=line, date=day, sha256=st.just(SHA), records=some(records)).map(
        lambda thing: (Ledger, thing)
    ),
    some(st.builds(Decision, pair=st.tuples(line, line), verdict=st.just("same"), reason=line)).map(
        lambda thing: (tuple[Decision, ...], thing)
    ),
    some(st.builds(Question, pair=st.tuples(line, line), evidence=some(line))).map(
        lambda thing: (tuple[Question, ...], thing)
    ),
)


@given(things)
@settings(max_examples=400, deadline=None)
def test_what_is_written_reads_back(case: tuple[Any, Any]) -> None:
    """parse∘dump is the identity, dump∘parse∘dump is dump, and another YAML reader loads the same."""
    kind, thing = case
    written = yaml_files.dump(thing)
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    again, problems = yaml_files.parse("x", written, kind)
    assert problems == []
    assert again == thing
    assert yaml_files.dump(again) == written
    theirs = yaml.safe_load(written)
    ours = yaml_files.load(written).value
    assert as_lists(theirs) == as_lists(ours)


def as_lists(value: object) -> object:
    """Return the value with tuples as lists."""
    if isinstance(value, dict):
        return {name: as_lists(part) for name, part in value.items()}
    return [as_lists(part) for part in value] if isinstance(value, (list, tuple)) else value


def test_what_a_file_cannot_hold_is_not_written() -> None:
    """Infinity would break programs that read the exports."""
    with pytest.raises(ValueError, match="inf"):
        yaml_files.dump(Result(benchmark="b", value=float("inf")))
    with pytest.raises(TypeError):
        yaml_files.dump([Path("x")])


COMMENTED = """\
# yaml-language-server: $schema=../paper.json
title:  "Tiny Shelf"   # as printed

authors:   # in order
- Ada Ōkami   # first
# the second one is new
- Bo Lind

identifiers:
    arxiv: '2107.02137'  # v1
summary: |
  Kept.

  As it is.

# the end
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (["title"], "Big: Shelf", '"Tiny Shelf"', "'Big: Shelf'"),
        (["authors"], ("Ada Ōkami", "Bo Lind", "Cy"), "- Bo Lind\n", "- Bo Lind\n- Cy\n"),
        (["authors"], ("Ada Ōkami", "Cy"), "- Bo Lind\n", "- Cy\n"),
        (["authors"], ("Zed", "Ada Ōkami", "Bo Lind"), "- Ada", "- Zed\n- Ada"),
        (["authors", 1], "Bo Lund", "Bo Lind", "Bo Lund"),
        (["venue"], "Conf", "  # v1\n", "  # v1\nvenue: Conf\n"),
        (["identifiers", "doi"], "10.5555/1", "  # v1\n", "  # v1\n    doi: '10.5555/1'\n"),
        (["identifiers", "arxiv"], "2107.02138", "2137", "2138"),
        (["links", "code"], "https://example.org", "  # v1\n", "  # v1\nlinks:\n  code: https://example.org\n"),
        (["identifiers", "arxiv"], None, "identifiers:\n    arxiv: '2107.02137'  # v1\n", ""),
        (["title"], None, 'title:  "Tiny Shelf"   # as printed\n', ""),
        (["summary"], "New.", "|\n  Kept.\n\n  As it is.", "New."),
        (["summary"], None, "summary: |\n  Kept.\n\n  As it is.\n", ""),
        (["families"], ("a",), "  As it is.\n", "  As it is.\nfamilies:\n  - a\n"),
        (["authors"], (), "authors:   # in order\n- Ada Ōkami   # first\n# the second one is new\n- Bo Lind\n", ""),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_an_edit_moves_no_other_byte(path: list[str | int], value: object, old: str, new: str, ending: str) -> None:
    """Comments, quotes, blank lines, line ends and order stay as they were."""
    assert COMMENTED.count(old) == 1
    expected = COMMENTED.replace(old, new).replace("\n", ending)
    assert yaml_files.set_field(COMMENTED.replace("\n", ending), path, value, list(Paper.model_fields)) == expected


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("title: a", ["venue"], "b", "title: a\nvenue: b\n"),
        ("title: a", ["title"], "b", "title: b"),
        ("title:\nvenue: b\n", ["title"], "a", "title: a\nvenue: b\n"),
        ("title: # none yet\n", ["title"], "a", "title: a # none yet\n"),
        ("authors: [] # none yet\n", ["authors"], ("a",), "authors: # none yet\n  - a\n"),
        ("authors: [a, b]\n", ["authors"], ("c",), "authors:\n  - c\n"),
        ("authors:\n  - a", ["authors"], ("a", "b"), "authors:\n  - a\n  - b\n"),
        ("venue: b\n", ["title"], "a", "title: a\nvenue: b\n"),
        ("# top\nvenue: b\n", ["title"], "a", "# top\ntitle: a\nvenue: b\n"),
        ("title: a\n", ["title"], None, "{}\n"),
    ],
)
def test_small_edits(before: str, path: list[str | int], value: object, after: str) -> None:
    """Edge cases: no value yet, no line end, lists in brackets, the last field."""
    assert yaml_files.set_field(before, path, value, list(Paper.model_fields)) == after


@pytest.mark.parametrize("before", ["title: [a\n", "", "- a\n"])
def test_what_cannot_be_edited_in_place_is_said(before: str) -> None:
    """set_field never returns a text with another meaning than was asked for."""
    with pytest.raises(ValueError, match=r"."):
        yaml_files.set_field(before, ["venue"], "b")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: Ponds #1 and frogs\n", (1, 14)),
        ("title: #1 frogs\n", (1, 8)),
        ("title: Programming in C #\n", (1, 25)),
        ("title: 'Ponds' #1 and frogs\n", (1, 16)),
        ("venue: V\t#5\r\n", (1, 10)),
        ("authors:\n  - Ada Marsh #1\n", (2, 15)),
        ("authors: [Ada Marsh #1\n  , Bo Reed]\n", (1, 21)),
    ],
)
def test_a_value_cut_by_a_number_sign_is_warned_of(text: str, place: tuple[int, int]) -> None:
    """YAML takes what follows for a comment; the file still loads, and the warning is at the sign."""
    paper, problems = yaml_files.parse("a.yml", text, Paper)
    assert paper is not None
    assert [(one.code, one.severity, one.line, one.column) for one in problems] == [("yaml.comment", "warning", *place)]


@pytest.mark.parametrize(
    "text",
    [
        "title: Ponds  # a remark\n",
        "title: Ponds ## a remark\n",
        "title: 'Ponds #1'\n",
        "title: C#\n",
        "title: T\n#a remark\nvenue: V\n",
        "authors: #in order\n  - Ada Marsh\n",
        "summary: >-\n  Text #1 and\n",
        "summary: |  #a remark\n  Text\n",
        "links:\n  code: https://example.org/#part\n",
    ],
)
def test_comments_are_not_warned_of(text: str) -> None:
    """A comment with a space after its sign is meant as one, and a sign inside a word or text is none."""
    assert yaml_files.parse("a.yml", text, Paper)[1] == []


def test_a_file_with_a_cut_value_is_edited() -> None:
    """A warning does not keep programs from editing the file."""
    assert yaml_files.set_field("title: T #1\n", ("venue",), "V") == "title: T #1\nvenue: V\n"


def test_any_number_of_cut_values_loads() -> None:
    """Warnings do not count towards the limit of problems."""
    text = "authors:\n" + "  - Ada #1\n" * 200
    paper, problems = yaml_files.parse("a.yml", text, Paper)
    assert paper is not None
    assert len(paper.authors) == 200
    assert len(problems) == 100


def test_a_conflict_is_one_problem() -> None:
    """Other faults of the file are reported along with it, and nothing that it causes itself."""
    text = "title: T\n<<<<<<< HEAD\nvenue: V\n=======\nvenue: W\n>>>>>>> branch\ntitel: U\n"
    _, problems = yaml_files.parse("a.yml", text, Paper)
    assert [(one.code, one.line, one.column) for one in problems] == [("file.conflict", 2, 1), ("field.unknown", 7, 1)]


def test_a_rest_of_a_conflict_is_one_problem() -> None:
    """If a marker is missing, only the conflict is reported: nobody knows which lines belong together."""
    _, problems = yaml_files.parse("a.yml", "title: T\nvenue: V\n=======\nvenue: W\n>>>>>>> branch\n", Paper)
    assert [(one.code, one.line) for one in problems] == [("file.conflict", 3)]


@pytest.mark.parametrize(
    "form", ["field{0}: a\n", "venue: ''\n", "a{0}: &a b\n", "a{0}: !b c\n", "? a{0}\n: b\n", "a{0}: [\n"]
)
def test_many_faults_cost_what_the_file_weighs(form: str) -> None:
    """The first hundred are reported, in order, and finding them is linear in the length of the file."""

    def parse(count: int) -> list[Problem]:
        return yaml_files.parse("a.yml", "title: T\n" + "".join(form.format(at) for at in range(count)), Paper)[1]

    problems = parse(24_000)
    assert 0 < len(problems) <= 100
    assert [one.line for one in problems] == sorted(one.line for one in problems)
    assert growth(parse, 24_000, 6_000) < TOO_STEEP
