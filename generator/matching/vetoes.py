"""Whether two records may stand in one group: what contradicts, and what only tells versions of one paper apart."""

from __future__ import annotations

from collections.abc import Iterable

from generator.matching.evidence import Traits, compare
from generator.matching.verdict import decide

UNLIKE = frozenset({"other", "similar", "named"})  # titles that a third record must tie together
PLACED = {"identifier", "year", "volume", "number", "pages"}  # what differs between the versions of one paper


def is_version(one: Traits, other: Traits, known: Iterable[Traits]) -> bool:
    """Whether a record is another version of a known paper: all that keeps it from ``one`` keeps a version apart, too.

    ``known`` are the records that are one paper with ``one`` since before; ``other`` must be one of them by itself.
    """
    found = compare(one, other)
    against = found.contradictions.keys() - {"abstract"}
    pairs = ((one.identifiers.arxiv, other.identifiers.arxiv), (one.identifiers.acl, other.identifiers.acl))
    if found.title in UNLIKE or not against <= PLACED or any(a and b and a != b for a, b in pairs):
        return False  # of a registry beside DOI a paper has one id, whatever its version
    return any(
        against <= compare(one, version).contradictions.keys()
        and decide(version, other, compare(version, other)).verdict == "same"
        for version in known
    )


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
