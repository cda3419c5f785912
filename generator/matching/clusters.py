"""Clusters: compare the candidate pairs, decide each, and group the records of one paper; no group gets a contradiction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Protocol, TypeVar

from generator.matching.candidates import BLOCK, Candidates, sortable
from generator.matching.evidence import Comparison, compare
from generator.matching.groups import Groups
from generator.matching.signatures import Signature, signature
from generator.matching.traits import Traits, traits
from generator.matching.verdict import decide, decide_untitled
from generator.matching.vetoes import apart, contrary, is_version
from generator.model import Match, Record
from generator.text.fingerprints import LEAD
from generator.text.fingerprints import compare as overlap

RECURRING = 3  # papers under one title; two may be the versions of a conference and of a journal
WAYS = 200  # distinct records of one paper, at most: to join two groups, each is compared with each

S = TypeVar("S")
T = TypeVar("T")


class Numbered(Protocol):
    """Records by their numbers, from 0; each may be made when it is first read."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int, /) -> Record: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Clusters:
    """Groups of record numbers (from 0), one group for each paper, and the pairs left to a person; both sorted."""

    groups: tuple[tuple[int, ...], ...]
    unsure: tuple[tuple[int, int, Match], ...]
    evidence: Mapping[tuple[int, int], Match]  # of the pairs that are the same paper, where they were compared
    # The same of pairs of known records that are one paper, for the papers of some records; compared when it is asked for.
    explain: Callable[[Iterable[int]], Mapping[tuple[int, int], Match]] = field(compare=False, repr=False)


def match(a: Record, b: Record) -> Match:
    """Return the verdict on two records with its evidence, in any order."""
    left, right = traits(a), traits(b)
    comparison = compare(left, right)
    if left.title and right.title:
        return decide(left, right, comparison)
    return decide_untitled(comparison)


def cluster(
    records: Numbered,
    *,
    known: Sequence[str | None] = (),
    same: Iterable[tuple[int, int]] = (),
    different: Iterable[tuple[int, int]] = (),
    signatures: Sequence[Signature | None] = (),
) -> Clusters:
    """Group the records of each paper; the order of the records does not matter.

    ``known`` has one entry for each record: the key of the paper that it already belongs to, or None. Records of one
    known paper start together, and two known papers are never joined. ``same`` and ``different`` are pairs of record
    numbers (from 0) that a person decided.

    Only pairs with a record that is not known are compared. A known record is read only if it may be in such a pair,
    which its signature tells where ``signatures`` has it.
    """
    nothing = [None] * len(records)
    return _Clustering(records, known or nothing, same, different, signatures or nothing).run()


class _Lazy(dict[S, T]):
    """What is made of each record or title, when it is first needed."""

    def __init__(self, make: Callable[[S], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, one: S) -> T:
        made = self[one] = self._make(one)
        return made


class _Clustering:
    """The state of one clustering: which records are together, and why."""

    def __init__(
        self,
        records: Numbered,
        known: Sequence[str | None],
        same: Iterable[tuple[int, int]],
        different: Iterable[tuple[int, int]],
        signatures: Sequence[Signature | None],
    ) -> None:
        self.known = known
        self.traits: _Lazy[int, Traits] = _Lazy(lambda number: traits(records[number]))
        # The order and rank of a record do not depend on its place in the list.
        self.order: _Lazy[int, tuple[object, ...]] = _Lazy(
            lambda number: (known[number] or "", *sortable(records[number], self.traits[number]), number)
        )
        self.rank: dict[int, int] = {}
        self.signatures = [one or signature(self.traits[number]) for number, one in enumerate(signatures)]
        self.candidates = Candidates(self.signatures, self.traits, self.order.__getitem__)
        self.groups = Groups(known, different, self.traits)
        self.fresh = {number for number, key in enumerate(known) if not key}
        self.decided = list(same)
        self.verdicts: dict[tuple[int, int], Match] = {}
        self.unsure: dict[tuple[int, int], Match] = {}
        self.doubt: dict[tuple[int, int], int] = {}  # how many fields contradict
        self.frequency: _Lazy[str, int] = _Lazy(self.counted)
        self.columns: _Lazy[str, bool] = _Lazy(self.recurring)

    def run(self) -> Clusters:
        """Join by known papers, by a person's decisions, by titles, by abstracts: in this order."""
        self.place(number for pair in self.decided for number in pair)
        for a, b in sorted(self.decided, key=lambda pair: self.ranks(*pair)):
            self.groups.join(a, b)
        self.by_title()
        self.by_abstract()
        return Clusters(
            groups=tuple(sorted(tuple(sorted(group)) for group in self.groups.members.values())),
            unsure=tuple(sorted(self.questions(), key=lambda one: one[:2])),
            evidence=self.verdicts,
            explain=self.explain,
        )

    def questions(self) -> Iterator[tuple[int, int, Match]]:
        """Yield the questions for a person: for two groups, the pair with the fewest contradictions."""
        asked: set[frozenset[int]] = set()
        for a, b in sorted(self.unsure, key=lambda one: (self.doubt.get(one, 0), self.ranks(*one))):
            pair = frozenset({self.groups.of[a], self.groups.of[b]})
            title = self.traits[a].title
            # Nobody can say which of so many records under one title are the same paper.
            hopeless = title == self.traits[b].title and self.frequency[title] > BLOCK
            if len(pair) == 2 and pair not in asked and not hopeless and not self.groups.forbidden(*pair):
                asked.add(pair)
                yield min(a, b), max(a, b), self.unsure[a, b]

    def counted(self, title: str) -> int:
        """Return how many groups have a title."""
        named = (
            one for one in self.candidates.under(title) if any(form.folded == title for form in self.traits[one].titles)
        )
        return len({self.groups.of[number] for number in named})

    def place(self, numbers: Iterable[int]) -> None:
        """Give ranks to more records; the ranks of others move, but their order stays."""
        ordered = sorted(self.rank.keys() | set(numbers), key=self.order.__getitem__)
        self.rank = {number: place for place, number in enumerate(ordered)}

    def ranks(self, a: int, b: int) -> tuple[int, int]:
        """Return a sort key for a pair, the same for both orders."""
        one, other = sorted((self.rank[a], self.rank[b]))
        return one, other

    def by_title(self) -> None:
        """Join records with titles, the pairs with the most evidence first, unless any member contradicts."""
        found: list[tuple[int, int, int, Match]] = []
        titled = {number for number in self.fresh if self.signatures[number].titled}
        for a, b, comparison, verdict in self.compared(
            self.candidates.by_block(titled) | self.candidates.by_text(titled)
        ):
            if verdict.verdict == "same":
                found.append((-len(comparison.agreements), a, b, verdict))
            elif verdict.verdict == "unsure":
                self.unsure[a, b] = verdict
                self.doubt[a, b] = len(comparison.contradictions)
        for _, a, b, verdict in sorted(found, key=lambda one: (one[0], self.ranks(one[1], one[2]))):
            if self.groups.of[a] == self.groups.of[b] or self.compatible(a, b):
                self.groups.join(a, b)
                self.verdicts[min(a, b), max(a, b)] = verdict
            else:
                self.unsure[a, b] = replace(verdict, verdict="unsure")

    def compared(self, pairs: Collection[tuple[int, int]]) -> Iterator[tuple[int, int, Comparison, Match]]:
        """Yield each pair of titled records, ordered by rank, with what was found."""
        self.place(number for pair in pairs for number in pair)
        self.candidates.look_up_titles({self.traits[number].title for pair in pairs for number in pair})
        ranked = sorted((sorted(pair, key=self.rank.__getitem__) for pair in pairs), key=lambda pair: self.ranks(*pair))
        for a, b in ranked:
            comparison = compare(self.traits[a], self.traits[b])
            recurring = self.columns[self.traits[a].title] or self.columns[self.traits[b].title]
            yield a, b, comparison, decide(self.traits[a], self.traits[b], comparison, recurring=recurring)

    def recurring(self, title: str) -> bool:
        """Whether several papers share a title: three records under it are of different years, issues or people.

        This finds columns (Editor's notes) without a list of their titles.
        """
        seen: list[int] = []
        for number in sorted(self.candidates.under(title), key=self.order.__getitem__):
            if self.traits[number].title == title and all(map(partial(self.are_two, number), seen)):
                seen.append(number)
                if len(seen) == RECURRING:
                    return True
        return False

    def are_two(self, a: int, b: int) -> bool:
        """Whether two records under one title are of different years, issues or people, and not known as one paper."""
        return (not self.known[a] or self.known[a] != self.known[b]) and apart(self.traits[a], self.traits[b])

    def explain(self, numbers: Iterable[int]) -> dict[tuple[int, int], Match]:
        """Return the evidence between known records of one paper, for the papers of some records."""
        groups = {self.groups.of[number] for number in numbers}
        own = {number for group in groups for number in self.groups.members[group] if self.known[number]}
        titled = {number for number in own if self.signatures[number].titled}
        texts = Counter(self.groups.of[number] for number in titled if self.signatures[number].phrases)
        several = {number for number in titled if texts[self.groups.of[number]] > 1}
        pairs = self.candidates.by_block(titled) | {
            (min(number, other), max(number, other))
            for number, near in self.candidates.near(several)
            for other, shared in near
            if shared.same
        }
        pairs = {(a, b) for a, b in pairs if {a, b} <= titled and self.groups.of[a] == self.groups.of[b]}
        return {(min(a, b), max(a, b)): found for a, b, _, found in self.compared(pairs) if found.verdict == "same"}

    def by_abstract(self) -> None:
        """Join each record without a title to the paper with the most similar abstract, if one is ahead; else to each other."""
        loose = {number for number in self.fresh if not self.signatures[number].titled}
        drafts = {n for n, key in enumerate(self.known) if key and not self.signatures[n].titled}
        texts = {
            # A titled record is compared with drafts, which are known by their abstracts alone.
            number: [other for other, _ in likeliest if number in loose or other in drafts]
            for number, likeliest in self.candidates.near(self.fresh if drafts else loose)
        }
        stubs = {
            number: others for number, others in self.candidates.stubs() if not self.fresh.isdisjoint((number, *others))
        }
        near: dict[int, list[tuple[int, Comparison]]] = {}
        for found in (texts, stubs):
            numbers = [number for number, others in found.items() if others]
            self.place(chain(numbers, *(found[number] for number in numbers)))
            for number in sorted(numbers, key=self.rank.__getitem__):
                near[number] = [(other, compare(self.traits[number], self.traits[other])) for other in found[number]]
        # First with papers that have a title or are known, then with other untitled records: the paper itself goes first.
        for number, others in near.items():
            self.settle(number, [one for one in others if one[0] not in loose], loose)
        for number, others in near.items():
            self.settle(number, others, loose)

    def settle(self, number: int, found: list[tuple[int, Comparison]], loose: Collection[int]) -> None:
        """Join a record with the group of the best match, or ask; the next best group must be ``LEAD`` behind."""
        best: dict[int, tuple[int, Comparison]] = {}
        for other, comparison in sorted(found, key=lambda one: (-one[1].abstract.share, self.rank[one[0]])):
            best.setdefault(self.groups.of[other], (other, comparison))
        own = best.pop(self.groups.of[number], None)
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
            self.groups.join(number, other)
            self.verdicts[min(number, other), max(number, other)] = verdict
        elif verdict.verdict != "different":
            self.unsure[number, other] = replace(verdict, verdict="unsure")

    def compatible(self, a: int, b: int) -> bool:
        """Whether the groups of two records may become one: no two members contradict each other."""
        left, right = self.groups.of[a], self.groups.of[b]
        if self.groups.forbidden(left, right):
            return False
        (one, titles), (other, other_titles) = self.groups.printed(left), self.groups.printed(right)
        if len(one | other) > max(WAYS, len(one), len(other)):
            return False
        shared = not titles.isdisjoint(other_titles)
        return all(
            not contrary(self.traits[a], self.traits[b], title_shared=shared)
            or is_version(self.traits[a], self.traits[b], self.groups.versions(left))
            or is_version(self.traits[b], self.traits[a], self.groups.versions(right))
            for a in one
            for b in other
        )
