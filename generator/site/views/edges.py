"""The lines of a chart of the shelf: from families to their parents, and between papers, or circles for several papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.site.views.arrangement import Shelf
from generator.site.views.canvas import Band, Canvas, Edge, Mark
from generator.site.views.cards import Card

COUNTED = 40  # the strongest lines between circles; weaker ones are left out
EACH = 300  # lines between papers that are drawn one by one
ARC = 24  # pixels


def edges(shelf: Shelf, canvas: Canvas, rows: Iterable[Sequence[Card]]) -> tuple[Edge, ...]:
    """Return the lines between families and their parents, then those between papers or circles.

    ``rows`` has the papers of each band.
    """
    places: dict[str, tuple[Mark, Band]] = {}
    for band, cards in zip(canvas.bands, rows, strict=True):
        by_year = {mark.year: mark for mark in band.marks}
        names = (canvas.periods.name(int(card.when.year)) for card in cards)
        marks = [by_year[name] for name in names] if canvas.counted else band.marks
        places |= {card.key: (mark, band) for card, mark in zip(cards, marks, strict=True)}
    found = list(_descents(shelf, {band.path: band for band in canvas.bands}))
    strength: Counter[Edge] = Counter()
    for key in shelf.keys:
        pairs = {
            (one.kind, one.other): one for one in reversed(shelf.stated[key])
        }  # the first of a pair gives its style
        for one in reversed(pairs.values()):
            if key in places and one.other in places and places[key][0] != places[one.other][0]:
                strength[_edge(places[key], places[one.other], one.line)] += 1
    return (*found, *(edge for edge, _ in strength.most_common(COUNTED if canvas.counted else EACH)))


def _descents(shelf: Shelf, bands: Mapping[str, Band]) -> Iterator[Edge]:
    tree = shelf.trees["families"]
    for node in tree.order():
        child = bands.get(f"families/{node}")
        for parent in tree.parents(node):
            above = bands.get(f"families/{parent}")
            if child and above and above.y < child.y:
                yield Edge(
                    d=f"M{above.x} {above.y + 6}V{child.y}H{child.x - 6}",
                    style="family",
                    colour=child.colour,
                    names=(child.name, above.name),
                    paths=(child.path, above.path),
                )


def _edge(one: tuple[Mark, Band], other: tuple[Mark, Band], style: str) -> Edge:
    """Return the line between two marks. It is vertical at both ends, so that it does not cross the labels beside them."""
    (a, band), (b, base) = one, other
    bend = a.y - ARC if a.y == b.y else (a.y + b.y) // 2  # an arc above the band, or a bend half-way
    counted = bool(a.count)
    return Edge(
        d=f"M{b.x:g} {b.y}C{b.x:g} {bend} {a.x:g} {bend} {a.x:g} {a.y}",
        style=style,
        colour=base.colour,
        names=(band.name, base.name) if counted else (a.label, b.label),
        paths=(band.path, base.path) if counted else (a.path, b.path),
    )
