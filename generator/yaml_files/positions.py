"""Nodes of a YAML text, the plain values that they hold, and their positions by line and column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

from generator.problems import Problem

Steps: TypeAlias = Sequence[str | int]  # path to a value inside a file: ("authors", 3)


@dataclass(slots=True)
class Node:
    """A value in the text, from character ``start`` to ``end``; only the attribute for its ``kind`` is filled."""

    start: int
    end: int
    kind: str  # "scalar", "list" or "mapping"
    style: str  # of a scalar: "" (plain), ', ", | or >; of the others: "block" or "flow"
    value: object = None
    parts: list[Node] = field(default_factory=list)  # of a list
    fields: dict[str, tuple[Node, Node]] = field(default_factory=dict)  # of a mapping: key and value


_NO_PARTS: list[Node] = []
_NO_FIELDS: dict[str, tuple[Node, Node]] = {}


def scalar(start: int, end: int, style: str, value: object) -> Node:
    """Return the node of a scalar; all share their empty list and mapping, which are most of a long file's memory."""
    return Node(start, end, "scalar", style, value, _NO_PARTS, _NO_FIELDS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A file's plain value (dicts, tuples, str, int, float, bool, None), with the positions of its parts."""

    name: str
    text: str
    value: object
    node: Node | None
    problems: tuple[Problem, ...] = ()

    @property
    def faulty(self) -> bool:
        """Whether a problem is more than a warning."""
        return any(problem.severity == "error" for problem in self.problems)

    def place(self, path: Steps = (), *, of_key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of the value at ``path``, or of the innermost existing value around it."""
        return spot(self.text, self.index(path, of_key=of_key)) if self.node else (1, 1)

    def index(self, path: Steps = (), *, of_key: bool = False) -> int:
        """Return the character at which that value begins."""
        node = self.node
        if node is None:
            return 0
        index = node.start
        for number, step in enumerate(path):
            if step == 0 and node.kind != "list":
                continue  # what stands alone where a list may be is element 0
            if isinstance(step, int) and step < len(node.parts):
                node = node.parts[step]
                index = node.start
            elif step in node.fields:
                key, node = node.fields[str(step)]
                last = number == len(path) - 1
                index = key.start if last and of_key else node.start
            else:
                break
        return index

    def at(self, path: Steps) -> object:
        """Return the plain value at ``path``, or None."""
        return plain(self._node(path))

    def part(self, path: Steps) -> Loaded:
        """Return the value at ``path`` as if it were all of the file, at the same positions and without problems."""
        return replace(self, value=self.at(path), node=self._node(path), problems=())

    def span(self, path: Steps) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return line and column, from 1, of the start and the end of the value at ``path``, if there is one."""
        node = self._node(path)
        return (spot(self.text, node.start), spot(self.text, node.end)) if node else ((1, 1), (1, 1))

    def written(self, path: Steps) -> str:
        """Return the value at ``path`` as it is written."""
        node = self._node(path)
        return self.text[node.start : node.end] if node else ""

    def unquoted(self, path: Steps) -> object:
        """Return the value at ``path`` as if it were quoted, if it is not read as text without quotes."""
        node = self._node(path)
        bare = node is not None and node.kind == "scalar" and not node.style and node.value is not None
        return self.written(path) if bare else self.at(path)

    def _node(self, path: Steps) -> Node | None:
        node = self.node
        for step in path:
            if node and step == 0 and node.kind != "list":
                continue
            if node and isinstance(step, int):
                node = node.parts[step] if step < len(node.parts) else None
            elif node:
                node = node.fields[step][1] if step in node.fields else None
        return node

    def problem(self, path: Steps, code: str, message: str, hint: str = "", *, of_key: bool = False) -> Problem:
        """Return an error at the value at ``path``."""
        line, column = self.place(path, of_key=of_key)
        return Problem(path=self.name, line=line, column=column, code=code, message=message, hint=hint)


def spot(text: str, index: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character."""
    ends = _line_ends(text)
    line = bisect_left(ends, index)
    return line + 1, index - (ends[line - 1] if line else -1)


@lru_cache(maxsize=2)  # a file may have as many problems as lines
def _line_ends(text: str) -> list[int]:
    return [found.start() for found in re.finditer("\n", text)]


def plain(node: Node | None) -> object:
    """Return a node's plain value: dicts, tuples, str, int, float, bool, None, Unquoted."""
    if node is None:
        return None
    if node.kind == "scalar":
        return node.value
    if node.kind == "list":
        return tuple([plain(part) for part in node.parts])
    return {name: plain(part) for name, (_, part) in node.fields.items()}
