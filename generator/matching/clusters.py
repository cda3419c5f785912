"""Clusters: compare the candidate pairs, decide each, and group the records of one paper; no group gets a contradiction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, pairwise

from generator.matching.candidates import blocks, sortable, stubs
from generator.matching.evidence import Comparison, compare
from generator.matching.traits import Traits, traits
from generator.matching.verdict import decide, decide_untitled
from generator.matching.vetoes import apart, contrary, is_version
from generator.model import Match, Record
from generator.text.fingerprints import LEAD, Index
from generator.text.fingerprints import compare as overlap

RECURRING = 3  # papers under one title; two may be the versions of a conference and of a journal
WAYS = 200  # distinct records of one paper, at most: to join two groups, each is compared with each
BLOCK = 40  # records: a larger block is a common name or page and says nothing; equal titles have no limit


@dataclass(frozen=True, kw_only=True, slots=True)
class Clusters:
    """Groups of record numbers (from 0), one group for each paper, and the pairs left to a person; both sorted."""

    groups: tuple[tuple[int, ...], ...]
    unsure: tuple[tuple[int, int, Match], ...]
    evidence: Mapping[tuple[int, int], Match]  # of the pairs that are the same paper, where they were compared


def match(a: Record, b: Record) -> Match:
    """Return the verdict on two records with its evidence, in any order."""
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
    """Group the records of each paper; the order of the records does not matter.

    ``known`` has one entry for each record: the key of the paper that it already belongs to, or None. Records of one
    known paper start together, and two known papers are never joined. ``same`` and ``different`` are pairs of record
    numbers (from 0) that a person decided.
    """
    return _Clustering(records, known or [None] * len(records), same, different).run()


class _Clustering:
    """The state of one clustering: which records are together, and why."""

    def __init__(
        self,
        records: Sequence[Record],
        known: Sequence[str | None],
        same: Iterable[tuple[int, int]],
        different: Iterable[tuple[int, int]],
    ) -> None:
        self.traits = [traits(record) for record in records]
        # The order and rank of a record do not depend on its place in the list.
        order = sorted(range(len(records)), key=lambda n: (known[n] or "", *sortable(records[n], self.traits[n])))
        self.rank = {number: place for place, number in enumerate(order)}
        self.index = Index(self.traits[number].fingerprint for number in order)
        self.order = order
        self.group_of = list(range(len(records)))
        self.groups: dict[int, list[int]] = {number: [number] for number in order}
        # For each group: one member of each set of equal traits, its titles, and the groups that a person keeps apart.
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
        self.doubt: dict[tuple[int, int], int] = {}  # how many fields contradict

    def run(self) -> Clusters:
        """Join by known papers, by a person's decisions, by titles, by abstracts: in this order."""
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
            evidence=self.verdicts,
        )

    def questions(self) -> Iterator[tuple[int, int, Match]]:
        """Yield the questions for a person: for two groups, the pair with the fewest contradictions."""
        frequency = Counter(title for titles in self.titles.values() for title in titles)
        asked: set[frozenset[int]] = set()
        for a, b in sorted(self.unsure, key=lambda one: (self.doubt.get(one, 0), self.ranks(*one))):
            pair = frozenset({self.group_of[a], self.group_of[b]})
            # Nobody can say which of so many records under one title are the same paper.
            hopeless = self.traits[a].title == self.traits[b].title and frequency[self.traits[a].title] > BLOCK
            if len(pair) == 2 and pair not in asked and not hopeless and not self.forbidden(*pair):
                asked.add(pair)
                yield min(a, b), max(a, b), self.unsure[a, b]

    def ranks(self, a: int, b: int) -> tuple[int, int]:
        """Return a sort key for a pair, the same for both orders."""
        one, other = sorted((self.rank[a], self.rank[b]))
        return one, other

    def by_title(self) -> None:
        """Join records with titles, the pairs with the most evidence first, unless any member contradicts."""
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
                self.unsure[a, b] = replace(verdict, verdict="unsure")

    def recurring(self) -> set[str]:
        """Return the titles that several papers share: three records under one are of different years, issues or people.

        This finds columns (Editor's notes) without a list of their titles.
        """
        works: dict[str, list[int]] = defaultdict(list)
        for number in self.order:
            one = self.traits[number]
            seen = works[one.title]
            if one.title and len(seen) < RECURRING and all(map(partial(self.are_two, number), seen)):
                seen.append(number)
        return {title for title, seen in works.items() if len(seen) >= RECURRING}

    def are_two(self, a: int, b: int) -> bool:
        """Whether two records under one title are of different years, issues or people, and not known as one paper."""
        return (not self.known[a] or self.known[a] != self.known[b]) and apart(self.traits[a], self.traits[b])

    def titled_pairs(self) -> set[tuple[int, int]]:
        """Return the candidate pairs with titles: they share a block, or phrases of the abstract."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number in self.order:
            if self.traits[number].title:
                for name in set(blocks(self.traits[number])):
                    found[name].append(number)
        pairs: set[tuple[int, int]] = set()
        for name, members in found.items():
            if len(members) <= BLOCK:
                pairs.update(combinations(members, 2))
            elif name[0] == "title":  # a title that many share: each is compared with the next two by date and authors
                pairs.update(pairwise(members))
                pairs.update(zip(members, members[2:], strict=False))
        for place, number in enumerate(self.order):
            if self.traits[number].title:
                for other, shared in self.index.near(place):
                    if shared.same and self.traits[self.order[other]].title:
                        pairs.add((number, self.order[other]) if place < other else (self.order[other], number))
        return pairs

    def by_abstract(self) -> None:
        """Join each record without a title to the paper with the most similar abstract, if one is ahead; else to each other."""
        loose = {number for number in self.order if not self.traits[number].title and not self.known[number]}
        drafts = any(key and not one.title for key, one in zip(self.known, self.traits, strict=True))
        near: dict[int, list[tuple[int, Comparison]]] = {}
        for place, number in enumerate(self.order):
            if self.known[number] or not (drafts or number in loose):
                continue
            others = [self.order[other] for other, _ in self.index.near(place)]
            if number not in loose:  # a titled record is compared with drafts, which are known by their abstracts alone
                others = [other for other in others if self.known[other] and not self.traits[other].title]
            if others:
                near[number] = [(other, compare(self.traits[number], self.traits[other])) for other in others]
        for number, others in stubs(self.traits, self.order, BLOCK):
            near[number] = [(other, compare(self.traits[number], self.traits[other])) for other in others]
        # First with papers that have a title or are known, then with other untitled records: the paper itself goes first.
        for number, found in near.items():
            self.settle(number, [one for one in found if one[0] not in loose], loose)
        for number, found in near.items():
            self.settle(number, found, loose)

    def settle(self, number: int, found: list[tuple[int, Comparison]], loose: Collection[int]) -> None:
        """Join a record with the group of the best match, or ask; the next best group must be ``LEAD`` behind."""
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
            # another copy of the same untitled abstract does not compete
            or (name in loose and overlap(self.traits[name].text, self.traits[other].text).same)
            for name, rival in rivals
        )
        if verdict.verdict == "same" and clear and self.compatible(number, other):
            self.join(number, other)
            self.verdicts[min(number, other), max(number, other)] = verdict
        elif verdict.verdict != "different":
            self.unsure[number, other] = replace(verdict, verdict="unsure")

    def compatible(self, a: int, b: int) -> bool:
        """Whether the groups of two records may become one: no two members contradict each other."""
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
        """Return the known records of a group's paper: as preprint, at a conference, in a journal."""
        known = {self.way[number] for number in self.groups[group] if self.known[number]}
        return [self.traits[number] for number in sorted(known)]

    def forbidden(self, left: int, right: int) -> bool:
        """Whether a person keeps the groups apart, or they are two papers of the shelf."""
        if self.paper.get(left, "") != self.paper.get(right, "") and left in self.paper and right in self.paper:
            return True
        return any(self.group_of[other] == right for other in self.apart.get(left, ()))

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
