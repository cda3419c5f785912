"""The frozen types of a comparison; nothing here knows how it is made or printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from generator.model import Label
from generator.problems import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A paper's field, ``identifiers.doi``, before and after, as JSON values; None: not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperChange:
    """What became of one paper. ``former`` is its key before a rename, ``into`` the paper that took a removed one in."""

    key: str
    title: str
    kind: Literal["added", "changed", "renamed", "removed"]
    former: str = ""
    into: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """A label that a paper gained or lost."""

    paper: str
    gained: bool
    label: Label


@dataclass(frozen=True, kw_only=True, slots=True)
class PageChange:
    """What becomes of one page of the site; ``filled`` has its first papers, ``emptied`` none any more."""

    path: str
    name: str
    change: Literal["appears", "vanishes", "redirects", "filled", "emptied"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FileChange:
    """A file of content/ that changed and is told of nowhere else."""

    path: str
    change: Literal["new", "changed", "gone"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """All that a change does. ``notes`` are suspected duplicates and lost addresses, placed in the working tree."""

    revision: str
    commit: str = ""
    existed: bool = True  # whether there was a content folder at the revision
    papers: tuple[PaperChange, ...] = ()
    ties: tuple[Tie, ...] = ()
    pages: tuple[PageChange, ...] = ()
    notes: tuple[Problem, ...] = ()
    files: tuple[FileChange, ...] = ()
    unread: tuple[str, ...] = ()  # files left out of the comparison, since one side's cannot be read
    problems: tuple[Problem, ...] = ()  # why

    def of(self, kind: str) -> tuple[PaperChange, ...]:
        """Return the papers of one kind of change."""
        return tuple(paper for paper in self.papers if paper.kind == kind)
