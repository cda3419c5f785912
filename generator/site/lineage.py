"""Lays a family's papers out as a picture: oldest on top, a lane for each paper that others build on, like a commit graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROW, LANE, MARGIN = 34, 18, 14  # CSS pixels
MOST = 60  # rows; a picture with more is a wall


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
    """A row placed: its centre in pixels, its lane, and in words what it follows from."""

    stop: Stop
    x: int
    y: int
    lane: int
    after: tuple[Stop, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """One line: an SVG path, and the lane that gives its colour. ``family`` marks descent of families, not of papers."""

    d: str
    lane: int
    family: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A drawn lineage; ``left`` is where labels begin, ``cut`` how many papers did not fit."""

    dots: tuple[Dot, ...]
    strokes: tuple[Stroke, ...]
    left: int
    height: int
    cut: int


def draw(stops: Sequence[Stop], after: Mapping[str, Sequence[str]], *, cut: int = 0) -> Picture | None:
    """Place ``stops``, oldest first; ``after`` names for each key those that it follows from. None if nothing is tied.

    A tie to a later row (dates do lie at times) is not drawn.
    """
    row = {stop.key: number for number, stop in enumerate(stops)}
    sources = {
        stop.key: tuple(dict.fromkeys(k for k in after.get(stop.key, ()) if k in row and row[k] < row[stop.key]))
        for stop in stops
    }
    if not any(sources.values()):
        return None
    last: dict[str, int] = {}  # the row of the last follower: so long a paper keeps its lane
    for key, before in sources.items():
        for source in before:
            last[source] = max(last.get(source, 0), row[key])
    lane = _lanes(stops, sources, last)
    widest = max(lane.values())
    by_key = {stop.key: stop for stop in stops}
    dots = tuple(
        Dot(
            stop=stop,
            x=_x(lane[stop.key]),
            y=_y(number),
            lane=lane[stop.key],
            after=tuple(by_key[k] for k in sources[stop.key]),
        )
        for number, stop in enumerate(stops)
    )
    strokes = tuple(
        Stroke(
            d=_curve(lane[source], row[source], lane[key], row[key]),
            lane=lane[source],
            family="family" in (by_key[source].kind, by_key[key].kind),
        )
        for key, before in sources.items()
        for source in before
    )
    return Picture(dots=dots, strokes=strokes, left=_x(widest) + MARGIN, height=len(stops) * ROW, cut=cut)


def _lanes(stops: Sequence[Stop], sources: Mapping[str, Sequence[str]], last: Mapping[str, int]) -> dict[str, int]:
    """Give each row the first lane that nobody holds; a last follower takes over the lane of what it follows from."""
    lane: dict[str, int] = {}
    held: dict[int, str] = {}
    for number, stop in enumerate(stops):
        ended = [at for at, holder in held.items() if last[holder] <= number]
        inherited = [lane[k] for k in sources[stop.key] if lane[k] in ended]
        for at in ended:
            del held[at]
        free = min(set(range(len(held) + 1)) - set(held))
        lane[stop.key] = min(inherited, default=free)
        if stop.key in last:
            held[lane[stop.key]] = stop.key
    return lane


def _x(lane: int) -> int:
    return MARGIN + lane * LANE


def _y(row: int) -> int:
    return row * ROW + ROW // 2


def _curve(lane: int, row: int, to_lane: int, to_row: int) -> str:
    """Go down the lane of the source and turn into the follower on the last step."""
    x, y, to_x, to_y = _x(lane), _y(row), _x(to_lane), _y(to_row)
    if x == to_x:
        return f"M{x} {y}V{to_y}"
    return f"M{x} {y}V{to_y - ROW}C{x} {to_y - ROW // 3} {to_x} {to_y - 2 * ROW // 3} {to_x} {to_y}"
