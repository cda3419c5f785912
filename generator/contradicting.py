"""Whether two records may stand in one group: what contradicts, and what only tells versions of one paper apart."""

from __future__ import annotations

from generator.comparing import Traits, compare
from generator.deciding import decide

UNLIKE = frozenset({"other", "similar", "named"})  # titles that a third record must tie together
PLACED = {"identifier", "year", "volume", "number", "pages"}  # what differs between the versions of one paper


def placed_apart(one: Traits, other: Traits) -> bool:
    """Whether two records of one title contradict each other in what differs between versions, and in nothing else."""
    found = compare(one, other)
    pairs = ((one.identifiers.arxiv, other.identifiers.arxiv), (one.identifiers.acl, other.identifiers.acl))
    if any(a and b and a != b for a, b in pairs):
        return False  # registries that give one id to a paper; each version has its DOI
    return found.title not in UNLIKE and found.contradictions.keys() - {"abstract"} <= PLACED


def apart(a: Traits, b: Traits) -> bool:
    """Whether two records under one title are of different years, issues or people."""
    if a.year and b.year and a.year != b.year:
        return True
    if a.volume and a.volume == b.volume and a.number and b.number and a.number != b.number:
        return not a.first_page or a.first_page != b.first_page
    return bool(a.surnames and b.surnames) and "authors" in compare(a, b).contradictions


def contrary(one: Traits, other: Traits, *, title_shared: bool) -> bool:
    """Whether two records contradict each other, whatever else agrees; their groups may have a title in common."""
    found = compare(one, other)
    against = found.contradictions.keys() - {"abstract"}
    if decide(one, other, found).verdict == "same":
        return False
    if found.title in UNLIKE and not found.agreements.keys() & {"identifier", "abstract", "place"}:
        # Titles of one paper may differ (an alias, a translation): then a member with an equal title decides.
        return not title_shared
    return bool(against) and not (against <= {"numbers"} and title_shared)
