"""Checks of content/ beyond the form of each file: file names, values, and references between files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.checks import cross_references, duplicates, figures, papers, steps, unwanted
from generator.checks.concealment import concealed
from generator.checks.extensions import Check
from generator.checks.file_names import (
    NEW,
    is_hidden,
    is_key,
    misplaced,
    named_wrongly,
    renamed_paper,
)
from generator.checks.inventory import Names, State
from generator.checks.notice import unguarded, without_notice
from generator.checks.pages import unmerged
from generator.checks.people import of_people
from generator.checks.plausibility import of_ledger, of_paper
from generator.checks.salvage import (
    Salvage,
    salvaged_decisions,
    salvaged_paper,
    salvaged_path,
    salvaged_rejections,
    salvaged_taxonomy,
)
from generator.model import Catalogue
from generator.problems import Problem

__all__ = [
    "NEW",
    "Check",
    "Names",
    "Salvage",
    "State",
    "check",
    "concealed",
    "is_hidden",
    "is_key",
    "misplaced",
    "named_wrongly",
    "of_ledger",
    "of_paper",
    "of_people",
    "renamed_paper",
    "salvaged_decisions",
    "salvaged_paper",
    "salvaged_path",
    "salvaged_rejections",
    "salvaged_taxonomy",
    "twins",
    "unguarded",
    "unmerged",
    "without_notice",
]


def check(
    catalogue: Catalogue, known: Sequence[Problem] = (), salvage: Salvage | None = None, fresh: Collection[str] = ()
) -> list[Problem]:
    """Return the problems between files.

    ``known`` are the problems of single files, which must not cause follow-up problems. ``salvage`` holds the sound
    fields of faulty files, so that all of their problems are reported at once. A problem with a pair is reported at the
    paper whose key is in ``fresh``.
    """
    return sorted(_all(State(catalogue, known, salvage, fresh)))


def twins(catalogue: Catalogue, known: Sequence[Problem] = ()) -> list[Problem]:
    """Return only the problems with pairs of papers that may be the same, as ``check`` does."""
    return sorted(duplicates.of_pairs(State(catalogue, known)))


def _all(state: State) -> Iterator[Problem]:
    yield from papers.former_keys(state)
    yield from cross_references.taxonomy(state)
    for key, paper in state.papers.items():
        yield from papers.check(state, key, paper)
    yield from papers.circles(state)
    yield from figures.of_results(state)
    yield from steps.check(state)
    yield from duplicates.of_pairs(state)
    yield from cross_references.decisions(state)
    yield from unwanted.rejections(state)
    yield from cross_references.questions(state)
    yield from cross_references.ledgers(state)
