"""Builds the views that list papers: home, families, topics and years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.model import NodeKind
from generator.site.dates import month, span
from generator.site.lineage import MOST, Picture, Stop, draw
from generator.site.mending import Repository
from generator.site.pictures import timeline, whole
from generator.site.series import series
from generator.site.shelving import Shelf, lead
from generator.site.views import (
    Card,
    Chip,
    Group,
    HomeView,
    IndexView,
    NodeCard,
    NodeView,
    PicturesView,
    YearsView,
    YearView,
)

NEWEST = 6  # papers on the home page
RISING = 40  # papers with an upvote chart
UNDATED = "Undated"
NO_FAMILY = "No family"
NAMES: dict[NodeKind, tuple[str, str]] = {
    "families": ("Families", "Groups of related models that build on one another or come from one line of work."),
    "topics": ("Topics", "What the papers are about. A paper can have more than one topic."),
}


def home_view(shelf: Shelf, *, name: str, intro: str) -> HomeView:
    """Return the home page."""
    families, topics = (_node_cards(shelf, kind) for kind in NAMES)
    years = _years(shelf)
    sources = len(shelf.catalogue.ledgers)
    dated = [key for key in shelf.keys if shelf.cards[key].when.iso]
    counts = (
        Chip(name="paper" if len(shelf.keys) == 1 else "papers", path="browse", count=len(shelf.keys)),
        Chip(name="family" if len(families) == 1 else "families", path="families", count=len(families)),
        Chip(name="topic" if len(topics) == 1 else "topics", path="topics", count=len(topics)),
        Chip(name="year" if len(years) == 1 else "years", path="years", count=len(years)),
        Chip(name="source" if sources == 1 else "sources", path="", count=sources),
    )
    return HomeView(
        name=name,
        intro=intro,
        counts=tuple(chip for chip in counts if chip.count),
        newest=tuple(shelf.cards[key] for key in reversed(dated[-NEWEST:])),
        families=tuple(card for card in families if card.count and not card.depth),
        topics=tuple(sorted((card for card in topics if card.count), key=lambda card: (-card.count, card.name))),
    )


def index_view(shelf: Shelf, kind: NodeKind) -> IndexView:
    """Return the page that lists all families or all topics."""
    name, text = NAMES[kind]
    return IndexView(name=name, path=kind, lead=text, nodes=_node_cards(shelf, kind))


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
        ways=repository.of_node(kind, node, about.name),
        picture=_picture(shelf, node) if kind == "families" else None,
    )


def year_views(shelf: Shelf) -> tuple[YearView, ...]:
    """Return the page of each year, newest first, with papers grouped by month."""
    years = _years(shelf)
    chips = [Chip(name=name, path=year_path(name), count=len(cards)) for name, cards in years]
    return tuple(
        YearView(
            name=name,
            path=chips[place].path,
            newer=chips[place - 1] if place else None,
            older=chips[place + 1] if place + 1 < len(chips) else None,
            groups=_by_month(cards),
            count=len(cards),
        )
        for place, (name, cards) in enumerate(years)
    )


def years_view(shelf: Shelf) -> YearsView:
    """Return the page that lists all years, newest first."""
    years = tuple(Chip(name=name, path=year_path(name), count=len(cards)) for name, cards in _years(shelf))
    most = max((year.count for year in years), default=0)
    return YearsView(years=years, most=most, canvas=timeline(shelf) if shelf.trees["families"].nodes else None)


def pictures_view(shelf: Shelf) -> PicturesView:
    """Return the chart of the shelf, and the papers with upvotes from several days, most upvoted first."""
    known = [
        (shelf.cards[key], one) for key in shelf.keys for one in series(shelf.records[key]) if one.name == "Upvotes"
    ]
    rising = sorted(known, key=lambda found: -found[1].points[-1].figure)[:RISING]
    return PicturesView(canvas=whole(shelf), rising=tuple(rising))


def year_path(name: str) -> str:
    """Return the site path of a year's page, or of the page for papers without a date."""
    return f"years/{name.lower()}"


def _years(shelf: Shelf) -> list[tuple[str, list[Card]]]:
    found: dict[str, list[Card]] = {}
    for key in reversed(shelf.keys):
        card = shelf.cards[key]
        found.setdefault(card.when.year or UNDATED, []).append(card)
    if UNDATED in found:
        found[UNDATED] = found.pop(UNDATED)  # last
    return list(found.items())


def _by_month(cards: Sequence[Card]) -> tuple[Group, ...]:
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(month(card.when.iso), []).append(card)
    return tuple(Group(name=name, path="", cards=tuple(group)) for name, group in found.items())


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


def _node_cards(shelf: Shelf, kind: NodeKind) -> tuple[NodeCard, ...]:
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


def _picture(shelf: Shelf, node: str) -> Picture | None:
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
    rows = sorted(inside | guests, key=shelf.place)
    if len(rows) <= MOST:
        return rows, 0
    kept = sorted(rows, key=lambda key: (len(shelf.followers[key]), shelf.place(key)), reverse=True)[:MOST]
    return sorted(kept, key=shelf.place), len(inside - set(kept))


def _family_stop(shelf: Shelf, family: str) -> Stop:
    chip = shelf.chip("families", family)
    return Stop(key=f"families/{family}", label=chip.name, path=chip.path, year="", kind="family")


def _paper_stop(shelf: Shelf, key: str, inside: set[str]) -> Stop:
    card = shelf.cards[key]
    kind = "paper" if key in inside else "guest"
    return Stop(key=key, label=card.short, path=card.path, year=card.when.year, kind=kind)
