"""Lays out a family's papers like a commit graph: from top to bottom, with a lane for each paper that others build on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROW, LANE, MARGIN = 34, 18, 14  # CSS pixels
MOST = 60  # rows; more would be unreadable


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """A row to draw. ``kind`` is paper, guest (a paper of another family) or family."""

    key: str
    label: str
    path: str
    year: str
    kind: str = "paper"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """A row with its position in pixels, its lane, and the rows that it follows from."""

    stop: Stop
    x: int
    y: int
    lane: int
    after: tuple[Stop, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """A line: an SVG path, and the lane that gives its colour. ``family``: one end is a family, not a paper."""

    d: str
    lane: int
    family: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LineageGraph:
    """A lineage graph. ``left`` is where the labels begin, ``cut`` the number of papers that did not fit."""

    dots: tuple[Dot, ...]
    strokes: tuple[Stroke, ...]
    left: int
    height: int
    cut: int


def draw(stops: Sequence[Stop], after: Mapping[str, Sequence[str]], *, cut: int = 0) -> LineageGraph | None:
    """Place ``stops`` from top to bottom. ``after`` gives the keys that each key follows from. None if there are no lines.

    A line is always drawn from the upper row to the lower one, whichever follows from the other.
    """
    row = {stop.key: number for number, stop in enumerate(stops)}
    by_key = {stop.key: stop for stop in stops}
    before = {
        stop.key: tuple(by_key[k] for k in dict.fromkeys(after.get(stop.key, ())) if k in row and k != stop.key)
        for stop in stops
    }
    edges = sorted(
        {tuple(sorted((row[key], row[source.key]))) for key, sources in before.items() for source in sources}
    )
    if not edges:
        return None
    lane = _lanes(len(stops), edges)
    dots = tuple(
        Dot(stop=stop, x=_x(lane[number]), y=_y(number), lane=lane[number], after=before[stop.key])
        for number, stop in enumerate(stops)
    )
    strokes = tuple(
        Stroke(
            d=_curve(lane[upper], upper, lane[lower], lower),
            lane=lane[upper],
            family="family" in (stops[upper].kind, stops[lower].kind),
        )
        for upper, lower in edges
    )
    return LineageGraph(dots=dots, strokes=strokes, left=_x(max(lane)) + MARGIN, height=len(stops) * ROW, cut=cut)


def _lanes(count: int, edges: Sequence[tuple[int, ...]]) -> list[int]:
    """Give each row the first free lane. A row keeps its lane until the last row below that it is connected to.

    That last row takes over the lane, so that a line of descent is straight.
    """
    last: dict[int, int] = {}
    above: dict[int, list[int]] = {}
    for upper, lower in edges:
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


def _x(lane: int) -> int:
    return MARGIN + lane * LANE


def _y(row: int) -> int:
    return row * ROW + ROW // 2


def _curve(lane: int, row: int, to_lane: int, to_row: int) -> str:
    """Return a line down the lane of the upper row, which bends to the lower row at the end."""
    x, y, to_x, to_y = _x(lane), _y(row), _x(to_lane), _y(to_row)
    if x == to_x:
        return f"M{x} {y}V{to_y}"
    return f"M{x} {y}V{to_y - ROW}C{x} {to_y - ROW // 3} {to_x} {to_y - 2 * ROW // 3} {to_x} {to_y}"
