"""Ties an import's records to papers: what takes part in matching, which paper each group becomes, what stays open."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import Literal

from generator.content import known_records
from generator.matching import merge
from generator.matching.clusters import Clusters, cluster
from generator.matching.signatures import Signature
from generator.model import Catalogue, Decision, Identifiers, Match, Paper, Question, Record, references
from generator.text import fingerprints, folding
from generator.text.keys import longer_keys, make_key

KEY_LIMIT = 80  # characters, model.Key
LINE = 300  # characters of evidence that a person reads
RENAMED = "one key in a library, other titles"  # the kind of questions that the matcher does not ask by itself


@dataclass(frozen=True, kw_only=True)
class Member:
    """One thing to match: a record, or a version of a paper on the shelf under one of its titles."""

    made: Callable[[], Record]
    ref: str  # its name in questions and decisions: a key, or as in model.references
    key: str | None = None  # the paper that it is tied to
    role: Literal["paper", "new", "waiting", "tied"] = "tied"
    signature: Signature | None = None

    @cached_property
    def record(self) -> Record:
        """Return the record, which is made when it is first needed: most of a shelf is never compared."""
        return self.made()

    def __str__(self) -> str:
        """Return its name in evidence: a paper's key, or a record's position."""
        return self.ref if self.role == "paper" else f"{self.record.source}:{self.record.line}"


class _Records:
    """The records of members, by number."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members

    def __len__(self) -> int:
        return len(self._members)

    def __getitem__(self, number: int) -> Record:
        return self._members[number].record


@dataclass(frozen=True, kw_only=True)
class Ties:
    """The result of matching; members are referred to by number."""

    members: Sequence[Member]
    clusters: Clusters
    papers: Mapping[int, str]  # each member's paper, except those that wait for a person
    fresh: Mapping[str, tuple[int, ...]]  # the members of each new paper, by its key

    def records(self, group: Sequence[int]) -> list[Record]:
        """Return the records of members."""
        return [self.members[number].record for number in group]

    def by_ref(self) -> dict[str, str | None]:
        """Return the paper of each record, by its reference."""
        return {member.ref: self.papers.get(n) for n, member in enumerate(self.members) if member.role != "paper"}

    @cached_property
    def evidence(self) -> dict[tuple[int, ...], tuple[str, ...]]:
        """Return lines that explain why the members of each group with a new one belong together, or are unsure."""
        new = [number for number, member in enumerate(self.members) if member.role == "new"]
        group_of = {number: group for group in self.clusters.groups for number in group}
        lines: dict[tuple[int, ...], list[str]] = {group_of[number]: [] for number in new}
        same = {**self.clusters.explain(new), **self.clusters.evidence}
        for (a, b), found in sorted(same.items(), key=lambda one: one[0]):
            if group_of[a] in lines:
                lines[group_of[a]].append(f"{self.members[a]} = {self.members[b]}: {'; '.join(found.evidence)}")
        for a, b, found in self.clusters.unsure:
            for group in lines.keys() & {group_of[a], group_of[b]}:
                lines[group].append(f"{self.members[a]} ? {self.members[b]}: {'; '.join(found.evidence)}")
        for group in lines:
            lines[group] += sorted(
                f"{member}: imported before"
                for number in group
                if (member := self.members[number]).role == "new" and member.key
            )
        return {group: tuple(some) for group, some in lines.items()}


def tie(
    printed: Mapping[str, Record], shelf: Catalogue, doubts: Iterable[Question] = (), gone: Collection[str] = ()
) -> Ties:
    """Match the records of an import, by reference, with the shelf and with each other.

    ``doubts`` are questions about records that the matcher would not ask; they are asked until a person has answered.
    ``gone`` are the records that their library has no longer, besides those whose ledger says so.
    """
    members = list(_members(printed, shelf, gone))
    clusters = _cluster(members, shelf)
    if asked := [*doubts, *(one for one in shelf.review if one.kind == RENAMED)]:
        clusters = replace(clusters, unsure=(*clusters.unsure, *_doubtful(asked, members, clusters, shelf)))
    papers: dict[int, str] = {}
    loose = []
    for group in clusters.groups:
        if key := next((members[number].key for number in group if members[number].key), None):
            papers |= dict.fromkeys(group, key)
        else:
            loose.append(group)
    fresh = _keys(members, _accepted(members, clusters, loose), shelf)
    for key, group in fresh.items():
        papers |= dict.fromkeys(group, key)
    return Ties(members=members, clusters=clusters, papers=papers, fresh=fresh)


def _doubtful(
    asked: Iterable[Question], members: Sequence[Member], clusters: Clusters, shelf: Catalogue
) -> Iterator[tuple[int, int, Match]]:
    """Yield the pairs of these questions that are still open: nobody has decided, and the record has no paper."""
    numbers: dict[str, int] = {}
    for number, member in enumerate(members):
        numbers.setdefault(member.ref, number)
    group_of = {number: group for group in clusters.groups for number in group}
    decided = {frozenset(decision.pair) for decision in shelf.decisions}
    known = {frozenset((a, b)) for a, b, _ in clusters.unsure}
    for question in asked:
        pair = frozenset(numbers[ref] for ref in question.pair if ref in numbers)
        loose = [one for one in pair if not any(members[number].key for number in group_of[one])]
        if len(pair) == 2 and len(loose) == 1 and frozenset(question.pair) not in decided and pair not in known:
            known.add(pair)
            yield min(pair), max(pair), Match(verdict="unsure", evidence=question.evidence, kind=RENAMED)


def questions(ties: Ties, shelf: Catalogue) -> tuple[Question, ...]:
    """Return the open questions: those of this import, and unanswered ones between papers."""
    found: dict[tuple[str, str], Question] = {}
    for a, b, match in ties.clusters.unsure:
        one, other = sorted(ties.papers.get(number) or ties.members[number].ref for number in (a, b))
        evidence = tuple(folding.clean(line)[:LINE] for line in match.evidence)
        found.setdefault((one, other), Question(pair=(one, other), kind=match.kind or None, evidence=evidence))
    decided = {frozenset(decision.pair) for decision in shelf.decisions}
    for question in shelf.review:
        one, other = sorted(question.pair)
        if {one, other} <= set(shelf.papers) and frozenset(question.pair) not in decided:
            found.setdefault((one, other), question)
    return tuple(question for _, question in sorted(found.items()))


def _members(printed: Mapping[str, Record], shelf: Catalogue, gone: Collection[str]) -> Iterator[Member]:
    """Yield all members: each version of the shelf's papers under each title, ledger records, and new records."""
    renamed = _renamed(shelf)
    signatures = known_records.signatures(shelf)
    before = {
        ref: (ledger, one, signed)
        for stem, ledger in shelf.ledgers.items()
        for ref, one, signed in zip(
            references(stem, ledger.records), ledger.records, signatures[known_records.path(stem)], strict=True
        )
    }
    there = shelf.papers.keys() | renamed.keys() | before.keys() | printed.keys()
    carried_out = [decision for decision in shelf.decisions if there.issuperset(decision.pair)]
    tied = {ref: renamed.get(one.paper, one.paper) for ref, (_, one, _) in before.items() if one.paper}
    decided = {ref for decision in carried_out for ref in decision.pair if not _agrees(decision, ref, tied, renamed)}
    versions = cache(lambda name: known_records.of_paper(shelf.papers[name]))
    for name in shelf.papers:
        for number, signed in enumerate(signatures[name]):
            made = partial(_numbered, versions, name, number)
            yield Member(made=made, ref=name, key=name, role="paper", signature=signed)
    for ref in (*(ref for ref in before if ref not in printed), *printed):
        if ref not in printed and (before[ref][1].gone or ref in gone) and not before[ref][1].paper:
            continue  # nobody needs to decide about it
        key = before[ref][1].paper if ref in before else None
        key = renamed.get(key, key) if key else None
        if key not in shelf.papers or ref in decided:  # what a person decided about is tied again
            key = None
        if ref in printed:
            yield Member(made=partial(printed.__getitem__, ref), ref=ref, key=key, role="new")
        else:
            ledger, one, signed = before[ref]
            made = partial(known_records.of_ledger, ledger, one)
            yield Member(made=made, ref=ref, key=key, role="tied" if key else "waiting", signature=signed)


def _agrees(decision: Decision, ref: str, tied: Mapping[str, str], renamed: Mapping[str, str]) -> bool:
    """Whether a record has the paper that a decision gave it, or one that the decision says nothing about."""
    other = next((one for one in decision.pair if one != ref), ref)
    other, is_record = renamed.get(other, other), "#" in other
    if ref not in tied or is_record:
        return False
    return (tied[ref] == other) == (decision.verdict == "same")


def _numbered(versions: Callable[[str], Sequence[Record]], name: str, number: int) -> Record:
    return versions(name)[number]


def _renamed(shelf: Catalogue) -> dict[str, str]:
    """Return the current key of each former one."""
    return {former: key for key, paper in shelf.papers.items() for former in paper.former_keys}


def _cluster(members: Sequence[Member], shelf: Catalogue) -> Clusters:
    """Group the members, respecting people's decisions."""
    places: dict[str, int] = {}
    for number, member in enumerate(members):
        places.setdefault(member.ref, number)
    places = {former: places[key] for former, key in _renamed(shelf).items()} | places
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for decision in shelf.decisions:
        a, b = (places.get(ref) for ref in decision.pair)
        # Only a person merges two papers of the shelf, never an import.
        if a is not None and b is not None and not (members[a].role == members[b].role == "paper"):
            pairs[decision.verdict].append((a, b))
    return cluster(
        _Records(members),
        known=[member.key for member in members],
        same=pairs["same"],
        different=pairs["different"],
        signatures=[member.signature for member in members],
    )


def _accepted(members: Sequence[Member], clusters: Clusters, loose: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return the groups that become new papers.

    A group that may be the same as a paper waits for a person; of two unsure new groups, the fuller becomes a paper.
    """
    group_of = {number: group for group in clusters.groups for number in group}
    asked: dict[tuple[int, ...], set[tuple[int, ...]]] = defaultdict(set)
    for a, b, _ in clusters.unsure:
        asked[group_of[a]].add(group_of[b])
        asked[group_of[b]].add(group_of[a])
    accepted = set(clusters.groups) - set(loose)
    fresh = []
    for group in sorted(loose, key=lambda one: _rank(members, one)):
        # A fingerprint, which is all that a ledger has of an abstract, cannot name a paper.
        records = (members[number].record for number in group)
        named = any(one.title or one.abstract or one.links or one.identifiers != Identifiers() for one in records)
        if named and asked[group].isdisjoint(accepted):
            accepted.add(group)
            fresh.append(group)
    return fresh


def _rank(members: Sequence[Member], group: Sequence[int]) -> tuple[object, ...]:
    """Return a sort key for new groups: titled ones first, then those that more sources have."""
    date, title, fingerprint = _gist(members, group)
    return not title, -len(group), date, title, fingerprint


def _gist(members: Sequence[Member], group: Sequence[int]) -> tuple[str, str, str]:
    """Return date, folded title and fingerprint of a group, which identify it."""
    records = [members[number].record for number in group]
    dates = [date for record in records if (date := record.posted or record.date)]
    fingerprint = min(record.sketch or fingerprints.fingerprint(record.abstract) for record in records)
    return min(dates, default="9999"), folding.fold(merge.merge(records)[0].title or ""), fingerprint


def _keys(members: Sequence[Member], groups: Sequence[tuple[int, ...]], shelf: Catalogue) -> dict[str, tuple[int, ...]]:
    """Give each new paper an unused key; if two want the same, the older paper gets it, then the first by title."""
    taken = set(shelf.papers) | {former for paper in shelf.papers.values() for former in paper.former_keys}
    keys: dict[str, tuple[int, ...]] = {}
    counts: dict[str, int] = {}
    for group in sorted(groups, key=lambda one: _gist(members, one)):
        paper, _ = merge.merge([members[number].record for number in group])
        key = next(key for key in _candidates(paper, _gist(members, group), counts) if key not in taken)
        taken.add(key)
        keys[key] = group
    return dict(sorted(keys.items()))


def _candidates(paper: Paper, gist: Sequence[str], counts: dict[str, int]) -> Iterator[str]:
    """Yield possible keys for a paper, best first, endlessly; ``counts`` holds the last number of each stem."""
    if paper.title:
        yield from longer_keys(paper.title)
    name = make_key(paper.title or paper.display or "")
    if not name and paper.identifiers.arxiv:
        name = "arxiv-" + re.sub(r"[^a-z0-9]+", "-", paper.identifiers.arxiv)
    name = name or "paper-" + hashlib.blake2b("\n".join(gist).encode(), digest_size=4).hexdigest()
    yield name
    stem = name[: KEY_LIMIT - 10].rstrip("-")
    if paper.date:
        yield f"{stem}-{paper.date[:4]}"
    while True:
        counts[stem] = counts.get(stem, 1) + 1
        yield f"{stem}-{counts[stem]}"
