"""Measures how much two papers have in common by what they cite: bibliographic coupling."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Mapping
from math import sqrt

from generator.site.views.arrangement import Shelf
from generator.site.views.publication import joined

CROWD = 40  # a paper that more papers of the shelf cite says little about any two of them
NEAR = 10  # papers to compare a paper with
LEAST = 2  # references in common; everybody shares one with somebody
MOST = 4  # points for them
SHARE = 0.05  # of the references of both papers, for each point
NAMED = 2  # papers in a reason


def counts(shelf: Shelf, key: str) -> Mapping[str, int]:
    """Return for each other paper how many references it has in common with this one, as far as it is worth something."""
    index = shelf.citations
    if key not in index.outside:
        return {}
    found = Counter(index.common.get(key))
    for base in index.cites[key]:
        if len(citing := index.cited_by[base]) <= CROWD:
            found.update(citing)
    return {other: number for other, number in found.items() if number >= LEAST and other != key}


def nearest(found: Mapping[str, int]) -> list[str]:
    """Return the papers with most references in common, of what ``counts`` returned."""
    return heapq.nsmallest(NEAR, found, key=lambda other: (-found[other], other))


def points(shelf: Shelf, key: str, other: str, number: int) -> int:
    """Return what ``number`` references in common are worth beside labels and authors; few of many are worth nothing."""
    both = sqrt(shelf.citations.references(key) * shelf.citations.references(other))
    return min(MOST, number, int(number / (SHARE * max(both, number))))


def reason(shelf: Shelf, key: str, other: str, without: Collection[str]) -> str:
    """Return the references of both papers in words: ``both cite A and B``; ``12 references in common, among them A``.

    Those papers that the fewest cite are named, as they say most, and none of ``without``. It is "" for less than two.
    """
    index = shelf.citations
    theirs = set(index.cites.get(other, ()))
    shared = sorted(theirs.intersection(index.cites.get(key, ())), key=lambda one: (index.count(one), one))
    outside = index.common.get(key, {}).get(other, 0)
    if len(shared) + outside < LEAST:
        return ""
    named = [one for one in shared if one not in without]
    names = [shelf.cards[one].named for one in named[:NAMED]]
    if outside:
        return f"{len(shared) + outside} references in common{f', among them {joined(names)}' if names else ''}"
    more = len(named) - len(names)
    if more:
        names.append(f"{more} other{'' if more == 1 else 's'}")
    return f"both cite {joined(names)}" if names else ""
