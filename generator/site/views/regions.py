"""The regions of the map: each paper is in one, which is its first family, or else a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from generator.model import NodeKind
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Chip
from generator.site.views.colours import GREY, colours, top
from generator.site.views.proximity import ties
from generator.taxonomy.tree import Tree

LEAST = 2  # papers of a region
MOST = 40  # regions; papers of smaller ones go to the family above, to a topic, or to the rest


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A family or topic with the papers that the map shows in it, oldest first; without a path it holds the rest."""

    chip: Chip
    colour: int
    keys: tuple[str, ...]
    above: str  # the path of the family at the top, or its own

    @property
    def words(self) -> str:
        """Return its name with its number of papers."""
        return f"{self.chip.name}, {len(self.keys)} paper{'' if len(self.keys) == 1 else 's'}"


def regions(shelf: Shelf) -> tuple[Region, ...]:
    """Return the regions in the order of the taxonomy, the rest last; each paper is in exactly one."""
    place = {key: next((chip.path for chip in shelf.cards[key].families), "") for key in shelf.keys}
    for kind in ("families", "topics"):
        if kind == "topics":
            place |= {key: _topic(shelf, key) for key, path in place.items() if not path}
        _fold(shelf, place)
    found: dict[str, list[str]] = {path: [] for path in (*_paths(shelf), "")}
    for key in shelf.keys:
        found[place[key]].append(key)
    tree = shelf.trees["families"]
    above = {path: _above(tree, path) for path in found}
    hues = _hues(shelf, {path: len(keys) for path, keys in found.items() if keys}, above)
    return tuple(
        Region(chip=_chip(shelf, path, len(keys)), colour=hues.get(path, GREY), keys=tuple(keys), above=above[path])
        for path, keys in found.items()
        if keys
    )


def pulls_between(shelf: Shelf, found: Sequence[Region]) -> dict[tuple[int, int], float]:
    """Return how close pairs of regions are, by their numbers: 1 is the closest pair.

    Ties between their papers count, papers that could be in both, and a family above both.
    """
    number = {key: place for place, region in enumerate(found) for key in region.keys}
    of = {region.chip.path: place for place, region in enumerate(found)}
    pulls: dict[tuple[int, int], float] = {}

    def add(one: int, other: int, weight: float) -> None:
        if one != other:
            pair = (min(one, other), max(one, other))
            pulls[pair] = pulls.get(pair, 0.0) + weight

    for key, others in ties(shelf).items():
        for other, weight in others.items():
            if key < other:
                add(number[key], number[other], weight)
    for key, place in number.items():
        card = shelf.cards[key]
        for chip in (*card.families, *card.topics):
            if chip.path in of:
                add(place, of[chip.path], 1.0)
    scaled = {(a, b): pull / sqrt(len(found[a].keys) * len(found[b].keys)) for (a, b), pull in sorted(pulls.items())}
    most = max(scaled.values(), default=1.0)
    scaled = {pair: pull / most for pair, pull in scaled.items()}
    for (a, mine), (b, theirs) in combinations(enumerate(found), 2):
        if mine.above == theirs.above:
            scaled[a, b] = 1.0
    return scaled


def legend(shelf: Shelf, found: Sequence[Region]) -> tuple[tuple[Chip, int], ...]:
    """Return the families at the top with their colours, if a colour stands for several regions; otherwise none."""
    hues = {region.above: region.colour for region in found if region.colour != GREY}
    if len({*hues.values()}) < 2 or len(hues) == sum(region.colour != GREY for region in found):
        return ()
    return tuple((_chip(shelf, path, 0), colour) for path, colour in hues.items())


def _paths(shelf: Shelf) -> Iterator[str]:
    for kind, tree in shelf.trees.items():
        yield from (f"{kind}/{node}" for node in tree.order())


def _topic(shelf: Shelf, key: str) -> str:
    """Return the topic with the most papers, so that few regions are small; "" without one."""
    topics = [chip.path for chip in shelf.cards[key].topics]
    return max(topics, key=lambda path: (len(shelf.members["topics", _node(path)]), path), default="")


def _fold(shelf: Shelf, place: dict[str, str]) -> None:
    """Give the papers of regions that are small, or too many, to the family above, or to none."""
    tree = shelf.trees["families"]
    for path in reversed([*_paths(shelf)]):  # subfamilies come before the families above them
        sizes = Counter(place.values())
        kept = {one for one, _ in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]}
        if path in sizes and (sizes[path] < LEAST or path not in kept):
            parents = tree.parents(_node(path)) if path.startswith("families/") else ()
            into = f"families/{parents[0]}" if parents else ""
            place.update((key, into) for key, one in [*place.items()] if one == path)


def _above(tree: Tree, path: str) -> str:
    return f"families/{top(tree, _node(path))}" if path.startswith("families/") else path


def _hues(shelf: Shelf, sizes: Mapping[str, int], above: Mapping[str, str]) -> dict[str, int]:
    """Return the colour of each region: that of the family at the top, or its own if all have the same above them."""
    kind: NodeKind = "families" if any(path.startswith("families/") for path in sizes) else "topics"
    of = {path: above[path] for path in sizes if path.startswith(kind)}
    of = of if len({*of.values()}) > 1 else {path: path for path in of}
    total: Counter[str] = Counter()
    for path, one in of.items():
        total[one] += sizes[path]
    found = colours(shelf.trees[kind], _nodes(sorted(total, key=lambda one: (-total[one], one))))
    return {path: found[_node(one)] for path, one in of.items()}


def _nodes(paths: Iterable[str]) -> list[str]:
    return [_node(path) for path in paths]


def _node(path: str) -> str:
    return path.partition("/")[2]


def _chip(shelf: Shelf, path: str, count: int) -> Chip:
    if path:
        kind: NodeKind = "families" if path.startswith("families/") else "topics"
        return Chip(name=shelf.nodes(kind)[_node(path)].name, path=path, count=count)
    return Chip(name="Papers" if count == len(shelf.keys) else "Other papers", path="", count=count)
