"""Checks the hand-written pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.problems import Problem, ShelfError
from generator.storage import files
from generator.text import conflicts
from generator.yaml_files import merge_conflict


def unmerged(folder: Path) -> Iterator[Problem]:
    """Yield the merge conflicts in the Markdown files of a folder."""
    for path in sorted(folder.rglob("*.md")):
        if path.is_symlink() or not path.is_file():
            continue
        try:
            text, _ = files.read_text(path)
        except ShelfError:
            continue  # reported where the file is used
        yield from (merge_conflict(files.shown(path), text, one) for one in conflicts.in_markdown(text))
