"""Checks for invisible characters in the files of content/, written as they are or as escapes of YAML."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from generator import yaml_files
from generator.problems import Problem, ShelfError
from generator.storage import files
from generator.text import invisible
from generator.yaml_files.positions import Node, spot

MOST = 20  # in a file


def concealed(root: Path, texts: Mapping[str, str] | None = None) -> Iterator[Problem]:
    """Yield a warning for each invisible character in a YAML file or a page; a file that cannot be read has its own problem.

    ``texts`` has the files that were read already, by path under ``root``.
    """
    known = texts or {}
    pages = (path.relative_to(root).as_posix() for path in root.glob("pages/**/*.md"))
    for name in sorted(chain(_yaml(root), pages), key=lambda name: name.split("/")):
        path, is_yaml = root / name, name.endswith(".yml")
        text = known.get(name) if is_yaml else None
        if text is None:
            if path.is_symlink() or not path.is_file():
                continue
            try:
                text = yaml_files.read(path) if is_yaml else files.read_text(path)[0]
            except ShelfError:
                continue
        for line, column, character in _places(text, is_yaml=is_yaml):
            yield Problem(
                path=files.shown(path),
                line=line,
                column=column,
                code="text.invisible",
                message=f"an invisible character, {invisible.named(character)}",
                hint="delete it; most editors do not show it",
                severity="warning",
            )


def _yaml(root: Path) -> Iterator[str]:
    """Yield the paths of the YAML files in a folder and in its folders."""
    folders = [""]
    for folder in folders:
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    if entry.name.endswith(".yml"):
                        yield f"{folder}{entry.name}"
                    if not folder and entry.is_dir():
                        folders.append(f"{entry.name}/")
        except OSError:
            continue


@lru_cache(maxsize=1 << 17)
def _places(text: str, *, is_yaml: bool) -> tuple[tuple[int, int, str], ...]:
    """Return line, column and character of the first invisible characters of a file."""
    text = text.removeprefix("\ufeff")
    refused = range(0xA0) if is_yaml else ()  # the loader has reported these
    found: Iterator[tuple[int, str]] = (
        (index, text[index]) for index in invisible.places(text) if ord(text[index]) not in refused
    )
    if is_yaml and "\\" in text and '"' in text:
        found = chain(found, _escaped(yaml_files.load(text).node, text))
    return tuple((*spot(text, index), character) for index, character in islice(found, MOST))


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
