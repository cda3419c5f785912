"""Matching: find pairs worth comparing, decide each, and group what is one paper without ever joining a contradiction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise

from generator.matching.candidates import blocks, sortable, stubs
from generator.matching.evidence import Comparison, Traits, compare, traits
from generator.matching.verdict import decide, decide_untitled
from generator.matching.vetoes import apart, contrary, is_version
from generator.model import Match, Record
from generator.text.fingerprints import LEAD, Index
from generator.text.fingerprints import compare as overlap

RECURRING = 3  # papers under one title: two are a conference's and a journal's version
WAYS = 200  # in which one paper is printed, at most: the cost of a union is their product
BLOCK = 40  # records: a larger block is a common name or page and tells nothing; equal titles have no limit


@dataclass(frozen=True, kw_only=True, slots=True)
class Clusters:
    """Groups of record numbers that are one paper each, and the pairs left to a person; both sorted."""

    groups: tuple[tuple[int, ...], ...]
    unsure: tuple[tuple[int, int, Match], ...]
    evidence: Mapping[tuple[int, int], Match]  # of the pairs that are one paper, as far as they were compared


def match(a: Record, b: Record) -> Match:
    """Return the verdict on a pair, the same either way round."""
    left, right = traits(a), traits(b)
    comparison = compare(left, right)
    if left.title and right.title:
        return decide(left, right, comparison)
    return decide_untitled(comparison)


def cluster(
    records: Sequence[Record],
    *,
    known: Sequence[str | None] = (),
    same: Iterable[tuple[int, int]] = (),
    different: Iterable[tuple[int, int]] = (),
) -> Clusters:
    """Group the records that are one paper; the order of the records does not matter.

    ``known`` names, for each record, the paper that it is already tied to, if any: records of one paper are together
    from the start, those of two papers stay apart. ``same`` and ``different`` are pairs that a person decided.
    """
    return _Clustering(records, known or [None] * len(records), same, different).run()


class _Clustering:
    """The state of one clustering: who is with whom, and why."""

    def __init__(
        self,
        records: Sequence[Record],
        known: Sequence[str | None],
        same: Iterable[tuple[int, int]],
        different: Iterable[tuple[int, int]],
    ) -> None:
        self.traits = [traits(record) for record in records]
        # A name for each record that does not depend on its place in the list.
        order = sorted(range(len(records)), key=lambda n: (known[n] or "", *sortable(records[n], self.traits[n])))
        self.rank = {number: place for place, number in enumerate(order)}
        self.index = Index(self.traits[number].sketch for number in order)
        self.order = order
        self.group_of = list(range(len(records)))
        self.groups: dict[int, list[int]] = {number: [number] for number in order}
        # Of each group: one member for each way in which it is printed, its titles, and who is kept apart by a person.
        printed: dict[Traits, int] = {}
        self.way = [printed.setdefault(one, number) for number, one in enumerate(self.traits)]
        self.ways: dict[int, set[int]] = {number: {self.way[number]} for number in order}
        self.titles = {number: {form.folded for form in self.traits[number].titles} for number in order}
        self.apart: dict[int, set[int]] = defaultdict(set)
        for one, other in different:
            self.apart[one].add(other)
            self.apart[other].add(one)
        self.known = known
        self.paper: dict[int, str] = {number: key for number in order if (key := known[number])}
        self.decided = list(same)
        self.verdicts: dict[tuple[int, int], Match] = {}
        self.unsure: dict[tuple[int, int], Match] = {}
        self.doubt: dict[tuple[int, int], int] = {}  # how much contradicts

    def run(self) -> Clusters:
        """Join by known papers, by decisions, by titles, by abstracts: in this order."""
        first: dict[str, int] = {}
        for number in self.order:
            key = self.known[number]
            if key:
                self.join(first.setdefault(key, number), number)
        for a, b in sorted(self.decided, key=lambda pair: self.ranks(*pair)):
            self.join(a, b)
        self.by_title()
        self.by_abstract()
        return Clusters(
            groups=tuple(sorted(tuple(sorted(group)) for group in self.groups.values())),
            unsure=tuple(sorted(self.questions(), key=lambda one: one[:2])),
            evidence={
                pair: found for pair, found in self.verdicts.items() if self.group_of[pair[0]] == self.group_of[pair[1]]
            },
        )

    def questions(self) -> Iterator[tuple[int, int, Match]]:
        """Yield what is asked: of two groups, the pair that contradicts least."""
        borne = Counter(title for titles in self.titles.values() for title in titles)
        asked: set[frozenset[int]] = set()
        for a, b in sorted(self.unsure, key=lambda one: (self.doubt.get(one, 0), self.ranks(*one))):
            pair = frozenset({self.group_of[a], self.group_of[b]})
            # Nobody can say which of so many papers under one title are one.
            hopeless = self.traits[a].title == self.traits[b].title and borne[self.traits[a].title] > BLOCK
            if len(pair) == 2 and pair not in asked and not hopeless and not self.forbidden(*pair):
                asked.add(pair)
                yield min(a, b), max(a, b), self.unsure[a, b]

    def ranks(self, a: int, b: int) -> tuple[int, int]:
        """Return what orders pairs, the same either way round."""
        one, other = sorted((self.rank[a], self.rank[b]))
        return one, other

    def by_title(self) -> None:
        """Join titled records, the best evidenced pairs first; refuse what contradicts any member."""
        found: list[tuple[int, int, int, Match]] = []
        columns = self.recurring()
        for a, b in sorted(self.titled_pairs(), key=lambda pair: self.ranks(*pair)):
            comparison = compare(self.traits[a], self.traits[b])
            recurring = not columns.isdisjoint({self.traits[a].title, self.traits[b].title})
            verdict = decide(self.traits[a], self.traits[b], comparison, recurring=recurring)
            if verdict.verdict == "same":
                found.append((-len(comparison.agreements), a, b, verdict))
            elif verdict.verdict == "unsure":
                self.unsure[a, b] = verdict
                self.doubt[a, b] = len(comparison.contradictions)
        for _, a, b, verdict in sorted(found, key=lambda one: (one[0], self.ranks(one[1], one[2]))):
            if self.group_of[a] == self.group_of[b] or self.compatible(a, b):
                self.join(a, b)
                self.verdicts[min(a, b), max(a, b)] = verdict
            else:
                self.unsure[a, b] = Match(verdict="unsure", evidence=verdict.evidence)

    def recurring(self) -> set[str]:
        """Return the titles that name no single paper: three records that bear one lie in other years or issues.

        A column (Editor's notes) is known by this without a list of such titles.
        """
        works: dict[str, list[int]] = defaultdict(list)
        for number in self.order:
            one = self.traits[number]
            seen = works[one.title]
            if one.title and len(seen) < RECURRING and all(map(partial(self.are_two, number), seen)):
                seen.append(number)
        return {title for title, seen in works.items() if len(seen) >= RECURRING}

    def are_two(self, a: int, b: int) -> bool:
        """Whether two records under one title lie in other years, issues or hands; versions of one paper are one."""
        return (not self.known[a] or self.known[a] != self.known[b]) and apart(self.traits[a], self.traits[b])

    def titled_pairs(self) -> set[tuple[int, int]]:
        """Return the pairs that share an identifier, a title, a part of it, a place, or phrases of the abstract."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number in self.order:
            if self.traits[number].title:
                for name in set(blocks(self.traits[number])):
                    found[name].append(number)
        pairs: set[tuple[int, int]] = set()
        for name, members in found.items():
            if len(members) <= BLOCK:
                pairs.update(combinations(members, 2))
            elif name[0] == "title":  # a title that many share: neighbours by date and authors are compared
                pairs.update(pairwise(members))
                pairs.update(zip(members, members[2:], strict=False))
        for place, number in enumerate(self.order):
            if self.traits[number].title:
                for other, shared in self.index.near(place):
                    if shared.same and self.traits[self.order[other]].title:
                        pairs.add((number, self.order[other]) if place < other else (self.order[other], number))
        return pairs

    def by_abstract(self) -> None:
        """Tie untitled records to the paper that their abstract leads to, if one leads; else to each other."""
        loose = {number for number in self.order if not self.traits[number].title and not self.known[number]}
        near: dict[int, list[tuple[int, Comparison]]] = {}
        for place, number in enumerate(self.order):
            others = [self.order[other] for other, _ in self.index.near(place)] if not self.known[number] else []
            if number not in loose:  # a title meets a draft, known by its text alone
                others = [other for other in others if self.known[other] and not self.traits[other].title]
            if others:
                near[number] = [(other, compare(self.traits[number], self.traits[other])) for other in others]
        for number, others in stubs(self.traits, self.order, BLOCK):
            near[number] = [(other, compare(self.traits[number], self.traits[other])) for other in others]
        # First to papers that have a title or are known, then among the untitled: a text's own paper goes first.
        for number, found in near.items():
            self.settle(number, [one for one in found if one[0] not in loose], loose)
        for number, found in near.items():
            self.settle(number, found, loose)

    def settle(self, number: int, found: list[tuple[int, Comparison]], loose: Collection[int]) -> None:
        """Join a record with the best of the groups found, or ask; a rival group must be ``LEAD`` behind."""
        best: dict[int, tuple[int, Comparison]] = {}
        for other, comparison in sorted(found, key=lambda one: (-one[1].abstract.share, self.rank[one[0]])):
            best.setdefault(self.group_of[other], (other, comparison))
        own = best.pop(self.group_of[number], None)
        if not best or (own and own[1].abstract.same):
            return
        (other, comparison), *rivals = best.values()
        verdict = decide_untitled(comparison)
        clear = all(
            comparison.abstract.share - rival.abstract.share >= LEAD
            # another copy of the same untitled text is no rival
            or (name in loose and overlap(self.traits[name].text, self.traits[other].text).same)
            for name, rival in rivals
        )
        if verdict.verdict == "same" and clear and self.compatible(number, other):
            self.join(number, other)
            self.verdicts[min(number, other), max(number, other)] = verdict
        elif verdict.verdict != "different":
            self.unsure[number, other] = Match(verdict="unsure", evidence=verdict.evidence)

    def compatible(self, a: int, b: int) -> bool:
        """Whether the groups of two records may become one: no member says the contrary."""
        left, right = self.group_of[a], self.group_of[b]
        one, other = self.ways[left], self.ways[right]
        if self.forbidden(left, right) or len(one | other) > max(WAYS, len(one), len(other)):
            return False
        shared = not self.titles[left].isdisjoint(self.titles[right])
        return all(
            not contrary(self.traits[a], self.traits[b], title_shared=shared)
            or is_version(self.traits[a], self.traits[b], self.versions(left))
            or is_version(self.traits[b], self.traits[a], self.versions(right))
            for a in one
            for b in other
        )

    def versions(self, group: int) -> list[Traits]:
        """Return the ways in which a group's paper was printed before: as preprint, at a conference, in a journal."""
        known = {self.way[number] for number in self.groups[group] if self.known[number]}
        return [self.traits[number] for number in sorted(known)]

    def forbidden(self, left: int, right: int) -> bool:
        """Whether a person keeps the groups apart, or they are two papers of the shelf."""
        if self.paper.get(left, "") != self.paper.get(right, "") and left in self.paper and right in self.paper:
            return True
        return any(self.group_of[foe] == right for foe in self.apart.get(left, ()))

    def join(self, a: int, b: int) -> None:
        """Make the groups of two records one."""
        left, right = self.group_of[a], self.group_of[b]
        if left == right:
            return
        if len(self.groups[left]) < len(self.groups[right]):
            left, right = right, left
        for number in self.groups[right]:
            self.group_of[number] = left
        self.groups[left] += self.groups.pop(right)
        self.ways[left] |= self.ways.pop(right)
        self.titles[left] |= self.titles.pop(right)
        if right in self.apart:
            self.apart[left] |= self.apart.pop(right)
        if right in self.paper:
            self.paper.setdefault(left, self.paper.pop(right))
