"""Builds the lineage of a family: its papers from old to new, what each builds on, and lines between them.

The family's papers and those of other families that they are tied to are rows. Without relations, it is a list with dates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.site.views import room
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card, Chip
from generator.site.views.colours import GREY, colours, top
from generator.site.views.lanes import Layout, Place, lay_out
from generator.site.views.relations import CITES, LINES, SIDES, Statement, relatives

MOST = 60  # rows; more would be unreadable
GUESTS = 12  # papers of other families
SAID = 12  # other papers named in a row


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a row says about another paper: ``how`` as a verb."""

    how: str
    other: Chip
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A row: a paper, ``guest`` if it is of another family, and where to draw it, None in a list without lines."""

    card: Card
    guest: bool
    colour: int
    said: tuple[Said, ...]
    unsaid: int  # what else it says; the paper's page has more of it
    place: Place | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lineage:
    """A family's papers by date, drawn with lines if there are relations. ``cut`` papers are left out."""

    steps: tuple[Step, ...]
    lanes: int  # 0 without lines
    families: tuple[tuple[Chip, int], ...]  # with their colours
    grey: str  # what grey means, if it is used
    lines: tuple[tuple[str, str], ...]  # the styles of lines, and what they mean
    left_out: int  # relations for which there is no room
    citations: int  # among these papers, where no file states a relation
    cited: int  # those that are drawn
    cut: int
    cut_guests: int

    @property
    def is_related(self) -> bool:
        """Whether lines show relations, not only citations."""
        return any(style != CITES for style, _ in self.lines)

    @property
    def takes(self) -> float:
        """Return which share of a page it takes."""
        nodes, texts = 0, []
        for step in self.steps:
            lines = len(step.place.bends) + len(step.place.trunks) if step.place else 0
            nodes += 9 + (step.card.status is not None) + lines + 2 * len(step.said)
            texts += [
                step.card.short,
                step.card.stamp * 2,
                step.card.path,
                "=" * (250 + 130 * lines + 60 * len(step.said)),
            ]
            texts += [text for one in step.said for text in (one.how, one.other.name, one.other.path, one.why)]
        return room.share(nodes, 0, texts)


def lineage(shelf: Shelf, family: str) -> Lineage | None:
    """Return the lineage of a family; None if there is nothing to put in order."""
    members = shelf.members["families", family]
    stated = [one for key in members for one in (*shelf.stated[key], *shelf.stated_of[key])]
    if len(members) < 2 and not stated:
        return None
    keys = _rows(shelf, members, stated)
    strangers = {key for one in stated for key in (one.paper, one.other)}.difference(members)
    row = {key: number for number, key in enumerate(keys)}
    inside = set(members)
    drawn = [one for one in dict.fromkeys(stated) if one.paper in row and one.other in row]
    ties = {(row[one.paper], row[one.other]): one.line for one in reversed(drawn)}
    cited = _citations(shelf, row, ties)
    leading = _leading(cited, ties, len(keys))
    layout = lay_out(len(keys), {**ties, **dict.fromkeys(leading, CITES)})
    of = _families(shelf, family, keys, inside)
    tree = shelf.trees["families"]
    shown = _in_order(shelf, family, of.values())
    hues = colours(tree, (*shown, top(tree, family)))  # its own colour goes to no other family, if there are enough
    said = {key: tuple(_said(shelf, key, None if key in inside else inside)) for key in keys}
    return Lineage(
        steps=tuple(
            Step(
                card=shelf.cards[key],
                guest=key not in inside,
                colour=hues.get(of[key], GREY),
                said=said[key][:SAID],
                unsaid=max(len(said[key]) - SAID, 0),
                place=layout.places[row[key]] if layout else None,
            )
            for key in keys
        ),
        lanes=layout.lanes if layout else 0,
        families=tuple((shelf.chip("families", one), hue) for one, hue in hues.items() if hue != GREY and one in shown),
        grey=_grey(of.values(), hues),
        lines=_lines(layout),
        left_out=layout.left_out if layout else 0,
        citations=len(cited),
        cited=len(leading) - layout.uncited if layout else 0,
        cut=len(inside - row.keys()),
        cut_guests=len(strangers - row.keys()),
    )


def _rows(shelf: Shelf, members: Sequence[str], stated: Iterable[Statement]) -> list[str]:
    """Return the papers to show, oldest first; if there are too many, those with the most relations, then citations."""
    ties = Counter(key for one in dict.fromkeys(stated) for key in (one.paper, one.other))
    inside = set(members)
    cited = Counter(other for key in members for other in shelf.citations.cites.get(key, ()) if other in inside)

    def rank(key: str) -> tuple[int, str]:
        return (-ties[key], key)

    guests = sorted((key for key in ties if key not in inside), key=rank)[:GUESTS]
    newest = members[::-1]
    own = sorted(newest, key=lambda key: (-ties[key], -cited[key]))[: MOST - len(guests)]
    return sorted((*own, *guests), key=shelf.sort_key)


def _citations(shelf: Shelf, row: Mapping[str, int], ties: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the pairs of rows of which one cites the other, the upper one first, without those that are tied."""
    pairs = ((row[key], row[other]) for key in row for other in shelf.citations.cites.get(key, ()) if other in row)
    return {(min(pair), max(pair)) for pair in pairs} - {(min(pair), max(pair)) for pair in ties}


def _leading(cited: Collection[tuple[int, int]], ties: Iterable[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Return the pairs that no chain of shorter lines connects: with all of them, a picture is a tangle."""
    related: dict[int, set[int]] = defaultdict(set)
    for tie in ties:
        related[max(tie)].add(min(tie))
    light: dict[int, set[int]] = defaultdict(set)
    for upper, lower in cited:
        light[lower].add(upper)
    above: list[set[int]] = []  # the rows to which lines lead from each
    kept = []
    for lower in range(count):
        reached = related[lower].union(*(above[upper] for upper in related[lower]))
        for upper in sorted(light[lower], reverse=True):
            if upper not in reached:
                kept.append((upper, lower))
                reached |= {upper, *above[upper]}
        above.append(reached)
    return kept


def _families(shelf: Shelf, family: str, keys: Sequence[str], inside: set[str]) -> dict[str, str]:
    """Return the family that gives each paper its colour: of a member the subfamily, of a guest its own, "" for none."""
    children = shelf.trees["families"].children(family)
    branches = {child: set(shelf.members["families", child]) for child in children}
    found = {}
    for key in keys:
        own = next((chip.path.partition("/")[2] for chip in shelf.cards[key].families), "")
        branch = next((child for child in children if key in branches[child]), family)
        found[key] = branch if key in inside else own
    return found


def _in_order(shelf: Shelf, family: str, found: Iterable[str]) -> list[str]:
    """Return the families of a picture: this one, its subfamilies, then the others in the order of their tree."""
    tree, present = shelf.trees["families"], set(found)
    return [one for one in dict.fromkeys((family, *tree.children(family), *tree.order())) if one in present]


def _grey(found: Iterable[str], hues: Mapping[str, int]) -> str:
    grey = {family for family in found if hues.get(family, GREY) == GREY}
    return " or ".join(["another family"] * any(grey) + ["no family"] * ("" in grey))


def _said(shelf: Shelf, key: str, about: set[str] | None) -> Iterator[Said]:
    """Yield what a paper says about others, or about some of them."""
    for side, found in relatives(shelf.stated[key], ()):
        for one in found:
            if about is None or one.key in about:
                card, how = shelf.cards[one.key], one.how or SIDES[side]
                yield Said(how=how[:1].lower() + how[1:], other=Chip(name=card.named, path=card.path), why=one.why)


def _lines(layout: Layout | None) -> tuple[tuple[str, str], ...]:
    used = {line.style for place in layout.places for line in place.bends} if layout else set()
    return tuple((style, words) for style, words in LINES.items() if style in used)
