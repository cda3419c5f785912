"""The content folder at a git revision; what has not changed since is taken from the folder as it is loaded now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from generator.content import catalogue
from generator.model import Catalogue
from generator.problems import Problem
from generator.storage import cache, git
from generator.storage.files import shown

T = TypeVar("T")

_FOLDERS = ("papers", "paths", "imports")  # of many files, of which few change


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """The folder at a revision, and all problems within its files; ``files`` has the path of each of its files."""

    catalogue: Catalogue
    problems: Sequence[Problem]
    files: Collection[str]


def load(revision: git.Revision, now: Catalogue, problems: Sequence[Problem], into: Path) -> Past:
    """Return the folder at the revision, whose files are in ``into``, except those that are sound and the same now.

    ``problems`` are those of ``now``. The two catalogues share the objects of equal files. Raises ShelfError if git lacks
    a file.
    """
    files = git.tree(revision)
    same = frozenset(_same(files, now, {problem.path for problem in problems}))
    git.extract(revision, {path: blob for path, blob in files.items() if path not in same}, into)
    other, found = catalogue.load_sound(into, cache.beside(now.root))
    keys = {
        folder: {path.removeprefix(f"{folder}/").removesuffix(".yml") for path in same if path.startswith(f"{folder}/")}
        for folder in _FOLDERS
    }
    ledgers = {**other.ledgers, **_of(now.ledgers, keys["imports"])}
    merged = replace(
        other,
        papers=dict(sorted({**other.papers, **_of(now.papers, keys["papers"])}.items())),
        paths=dict(sorted({**other.paths, **_of(now.paths, keys["paths"])}.items())),
        ledgers=dict(sorted(ledgers.items(), key=lambda pair: (pair[1].date, pair[0]))),
        taxonomy=now.taxonomy if _text(other) == _text(now) else other.taxonomy,
        texts={**other.texts, **{path: now.texts[path] for path in same}},
    )
    return Past(catalogue=merged, problems=found, files=files.keys())


def _same(files: Mapping[str, str], now: Catalogue, faulty: Collection[str]) -> Iterator[str]:
    """Yield the paths of files of the large folders that are now what they were, and that have no problem.

    What git says of a change does not matter, because it may convert line ends, and ignores some files.
    """
    start = shown(now.root / "x")[:-1]
    things = {"papers": now.papers, "paths": now.paths, "imports": now.ledgers}
    for path, blob in files.items():
        folder, _, name = path.partition("/")
        if folder not in _FOLDERS or "/" in name or not name.endswith(".yml") or f"{start}{path}" in faulty:
            continue
        text = now.texts.get(path)
        if text is not None and name.removesuffix(".yml") in things[folder] and git.is_object(text.encode(), blob):
            yield path


def _of(things: Mapping[str, T], keys: Collection[str]) -> dict[str, T]:
    return {key: thing for key, thing in things.items() if key in keys}


def _text(side: Catalogue) -> str | None:
    return side.texts.get("taxonomy.yml")
