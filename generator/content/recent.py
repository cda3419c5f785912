"""What changed since a git revision: problems in changed files come first, and renames need a former key."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from generator import checks
from generator.content import catalogue, past
from generator.model import Catalogue
from generator.problems import Problem
from generator.storage import git
from generator.storage.files import shown


def inspect(root: Path, name: str) -> tuple[Catalogue, list[Problem]]:
    """Return what ``catalogue.inspect`` does, with the problems in files changed since a revision first.

    Renames without a former key are problems, too. If two papers may be the same, the problem is reported at the changed
    one: that is where its author looks.

    Raises ShelfError as ``git.revision`` does.
    """
    revision = git.revision(root, name)
    changed = git.changed(revision)
    files = {shown(root / path.relative_to(revision.folder)) for path in changed}
    shelf, problems = catalogue.inspect(root, {Path(path).stem for path in files})
    found = sorted({*problems, *_renamed(shelf, problems, revision, changed)})
    return shelf, sorted(found, key=lambda problem: problem.path not in files)


def _renamed(
    shelf: Catalogue, problems: Sequence[Problem], revision: git.Revision, changed: Collection[Path]
) -> Iterator[Problem]:
    """Yield papers whose file was renamed without adding the old name to former_keys."""
    former = {key for paper in shelf.papers.values() for key in paper.former_keys}
    gone = {
        path.stem
        for path in changed
        if path.parent == revision.folder / "papers" and path.suffix == ".yml" and not path.exists()
    } - former
    if not gone:
        return
    with tempfile.TemporaryDirectory() as folder:
        before = past.load(revision, shelf, problems, Path(folder)).catalogue
    fresh = {key: paper for key, paper in shelf.papers.items() if key not in before.papers}
    names = checks.Names(fresh)
    for key in sorted(gone & before.papers.keys()):
        if now := names.of(before.papers[key]):
            path = shown(shelf.root / "papers" / f"{now}.yml")
            message = f"this paper was {key} at {revision.name}, and that address would no longer work"
            hint = f"did you rename {key}.yml to {now}.yml? if so, add to it: former_keys: [{key}]"
            yield Problem(path=path, code="key.renamed", message=message, hint=hint)
