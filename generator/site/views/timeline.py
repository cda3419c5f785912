"""Draws charts of the shelf: a band per family, years from left to right, and a dot per paper or a circle per year.

A small shelf shows every paper with its name; a large one counts the papers per family and year, or decade. Lines show which
families belong together, and which papers build on or are compared with each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from generator.site.views import periods, room, unsorted
from generator.site.views.arrangement import Shelf
from generator.site.views.canvas import Band, Canvas, Mark, Tick
from generator.site.views.cards import Card
from generator.site.views.colours import GREY, colours, top
from generator.site.views.edges import edges
from generator.site.views.periods import Periods
from generator.text.maths import plain

WIDE = 1080  # CSS pixels
MARGIN, TOP, STEP, LABEL, GAP, INDENT = 14, 30, 24, 24, 10, 16
LETTER = 6.6  # average width in pixels of a letter at a font size of 12 pixels
EACH = 150  # papers drawn one by one; if there are more, they are counted
BANDS = 60  # the largest families; smaller ones are left out
FULL = 0.7  # of a page, which the bands may take
SMALL, LARGE = 10, 16  # radius of the smallest and largest circle
ALL = "All papers"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """A family to draw: its key, its depth in the tree, and its dated papers."""

    node: str  # "" for none
    depth: int
    colour: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Axis:
    """Years from left to right."""

    first: int
    last: int
    start: int  # pixels

    def x(self, iso: str) -> float:
        """Return the position of a date. A date with only a year is in the middle of the year."""
        year, month, day = ([int(part) for part in iso.split("-")] + [0, 0])[:3]
        part = (month - 1 + (day - 0.5) / 31 if day else month - 0.5) / 12 if month else 0.5
        return round(self.start + (year - self.first + part) * self.width, 1)

    def middle(self, year: int, step: int) -> float:
        """Return the middle of some years, as far as they are on the axis."""
        first, last = max(year, self.first), min(year + step, self.last + 1)
        return round(self.start + ((first + last) / 2 - self.first) * self.width, 1)

    def start_of(self, year: int) -> float:
        """Return the position of the start of a year."""
        return round(self.start + (year - self.first) * self.width, 1)

    @property
    def width(self) -> float:
        """Return the width of a year in pixels."""
        return (WIDE - MARGIN - self.start) / (self.last - self.first + 1)

    def ticks(self) -> Iterator[int]:
        """Yield the years to label, spaced so that labels do not overlap."""
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 10_000) if step * self.width >= 40)
        yield from (year for year in range(self.first, self.last + 1) if year % step == 0 or step == 1)


def overview(shelf: Shelf) -> Canvas | None:
    """Draw the whole shelf; None if no paper has a date."""
    rows, cut = _rows(shelf)
    counted = sum(len(row.cards) for row in rows) > EACH
    canvas = _chart(shelf, rows, counted=counted)
    return canvas and replace(canvas, edges=edges(shelf, canvas, [row.cards for row in rows]), cut=cut)


def timeline(shelf: Shelf) -> Canvas | None:
    """Draw how many papers each top-level family has per year, with the total on top; None if no paper has a date."""
    tree = shelf.trees["families"]
    roots: dict[str, dict[str, Card]] = {node: {} for node in tree.order() if not tree.parents(node)}
    above = {node: [one for one in (node, *tree.ancestors(node)) if one in roots] for node in tree.nodes}
    dated = tuple(shelf.cards[key] for key in shelf.keys if shelf.cards[key].when.iso)
    if not dated:
        return None
    loose = []
    for card in dated:
        found = {one for own in _own(card) for one in above[own]}
        if not found:
            loose.append(card)
        for node in found:
            roots[node][card.key] = card
    kept = _largest({node: tuple(cards.values()) for node, cards in roots.items()}, {}, dated)
    hues = colours(tree, sorted((node for node in roots if node in kept), key=lambda node: -len(roots[node])))
    rows = [
        _Row(node=node, depth=0, colour=hues[node], cards=tuple(roots[node].values())) for node in roots if node in kept
    ]
    if loose:
        rows.append(_Row(node="", depth=0, colour=GREY, cards=tuple(loose)))
    canvas = _chart(shelf, [_Row(node=ALL, depth=0, colour=GREY, cards=dated), *rows], counted=True, years=True)
    shown = {card.key for row in rows for card in row.cards}
    return canvas and replace(canvas, cut=len(dated) - len(shown))


def _own(card: Card) -> list[str]:
    return [chip.path.partition("/")[2] for chip in card.families]


def _rows(shelf: Shelf) -> tuple[list[_Row], int]:
    """Return families in tree order, each paper in its first family, and the number of papers left out."""
    tree = shelf.trees["families"]
    cards: dict[str, list[Card]] = {node: [] for node in (*tree.order(), "")}
    for key in shelf.keys:
        card = shelf.cards[key]
        if card.when.iso:
            cards[next(iter(_own(card)), "")].append(card)
    kept = _largest(cards, {node: tree.ancestors(node) for node in tree.nodes}, [*chain(*cards.values())])
    roots = {node: top(tree, node) for node in tree.order() if node in kept}
    sizes: Counter[str] = Counter()
    for node, root in roots.items():
        sizes[root] += len(cards[node])
    hues = colours(tree, [root for root, _ in sizes.most_common()])
    rows = [
        _Row(
            node=node,
            depth=min(len(tree.ancestors(node)), 3) if node else 0,
            colour=hues[roots[node]] if node else GREY,
            cards=tuple(cards[node]),
        )
        for node in (*tree.order(), "")
        if node in kept
    ]
    return rows, sum(len(cards[node]) for node in cards if node not in kept)


def _largest(
    cards: Mapping[str, Sequence[Card]], above: Mapping[str, Sequence[str]], dated: Sequence[Card]
) -> list[str]:
    """Return the families with the most papers and those above them, as many as there is room for, but one at least."""
    if not dated:
        return []
    spans = periods.of(int(card.when.year) for card in dated)
    width = len({spans.start(int(card.when.year)) for card in dated})
    kept: dict[str, None] = {}
    full = 0.0
    for node in sorted((node for node in cards if cards[node]), key=lambda node: -len(cards[node]))[:BANDS]:
        more = [one for one in (node, *above.get(node, ())) if one not in kept]
        for one in more:
            marks = len({spans.start(int(card.when.year)) for card in cards[one]})
            full += room.share(10 * marks + width + 8, 600 * marks + 35 * width + 500, ())
        if kept and full > FULL:
            break
        kept |= dict.fromkeys(more)
    return list(kept)


def _chart(shelf: Shelf, rows: Sequence[_Row], *, counted: bool, years: bool = False) -> Canvas | None:
    """Place bands from top to bottom. ``years``: circles link to the year's page, otherwise to the family's papers in it."""
    dates = [card.when.iso for row in rows for card in row.cards]
    if not dates:
        return None
    start = MARGIN + INDENT * max(row.depth for row in rows) + STEP
    axis = _Axis(first=int(min(dates)[:4]), last=int(max(dates)[:4]), start=start)
    spans = periods.of((axis.first, axis.last)) if counted else Periods(first=axis.first, last=axis.last, step=1)
    most = max(max(_counts(row, spans).values(), default=0) for row in rows)
    loose = unsorted.chip(shelf, "families")
    bands, y = [], TOP
    for row in rows:
        known = row.node not in {"", ALL}
        path = f"families/{row.node}" if known else "" if row.node or not loose else loose.path
        name = shelf.nodes("families")[row.node].name if known else row.node or (loose.name if loose else ALL)
        if counted:
            marks, deep = (
                list(
                    _circles(
                        row,
                        axis,
                        spans,
                        y + LABEL,
                        name=name,
                        family="" if years or not known else row.node,
                        most=most,
                    )
                ),
                bool(row.cards) + 0.5,
            )
        else:
            marks, deep = _dots(row, axis, y + LABEL)
        bands.append(
            Band(
                name=name,
                path=path,
                x=MARGIN + INDENT * row.depth,
                y=y + LABEL // 2,
                colour=row.colour,
                marks=tuple(marks),
                total=row.node == ALL,
            )
        )
        y += LABEL + int(deep * STEP) + GAP
    return Canvas(
        bands=tuple(bands),
        edges=(),
        ticks=tuple(
            Tick(
                x=axis.x(f"{year:04}"),
                line=axis.start_of(year),
                year=str(year),
                path=f"years/{year}" if str(year) in _years(rows) else "",
            )
            for year in axis.ticks()
        ),
        height=y,
        counted=counted,
        undated=sum(not card.when.iso for card in shelf.cards.values()),
        cut=0,
        periods=spans,
    )


def _years(rows: Sequence[_Row]) -> set[str]:
    return {card.when.year for row in rows for card in row.cards}


def _counts(row: _Row, spans: Periods) -> Counter[int]:
    """Return the number of papers of each period, by its first year."""
    return Counter(spans.start(int(card.when.year)) for card in row.cards)


def _circles(row: _Row, axis: _Axis, spans: Periods, top: int, *, name: str, family: str, most: int) -> Iterator[Mark]:
    """Yield a circle per year or period; its area depends on the number of papers."""
    for start, count in sorted(_counts(row, spans).items()):
        papers, year = "1 paper" if count == 1 else f"{count} papers", spans.name(start)
        yield Mark(
            x=axis.middle(start, spans.step),
            y=top + STEP // 2 + 2,
            label=str(count),
            description=f"{name}, {year}: {papers}",
            path=spans.path(start, family),
            year=year,
            count=count,
            radius=SMALL + round((LARGE - SMALL) * (count / most) ** 0.5),
        )


def _dots(row: _Row, axis: _Axis, top: int) -> tuple[list[Mark], int]:
    """Return a labelled dot per paper, each on the first line with room for it, and the number of lines."""
    ends: list[float] = []
    marks = []
    for card in row.cards:
        x, width = axis.x(card.when.iso), LETTER * len(card.named) + STEP
        left = x + width > WIDE and x > width
        start, end = (x - width, x + STEP // 2) if left else (x - STEP // 2, x + width)
        line = next((number for number, free in enumerate(ends) if free <= start), len(ends))
        ends[line : line + 1] = [end]
        marks.append(
            Mark(
                x=x,
                y=top + line * STEP + STEP // 2,
                label=card.named,
                description=f"{plain(card.headline)}, {card.when.shown}",
                path=card.path,
                year=card.when.year,
                left=left,
                off=card.is_off,
            )
        )
    return marks, len(ends)
