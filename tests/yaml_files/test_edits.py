"""Edits of curated files in any layout: no byte outside the edited keys changes."""

import json
from collections import Counter
from typing import Any

import pytest
import yaml
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from generator import yaml_files
from generator.content import catalogue
from generator.model import Identifiers, Links, Paper, Result

WORDS = st.text(alphabet="abc XYZ.,'\"#:-é—[]{}&*!|>%@`\\?", min_size=1, max_size=24).map(str.strip).filter(bool)
LINES = (
    st.sampled_from(["Harbor", "Kite: A Drone", "50% # no comment", "2021", "yes", "- dash", "é 学", "it's"]) | WORDS
)
COMMENTS = st.sampled_from(["# mine", "# title: not a key", "#", "# 'quoted", "#é — {x}", "# - not a list"])


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3).map(tuple)


PAPERS = st.builds(
    Paper,
    title=st.none() | LINES,
    aliases=some(LINES),
    authors=some(LINES),
    author_count=st.none() | st.integers(1, 99),
    date=st.sampled_from([None, "2021", "2021-07-05"]),
    identifiers=st.builds(
        Identifiers,
        arxiv=st.sampled_from([None, "2107.02137", "2401.00001"]),
        doi=st.sampled_from([None, "10.1000/a", "10.1000/b"]),
        acl=st.sampled_from([None, "P19-1441"]),
    ),
    venue=st.none() | LINES,
    links=st.builds(Links, code=st.sampled_from([None, "https://example.org/a#b"])),
    summary=st.sampled_from([None, "One line.", "Two lines,\nof which this is one.", "A paragraph.\n\nAnother."]),
    results=some(st.builds(Result, benchmark=LINES, value=st.integers(0, 99))),
    topics=st.sampled_from([(), ("code",), ("code", "speech")]),
)


class Writer:
    """Writes a value in one of the many styles of YAML, chosen by ``draw``."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        forms = [json.dumps(value, ensure_ascii=False)]
        if "\n" not in value:
            forms.append("'" + value.replace("'", "''") + "'")
            if yaml.safe_load(f"[{value}]" if value.isalnum() else "[]") == [value]:
                forms.append(value)
        return str(self.one_of(*forms))

    def flow(self, value: Any) -> str:
        gap = self.one_of("", " ")
        if isinstance(value, dict):
            inside = f",{gap or ' '}".join(f"{name}: {self.flow(part)}" for name, part in value.items())
            return f"{{{gap}{inside}{gap}}}"
        if isinstance(value, list):
            return f"[{gap}{', '.join(map(self.flow, value))}{gap}]"
        return self.scalar(value)

    def note(self) -> str:
        return self.one_of("", "", "  " + self.draw(COMMENTS))

    def between(self, indent: int) -> list[str]:
        """Blank lines and comments on their own lines."""
        return [
            self.one_of("", "  ", " " * self.one_of(0, indent) + self.draw(COMMENTS))
            for _ in range(self.one_of(0, 0, 0, 1, 2))
        ]

    def block(self, name: str, value: Any, indent: int) -> list[str]:
        """A key with its value, in lines."""
        head = " " * indent + self.one_of(name, name, f'"{name}"', f"'{name}'") + self.one_of(":", ":", " :")
        if isinstance(value, (dict, list)) and value and self.one_of("block", "block", "flow") == "block":
            lines = [head + self.note()]
            deeper = indent + self.one_of(2, 4, *([0] if isinstance(value, list) else [1]))
            for part in value.items() if isinstance(value, dict) else value:
                lines += self.between(deeper)
                if isinstance(value, dict):
                    lines += self.block(*part, deeper)
                elif isinstance(part, dict):
                    inner = [line for key, one in part.items() for line in self.block(key, one, deeper + 2)]
                    lines += [" " * deeper + "- " + inner[0].lstrip(), *inner[1:]]
                else:
                    lines.append(" " * deeper + "- " + self.scalar(part) + self.note())
            return lines
        if isinstance(value, str) and "\n" in value and self.one_of("|", "") == "|":
            return [f"{head} |-", *(" " * (indent + 3) + line if line else "" for line in value.split("\n"))]
        return [head + self.one_of(" ", "  ") + self.flow(value) + self.note()]

    def file(self, fields: dict[str, Any]) -> str:
        ending = self.one_of("\n", "\n", "\r\n")
        if self.one_of(*["lines"] * 5, "braces") == "braces":
            return self.flow(fields) + self.note() + ending
        names = self.draw(st.permutations(list(fields)))
        lines = [*self.between(0), *self.one_of([], [], ["---"])]
        for name in names:
            lines += self.block(name, fields[name], 0) + self.between(2)
        return ending.join([*lines, *self.one_of([""], [])])


@st.composite
def edits(draw: Any) -> tuple[str, Paper, Paper]:
    """A file, what it holds, and what it should hold."""
    before, other = draw(PAPERS), draw(PAPERS)
    names = draw(st.sets(st.sampled_from(list(Paper.model_fields)), min_size=1, max_size=3))
    after = before.model_copy(update={name: getattr(other, name) for name in names})
    assume(after != before)
    fields = json.loads(before.model_dump_json(exclude_defaults=True))
    assume(fields)
    return Writer(draw).file({name: value for name, value in fields.items() if value not in ({}, [])}), before, after


def spans(text: str) -> dict[str, tuple[int, int]]:
    """Return the lines of each top-level key, from 0, found by an independent reader."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    found = {}
    for key, value in node.value:
        last = value
        while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
            last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
        end = last.end_mark.line - (1 if last.end_mark.column == 0 and last.end_mark.line > key.start_mark.line else 0)
        found[key.value] = (key.start_mark.line, end)
    return found


def outside(lines: list[str], text: str, touched: set[str]) -> list[str]:
    """Return the lines that belong to none of the edited keys, without the last line end."""
    inside = {at for name, (first, last) in spans(text).items() if name in touched for at in range(first, last + 1)}
    rest = [line for at, line in enumerate(lines) if at not in inside]
    while rest and not rest[-1]:
        rest.pop()
    return rest


@settings(max_examples=200, deadline=None)
@given(edits())
def test_no_byte_changes_outside_the_touched_keys(edit: tuple[str, Paper, Paper]) -> None:
    """Whatever the layout, the lines of the other keys and the comments around them are the same before and after."""
    text, before, after = edit
    parsed, _ = yaml_files.parse("x", text, Paper)
    assume(parsed == before)  # nearly all do; unreadable files are covered by another test
    touched = {name for name in Paper.model_fields if getattr(before, name) != getattr(after, name)}
    changed = catalogue.edited(text, before, after)
    assert yaml_files.parse("x", changed, Paper)[0] == after
    if yaml.compose(text, Loader=yaml.SafeLoader).flow_style:
        event("in braces")
        assert text[text.rindex("}") :] == changed[changed.rindex("}") :]
        return
    event(f"{len(touched)} touched")
    assert "\r" not in text or changed.count("\n") == changed.count("\r\n")
    old, new = text.split("\n"), changed.split("\n")
    if "\r" in text:
        old, new = text.split("\r\n"), changed.split("\r\n")
    if not after.model_dump(exclude_defaults=True):  # the last key left "{}" in its place
        new = [line for line in new if not line.startswith("{}")]
    kept, now = outside(old, text, touched), outside(new, changed, touched)
    rest = iter(now)
    assert all(line in rest for line in kept)  # all of them, in order
    # A comment between removed elements is kept, and may now come after their list.
    extra = Counter(now) - Counter(kept)
    assert all(line in old and (not line.strip() or line.strip().startswith("#")) for line in extra)


def test_the_line_endings_outlive_the_last_of_them() -> None:
    """Where one of two edits removes all but one line, which has no end, the other still writes the file's own endings."""
    before = Paper(aliases=("Harbor", "Harbor"), title="Harbor")
    after = Paper(title="Harbor", authors=("Bo Reed",))
    text = "aliases:\r\n  - Harbor\r\n  - 'Harbor'  # twice\r\ntitle: Harbor"
    assert catalogue.edited(text, before, after) == "title: Harbor\r\nauthors:\r\n  - Bo Reed\r\n"


ORDER = list(Paper.model_fields)
Path = list[str | int]


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        # a value, in place
        ("{title: a} # c\n", ["title"], "b", '{title: "b"} # c\n'),
        ("{title: a}\n", ["title"], ("a", "b"), '{title: ["a", "b"]}\n'),
        ("{ authors: [a, b] }", ["authors", 1], "c", '{ authors: ["a", "c"] }'),
        (
            "{identifiers: {acl: P19-1001}}\n",
            ["identifiers", "acl"],
            "P19-1002",
            '{identifiers: {"acl": "P19-1002"}}\n',
        ),
        # a new field, behind the others
        ("{title: a}\n", ["venue"], "b", '{title: a, "venue": "b"}\n'),
        ("{title: a, }\n", ["venue"], "b", '{title: a, "venue": "b", }\n'),
        ("{}\n", ["title"], "a", '{"title": "a"}\n'),
        ("{title: a}\n", ["identifiers", "acl"], "P19-1001", '{title: a, "identifiers": {"acl": "P19-1001"}}\n'),
        ("{title: a}\n", ["venue"], "x\u2028ü", '{title: a, "venue": "x\\u2028ü"}\n'),
        # none any more: the first, one in the middle, the last, the only one, one that was none
        ("{title: a, venue: b, date: c}\n", ["title"], None, "{venue: b, date: c}\n"),
        ("{title: a, venue: b, date: c}\n", ["venue"], None, "{title: a, date: c}\n"),
        ("{title: a, venue: b, date: c}\n", ["date"], None, "{title: a, venue: b}\n"),
        ("{ title: a }\n", ["title"], None, "{  }\n"),
        ("{title: a}\n", ["venue"], None, "{title: a}\n"),
        ("{identifiers: {acl: P19-1001}, title: a}\n", ["identifiers", "acl"], None, "{title: a}\n"),
    ],
)
def test_a_file_in_braces(before: str, path: Path, value: object, after: str) -> None:
    """It stays one: what changes is JSON, which is YAML, too."""
    assert yaml_files.set_field(before, path, value, ORDER) == after


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("authors: [a, b] # c\nvenue: x\n", ["authors"], ("a", "d"), "authors: # c\n  - a\n  - d\nvenue: x\n"),
        ("authors: [a, b] # c\nvenue: x\n", ["authors", 0], "d", "authors: # c\n  - d\n  - b\nvenue: x\n"),
        ("authors: [a,\n  b]\nvenue: x\n", ["authors"], ("b",), "authors:\n  - b\nvenue: x\n"),
        ("authors: [a, b] # c\nvenue: x\n", ["authors"], (), "venue: x\n"),
        ("authors: [a]", ["authors"], ("b",), "authors:\n  - b"),
        ("links: {code: x, data: b} # c\n", ["links", "code"], "z", "links: # c\n  code: z\n  data: b\n"),
        ("links: {code: x, data: b} # c\n", ["links", "code"], None, "links: # c\n  data: b\n"),
        ("links: {code: x} # c\nvenue: x\n", ["links", "code"], None, "venue: x\n"),
        (
            "links: {code: x}\r\nvenue: x\r\n",
            ["links", "data"],
            "b",
            "links:\r\n  code: x\r\n  data: b\r\nvenue: x\r\n",
        ),
        (
            "results:\n  - {metric: a, value: 1} # r\n  - {metric: b, value: 2}\n",
            ["results", 1, "value"],
            3,
            "results:\n  - {metric: a, value: 1} # r\n  - \n    metric: b\n    value: 3\n",
        ),
        ("results: [{metric: a, value: 1}]\n", ["results", 0, "value"], 3, "results:\n  - metric: a\n    value: 3\n"),
    ],
)
def test_brackets_in_a_file_in_lines(before: str, path: Path, value: object, after: str) -> None:
    """A list or fields in brackets that change are written in lines; their neighbours and comments stay."""
    changed = yaml_files.set_field(before, path, value, ORDER)
    assert changed.replace("- \n", "-\n") == after.replace("- \n", "-\n")


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        # no line end at the end of the file
        ("title: a\nvenue: b", ["venue"], "c", "title: a\nvenue: c"),
        ("title: a\nvenue: b", ["venue"], None, "title: a\n"),
        ("title: a\nvenue: b", ["title"], None, "venue: b"),
        ("title: a\nvenue: b", ["display"], "c", "title: a\ndisplay: c\nvenue: b"),
        ("title: a # x", ["venue"], "b", "title: a # x\nvenue: b\n"),
        ("title: a\n# end", ["venue"], "b", "title: a\nvenue: b\n# end"),
        ("authors:\n  - a", ["authors"], ("b",), "authors:\n  - b\n"),
        ("authors:\n  - a\n  - b", ["authors"], ("a",), "authors:\n  - a\n"),
        ("authors:\n  - a\n  - b", ["authors"], ("b", "c"), "authors:\n  - b\n  - c\n"),
        ("authors:\n  - a\n  - b", ["authors", 1], "c", "authors:\n  - a\n  - c"),
        ("venue: b\nauthors:\n- a", ["authors"], (), "venue: b\n"),
        ("title: a\r\nvenue: b", ["venue"], ("c",), "title: a\r\nvenue:\r\n  - c"),
        # blank lines behind the last field are nobody's
        ("title: a\n\n\n", ["venue"], "b", "title: a\nvenue: b\n\n\n"),
        ("title: a\n\n\n", ["title"], "b", "title: b\n\n\n"),
        ("venue: a\nsummary: |\n  x\n\n\n", ["summary"], "b", "venue: a\nsummary: b\n\n\n"),
        ("venue: a\nsummary: |\n  x\n\n\n", ["summary"], None, "venue: a\n\n\n"),
        ("venue: a\nsummary: >-\n  x\n  y\n\n\n", ["summary"], "b", "venue: a\nsummary: b\n\n\n"),
        ("venue: a\nsummary: >\n  x\n\n\n", ["topics"], ("c",), "venue: a\nsummary: >\n  x\ntopics:\n  - c\n\n\n"),
        ("authors:\n  - a\n\n", ["authors"], ("a", "b"), "authors:\n  - a\n  - b\n\n"),
    ],
)
def test_the_last_line(before: str, path: Path, value: object, after: str) -> None:
    """What is written at the end begins a line of its own, and what stood there stays."""
    assert yaml_files.set_field(before, path, value, ORDER) == after


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        # a new field stands where its siblings' order puts it, in their column
        ("title: a\ndate: c\n", ["venue"], "b", "title: a\ndate: c\nvenue: b\n"),
        ("venue: b\n", ["title"], "a", "title: a\nvenue: b\n"),
        ("# top\nvenue: b\n", ["title"], "a", "# top\ntitle: a\nvenue: b\n"),
        ("---\nvenue: b\n", ["title"], "a", "---\ntitle: a\nvenue: b\n"),
        ("  venue: b # c\n", ["title"], "a", "  title: a\n  venue: b # c\n"),
        ("title: a\n", ["unknown"], "b", "title: a\nunknown: b\n"),
        ("title: a\nauthors:\n  - b\n", ["venue"], "c", "title: a\nauthors:\n  - b\nvenue: c\n"),
        ("summary: |\n  x\n\n", ["topics"], ("c",), "summary: |\n  x\ntopics:\n  - c\n\n"),
        ("links:\n   code: x\n", ["links", "data"], "b", "links:\n   code: x\n   data: b\n"),
        ("results:\n- value: 1\n", ["results", 0, "metric"], "m", "results:\n- value: 1\n  metric: m\n"),
        # nothing is none
        ("title: a\n", ["venue"], None, "title: a\n"),
        ("title: a\n", ["identifiers"], Identifiers(), "title: a\n"),
        ("title: a\n", ["links", "code"], None, "title: a\n"),
        # what is alone in its fields takes them along
        ("title: a\nlinks:\n  code: x\n", ["links", "code"], None, "title: a\n"),
        ("title: a\nlinks:\n  code: x\n  data: b\n", ["links", "data"], None, "title: a\nlinks:\n  code: x\n"),
        ("title: a\nlinks:\n  code: x\n", ["links"], Links(), "title: a\n"),
        ("links:\n  code: x\n", ["links", "code"], None, "{}\n"),
        ("results:\n  - metric: a\n    value: 1\n", ["results", 0, "value"], None, "results:\n  - metric: a\n"),
        # one kind of value for another
        ("title: a # c\nvenue: x\n", ["title"], ("a", "b"), "title: # c\n  - a\n  - b\nvenue: x\n"),
        ("authors:\n  - a\nvenue: x\n", ["authors"], "b", "authors: b\nvenue: x\n"),
        ("title:\n", ["title"], "a", "title: a\n"),
        ("title: # c\n", ["title"], ("a",), "title: # c\n  - a\n"),
        ("title: ~ # c\n", ["title"], "a", "title: a # c\n"),
        ("links:\n  code: x\nvenue: y\n", ["links"], Links(code="https://a.example"), "links:\n  code: https://a.example\nvenue: y\n"),
    ],
)  # fmt: skip
def test_fields_in_lines(before: str, path: Path, value: object, after: str) -> None:
    """A field is set, put in and taken out with the layout of the file."""
    assert yaml_files.set_field(before, path, value, ORDER) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("results:\n- value: 1\n", "results:\n- value: 1\n  benchmark: b\n"),
        ("results:\n  - value: 1 # c\n    note: n\n", "results:\n  - value: 1 # c\n    note: n\n    benchmark: b\n"),
        ("results:\n  -\n    value: 1\n", "results:\n  -\n    benchmark: b\n    value: 1\n"),
        ("results:\n- note: >-\n    a\n    b\n", "results:\n- note: >-\n    a\n    b\n  benchmark: b\n"),
    ],
)
def test_the_first_field_of_an_element(before: str, after: str) -> None:
    """A field that belongs before the one beside the dash stands at the end, where no other line moves."""
    assert yaml_files.set_field(before, ["results", 0, "benchmark"], "b", list(Result.model_fields)) == after


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("authors:\n- a # one\n# two\n- b # two\n- c\n", ("a", "c"), "authors:\n- a # one\n# two\n- c\n"),
        ("authors:\n- a # one\n- b\n", ("b", "a"), "authors:\n- b\n- a # one\n"),
        ("authors: # c\n- a # one\n", ("x", "a"), "authors: # c\n- x\n- a # one\n"),
        ("authors:\n- a # one\n\n- b\n\nvenue: x\n", ("b",), "authors:\n\n- b\n\nvenue: x\n"),
        ("authors:\n- a # one\n- a # two\n", ("a", "b", "a"), "authors:\n- a # one\n- b\n- a # two\n"),
        ("authors:\n- a # one\n- b\n", ("a", "c", "d"), "authors:\n- a # one\n- c\n- d\n"),
        ("authors:\n- a\n-\n  b\n", ("a", "b", "c"), "authors:\n  - a\n  - b\n  - c\n"),
        ("authors:\n  - a\n  - |\n    b\n\n", ("b", "c"), "authors:\n  - b\n  - c\n\n"),
    ],
)
def test_elements_of_a_list(before: str, value: tuple[str, ...], after: str) -> None:
    """Elements that stay keep their lines and comments, and so does what stands between them."""
    assert yaml_files.set_field(before, ["authors"], value, ORDER) == after


@pytest.mark.parametrize(
    ("before", "path", "value"),
    [
        ("title: a\n", [], "b"),
        ("title: a\n", ["title", "x"], "b"),
        ("authors:\n  - a\n", ["authors", 1], "b"),
        ("authors:\n  - a\n", ["authors", "x"], "b"),
        ("title: a\n", ["authors", 0], "b"),
        ("results:\n  - metric: a\n    value: 1\n", ["results", 0, "metric"], None),
        ("results:\n  - metric: a\n  - metric: b\n", ["results", 0], None),
        ("title: a\ntitle: b\n", ["title"], "c"),
    ],
)
def test_what_has_no_place_is_not_written(before: str, path: Path, value: object) -> None:
    """The text is refused, never changed into another meaning."""
    with pytest.raises(ValueError, match=r"in place|no such place|cannot be read|dash"):
        yaml_files.set_field(before, path, value, ORDER)
