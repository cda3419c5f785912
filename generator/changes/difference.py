"""The types of a comparison: changed papers, labels, pages and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from generator.model import Label, Status, StatusKind
from generator.problems import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A paper's field, such as ``identifiers.doi``, before and after, as JSON values; None if absent."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperChange:
    """A change to one paper. ``former`` is its key before a rename, ``into`` the paper that it was merged into.

    ``said`` are statuses of a kind that it did not have before, ``unsaid`` the kinds that it no longer has.
    """

    key: str
    title: str
    kind: Literal["added", "changed", "renamed", "removed"]
    former: str = ""
    into: str = ""
    fields: tuple[Field, ...] = ()
    said: tuple[Status, ...] = ()
    unsaid: tuple[StatusKind, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PathChange:
    """A change to one reading path."""

    key: str
    title: str
    kind: Literal["added", "changed", "removed"]
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """A label that a paper gained or lost."""

    paper: str
    gained: bool
    label: Label


@dataclass(frozen=True, kw_only=True, slots=True)
class PageChange:
    """A change to one page of the site; ``filled`` now has its first papers, ``emptied`` no longer has any."""

    path: str
    name: str
    change: Literal["appears", "vanishes", "redirects", "filled", "emptied"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FileChange:
    """A changed file in content/ that no other part of the comparison covers."""

    path: str
    change: Literal["new", "changed", "gone"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Everything that a change does. ``notes`` are possible duplicates and lost addresses in the working tree."""

    revision: str
    commit: str = ""
    existed: bool = True  # whether there was a content folder at the revision
    papers: tuple[PaperChange, ...] = ()
    paths: tuple[PathChange, ...] = ()
    ties: tuple[Tie, ...] = ()
    pages: tuple[PageChange, ...] = ()
    notes: tuple[Problem, ...] = ()
    files: tuple[FileChange, ...] = ()
    unread: tuple[str, ...] = ()  # files left out of the comparison because one side of them cannot be read
    problems: tuple[Problem, ...] = ()  # why they cannot be read

    def of(self, kind: str) -> tuple[PaperChange, ...]:
        """Return the papers of one kind of change."""
        return tuple(paper for paper in self.papers if paper.kind == kind)
