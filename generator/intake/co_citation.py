"""Co-citation: how often works are cited together with the papers of a shelf, as far as the references of works are known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from math import sqrt
from typing import TypeAlias

Number: TypeAlias = tuple[str, str]  # a service and its number for a work
_OWN = ""  # in place of a service: a paper of the shelf, by its key


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """The papers of the shelf with which a work is cited, by their keys."""

    works: Mapping[str, int] = field(
        default_factory=dict
    )  # that cite both; either of the two counts if it cites the other
    closeness: float = 0.0  # the sum of the cosines with all papers of the shelf


class CoCitation:
    """Who cites what, of the works whose references are known."""

    def __init__(self, keys: Mapping[Number, str]) -> None:
        """Know the papers of the shelf by the numbers of their works."""
        self._keys = keys
        self._citers: defaultdict[Number, set[Number]] = defaultdict(set)
        self._here: defaultdict[Number, set[str]] = defaultdict(set)  # what a work cites of the shelf, or is
        self._known: defaultdict[str, set[Number]] = defaultdict(set)
        for key in set(keys.values()):
            self._here[_OWN, key].add(key)
            self._known[key].add((_OWN, key))

    def learn(self, work: Number, references: Iterable[Number]) -> None:
        """Take in what a work cites."""
        citer = (_OWN, self._keys[work]) if work in self._keys else work
        for one in references:
            if key := self._keys.get(one):
                self._here[citer].add(key)
                self._known[key].add(citer)
            else:
                self._citers[one].add(citer)

    def company(self, numbers: Iterable[Number]) -> Company:
        """Return how a work is cited together with the papers of the shelf; ``numbers`` are all that it has.

        A work counts as one that cites itself, so that a citation of one by the other is half a co-citation. The cosine
        says how many of the works that cite either paper cite both: what everybody cites is close to nothing.
        """
        mine = self._of(numbers)
        both = Counter(key for citer in mine for key in self._here.get(citer, ()))
        closeness = sum(count / sqrt(len(mine) * len(self._known[key])) for key, count in sorted(both.items()))
        return Company(works=both, closeness=closeness)

    def closest(self, service: str, least: int, known: AbstractSet[Number]) -> list[str]:
        """Return the numbers of a service's other works that so many works cite, the closest to the shelf first."""
        found = (one for one, citers in self._citers.items() if one[0] == service and len(citers) >= least)
        ranked = sorted((-self.company([one]).closeness, one[1]) for one in found if one not in known)
        return [number for closeness, number in ranked if closeness]

    def _of(self, numbers: Iterable[Number]) -> set[Number]:
        """Return the works that cite one of the numbers, and the work itself."""
        every = sorted(numbers)
        return {every[0]}.union(*(self._citers.get(one, ()) for one in every))
