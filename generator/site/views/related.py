"""Finds related papers, with reasons. It takes linear time, because it compares only papers that are close to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from generator.model import Name
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card

NEAR = 6  # papers before and after to compare with, among those that share a label
CROWD = 40  # an author or base shared by more papers than this is ignored
MOST = 4  # related papers per paper
NAMED = 2  # labels listed in a reason


@dataclass(frozen=True, kw_only=True, slots=True)
class _Traits:
    """The features of a paper that another may share, and the month in which it appeared."""

    topics: frozenset[str]
    families: frozenset[str]
    authors: frozenset[Name]
    bases: frozenset[str]
    month: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """A related paper, and why it is related."""

    card: Card
    reason: str


def related(shelf: Shelf) -> Mapping[str, tuple[Related, ...]]:
    """Return up to four related papers for each key, closest first, without those that the paper's file already names."""
    near = _neighbours(shelf)
    traits = {key: _traits(shelf, key) for key in shelf.keys}
    return {key: _closest(shelf, key, near[key], traits) for key in shelf.keys}


def _traits(shelf: Shelf, key: str) -> _Traits:
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    year, month = (*card.when.iso.split("-"), "", "")[:2]
    return _Traits(
        topics=frozenset(chip.path for chip in card.topics),
        families=frozenset(chip.path for chip in card.families),
        authors=frozenset(paper.authors),
        bases=frozenset(_bases(shelf, key)),
        month=12 * int(year or 0) + int(month or 6),
    )


def _bases(shelf: Shelf, key: str) -> list[str]:
    """Return the papers that a paper builds on."""
    return [one.other for one in shelf.stated[key] if one.kind == "builds_on"]


def _neighbours(shelf: Shelf) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {key: set() for key in shelf.keys}
    for members in shelf.members.values():
        for place, key in enumerate(members):
            near[key].update(members[max(0, place - NEAR) : place + NEAR + 1])
    shared: dict[Name | str, list[str]] = defaultdict(list)
    for key in shelf.keys:
        paper = shelf.catalogue.papers[key]
        names: list[Name | str] = [*paper.authors, *_bases(shelf, key)]
        for name in names:
            shared[name].append(key)
    for keys in shared.values():
        if len(keys) <= CROWD:
            for key in keys:
                near[key].update(keys)
    return near


def _closest(shelf: Shelf, key: str, near: set[str], traits: Mapping[str, _Traits]) -> tuple[Related, ...]:
    mine = traits[key]
    stated = {key, *(one.other for one in shelf.stated[key]), *(one.paper for one in shelf.stated_of[key])}
    found = []
    for other in near - stated:
        score = _score(mine, theirs := traits[other])
        if score >= 2:
            found.append((-score, abs(mine.month - theirs.month), other))
    closest = nsmallest(MOST, found)
    return tuple(Related(card=shelf.cards[other], reason=_reason(shelf, key, other)) for _, _, other in closest)


def _score(mine: _Traits, theirs: _Traits) -> int:
    """Return how much two papers share: a base counts most, then a topic; at most three authors count."""
    return (
        3 * len(mine.bases & theirs.bases)
        + 2 * len(mine.topics & theirs.topics)
        + min(len(mine.authors & theirs.authors), 3)
        + len(mine.families & theirs.families)
    )


def _reason(shelf: Shelf, key: str, other: str) -> str:
    """Return a text that says what two papers share."""
    mine, theirs = shelf.cards[key], shelf.cards[other]
    one, two = shelf.catalogue.papers[key], shelf.catalogue.papers[other]
    topics = [chip.name for chip in mine.topics if chip in theirs.topics]
    families = [chip.name for chip in mine.families if chip in theirs.families]
    authors = len(set(one.authors) & set(two.authors))
    shared = set(_bases(shelf, other))
    bases = [shelf.cards[base].short for base in _bases(shelf, key) if base in shared]
    reasons = [f"both build on {_named(bases)}"] if bases else []
    if topics:
        reasons.append(f"{'same topic' if len(topics) == 1 else 'same topics'}: {_named(topics)}")
    if authors:
        reasons.append("one shared author" if authors == 1 else f"{authors} shared authors")
    if families:
        reasons.append(f"{'same family' if len(families) == 1 else 'same families'}: {_named(families)}")
    return "; ".join(reasons)


def _named(names: Sequence[str]) -> str:
    return " and ".join(names[:NAMED])
