"""Vetoes: contradictions that keep two records out of one group, and those that are only between versions of one paper."""

from __future__ import annotations

from collections.abc import Iterable

from generator.matching.evidence import IDENTIFIERS, Comparison, compare
from generator.matching.traits import Traits
from generator.matching.verdict import decide

UNLIKE = frozenset({"other", "similar", "named"})  # titles too different to join two records without a third one
PLACED = {"identifier", "year", "volume", "number", "pages"}  # the fields that differ between versions of one paper


def is_version(one: Traits, other: Traits, known: Iterable[Traits]) -> bool:
    """Whether ``other`` is a version of a known paper, though it contradicts that paper's record ``one``.

    ``known`` are the records already tied to the paper. One of them must match ``other`` by itself, and must contradict
    ``one`` in the same fields.
    """
    found = compare(one, other)
    against = _fields(found)
    pairs = ((one.identifiers.arxiv, other.identifiers.arxiv), (one.identifiers.acl, other.identifiers.acl))
    if found.title in UNLIKE or not against <= PLACED or any(a and b and a != b for a, b in pairs):
        return False  # all versions of a paper have the same arXiv id and ACL Anthology id
    return any(
        against <= _fields(compare(one, version)) and decide(version, other, compare(version, other)).verdict == "same"
        for version in known
    )


def _fields(found: Comparison) -> set[str]:
    """Return the fields that contradict, whatever way identifiers differ in; abstracts are rewritten."""
    against = found.contradictions.keys() - {"abstract"}
    return against - IDENTIFIERS | ({"identifier"} if against & IDENTIFIERS else set())


def apart(a: Traits, b: Traits) -> bool:
    """Whether two records under one title are of different years, issues or people."""
    if a.years and b.years and a.years.isdisjoint(b.years):
        return True
    if a.volume and a.volume == b.volume and a.number and b.number and a.number != b.number:
        return not a.first_page or a.first_page != b.first_page
    return bool(a.surnames and b.surnames) and "authors" in compare(a, b).contradictions


def contrary(one: Traits, other: Traits, *, title_shared: bool) -> bool:
    """Whether two records contradict each other so that their groups stay apart.

    ``title_shared`` says that the groups have a title in common.
    """
    found = compare(one, other)
    against = found.contradictions.keys() - {"abstract"}
    if decide(one, other, found).verdict == "same":
        return False
    if found.title in UNLIKE and not found.agreements.keys() & {"identifier", "abstract", "place"}:
        # One paper may have several titles (an alias, a translation): a member with an equal title decides.
        return not title_shared
    return bool(against) and not (against <= {"numbers", "tail"} and title_shared)
