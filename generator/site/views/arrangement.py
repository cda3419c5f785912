"""Indexes the catalogue for the pages: order of papers, members of families and topics, relations, sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from generator.model import Catalogue, Label, Name, Node, NodeKind, Paper, Step, Taxonomy
from generator.site.views import (
    citation_network,
    dates,
    last_checked,
    leaderboards,
    mentions,
    paper_card,
    relations,
    venues,
)
from generator.site.views.authorship import Person, gather, signatures
from generator.site.views.cards import Card, Chip, When
from generator.site.views.citation_network import CitationNetwork
from generator.site.views.disagreements import Printed
from generator.site.views.last_checked import LastChecked
from generator.site.views.leaderboards import Board
from generator.site.views.mentions import Mention
from generator.site.views.relations import SIDES, Relative, Side, Statement
from generator.site.views.venues import Venue
from generator.taxonomy.tree import Tree
from generator.text.benchmarks import Triple

T = TypeVar("T")
Labels = Mapping[str, tuple[Label, ...]]
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W?[A-Z0-9])")


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The catalogue with its indexes. Keys are sorted oldest first, undated papers last."""

    catalogue: Catalogue
    labels: Labels
    keys: tuple[str, ...]
    cards: Mapping[str, Card]
    records: Mapping[str, Sequence[Printed]]  # earliest first
    mentions: Mapping[str, tuple[Mention, ...]]
    signed: Mapping[Name, Sequence[str]]  # the papers of each spelling of a name
    people: Mapping[Name, Person]  # by each spelling of a name
    venues: Mapping[str, Venue]  # by the venue that a card shows
    boards: Mapping[Triple, Board]  # by folded benchmark, metric and setting
    members: Mapping[tuple[NodeKind, str], tuple[str, ...]]  # a parent's members include those of its children
    trees: Mapping[NodeKind, Tree]
    stated: Mapping[str, tuple[Statement, ...]]  # what each paper's file says of others
    stated_of: Mapping[str, tuple[Statement, ...]]  # what others say of each paper
    citations: CitationNetwork

    def nodes(self, kind: NodeKind) -> Mapping[str, Node]:
        """Return the families or the topics."""
        return self.catalogue.taxonomy.families if kind == "families" else self.catalogue.taxonomy.topics

    def chip(self, kind: NodeKind, node: str) -> Chip:
        """Return the link to a node's page, with its number of papers."""
        return Chip(name=self.nodes(kind)[node].name, path=f"{kind}/{node}", count=len(self.members[kind, node]))

    def relatives(self, key: str) -> Iterator[tuple[Side, tuple[Relative, ...]]]:
        """Yield the papers on each side of a paper's relations, oldest first."""
        for side, found in relations.relatives(self.stated[key], self.stated_of[key]):
            yield side, tuple(sorted(found, key=lambda one: self.sort_key(one.key)))

    def relations(self, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the name of each of a paper's relations to other papers, with their keys, oldest first."""
        yield from ((SIDES[side], tuple(one.key for one in found)) for side, found in self.relatives(key))

    @cached_property
    def steps(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps of each reading path: each paper of the shelf once, by the key that it has now."""
        papers = self.catalogue.papers
        now = {former: key for key, paper in papers.items() for former in paper.former_keys if former not in papers}
        found = {}
        for name, path in self.catalogue.paths.items():
            steps: dict[str, Step] = {}
            for step in path.steps:
                key = now.get(step.paper, step.paper)
                if key in papers:
                    steps.setdefault(key, step.model_copy(update={"paper": key}))
            found[name] = tuple(steps.values())
        return {name: tuple(steps) for name, steps in found.items() if steps}

    @cached_property
    def briefs(self) -> Mapping[str, Card]:
        """The cards for rows of lists."""
        return {key: card.brief for key, card in self.cards.items()}

    @cached_property
    def renown(self) -> Mapping[str, int]:
        """The place of each paper if those come first that most papers here cite, and newer ones before older ones."""
        ranked = sorted(self.newest(self.keys), key=lambda key: -self.citations.count(key))
        return {key: place for place, key in enumerate(ranked)}

    def source_name(self, stem: str) -> str:
        """Return how readers see the source with this ledger; "" for "", the paper's own file."""
        return mentions.source_name(self.catalogue.ledgers[stem]) if stem else ""

    def unsorted(self, kind: NodeKind) -> tuple[str, ...]:
        """Return the papers that are in no family, or have no topic."""
        return tuple(key for key in self.keys if not getattr(self.cards[key], kind))

    @cached_property
    def checked(self) -> LastChecked:
        """When the papers were last checked, and which of their links no longer work."""
        return last_checked.gather(self.catalogue.watch, self.catalogue.papers)

    @cached_property
    def paths_of(self) -> Mapping[str, Mapping[str, int]]:
        """For each paper the reading paths that it is in, and the number of its step there."""
        found: dict[str, dict[str, int]] = {}
        for name, steps in self.steps.items():
            for number, step in enumerate(steps, start=1):
                found.setdefault(step.paper, {})[name] = number
        return found

    def span(self, keys: Sequence[str]) -> str:
        """Return the range of years of papers that are in the order of the shelf, so that only the ends are looked at."""
        years = (self.cards[key].when for key in keys)
        back = (self.cards[key].when for key in reversed(keys))
        return dates.span(next((when for when in ends if when.year), When()) for ends in (years, back))

    def newest(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Return papers that are in the order of the shelf newest first; undated ones stay last."""
        dated = [key for key in reversed(keys) if self.cards[key].when.iso]
        return (*dated, *(key for key in keys if not self.cards[key].when.iso))

    def sort_key(self, key: str) -> tuple[str, str]:
        """Return a paper's sort key: its date, then its key."""
        return order(self.cards[key].when, key)


_NOTHING = Shelf(
    catalogue=Catalogue(root=Path()),
    labels={},
    keys=(),
    cards={},
    records={},
    mentions={},
    signed={},
    people={},
    venues={},
    boards={},
    members={},
    trees={"families": Tree({}), "topics": Tree({})},
    stated={},
    stated_of={},
    citations=CitationNetwork(),
)


def order(date: When, key: str) -> tuple[str, str]:
    """Return the sort key of a paper: its date, undated last, then its key."""
    return (date.iso or "9999", key)


def arrange(catalogue: Catalogue, labels: Labels, before: Shelf | None = None) -> Shelf:
    """Index the catalogue, in time linear in papers, records and labels.

    What an earlier shelf made from the same objects (papers, ledgers, taxonomy) is taken over; the result is the same.
    """
    papers, old = catalogue.papers, before or _NOTHING
    trees = old.trees if catalogue.taxonomy is old.catalogue.taxonomy else _trees(catalogue.taxonomy)
    records, mentioned = _printed(catalogue, old)
    fresh = {
        key
        for key, paper in papers.items()
        if paper is not old.catalogue.papers.get(key)
        or records[key] is not old.records[key]
        or labels.get(key, ()) != old.labels.get(key, ())
    }
    chips = {kind: paper_card.chips(kind, tree) for kind, tree in trees.items()}
    cards = {
        key: old.cards[key]
        if key not in fresh and trees is old.trees
        else paper_card.card(key, paper, records[key], labels.get(key, ()), chips=chips, families=trees["families"])
        for key, paper in papers.items()
    }
    keys = tuple(sorted(cards, key=lambda key: order(cards[key].when, key)))

    def holds(new: Mapping[str, T], known: Mapping[str, T], part: Callable[[T], object]) -> bool:
        """Whether the papers are in the same order as before, and this part of each is the same."""
        return keys == old.keys and all(part(new[key]) == part(known[key]) for key in fresh)

    signed_before = holds(papers, old.catalogue.papers, lambda paper: paper.authors)
    signed = old.signed if signed_before else signatures(papers, keys)
    venues_before = trees is old.trees and holds(cards, old.cards, lambda card: card.venue)
    boards_before = holds(papers, old.catalogue.papers, lambda paper: paper.results)
    members_before = trees is old.trees and keys == old.keys and all(labels.get(k) == old.labels.get(k) for k in fresh)
    keyed_before = holds(papers, old.catalogue.papers, lambda paper: paper.former_keys)
    cited_before = keyed_before and catalogue.citations == old.catalogue.citations
    stated = relations.statements(papers, keys, _known(papers, old, fresh))
    return Shelf(
        catalogue=catalogue,
        labels=labels,
        keys=keys,
        cards=cards,
        records=records,
        mentions=mentioned,
        signed=signed,
        people=old.people if signed_before else gather(signed, keys),
        venues=old.venues if venues_before else venues.gather(cards, keys),
        boards=old.boards if boards_before else leaderboards.gather(papers, keys),
        members=old.members if members_before else _members(keys, labels, trees),
        trees=trees,
        stated=stated,
        stated_of=relations.inverse(stated),
        citations=old.citations if cited_before else citation_network.index(catalogue.citations, papers, keys),
    )


def _trees(taxonomy: Taxonomy) -> dict[NodeKind, Tree]:
    return {"families": Tree(taxonomy.families), "topics": Tree(taxonomy.topics)}


def _printed(catalogue: Catalogue, old: Shelf) -> tuple[dict[str, Sequence[Printed]], dict[str, tuple[Mention, ...]]]:
    """Return what sources printed about each paper, for programs and for readers."""
    touched = mentions.changed(catalogue.ledgers, old.catalogue.ledgers)
    kept = {key for key in catalogue.papers if key in old.records and key not in touched}
    found = mentions.gather(catalogue.ledgers.values(), catalogue.papers.keys() - kept)
    records: dict[str, Sequence[Printed]] = {}
    mentioned: dict[str, tuple[Mention, ...]] = {}
    for key in catalogue.papers:
        if key in kept:
            records[key], mentioned[key] = old.records[key], old.mentions[key]
        else:
            lines = found.get(key, ())
            records[key] = [(ledger.date, mentions.source_name(ledger), record) for ledger, record in lines]
            mentioned[key] = mentions.mentions(lines)
    return records, mentioned


def _known(papers: Mapping[str, Paper], old: Shelf, fresh: AbstractSet[str]) -> dict[str, tuple[Statement, ...]]:
    """Return what papers say of others as far as it is known: nothing if other papers can be named now."""
    before = old.catalogue.papers
    if [*papers] != [*before] or any(papers[key].former_keys != before[key].former_keys for key in fresh):
        return {}
    return {key: said for key, said in old.stated.items() if key not in fresh}


def _members(
    keys: Sequence[str], labels: Labels, trees: Mapping[NodeKind, Tree]
) -> dict[tuple[NodeKind, str], tuple[str, ...]]:
    lines: dict[tuple[NodeKind, str], list[tuple[NodeKind, str]]] = {
        (kind, node): [(kind, one) for one in (node, *tree.ancestors(node))]
        for kind, tree in trees.items()
        for node in tree.nodes
    }
    members: dict[tuple[NodeKind, str], dict[str, None]] = {place: {} for place in lines}
    for key in keys:
        for label in labels.get(key, ()):
            for place in lines.get((label.kind, label.node), ()):
                members[place][key] = None
    return {place: tuple(found) for place, found in members.items()}


def lead(text: str) -> str:
    """Return the first sentence."""
    return _SENTENCE.split(" ".join(text.split()), maxsplit=1)[0]
