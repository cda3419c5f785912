"""All that can be wrong with content/ beyond the form of a file: names, values, and what files say of each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.checks import cross_references, duplicates, papers
from generator.checks.file_names import NEW, is_hidden, is_key, links, named_wrongly, renamed_paper, strays
from generator.checks.inventory import Names, State
from generator.checks.plausibility import of_ledger, of_paper
from generator.checks.salvage import Salvage, salvaged_decisions, salvaged_paper, salvaged_taxonomy
from generator.model import Catalogue
from generator.problems import Problem

__all__ = [
    "NEW",
    "Names",
    "Salvage",
    "check",
    "is_hidden",
    "is_key",
    "links",
    "named_wrongly",
    "of_ledger",
    "of_paper",
    "renamed_paper",
    "salvaged_decisions",
    "salvaged_paper",
    "salvaged_taxonomy",
    "strays",
]


def check(
    catalogue: Catalogue, known: Sequence[Problem] = (), salvage: Salvage | None = None, fresh: Collection[str] = ()
) -> list[Problem]:
    """Return the problems between files.

    ``known`` are those of single files, which must not draw others after them; ``salvage`` is what faulty files still
    say, so that their other faults are told at once; what is wrong with a pair is told at the ``fresh`` one.
    """
    return sorted(_all(State(catalogue, known, salvage or Salvage(), fresh)))


def _all(state: State) -> Iterator[Problem]:
    yield from papers.former_keys(state)
    yield from cross_references.taxonomy(state)
    for key, paper in state.papers.items():
        yield from papers.check(state, key, paper)
    yield from papers.circles(state)
    yield from duplicates.identifiers_twice(state)
    yield from duplicates.nearly_one_title(state)
    yield from cross_references.decisions(state)
    yield from cross_references.questions(state)
    yield from cross_references.ledgers(state)
