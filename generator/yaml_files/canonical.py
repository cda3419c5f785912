"""Rewrites a person's file in canonical order and layout; each comment moves with its key or value."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.yaml_files.composer import CUT
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
    start: int  # of the key, if there is one
    ends: tuple[int, ...]  # of the key and of the value
    value: Node


@dataclass(slots=True)
class _Comments:
    """The comments of a file, by the path to which they belong."""

    first: str = ""  # names the schema
    head: list[str] = field(default_factory=list)  # about the whole file
    above: defaultdict[Path, list[str]] = field(default_factory=lambda: defaultdict(list))
    beside: defaultdict[Path, list[str]] = field(default_factory=lambda: defaultdict(list))
    below: defaultdict[Path, list[str]] = field(default_factory=lambda: defaultdict(list))  # at a block's end
    end: list[str] = field(default_factory=list)


def canonical(text: str, thing: object, first: str = "") -> str:
    """Return the text of a valid file that holds ``thing`` in the layout of ``dump``, comments kept.

    A comment on its own line stays above the key that follows it, or at the end of the block into which it is indented;
    a comment beside a value stays beside it; comments at the top that are followed by a blank line stay at the top.
    ``first`` becomes the first line of a file that names no schema.
    """
    plain = dump(thing)
    lines = plain.split("\n")[:-1]
    rows = {part.path: plain.count("\n", 0, part.start) for part in _parts(plain, load(plain).node)}
    comments = _comments(text.removeprefix("\ufeff"), rows)
    above: defaultdict[int, list[str]] = defaultdict(list)
    beside: defaultdict[int, list[str]] = defaultdict(list)
    for found, by_row in ((comments.above, above), (comments.beside, beside)):
        for path, texts in found.items():
            by_row[rows[path]] += texts
    below = _below(comments, rows, lines)
    result = [line for line in (comments.first or first.rstrip("\n"), *comments.head) if line]
    if comments.head:
        result.append("")
    for row, line in enumerate(lines):
        *others, last = beside[row] or [""]  # a line has room for one
        indent = " " * _indent(line)
        result += [indent + comment for comment in (*above[row], *others)]
        result.append(f"{line}  {last}" if last else line)
        result += below[row]
    return "\n".join([*result, *comments.end]) + "\n"


def _below(comments: _Comments, rows: Mapping[Path, int], lines: list[str]) -> Mapping[int, list[str]]:
    """Return the comments to write below each row: those at the end of blocks, inner blocks first."""
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
    """Return the comments of a text by what they belong to; if that is gone, they go to what follows."""
    parts = sorted(_parts(text, load(text).node), key=lambda part: (part.start, len(part.path)))
    begin = min((part.start for part in parts), default=len(text))
    top = max((found.end() for found in _BLANK.finditer(text, 0, begin)), default=0)
    found = _Comments()
    for start, comment in _written(text, parts):
        if comment.startswith(SCHEMA) and not found.first:
            found.first = comment
        elif start < top:
            found.head.append(comment)
        elif (path := _kept(_beside(text, start, parts), kept)) is not None:
            # Right after a value, a comment without a space would look like the end of that value.
            is_apart = CUT.match(f" {comment}") and not _follows_scalar(text, start, parts)
            (found.above if is_apart else found.beside)[path].append(comment)
        else:
            block = _block(text, start, parts)
            below = next((part.path for part in parts if part.start > start and part.path in kept), None)
            if block and block in kept and any(path[:-1] == block for path in kept):
                found.below[block].append(comment)
            else:
                (found.end if below is None else found.above[below]).append(comment)
    return found


def _follows_scalar(text: str, start: int, parts: list[_Part]) -> bool:
    """Whether nothing but blanks is between a value and a comment."""
    end = len(text[:start].rstrip(" \t"))
    return any(part.ends[-1] == end and part.value.kind == "scalar" for part in parts)


def _kept(path: Path | None, kept: Mapping[Path, int]) -> Path | None:
    """Return a path that the new layout has: itself, or the element of a list of which it was the only field."""
    if path is None or path in kept:
        return path
    return path[:-1] if len(path) > 1 and isinstance(path[-2], int) and path[:-1] in kept else None


def _block(text: str, start: int, parts: list[_Part]) -> Path:
    """Return the path of the block that a comment on its own line ends: it is indented deeper than what follows."""
    after = next((part for part in parts if part.start > start), None)
    column, following = len(_before(text, start)), _column(text, after) if after else 0
    before = [part for part in parts if part.start < start]
    chain = [part for part in before if part.path == before[-1].path[: len(part.path)]]
    for part in reversed(chain):
        if following < _column(text, part) <= column:
            return part.path[:-1]
    return ()


def _column(text: str, part: _Part) -> int:
    """Return how far a key, or the dash of a list element, is indented."""
    before = _before(text, part.start)
    return _indent(before) if part.path and isinstance(part.path[-1], int) else len(before)


def _before(text: str, at: int) -> str:
    """Return the part of a line before a position."""
    return text[max(text.rfind(sign, 0, at) for sign in _BREAKS) + 1 : at]


def _written(text: str, parts: list[_Part]) -> Iterator[tuple[int, str]]:
    """Yield the start and text of each comment: whatever begins with a hash outside of keys and scalars."""
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
    """Return the path of the key or value that ends last before a comment on the same line."""
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
    """Yield all values below a node that start on a line, outer ones first; a bare root counts, too."""
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
    """Return where a value ends; -1 for a block, which ends with its last value."""
    if node.style in {"|", ">"}:  # libyaml's mark is after the blank lines
        return node.start + len(text[node.start : node.end].rstrip())
    return -1 if node.kind != "scalar" and node.style == "block" else node.end
