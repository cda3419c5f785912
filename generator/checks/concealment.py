"""Checks for invisible characters in the files of content/, written as they are or as escapes of YAML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from generator import yaml_files
from generator.problems import Problem, ShelfError
from generator.storage import files
from generator.text import invisible
from generator.yaml_files.positions import Node, spot

MOST = 20  # in a file


def concealed(root: Path) -> Iterator[Problem]:
    """Yield a warning for each invisible character in a YAML file or a page; a file that cannot be read has its own problem."""
    for path in sorted(chain(root.glob("*.yml"), root.glob("*/*.yml"), root.glob("pages/**/*.md"))):
        if path.is_symlink() or not path.is_file():
            continue
        try:
            text = yaml_files.read(path) if path.suffix == ".yml" else files.read_text(path)[0]
        except ShelfError:
            continue
        refused = range(0xA0) if path.suffix == ".yml" else ()  # the loader has reported these
        found: Iterator[tuple[int, str]] = (
            (index, text[index]) for index in invisible.places(text) if ord(text[index]) not in refused
        )
        if path.suffix == ".yml" and "\\" in text:
            found = chain(found, _escaped(yaml_files.load(text, files.shown(path)).node, text))
        for index, character in islice(found, MOST):
            line, column = spot(text, index)
            yield Problem(
                path=files.shown(path),
                line=line,
                column=column,
                code="text.invisible",
                message=f"an invisible character, {invisible.named(character)}",
                hint="delete it; most editors do not show it",
                severity="warning",
            )


def _escaped(node: Node | None, text: str) -> Iterator[tuple[int, str]]:
    """Yield the place of each quoted text that holds invisible characters only by its escapes, and the first of them."""
    if node is None:
        return
    if node.kind == "scalar" and node.style == '"' and isinstance(node.value, str):
        written = text[node.start : node.end]
        hidden = (node.value[at] for at in invisible.places(node.value))
        yield from ((node.start, one) for one in islice((one for one in hidden if one not in written), 1))
    for key, value in node.fields.values():
        yield from chain(_escaped(key, text), _escaped(value, text))
    for part in node.parts:
        yield from _escaped(part, text)
