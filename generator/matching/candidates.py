"""Candidates: the records worth comparing. They share a block (a title, a page, …) or, where no more is known, an identifier."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise
from typing import Any

from generator.matching.signatures import Signature, blocks, hashed
from generator.matching.traits import Traits
from generator.model import Record
from generator.text.fingerprints import Index, Overlap, sharing
from generator.text.fingerprints import compare as overlap

BLOCK = 40  # records: a larger block is a common name or page and says nothing; equal titles have no limit


def sortable(record: Record, one: Traits) -> tuple[str | int, ...]:
    """Return a sort key from a record's contents; its source and line come last."""
    return (
        one.title, one.date, " ".join(map(str, record.authors)), one.volume, one.first_page, record.title, record.pages,
        one.fingerprint, one.author_count or 0, repr(one.identifiers), record.source, record.line,
    )  # fmt: skip


class Candidates:
    """Finds the records to compare with those asked for, by the signatures of all; the traits of the others are not made.

    A pair is two record numbers (from 0), the lower one first.
    """

    def __init__(
        self, signatures: Sequence[Signature], traits: Mapping[int, Traits], order: Callable[[int], Any]
    ) -> None:
        """Search among the records with these ``signatures``; ``order`` is a sort key that depends on contents alone."""
        self._signatures = signatures
        self._names = [one.names for one in signatures]
        self._members: dict[int, list[int]] = {}
        self._traits = traits
        self._order = order
        self._texts = Index([one.phrases for one in signatures], lambda number: traits[number].text, order)

    def by_block(self, asked: set[int]) -> set[tuple[int, int]]:
        """Return the pairs with one of the titled records ``asked`` for and another that shares a block with it."""
        names = {hashed(name): name[0] for number in asked for name in blocks(self._traits[number])}
        self._look_up(names)
        pairs: set[tuple[int, int]] = set()
        for name, shared in names.items():
            members = [number for number in self._members[name] if self._signatures[number].titled]
            if len(members) <= BLOCK:
                mine = asked.intersection(members)
                if len(mine) == len(members):
                    pairs.update(combinations(members, 2))
                else:
                    pairs.update((min(a, b), max(a, b)) for a in mine for b in members if a != b)
            elif shared == "title":  # that many share: each is compared with the next two by date and authors
                members.sort(key=self._order)
                near = chain(pairwise(members), zip(members, members[2:], strict=False))
                pairs.update((min(pair), max(pair)) for pair in near if not asked.isdisjoint(pair))
        return pairs

    def by_text(self, asked: set[int]) -> set[tuple[int, int]]:
        """Return the pairs with one of the titled records ``asked`` for and another that has the same abstract."""
        texts = [number for number in asked if self._signatures[number].phrases]
        self._texts.look_up(texts)
        pairs = set()
        for number in texts:
            for other, shared in self._texts.near(number):
                if shared.same and self._signatures[other].titled:
                    pairs.add((min(number, other), max(number, other)))
        # Another record may have an asked one among its likeliest, though it is not among those of the asked one.
        others = {other for number in texts for other in self._texts.sharing(number)}.difference(asked)
        titled = [other for other in others if self._signatures[other].titled]
        self._texts.look_up(titled)
        for other in titled:
            for number in asked.intersection(self._texts.likely(other)):
                if self._same(number, other) and any(number == near for near, _ in self._texts.near(other)):
                    pairs.add((min(number, other), max(number, other)))
        return pairs

    def near(self, asked: Collection[int]) -> Iterator[tuple[int, list[tuple[int, Overlap]]]]:
        """Yield each record, and those with the most similar abstracts, in order."""
        self._texts.look_up(asked)
        yield from ((number, self._texts.near(number)) for number in asked)

    def stubs(self) -> Iterator[tuple[int, list[int]]]:
        """Yield the number of each record without title and abstract, and those that share an identifier with it.

        An identifier that more than ``BLOCK`` records share belongs to a collection and says nothing.
        """
        found = [number for number, one in enumerate(self._signatures) if one.stub]
        self._look_up({name for number in found for name in self._names[number]})
        for number in found:
            sharers = [self._members[name] for name in self._names[number]]
            others = dict.fromkeys(other for block in sharers if len(block) <= BLOCK for other in block)
            yield number, [other for other in others if other != number]

    def look_up_titles(self, titles: Iterable[str]) -> None:
        """Look up some titles, all at once, before asking for each of them."""
        self._look_up({hashed(("title", title)) for title in titles})

    def under(self, title: str) -> list[int]:
        """Return the records with a folded title, in whatever form and order."""
        name = hashed(("title", title))
        self._look_up({name})
        return self._members[name]

    def _look_up(self, names: Iterable[int]) -> None:
        wanted = set(names) - self._members.keys()
        if wanted:
            self._members |= sharing(self._names, wanted)

    def _same(self, one: int, other: int) -> bool:
        return overlap(self._traits[one].text, self._traits[other].text).same
