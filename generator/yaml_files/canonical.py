"""A person's file in the canonical order and layout, its comments kept: each stands where its key or value then stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.yaml_files.emitter import dump
from generator.yaml_files.loader import load
from generator.yaml_files.positions import Node

Path: TypeAlias = tuple[str | int, ...]

SCHEMA = "# yaml-language-server:"  # read by editors in the first line only
_BREAKS = "\r\n\x85\u2028\u2029"  # libyaml's
_COMMENT = re.compile(rf"#[^{_BREAKS}]*")
_HEADER = re.compile(rf"[|>][-+0-9]*[ \t]+(#[^{_BREAKS}]*)")
_END = r"(?:\r\n|\r(?!\n)|\n)"
_BLANK = re.compile(rf"{_END}[ \t]*{_END}")


@dataclass(slots=True)
class _Part:
    """A value of the file with its key, or an element of a list."""

    path: Path
    start: int  # of the key, where there is one
    ends: tuple[int, ...]  # of the key and of the value
    value: Node


@dataclass(slots=True)
class _Comments:
    """The comments of a file, each by the path to which it belongs."""

    first: str = ""  # names the schema
    head: list[str] = field(default_factory=list)  # about the whole file
    above: defaultdict[Path, list[str]] = field(default_factory=lambda: defaultdict(list))
    beside: defaultdict[Path, list[str]] = field(default_factory=lambda: defaultdict(list))
    below: defaultdict[Path, list[str]] = field(default_factory=lambda: defaultdict(list))  # at a block's end
    end: list[str] = field(default_factory=list)


def canonical(text: str, thing: object, first: str = "") -> str:
    """Return the sound text of a file that holds ``thing`` as ``dump`` lays it out, with its comments.

    Comments on lines of their own stay above the key below them, or at the end of the block into which they are
    indented, those beside a value beside it; a block of comments at the top that a blank line closes stays at the top.
    ``first`` is the first line of a file that names no schema.
    """
    plain = dump(thing)
    lines = plain.split("\n")[:-1]
    rows = {part.path: plain.count("\n", 0, part.start) for part in _parts(plain, load(plain).node)}
    comments = _comments(text.removeprefix("\ufeff"), rows)
    above: defaultdict[int, list[str]] = defaultdict(list)
    beside: defaultdict[int, list[str]] = defaultdict(list)
    for found, by_row in ((comments.above, above), (comments.beside, beside)):
        for path, told in found.items():
            by_row[rows[path]] += told
    below = _below(comments, rows, lines)
    result = [line for line in (comments.first or first.rstrip("\n"), *comments.head) if line]
    if comments.head:
        result.append("")
    for row, line in enumerate(lines):
        *others, last = beside[row] or [""]  # there is room for one
        indent = " " * _indent(line)
        result += [indent + comment for comment in (*above[row], *others)]
        result.append(f"{line}  {last}" if last else line)
        result += below[row]
    return "\n".join([*result, *comments.end]) + "\n"


def _below(comments: _Comments, rows: Mapping[Path, int], lines: list[str]) -> Mapping[int, list[str]]:
    """Return what is to be written below each row: comments at the end of blocks, those of inner blocks first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for path in sorted(comments.below, key=len, reverse=True):
        last = max(row for other, row in rows.items() if other[: len(path)] == path)
        last = next((row - 1 for row in sorted(rows.values()) if row > last), len(lines) - 1)
        indent = " " * (_indent(lines[rows[path]]) + 2)
        found[last] += [indent + comment for comment in comments.below[path]]
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _comments(text: str, kept: Mapping[Path, int]) -> _Comments:
    """Return the comments of a text by what they belong to; what loses its place belongs to what follows it."""
    parts = sorted(_parts(text, load(text).node), key=lambda part: (part.start, len(part.path)))
    begin = min((part.start for part in parts), default=len(text))
    top = max((found.end() for found in _BLANK.finditer(text, 0, begin)), default=0)
    found = _Comments()
    for start, comment in _written(text, parts):
        if comment.startswith(SCHEMA) and not found.first:
            found.first = comment
        elif start < top:
            found.head.append(comment)
        elif (path := _beside(text, start, parts)) is not None and path in kept:
            found.beside[path].append(comment)
        else:
            block = _block(text, start, parts)
            below = next((part.path for part in parts if part.start > start and part.path in kept), None)
            if block and block in kept and any(path[:-1] == block for path in kept):
                found.below[block].append(comment)
            else:
                (found.end if below is None else found.above[below]).append(comment)
    return found


def _block(text: str, start: int, parts: list[_Part]) -> Path:
    """Return the path of the block into which a comment on a line of its own is indented, beyond what follows it."""
    after = next((part for part in parts if part.start > start), None)
    column, following = len(_before(text, start)), _column(text, after) if after else 0
    before = [part for part in parts if part.start < start]
    chain = [part for part in before if part.path == before[-1].path[: len(part.path)]]
    for part in reversed(chain):
        if following < _column(text, part) <= column:
            return part.path[:-1]
    return ()


def _column(text: str, part: _Part) -> int:
    """Return how far a key is indented, or an element of a list with its dash."""
    before = _before(text, part.start)
    return _indent(before) if part.path and isinstance(part.path[-1], int) else len(before)


def _before(text: str, at: int) -> str:
    """Return what stands before a place in its line."""
    return text[max(text.rfind(sign, 0, at) for sign in _BREAKS) + 1 : at]


def _written(text: str, parts: list[_Part]) -> Iterator[tuple[int, str]]:
    """Yield where each comment begins, and its text: all that has a hash outside of names and scalars."""
    scalars = [(part.start, part.ends[0]) for part in parts if len(part.ends) > 1]
    scalars += [(part.value.start, part.ends[-1]) for part in parts if part.value.kind == "scalar"]
    headers = {part.value.start for part in parts if part.value.kind == "scalar" and part.value.style in {"|", ">"}}
    at = 0
    for start, end in [*sorted(scalars), (len(text), len(text))]:
        for found in _COMMENT.finditer(text, at, start):
            yield found.start(), found[0].rstrip()
        if start in headers and (header := _HEADER.match(text, start)):
            yield header.start(1), header[1].rstrip()
        at = max(at, end)


def _beside(text: str, start: int, parts: list[_Part]) -> Path | None:
    """Return the path of the key or value that ends last before a comment in the same line."""
    line = start - len(_before(text, start))
    best, path = -1, None
    for part in parts:
        if part.value.style in {"|", ">"} and part.value.start < start < part.ends[-1]:
            return part.path  # in its header
        for end in part.ends:
            if line < end <= start and end > best:
                best, path = end, part.path
    return path


def _parts(text: str, node: Node | None, path: Path = ()) -> Iterator[_Part]:
    """Yield all values below a node that have a line, the outer ones first; a bare root has one, too."""
    if node is None:
        return
    if not path and not node.fields and not node.parts:
        yield _Part((), node.start, (node.end,), node)
    for name, (key, value) in node.fields.items():
        yield _Part((*path, name), key.start, (key.end, _end(text, value)), value)
        yield from _parts(text, value, (*path, name))
    for number, value in enumerate(node.parts):
        yield _Part((*path, number), value.start, (_end(text, value),), value)
        yield from _parts(text, value, (*path, number))


def _end(text: str, node: Node) -> int:
    """Return where a value ends by itself; a block ends with its last value, so it has no end of its own."""
    if node.style in {"|", ">"}:  # libyaml's mark lies beyond blank lines
        return node.start + len(text[node.start : node.end].rstrip())
    return -1 if node.kind != "scalar" and node.style == "block" else node.end
