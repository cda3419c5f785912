"""Chooses among terms: the fewest that sort most papers, without two that always come together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

from generator.taxonomy.suggestions.terms import LEAST, Term, least

SURE = {"heading": 0.9, "category": 0.8, "keyword": 0.8, "name": 0.7, "phrase": 0.6}  # how far an origin is trusted
_SAME = 0.75  # share of common papers (of all of both) above which two terms are one topic
_FIRST = ("heading", "category")  # a source made these, so all of them are taken


def choose(terms: Sequence[Term], total: int, sorted_already: Collection[str]) -> list[Term]:
    """Return the chosen terms, those of sources first; ``sorted_already`` are papers with a label of the kind."""
    chosen = [term for term in terms if term.origin in _FIRST or term.kind == "families"]
    taken = [term.papers for term in chosen if term.kind == "topics"]
    # A category is as wide as a field, so a paper in one is not sorted yet, unless only single words are left to sort it by.
    covered = set(sorted_already).union(*(term.papers for term in chosen if term.origin == "heading"))
    wide: set[str] = set().union(*(term.papers for term in chosen if term.origin == "category"))
    rounds = (
        [term for term in terms if term.origin == "keyword"],
        [term for term in terms if term.origin == "phrase" and " " in term.name],
        [term for term in terms if term.origin == "phrase" and " " not in term.name],
    )
    for number, waiting in enumerate(rounds):
        if number == len(rounds) - 1:
            covered |= wide
        for term in _by_gain(waiting, covered, taken, least(total)):
            if len(taken) >= most(total):
                break
            chosen.append(term)
            covered |= term.papers
            taken.append(term.papers)
    return chosen


def most(total: int) -> int:
    """Return how many topics a shelf of this size can show: 16 for 50 papers, 101 for 2,000."""
    return max(8, round(2.25 * math.sqrt(total)))


def _by_gain(
    waiting: Sequence[Term], covered: AbstractSet[str], taken: Sequence[frozenset[str]], few: int
) -> Iterator[Term]:
    """Yield the term that sorts most papers that no other sorts, again and again, until none brings enough."""
    left = list(waiting)
    while left:
        gains = [(len(term.papers - covered), len(term.papers), len(term.name.split())) for term in left]
        best = max(range(len(left)), key=lambda at: (_worth(gains[at]), left[at].name))
        if gains[best][0] < few:
            return
        term = left.pop(best)
        if not any(_alike(term.papers, papers) for papers in taken):
            yield term
        left = [one for one in left if len(one.papers - covered) >= few]


def _worth(gain: tuple[int, int, int]) -> float:
    """Return the papers that a term sorts anew; a phrase of several words is more telling than a single one."""
    new, _, words = gain
    return new * (1 + 0.5 * min(words - 1, 2))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common > _SAME * (len(one) + len(other) - common)


def score(term: Term) -> float:
    """Return how sure a suggestion is, from 0 to 1: its origin's trust, less for the fewest papers."""
    support = min(1.0, 0.7 + 0.1 * (len(term.papers) - LEAST + 1))
    return round(SURE[term.origin] * support, 2)
