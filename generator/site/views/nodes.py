"""Builds the views of families and topics: one page each, and the lists of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model import NodeKind
from generator.site.views import citation_lists, room, unsorted
from generator.site.views.arrangement import Shelf, lead
from generator.site.views.cards import Card, Chip, Group
from generator.site.views.citation_lists import CitedCard
from generator.site.views.contribute import EditLinks, Repository
from generator.site.views.lineage import Lineage, lineage
from generator.site.views.paging import INDEX, MOST, ListView, Pager, numbered, titled

NAMES: dict[NodeKind, tuple[str, str]] = {
    "families": ("Families", "Groups of papers that build on one another or come from one line of work."),
    "topics": ("Topics", "What the papers are about. A paper can have more than one topic."),
}


_PAPERS = Chip(name="Papers", path="")
CHILDREN = 60  # subfamilies or subtopics named on a page


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeView(ListView):
    """The page of a family or a topic."""

    kind: str  # Family or Topic
    index: Chip
    paragraphs: tuple[str, ...]
    parents: tuple[Chip, ...]
    children: tuple[Chip, ...]  # of many the largest
    children_left: int
    count: int
    span: str
    edit_links: EditLinks
    most_cited: tuple[CitedCard, ...]
    lineage: Lineage | None = None
    embed: str = ""  # the HTML with which another site shows the list

    @property
    def above(self) -> float:
        """Return which share of the first page is taken by the description, the children, the most cited papers and the lineage."""
        texts = (*self.paragraphs, *(f"{one.name}{one.path}" for one in self.children))
        below = room.share(3 * len(self.children), 100 * len(self.children), texts)
        return below + citation_lists.takes(self.most_cited) + (self.lineage.takes if self.lineage else 0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeCard:
    """A family or topic in a list; ``depth`` counts those above it, ``inside`` says how many are below it.

    ``above`` names its parent if that is not at the top of its tree.
    ``lead`` is the first sentence of its description, "" if it has none.
    """

    name: str
    path: str
    lead: str
    count: int
    span: str
    depth: int
    inside: str
    above: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexView:
    """A page of the list of all families or all topics."""

    name: str
    kind: NodeKind
    path: str
    lead: str
    nodes: tuple[NodeCard, ...]
    pager: Pager | None  # None if all are on this page
    unsorted: Chip | None = None

    @property
    def has_branches(self) -> bool:
        """Return whether any node in the list is below another one."""
        return any(card.depth for card in self.nodes)

    @property
    def title(self) -> str:
        """Return the page's title, with its number if it is not the first."""
        return titled(self.name, self.pager)


def index_views(shelf: Shelf, kind: NodeKind) -> Iterator[IndexView]:
    """Yield the pages that list all families or all topics."""
    name, text = NAMES[kind]
    for path, pager, parts in numbered([("", node_cards(shelf, kind))], kind, MOST, _takes, INDEX):
        nodes = tuple(card for _, cards in parts for card in cards)
        yield IndexView(
            name=name, kind=kind, path=path, lead=text, nodes=nodes, pager=pager, unsorted=unsorted.chip(shelf, kind)
        )


def _takes(card: NodeCard) -> float:
    """Return which share of a page a family or topic takes in the list."""
    formulas = room.of_formulas(card.lead)
    return room.share(
        9 + formulas,
        250 + room.FORMULA * formulas,
        (card.path, card.name, card.lead, card.span, card.inside, card.above),
    )


def node_lists(shelf: Shelf, kind: NodeKind) -> dict[str, int]:
    """Return the paths of the pages of families or topics, and how many papers each lists."""
    return {f"{kind}/{node}": len(shelf.members[kind, node]) for node in shelf.trees[kind].nodes}


def node_view(shelf: Shelf, kind: NodeKind, node: str, repository: Repository, embed: str = "") -> NodeView:
    """Return a family's page with papers oldest first, or a topic's page grouped by family and newest first."""
    tree, about = shelf.trees[kind], shelf.trees[kind].nodes[node]
    children = [chip for chip in (shelf.chip(kind, child) for child in tree.children(node)) if chip.count]
    largest = set(sorted(children, key=lambda chip: -chip.count)[:CHILDREN])
    members = shelf.members[kind, node]
    if kind == "families":
        groups: tuple[Group, ...] = (Group(name="Papers", path="", cards=tuple(shelf.cards[key] for key in members)),)
    else:
        groups = _by_family(shelf, members)
    return NodeView(
        kind="Family" if kind == "families" else "Topic",
        name=about.name,
        path=f"{kind}/{node}",
        index=Chip(name=NAMES[kind][0], path=kind),
        paragraphs=tuple(re.split(r"\n\s*\n", about.description)) if about.description else (),
        parents=tuple(shelf.chip(kind, parent) for parent in tree.parents(node)),
        children=tuple(chip for chip in children if chip in largest),
        children_left=len(children) - len(largest),
        groups=groups if members else (),
        count=len(members),
        span=shelf.span(members),
        edit_links=repository.of_node(kind, node, about.name),
        most_cited=citation_lists.most_cited(shelf, members),
        lineage=lineage(shelf, node) if kind == "families" else None,
        embed=embed,
    )


def _by_family(shelf: Shelf, keys: Iterable[str]) -> tuple[Group, ...]:
    """Group papers, newest first, by their first family in the order of the taxonomy; papers without a family come last.

    Where most have none, all are one group: a few families would stand before everything that is new.
    """
    loose = unsorted.chip(shelf, "families") or _PAPERS
    found: dict[str, list[Card]] = {}
    names: dict[str, str] = {}
    cards = [shelf.cards[key] for key in reversed(list(keys))]
    for card in cards:
        family = next(iter(card.families), loose)
        names[family.path] = family.name
        found.setdefault(family.path, []).append(card)
    if 2 * len(found.get(loose.path, ())) > len(cards):
        return (Group(name=_PAPERS.name, path=_PAPERS.path, cards=tuple(cards)),)
    places = {f"families/{node}": place for place, node in enumerate(shelf.trees["families"].order())}
    return tuple(
        Group(name=names[path], path=path, cards=tuple(found[path]))
        for path in sorted(found, key=lambda path: places.get(path, len(places)))
    )


def node_cards(shelf: Shelf, kind: NodeKind) -> tuple[NodeCard, ...]:
    """Return the families or the topics with papers as they appear in lists, in the order of their tree."""
    tree = shelf.trees[kind]
    listed = [node for node in tree.order() if shelf.members[kind, node]]
    below = Counter(above for node in listed for above in tree.ancestors(node))
    return tuple(
        NodeCard(
            name=tree.nodes[node].name,
            path=f"{kind}/{node}",
            lead=lead(tree.nodes[node].description),
            count=len(shelf.members[kind, node]),
            span=shelf.span(shelf.members[kind, node]),
            depth=min(len(tree.ancestors(node)), 3),
            inside=_inside(kind, below[node]),
            above=next((tree.nodes[one].name for one in tree.parents(node) if tree.parents(one)), ""),
        )
        for node in listed
    )


def _inside(kind: NodeKind, count: int) -> str:
    one, many = ("subfamily", "subfamilies") if kind == "families" else ("subtopic", "subtopics")
    return f"{count} {one if count == 1 else many}" if count else ""
