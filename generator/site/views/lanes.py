"""Lays out rows like a commit graph: from top to bottom, with a lane for each row that others are tied to.

A row may be any number of pixels high, because its text wraps: all that bends is at its top, and what passes is straight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.site.views.relations import CITES

DOT, LANE, MARGIN = 18, 14, 9  # CSS pixels: the middle of a dot below the top of its row, between lanes, beside them
MOST = 7  # lanes; more would leave no room for text on a phone
FEW = 4  # lanes of a picture that shows mostly citations; beside relations, they may take one more


@dataclass(frozen=True, kw_only=True, slots=True)
class Bend:
    """A line from the top of a row to its dot: an SVG path. ``source`` is the number of the row from which it comes."""

    d: str
    source: int
    style: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Trunk:
    """A straight line from the dot of its row, or from the top of a row that it passes, to the bottom."""

    x: int
    top: int
    source: int
    style: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What to draw in a row: the dot's position, and the lines."""

    x: int
    bends: tuple[Bend, ...]
    trunks: tuple[Trunk, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """All rows, the number of lanes, and the numbers of relations and of citations for which there is no room."""

    places: tuple[Place, ...]
    lanes: int
    left_out: int
    uncited: int


def lay_out(count: int, ties: Mapping[tuple[int, int], str]) -> Layout | None:
    """Place ``count`` rows. ``ties`` gives the style of each line by the numbers of its two rows. None without lines.

    A line is always drawn from the upper row to the lower one. If there is no room for all, the longest are left out, and
    citations first, which make the picture hardly wider. The first style of a pair counts.
    """
    lines: dict[tuple[int, int], str] = {}
    for (one, other), style in ties.items():
        if one != other:
            lines.setdefault((min(one, other), max(one, other)), style)
    if not lines:
        return None
    shortest = sorted(lines, key=lambda line: (line[1] - line[0], line))
    relations = [line for line in shortest if lines[line] != CITES]
    citations = [line for line in shortest if lines[line] == CITES]
    related = _fitting(count, (), relations, MOST)
    wide = max(_lanes(count, related)) + 1 if related else 0
    kept = _fitting(count, related, citations, min(max(wide + 1, FEW), MOST))
    lanes, styles = _lanes(count, kept), {line: lines[line] for line in kept}
    return Layout(
        places=tuple(_place(row, lanes, styles) for row in range(count)),
        lanes=max(lanes) + 1,
        left_out=len(relations) - len(related),
        uncited=len(citations) + len(related) - len(kept),
    )


def _fitting(
    count: int, kept: Sequence[tuple[int, int]], more: Sequence[tuple[int, int]], most: int
) -> list[tuple[int, int]]:
    """Return the lines that are kept and as many more, the first ones, as the lanes hold, in order."""
    number = len(more)
    while number and max(_lanes(count, sorted((*kept, *more[:number])))) >= most:
        number -= max(1, number // 10)
    return sorted((*kept, *more[:number]))


def _lanes(count: int, lines: Sequence[tuple[int, int]]) -> list[int]:
    """Give each row the first free lane. A row keeps its lane until the last row below that it is connected to.

    That last row takes over the lane, so that a line of descent is straight.
    """
    last: dict[int, int] = {}
    above: dict[int, list[int]] = {}
    for upper, lower in lines:
        last[upper] = max(last.get(upper, 0), lower)
        above.setdefault(lower, []).append(upper)
    lanes: list[int] = []
    held: dict[int, int] = {}
    for row in range(count):
        ended = [lane for lane, holder in held.items() if last[holder] <= row]
        inherited = [lanes[upper] for upper in above.get(row, ()) if lanes[upper] in ended]
        for lane in ended:
            del held[lane]
        lanes.append(min(inherited, default=min(set(range(len(held) + 1)) - set(held))))
        if row in last:
            held[lanes[row]] = row
    return lanes


def _place(row: int, lanes: Sequence[int], styles: Mapping[tuple[int, int], str]) -> Place:
    passing = {upper: _style(upper, row, styles) for upper, lower in styles if upper <= row < lower}
    return Place(
        x=_x(lanes[row]),
        bends=tuple(
            Bend(d=_bend(_x(lanes[upper]), _x(lanes[row])), source=upper, style=style)
            for (upper, lower), style in styles.items()
            if lower == row
        ),
        trunks=tuple(
            Trunk(
                x=_x(lanes[upper]),
                top=DOT if upper == row else 0,
                source=upper,
                style=style,
            )
            for upper, style in passing.items()
        ),
    )


def _style(upper: int, row: int, styles: Mapping[tuple[int, int], str]) -> str:
    """Return how the trunk of an upper row is drawn in a row: as its relations are, or plain if they differ.

    Below the last of them, only citations are left.
    """
    related = {line: style for line, style in styles.items() if line[0] == upper and style != CITES}
    if all(lower <= row for _, lower in related):
        return CITES
    found = set(related.values())
    return found.pop() if len(found) == 1 else "builds"


def _x(lane: int) -> int:
    return MARGIN + lane * LANE


def _bend(x: int, to_x: int) -> str:
    """Return a line from the top of a row to its dot, down and then across."""
    if x == to_x:
        return f"M{x} 0V{DOT}"
    return f"M{x} 0C{x} {DOT} {to_x} 0 {to_x} {DOT}"
