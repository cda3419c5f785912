"""Files as sources: each text is read once, whatever its encoding, and what cannot be read is a problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.formats.listings import Source
from generator.problems import Problem, ShelfError
from generator.storage import files


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Texts in the order of their files, the name under which each file's text was read, and what could not be read."""

    sources: tuple[Source, ...]
    names: Mapping[Path, str]
    problems: tuple[Problem, ...]


def read_sources(paths: Sequence[Path]) -> Sources:
    """Read the files in the order given. Two files with one text are one source, with a warning."""
    names: dict[Path, str] = {}
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        names[path] = shown = files.shown(path)
        try:
            text, warnings = files.read_text(path)
        except ShelfError as error:
            problems += error.problems
            continue
        problems += warnings
        repeated = text in texts
        names[path] = texts.setdefault(text, shown)
        if repeated:
            message, hint = f"the same text as {names[path]}", "it is read once"
            problems.append(Problem(path=shown, code="source.repeated", message=message, hint=hint, severity="warning"))
    return Sources(
        sources=tuple(Source(name=name, text=text) for text, name in texts.items()),
        names=names,
        problems=tuple(problems),
    )
