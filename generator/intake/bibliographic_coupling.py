"""Bibliographic coupling: how many references two papers have in common, of the pairs that have most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

LEAST = 3  # common references that are worth saying
MOST = 10  # papers that are named for a paper
_RARE = 50  # papers that may cite a reference through which pairs are found; all references are counted in the end
_TRIED = 40  # papers whose common references are counted, for each paper


def coupled(stated: Sequence[Mapping[str, AbstractSet[str]]]) -> dict[str, dict[str, int]]:
    """Return how many references pairs of papers have in common, at the first of their keys.

    Each mapping has the references that one service knows; of two counts, the greater one is taken. A pair is there if it
    is one of the ``MOST`` strongest of either paper. Pairs are found through references that few papers cite, so that one
    which everybody cites costs no more than the others.
    """
    citing: dict[tuple[int, str], list[str]] = {}
    for number, references in enumerate(stated):
        for key in sorted(references):
            for one in references[key]:
                citing.setdefault((number, one), []).append(key)
    found: dict[str, dict[str, int]] = {}
    for key in sorted({key for references in stated for key in references}):
        met: Counter[str] = Counter()
        for number, references in enumerate(stated):
            for one in references.get(key, ()):
                if len(citing[number, one]) <= _RARE:
                    met.update(citing[number, one])
        del met[key]
        counts = {other: max(_shared(stated, key, other)) for other in _strongest(met, _TRIED)}
        for other in _strongest(counts, MOST):
            if counts[other] >= LEAST:
                first, second = sorted((key, other))
                found.setdefault(first, {})[second] = counts[other]
    return found


def _shared(stated: Sequence[Mapping[str, AbstractSet[str]]], key: str, other: str) -> Iterator[int]:
    """Yield the number of common references that each service knows."""
    nothing: frozenset[str] = frozenset()
    return (len(references.get(key, nothing) & references.get(other, nothing)) for references in stated)


def _strongest(counts: Mapping[str, int], most: int) -> list[str]:
    return sorted(counts, key=lambda key: (-counts[key], key))[:most]
