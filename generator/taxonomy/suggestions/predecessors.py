"""Suggests what papers build on: of those that they cite, the ones that names, family, authors and references speak for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model import Catalogue, Label, Paper
from generator.taxonomy.suggestions.model_names import announced_names
from generator.taxonomy.tree import Tree
from generator.text.folding import fold
from generator.text.sections import counted

MOST = 3  # suggestions for a paper
_NAME, _FAMILY, _LINE, _AUTHORS, _REFERENCES = 0.5, 0.15, 0.05, 0.2, 0.2  # what each kind of evidence counts at most
_CROWD = 60  # authors from which on sharing some of them says nothing
_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Predecessor:
    """A paper and one that it cites and may build on, with the evidence in words; ``score`` is from 0 to 1."""

    paper: str
    basis: str
    score: float
    reasons: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {"paper": self.paper, "builds_on": self.basis, "score": self.score, "reasons": list(self.reasons)}


def predecessors(shelf: Catalogue, labels: Mapping[str, Sequence[Label]], threshold: float) -> tuple[Predecessor, ...]:
    """Return what papers may build on, older papers first, with at least a score of ``threshold``.

    Left out: papers that are related already, in either direction; what a curator turned down; later papers and those
    that were retracted; and what another basis of the paper builds on itself.
    """
    evidence = _Evidence(shelf, labels)
    below = {
        key: {evidence.now.get(one.paper, one.paper) for one in paper.builds_on} for key, paper in shelf.papers.items()
    }
    settled = evidence.settled()
    found: list[Predecessor] = []
    for key in sorted(shelf.papers, key=lambda key: (shelf.papers[key].date or "9", key)):
        offered = [
            one
            for one in evidence.weighed(key)
            if one.score >= threshold
            and frozenset((key, one.basis)) not in settled
            and not _reaches(below, one.basis, key)
        ]
        bases = below[key] | {one.basis for one in offered}
        direct = [one for one in offered if not any(_reaches(below, other, one.basis) for other in bases)]
        best = sorted(direct, key=lambda one: (-one.score, one.basis))[:MOST]
        below[key] |= {one.basis for one in best}
        found += best
    return tuple(found)


def _reaches(below: Mapping[str, set[str]], start: str, end: str) -> bool:
    """Whether a paper builds on another one, directly or by others; a paper does not reach itself."""
    waiting, seen = [start], {start}
    while waiting:
        for key in below.get(waiting.pop(), ()):
            if key == end:
                return True
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return False


class _Evidence:
    """What speaks for a pair of papers, of which the first cites the second."""

    def __init__(self, shelf: Catalogue, labels: Mapping[str, Sequence[Label]]) -> None:
        self.shelf = shelf
        self.now = {former: key for key, paper in shelf.papers.items() for former in paper.former_keys}
        self._families = {key: {one.node for one in found if one.kind == "families"} for key, found in labels.items()}
        self._tree = Tree(shelf.taxonomy.families)
        self._names = {key: tuple(_names(paper)) for key, paper in shelf.papers.items()}

    def settled(self) -> set[frozenset[str]]:
        """Return the pairs about which a person has said something."""
        stated = [
            (key, one.paper)
            for key, paper in self.shelf.papers.items()
            for one in (*paper.builds_on, *paper.compared_with)
        ]
        refused = [(one.paper, one.builds_on) for one in self.shelf.taxonomy.rejected.builds_on]
        return {frozenset(self.now.get(key, key) for key in pair) for pair in (*stated, *refused)}

    def weighed(self, key: str) -> Iterator[Predecessor]:
        """Yield each older paper that a paper cites, with its score; only the closest of several names counts."""
        graph = self.shelf.citations.papers
        cited = [one for one in graph[key].cites if self._may_be_older(key, one)] if key in graph else []
        close = {one: self._closeness(key, one) for one in cited}
        closest = max(close.values(), default=0)
        for one in cited:
            parts = [*self._parts(key, one)]
            if closest and close[one] == closest:
                parts.insert(0, (_NAME, f"named after {self._names[one][0][0]}"))
            yield Predecessor(
                paper=key,
                basis=one,
                score=round(min(1.0, sum(weight for weight, _ in parts)), 2),
                reasons=("cites it", *(words for _, words in parts)),
            )

    def _may_be_older(self, key: str, other: str) -> bool:
        papers = self.shelf.papers
        if other not in papers or any(one.is_off for one in papers[other].status):
            return False
        mine, theirs = papers[key].date or "", papers[other].date or ""
        both = min(len(mine), len(theirs))
        return theirs[:both] <= mine[:both]

    def _closeness(self, key: str, other: str) -> float:
        """Return how many words of the other's name a name has and goes on from; 0 if it is no such name."""
        return max(
            (_closeness(mine, theirs) for _, mine in self._names[key] for _, theirs in self._names[other]), default=0
        )

    def _parts(self, key: str, other: str) -> Iterator[tuple[float, str]]:
        mine, theirs = self._families.get(key, set()), self._families.get(other, set())
        deepest = {one for one in mine if not any(one in self._tree.ancestors(node) for node in mine)}
        if both := sorted(mine & theirs):
            same = [one for one in both if one in deepest]
            yield (_FAMILY if same else _LINE), f"both are in {self._tree.nodes[(same or both)[0]].name}"
        yield from self._shared_authors(key, other)
        yield from self._shared_references(key, other)

    def _shared_authors(self, key: str, other: str) -> Iterator[tuple[float, str]]:
        mine, theirs = ({fold(str(one)) for one in self.shelf.papers[one_key].authors} for one_key in (key, other))
        common, fewer = len(mine & theirs), min(len(mine), len(theirs))
        if common and max(len(mine), len(theirs)) <= _CROWD:
            yield _AUTHORS * min(1.0, 2 * common / fewer), f"{counted(common, 'author')} in common"

    def _shared_references(self, key: str, other: str) -> Iterator[tuple[float, str]]:
        graph = self.shelf.citations.papers
        first, second = sorted((key, other))
        common = graph[first].common.get(second, 0) if first in graph else 0
        if common and other in graph:
            share = common / math.sqrt(graph[key].outside * graph[other].outside)
            yield _REFERENCES * min(1.0, 3 * share), f"{counted(common, 'other reference')} in common"


def _names(paper: Paper) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names of a paper's model, and the words of each: Llama and 2 of Llama2."""
    for name in dict.fromkeys(announced_names(paper)):
        if words := tuple(_WORD.findall(name.casefold())):
            yield name, words


def _closeness(name: Sequence[str], other: Sequence[str]) -> float:
    """Return how close a name is to another one that it goes on from: ERNIE 3.0 Titan from ERNIE 3.0, and that from ERNIE 2.0."""
    width = len(other)
    if width < len(name) and any(tuple(name[at : at + width]) == tuple(other) for at in range(len(name) - width + 1)):
        return width
    if name[:-1] == other[:-1] and len(name) > 1 and name[-1][:1].isdigit() and other[-1][:1].isdigit():
        mine, theirs = (tuple(map(int, one.split("."))) for one in (name[-1], other[-1]))
        return width + 1 / (2 + mine[0] - theirs[0]) if theirs < mine else 0  # the version right before it is closest
    return 0
