"""Runs `shelf diff`: loads both sides, leaves out files that either side cannot read, and compares the rest."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.changes.comparison import compare, paths
from generator.changes.difference import Difference, FileChange, PaperChange, PathChange
from generator.changes.notes import notes
from generator.content import catalogue, past
from generator.model import Catalogue, Taxonomy
from generator.problems import Problem
from generator.storage import files, git


@dataclass(frozen=True, kw_only=True, slots=True)
class _Side:
    """A content folder, as far as it can be read; ``unread`` holds paths relative to the folder."""

    catalogue: Catalogue
    problems: Sequence[Problem]
    unread: frozenset[str]


def run(content: Path, name: str) -> Difference:
    """Compare the content folder with itself at a git revision. Raises ShelfError if git does not know the revision."""
    revision = git.revision(content, name)
    changed = git.changed(revision)
    with tempfile.TemporaryDirectory(prefix="shelf-") as folder:
        old = Path(folder) / "content"
        now, found = catalogue.load_sound(content)
        earlier = past.load(revision, now, found, old)
        before, after = _side(earlier.catalogue, earlier.problems), _side(now, found)
        unread = before.unread | after.unread
        one, other = _readable(before.catalogue, unread), _readable(after.catalogue, unread)
        papers, ties, pages = compare(one, other)
        read = paths(one, other)
        return Difference(
            revision=revision.name,
            commit=revision.commit,
            existed=bool(earlier.files),
            papers=tuple(papers),
            paths=tuple(read),
            ties=tuple(ties),
            pages=tuple(pages),
            notes=tuple(notes(one, other, after.problems)),
            files=tuple(
                _files(
                    {path.relative_to(revision.folder).as_posix() for path in changed},
                    earlier,
                    content,
                    (*papers, *read),
                    unread,
                )
            ),
            unread=tuple(sorted(unread)),
            problems=(
                # Nobody can fix an old revision, so its problems are only warnings.
                *(
                    replace(one, severity="warning")
                    for one in _unread_problems(before, old, f"{name}:{files.shown(content)}")
                ),
                *_unread_problems(after, content, files.shown(content)),
            ),
        )


def _side(found: Catalogue, problems: Sequence[Problem]) -> _Side:
    broken = {_about(problem, found.root) for problem in problems if problem.severity == "error"}
    there = {f"papers/{key}.yml" for key in found.papers} | {f"imports/{stem}.yml" for stem in found.ledgers}
    there |= {f"paths/{key}.yml" for key in found.paths}
    return _Side(catalogue=found, problems=problems, unread=frozenset(broken - there - {""}))


def _about(problem: Problem, root: Path) -> str:
    """Return the file of a problem, relative to the content folder; empty for the folder itself."""
    folder = files.shown(root)
    return problem.path.removeprefix(f"{folder}/") if problem.path.startswith(f"{folder}/") else ""


def _readable(found: Catalogue, unread: Collection[str]) -> Catalogue:
    """Return the catalogue without the files that either side cannot read, so that they do not seem to appear or vanish."""
    return replace(
        found,
        papers={key: paper for key, paper in found.papers.items() if f"papers/{key}.yml" not in unread},
        paths={key: path for key, path in found.paths.items() if f"paths/{key}.yml" not in unread},
        ledgers={stem: one for stem, one in found.ledgers.items() if f"imports/{stem}.yml" not in unread},
        taxonomy=Taxonomy() if "taxonomy.yml" in unread else found.taxonomy,
        decisions=() if "decisions.yml" in unread else found.decisions,
        rejections={} if "decisions.yml" in unread else found.rejections,
    )


def _files(
    changed: Collection[str],
    earlier: past.Past,
    content: Path,
    known: Collection[PaperChange | PathChange],
    unread: Collection[str],
) -> Iterator[FileChange]:
    """Yield the other changed files: comments and layout of papers, imports, pages."""
    reported = {f"papers/{key}.yml" for one in known if isinstance(one, PaperChange) for key in (one.key, one.former)}
    reported |= {f"paths/{one.key}.yml" for one in known if isinstance(one, PathChange)}
    for path in sorted(changed):
        if path not in reported and path not in unread:
            gone = not (content / path).exists()
            was = path in earlier.files or (earlier.catalogue.root / path).exists()  # or a folder of this name was
            yield FileChange(path=path, change="gone" if gone else "changed" if was else "new")


def _unread_problems(side: _Side, root: Path, shown: str) -> Iterator[Problem]:
    """Yield why files were left out, with the folder's usual name in paths and hints."""
    folder = files.shown(root)
    for problem in side.problems:
        if (about := _about(problem, root)) in side.unread:
            hint = problem.hint.replace(folder, shown)
            yield replace(problem, path=f"{shown}/{about}", hint=hint)
