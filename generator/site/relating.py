"""Finds for each paper a few others worth a look, with the reason. Costs grow linearly: only near neighbours are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator.site.shelving import Shelf
from generator.site.views import Related

NEAR = 6  # neighbours in time that are compared, to either side, of those that share a label
CROWD = 40  # a name or a base shared by more papers than this says little
MOST = 4
NAMED = 2  # labels named in a reason


def related(shelf: Shelf) -> Mapping[str, tuple[Related, ...]]:
    """Return up to four papers for each key, the closest first; those tied by a stated relation are left out."""
    near = _neighbours(shelf)
    return {key: _closest(shelf, key, near[key]) for key in shelf.keys}


def _neighbours(shelf: Shelf) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {key: set() for key in shelf.keys}
    for members in shelf.members.values():
        for place, key in enumerate(members):
            near[key].update(members[max(0, place - NEAR) : place + NEAR + 1])
    shared: dict[str, list[str]] = defaultdict(list)
    for key in shelf.keys:
        paper = shelf.catalogue.papers[key]
        for name in (*paper.authors, *(f"\0{base}" for base in paper.builds_on)):  # NUL: no author's name holds one
            shared[name].append(key)
    for keys in shared.values():
        if len(keys) <= CROWD:
            for key in keys:
                near[key].update(keys)
    return near


def _closest(shelf: Shelf, key: str, near: Iterable[str]) -> tuple[Related, ...]:
    paper = shelf.catalogue.papers[key]
    stated = {key, *paper.builds_on, *paper.compared_with, *shelf.followers[key], *shelf.rivals[key]}
    found = []
    for other in sorted(set(near) - stated):
        score, reason = _compare(shelf, key, other)
        if score >= 2:
            found.append((-score, _apart(shelf, key, other), other, reason))
    return tuple(Related(card=shelf.cards[other], reason=reason) for _, _, other, reason in sorted(found)[:MOST])


def _compare(shelf: Shelf, key: str, other: str) -> tuple[int, str]:
    """Return how much two papers share, and in words what."""
    mine, theirs = shelf.cards[key], shelf.cards[other]
    one, two = shelf.catalogue.papers[key], shelf.catalogue.papers[other]
    topics = [chip.name for chip in mine.topics if chip in theirs.topics]
    families = [chip.name for chip in mine.families if chip in theirs.families]
    authors = set(one.authors) & set(two.authors)
    bases = [shelf.cards[k].short for k in one.builds_on if k in two.builds_on and k in shelf.cards]
    reasons = [f"both build on {_named(bases)}"] if bases else []
    if topics:
        reasons.append(f"both on {_named(topics)}")
    if authors:
        reasons.append("an author in common" if len(authors) == 1 else f"{len(authors)} authors in common")
    if families:
        reasons.append(f"same family, {_named(families)}")
    score = 3 * len(bases) + 2 * len(topics) + min(len(authors), 3) + len(families)
    return score, "; ".join(reasons)


def _named(names: Sequence[str]) -> str:
    return " and ".join(names[:NAMED])


def _apart(shelf: Shelf, key: str, other: str) -> int:
    """Return roughly how many months lie between two papers."""
    months = []
    for date in (shelf.cards[key].when.iso, shelf.cards[other].when.iso):
        year, month = (*date.split("-"), "", "")[:2]
        months.append(12 * int(year or 0) + int(month or 6))
    return abs(months[0] - months[1])
