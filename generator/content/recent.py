"""What has changed since a revision: whose problems come first, and which papers were renamed without a word."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator import checks
from generator.content import catalogue
from generator.model import Catalogue
from generator.problems import Problem
from generator.storage import git
from generator.storage.files import shown

_OF_PAIRS = {"paper.duplicate-identifier", "paper.similar-title"}


def changed_first(shelf: Catalogue, problems: Sequence[Problem], name: str) -> list[Problem]:
    """Return the problems, those of files that changed since the revision first, with papers that lost their old key.

    Of two papers that may be one the changed one is told, whoever changed it looks there.

    Raises ShelfError as ``history`` does.
    """
    revision = git.revision(shelf.root, name)
    files = {shown(shelf.root / path.relative_to(revision.folder)) for path in git.changed(revision)}
    if any(problem.code in _OF_PAIRS and problem.path not in files for problem in problems):
        _, problems = catalogue.inspect(shelf.root, {Path(path).stem for path in files})
    found = sorted({*problems, *_renamed(shelf, revision)})
    return sorted(found, key=lambda problem: problem.path not in files)


def _renamed(shelf: Catalogue, revision: git.Revision) -> Iterator[Problem]:
    """Yield papers whose file had another name, where no former key says so."""
    former = {key for paper in shelf.papers.values() for key in paper.former_keys}
    gone = {
        path.stem
        for path in git.changed(revision)
        if path.parent == revision.folder / "papers" and path.suffix == ".yml" and not path.exists()
    } - former
    if not gone:
        return
    with tempfile.TemporaryDirectory() as folder:
        git.extract(revision, Path(folder))
        before, _ = catalogue.load(Path(folder))
    fresh = {key: paper for key, paper in shelf.papers.items() if key not in before.papers}
    names = checks.Names(fresh)
    for key in sorted(gone & before.papers.keys()):
        if now := names.of(before.papers[key]):
            path = shown(shelf.root / "papers" / f"{now}.yml")
            message = f"this paper was {key} at {revision.name}, and that address would lead nowhere"
            hint = f"did you rename {key}.yml to {now}.yml? then add to it: former_keys: [{key}]"
            yield Problem(path=path, code="key.renamed", message=message, hint=hint)
