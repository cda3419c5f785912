"""`shelf format`: rewrites the files that people edit in canonical order and layout, and updates their schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import yaml_files
from generator.content import schema
from generator.model import DecisionOrRejection, Paper, ReadingPath, Taxonomy
from generator.problems import Problem, ShelfError
from generator.storage import files, transactions
from generator.storage.transactions import Change

_FOLDERS: dict[str, Any] = {"papers": Paper, "paths": ReadingPath}
_KINDS: dict[str, Any] = {"taxonomy.yml": Taxonomy, "decisions.yml": tuple[DecisionOrRejection, ...]}


@dataclass(frozen=True, kw_only=True, slots=True)
class Formatted:
    """What would change, and the problems of files that cannot be formatted and stay as they are."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def run(root: Path, chosen: Sequence[Path] = (), *, dry_run: bool) -> Formatted:
    """Format all files of a shelf, or the chosen ones, but not files that only programs write.

    Raises ShelfError if a chosen file does not belong to the shelf.
    """

    def plan() -> tuple[Formatted, Sequence[Change]]:
        changes: list[Change] = []
        problems: list[Problem] = []
        for name in _named(root, chosen) if chosen else _all(root):
            try:
                found = _change(root, name)
            except ShelfError as error:
                problems += error.problems
            else:
                changes += [found] if found else []
        if not chosen:
            changes += _schemas(root)
        return Formatted(changes=tuple(changes), problems=tuple(sorted(problems))), changes

    return plan()[0] if dry_run else transactions.carry_out(root, plan)


def _all(root: Path) -> Iterator[str]:
    for folder in _FOLDERS:
        yield from (f"{folder}/{path.name}" for path in sorted((root / folder).glob("*.yml")) if path.name[0] != ".")
    yield from (name for name in _KINDS if (root / name).exists())


def _named(root: Path, chosen: Sequence[Path]) -> Iterator[str]:
    """Yield the paths, relative to the root, of those chosen files that people edit."""
    for path in chosen:
        if not path.resolve().is_relative_to(root.resolve()):
            message, hint = (
                f"this file is not in {files.shown(root)}",
                "name the folder of curated files with --content",
            )
            raise ShelfError(Problem(path=files.shown(path), code="format.elsewhere", message=message, hint=hint))
        name = path.resolve().relative_to(root.resolve()).as_posix()
        if _kind(name):
            yield name


def _kind(name: str) -> Any:
    folder, _, rest = name.rpartition("/")
    return _FOLDERS[folder] if folder in _FOLDERS and rest.endswith(".yml") else _KINDS.get(name)


def _change(root: Path, name: str) -> Change | None:
    """Return the change to a file, if any. Raises ShelfError with its problems."""
    before = yaml_files.read(root / name)
    thing, problems = yaml_files.parse(root / name, before, _kind(name))
    if thing is None:
        raise ShelfError(*problems)
    after = yaml_files.canonical(before, thing, schema.line(name))
    return Change(path=name, before=before, after=after) if after != before.removeprefix("\ufeff") else None


def _schemas(root: Path) -> Iterator[Change]:
    for name, after in schema.schemas().items():
        before = transactions.text(root / name)
        if before is None or after != before.removeprefix("\ufeff").replace("\r\n", "\n"):
            yield Change(path=name, before=before, after=after)
