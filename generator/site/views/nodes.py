"""Builds the views of families and topics: one page each, and the lists of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model import NodeKind
from generator.site.views.arrangement import Shelf, lead
from generator.site.views.cards import Card, Chip, Group
from generator.site.views.contribute import EditLinks, Repository
from generator.site.views.dates import span
from generator.site.views.lineage import MOST, LineageGraph, Stop, draw
from generator.site.views.paging import ListView

NO_FAMILY = "No family"
NAMES: dict[NodeKind, tuple[str, str]] = {
    "families": ("Families", "Groups of related models that build on one another or come from one line of work."),
    "topics": ("Topics", "What the papers are about. A paper can have more than one topic."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeView(ListView):
    """The page of a family or a topic."""

    kind: str  # Family or Topic
    index: Chip
    paragraphs: tuple[str, ...]
    parents: tuple[Chip, ...]
    children: tuple[Chip, ...]
    count: int
    span: str
    edit_links: EditLinks
    picture: LineageGraph | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeCard:
    """A family or topic in a list; ``depth`` counts its parents, ``lead`` is the first sentence of its description."""

    name: str
    path: str
    lead: str
    count: int
    span: str
    depth: int


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexView:
    """The page that lists all families or all topics."""

    name: str
    path: str
    lead: str
    nodes: tuple[NodeCard, ...]


def index_view(shelf: Shelf, kind: NodeKind) -> IndexView:
    """Return the page that lists all families or all topics."""
    name, text = NAMES[kind]
    return IndexView(name=name, path=kind, lead=text, nodes=node_cards(shelf, kind))


def node_view(shelf: Shelf, kind: NodeKind, node: str, repository: Repository) -> NodeView:
    """Return a family's page with papers oldest first, or a topic's page grouped by family and newest first."""
    tree, about = shelf.trees[kind], shelf.trees[kind].nodes[node]
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
        paragraphs=tuple(re.split(r"\n\s*\n", about.description)),
        parents=tuple(shelf.chip(kind, parent) for parent in tree.parents(node)),
        children=tuple(shelf.chip(kind, child) for child in tree.children(node)),
        groups=groups if members else (),
        count=len(members),
        span=span(shelf.cards[key].when for key in members),
        edit_links=repository.of_node(kind, node, about.name),
        picture=_picture(shelf, node) if kind == "families" else None,
    )


def _by_family(shelf: Shelf, keys: Iterable[str]) -> tuple[Group, ...]:
    """Group papers, newest first, by their first family in the order of the taxonomy; papers without a family come last."""
    found: dict[str, list[Card]] = {}
    names: dict[str, str] = {}
    for key in reversed(list(keys)):
        card = shelf.cards[key]
        family = next(iter(card.families), Chip(name=NO_FAMILY, path=""))
        names[family.path] = family.name
        found.setdefault(family.path, []).append(card)
    places = {f"families/{node}": place for place, node in enumerate(shelf.trees["families"].order())}
    return tuple(
        Group(name=names[path], path=path, cards=tuple(found[path]))
        for path in sorted(found, key=lambda path: places.get(path, len(places)))
    )


def node_cards(shelf: Shelf, kind: NodeKind) -> tuple[NodeCard, ...]:
    """Return the families or the topics as they appear in lists, in the order of their tree."""
    tree = shelf.trees[kind]
    return tuple(
        NodeCard(
            name=tree.nodes[node].name,
            path=f"{kind}/{node}",
            lead=lead(tree.nodes[node].description),
            count=len(shelf.members[kind, node]),
            span=span(shelf.cards[key].when for key in shelf.members[kind, node]),
            depth=min(len(tree.ancestors(node)), 3),
        )
        for node in tree.order()
    )


def _picture(shelf: Shelf, node: str) -> LineageGraph | None:
    """Draw a family's papers, the papers they build on (also from other families), and the families above and below.

    Subfamilies follow one another, sorted by their oldest paper. A paper that builds on no paper of its subfamily is connected
    to the subfamily itself.
    """
    tree, members = shelf.trees["families"], shelf.members["families", node]
    rows, cut = _rows(shelf, members)
    inside = set(members)
    parents = tree.parents(node)
    children = [child for child in tree.children(node) if child not in parents]  # both: a cycle
    after: dict[str, tuple[str, ...]] = {key: shelf.catalogue.papers[key].builds_on for key in rows}
    stops = []
    if parents or children:
        stops = [_family_stop(shelf, family) for family in (*parents, node)]
        after[stops[-1].key] = tuple(stop.key for stop in stops[:-1])
    branches = {child: set(shelf.members["families", child]) for child in children}
    placed: dict[str, list[str]] = {node: []}
    for key in rows:
        placed.setdefault(next((child for child in children if key in branches[child]), node), []).append(key)
    for branch, keys in placed.items():
        stop = _family_stop(shelf, branch)
        if branch != node:
            after[stop.key] = (f"families/{node}",)
            stops.append(stop)
        for key in keys:
            if key in inside and not any(base in keys for base in after[key]):
                after[key] = (*after[key], stop.key)
            stops.append(_paper_stop(shelf, key, inside))
    return draw(stops, after, cut=cut)


def _rows(shelf: Shelf, members: Sequence[str]) -> tuple[list[str], int]:
    """Return the papers to draw, oldest first, and the number of members left out if there are too many."""
    papers, inside = shelf.catalogue.papers, set(members)
    guests = {base for key in members for base in papers[key].builds_on if base in shelf.cards} - inside
    rows = sorted(inside | guests, key=shelf.sort_key)
    if len(rows) <= MOST:
        return rows, 0
    kept = sorted(rows, key=lambda key: (len(shelf.built_on_by[key]), shelf.sort_key(key)), reverse=True)[:MOST]
    return sorted(kept, key=shelf.sort_key), len(inside - set(kept))


def _family_stop(shelf: Shelf, family: str) -> Stop:
    chip = shelf.chip("families", family)
    return Stop(key=f"families/{family}", label=chip.name, path=chip.path, year="", kind="family")


def _paper_stop(shelf: Shelf, key: str, inside: set[str]) -> Stop:
    card = shelf.cards[key]
    kind = "paper" if key in inside else "guest"
    return Stop(key=key, label=card.short, path=card.path, year=card.when.year, kind=kind)
