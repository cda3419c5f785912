"""Edits of curated files in any layout: no byte outside the edited keys changes."""

import json
from collections import Counter
from typing import Any

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


@settings(max_examples=300, deadline=None)
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
    if changed.strip().endswith("{}") and not after.model_dump(exclude_defaults=True):
        new = ["" if line == "{}" else line for line in new]
    kept, now = outside(old, text, touched), outside(new, changed, touched)
    rest = iter(now)
    assert all(line in rest for line in kept)  # all of them, in order
    # A comment between removed elements is kept, and may now come after their list.
    extra = Counter(now) - Counter(kept)
    assert all(line in old and (not line.strip() or line.strip().startswith("#")) for line in extra)
