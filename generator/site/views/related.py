"""Finds related papers, with reasons. It takes linear time, because it compares only papers that are close to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model import Name, NodeKind
from generator.site.views import coupling
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card, Chip
from generator.storage import processes

NEAR = 6  # papers before and after to compare with, among those that share a label
CROWD = 40  # an author or base shared by more papers than this is ignored
MOST = 4  # related papers per paper
MANY = 300  # papers that are worth a second process
NAMED = 2  # labels listed in a reason


@dataclass(frozen=True, kw_only=True, slots=True)
class _Traits:
    """The features of a paper that another may share, and the month in which it appeared.

    ``labels`` has two bits for each topic and one for each family: this is what they count for.
    """

    labels: int
    authors: frozenset[int]
    bases: tuple[str, ...]
    month: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """A related paper, and why it is related."""

    card: Card
    reason: str


def related(shelf: Shelf) -> Neighbours:
    """Return up to four related papers for each key, closest first, without those that the paper's file or its citations name.

    Those of a paper are found when they are asked for.
    """
    return Neighbours(shelf)


class Neighbours(Mapping[str, tuple[Related, ...]]):
    """The related papers of each paper, and what is known for the next one that is asked for."""

    def __init__(self, shelf: Shelf) -> None:
        """Find nothing yet."""
        self._shelf = shelf
        self._found: dict[str, tuple[Related, ...]] = {}
        self._traits: dict[str, _Traits] = {}
        self._numbers: dict[Name, int] = {}  # of authors
        self._bits = {
            f"{kind}/{node}": (3 if kind == "topics" else 1) << 2 * place
            for place, (kind, node) in enumerate(shelf.members)
        }
        self._places: dict[tuple[NodeKind, str], dict[str, int]] = {}  # of the members of families and topics

    def __getitem__(self, key: str) -> tuple[Related, ...]:
        if key not in self._found:
            self._found[key] = self._closest(key)
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.keys)

    def __len__(self) -> int:
        return len(self._shelf.keys)

    def find_all(self) -> None:
        """Find those of all papers, on all processes."""
        keys = [key for key in self._shelf.keys if key not in self._found]
        if len(keys) < MANY:
            return
        for share in processes.shared(self._found_share, processes.shares(keys)):
            for key, found in share:
                self._found[key] = tuple(Related(card=self._shelf.cards[other], reason=why) for other, why in found)

    def _found_share(self, keys: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
        return [(key, [(one.card.key, one.reason) for one in self._closest(key)]) for key in keys]

    def _closest(self, key: str) -> tuple[Related, ...]:
        shelf, mine = self._shelf, self._traits_of(key)
        cited = coupling.counts(shelf, key)
        near = self._near(key).union(coupling.nearest(cited))
        near -= {key, *(one.other for one in shelf.stated[key]), *(one.paper for one in shelf.stated_of[key])}
        near -= shelf.citations.links(key)
        found = []
        for other in near:
            theirs = self._traits.get(other) or self._traits_of(other)
            score = _score(mine, theirs)
            score += coupling.points(shelf, key, other, cited[other]) if other in cited else 0
            if score >= 2:
                found.append((-score, abs(mine.month - theirs.month), other))
        found.sort()
        return tuple(Related(card=shelf.cards[other], reason=self._reason(key, other)) for _, _, other in found[:MOST])

    def _near(self, key: str) -> set[str]:
        """Return the papers to compare with: near in time with the same label, or with a rare author or base in common."""
        shelf = self._shelf
        near: set[str] = set()
        for label in shelf.labels.get(key, ()):
            tree = shelf.trees[label.kind]
            for node in (label.node, *tree.ancestors(label.node)) if label.node in tree.nodes else ():
                place = self._place(label.kind, node)[key]
                near.update(shelf.members[label.kind, node][max(0, place - NEAR) : place + NEAR + 1])
        for name in shelf.catalogue.papers[key].authors:
            if len(found := shelf.signed[name]) <= CROWD:
                near.update(found)
        for base in self._traits_of(key).bases:
            if len(others := [one.paper for one in shelf.stated_of[base] if one.kind == "builds_on"]) <= CROWD:
                near.update(others)
        return near

    def _place(self, kind: NodeKind, node: str) -> dict[str, int]:
        if (kind, node) not in self._places:
            self._places[kind, node] = {key: place for place, key in enumerate(self._shelf.members[kind, node])}
        return self._places[kind, node]

    def _traits_of(self, key: str) -> _Traits:
        if key not in self._traits:
            self._traits[key] = self._read(key)
        return self._traits[key]

    def _read(self, key: str) -> _Traits:
        card, numbers = self._shelf.cards[key], self._numbers
        year, month = (*card.when.iso.split("-"), "", "")[:2]
        return _Traits(
            labels=sum(self._bits[chip.path] for chip in (*card.topics, *card.families)),
            authors=frozenset(
                numbers.setdefault(name, len(numbers)) for name in self._shelf.catalogue.papers[key].authors
            ),
            bases=tuple(one.other for one in self._shelf.stated[key] if one.kind == "builds_on"),
            month=12 * int(year or 0) + int(month or 6),
        )

    def _reason(self, key: str, other: str) -> str:
        """Return a text that says what two papers share."""
        mine, theirs, card = self._traits[key], self._traits[other], self._shelf.cards[key]
        topics = self._names(card.topics, mine.labels & theirs.labels)
        families = self._names(card.families, mine.labels & theirs.labels)
        authors = len(mine.authors & theirs.authors)
        bases = [base for base in mine.bases if base in theirs.bases]
        reasons = [f"both build on {_named([self._shelf.cards[base].named for base in bases])}"] if bases else []
        reasons += filter(None, [coupling.reason(self._shelf, key, other, bases)])
        if topics:
            reasons.append(f"{'same topic' if len(topics) == 1 else 'same topics'}: {_named(topics)}")
        if authors:
            reasons.append("one shared author" if authors == 1 else f"{authors} shared authors")
        if families:
            reasons.append(f"{'same family' if len(families) == 1 else 'same families'}: {_named(families)}")
        return "; ".join(reasons)

    def _names(self, chips: Sequence[Chip], shared: int) -> list[str]:
        return [chip.name for chip in chips if self._bits[chip.path] & shared] if shared else []


def _score(mine: _Traits, theirs: _Traits) -> int:
    """Return how much two papers share: a base counts most, then a topic; at most three authors count."""
    score = (mine.labels & theirs.labels).bit_count()
    if shared := len(mine.authors & theirs.authors):
        score += min(shared, 3)
    if mine.bases and theirs.bases:
        score += 3 * len({*mine.bases} & {*theirs.bases})
    return score


def _named(names: Sequence[str]) -> str:
    return " and ".join(names[:NAMED])
