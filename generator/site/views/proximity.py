"""How close papers are to each other: by citations, common references and what their files say of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt

from generator.site.views import coupling
from generator.site.views.arrangement import Shelf

CITES, BUILDS, COMPARED, SHARED = 1.0, 1.5, 0.5, 0.2  # of a pair; the last for each reference that both have
STRONGEST = 12  # ties of a paper that place it
Ties = Mapping[str, Mapping[str, float]]  # how strongly each paper is tied to others, in both directions


def ties(shelf: Shelf) -> Ties:
    """Return how strongly pairs of papers are tied; papers without a tie are left out. Keys are in their order."""
    found: dict[tuple[str, str], float] = {}

    def add(one: str, other: str, weight: float) -> None:
        if one != other and one in shelf.cards and other in shelf.cards:
            pair = (one, other) if one < other else (other, one)
            found[pair] = found.get(pair, 0.0) + weight

    for key in shelf.keys:
        for said in shelf.stated[key]:
            add(key, said.other, BUILDS if said.kind == "builds_on" else COMPARED)
        for other in shelf.citations.cites.get(key, ()):
            add(key, other, CITES)
        for other, count in coupling.counts(shelf, key).items():
            if key < other:
                add(key, other, SHARED * count)
    both: dict[str, dict[str, float]] = {}
    for (one, other), weight in sorted(found.items()):
        both.setdefault(one, {})[other] = weight
        both.setdefault(other, {})[one] = weight
    return both


def normal(found: Ties) -> Ties:
    """Return each paper's strongest ties, divided by what both papers have in all: nobody draws all others to it."""
    # fsum is exact: releases of Python differ in how sum adds floats
    sums = {key: sqrt(fsum(others.values())) for key, others in found.items()}
    kept = {}
    for key, others in found.items():
        by_weight = sorted(others, key=lambda other: (-others[other] / sums[other], other))
        kept[key] = {other: others[other] / (sums[key] * sums[other]) for other in by_weight[:STRONGEST]}
    return kept


def strongest(found: Ties, keys: Sequence[str], most: int) -> tuple[tuple[str, str], ...]:
    """Return the pairs of papers that are each other's strongest ties or one's, the strongest first, ``most`` of them."""
    pairs: dict[tuple[str, str], float] = {}
    for key in keys:
        if others := found.get(key):
            other = min(others, key=lambda one: (-others[one], one))
            pairs[min(key, other), max(key, other)] = others[other]
    return tuple(sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:most])
