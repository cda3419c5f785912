"""Places papers on the map, so that close ones are near each other.

Regions are discs. Those that are tied are drawn together and kept apart, as discs that do not overlap. Within and between them
each paper is drawn to a place of its own, which follows from its region, topics and key, and to the papers that it is tied to:
a system of springs, which has one solution, whatever the start. Then dots that overlap are pushed apart. So one more paper moves
others little, and all machines find the same places: nothing but the four operations, square roots and rounded constants.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import fsum, sqrt

from generator.site.views.proximity import Ties

Point = tuple[float, float]  # in diameters of a dot

ROUNDS = 40  # in which springs come to rest
APART = 60  # rounds in which dots are pushed apart
ROOM = 0.62  # radius of the disc of one paper
GAP = 1.8  # between the dots of two regions, where 1 is between those of one
NEAR, FAR = 2.0, 0.25  # pull of papers in the same region and in others, where 1 is the pull of a paper's own place
FLAT = 1.6  # how much more the discs are drawn together from above and below than from the sides
TOPICAL = 1.0  # pull of the papers with the same rare topic
EXACT = 9  # digits of constants: the last digits of sines differ between machines


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A paper to place: its region by number, and its topics."""

    key: str
    region: int
    topics: tuple[str, ...]


def placed(
    bodies: Sequence[Body], regions: Sequence[str], pulls: Mapping[tuple[int, int], float], ties: Ties
) -> list[Point]:
    """Return the place of each paper; ``regions`` has their keys, and ``pulls`` how close they are. ``ties`` are normal ones."""
    sizes = [0] * len(regions)
    for body in bodies:
        sizes[body.region] += 1
    radii = [ROOM * sqrt(size) + GAP / 2 for size in sizes]
    number = {body.key: place for place, body in enumerate(bodies)}
    links = [[(number[one], pull) for one, pull in ties.get(body.key, {}).items()] for body in bodies]
    discs = arranged(regions, radii, pulls)
    anchors = _anchors(bodies, discs, radii)
    points = _at_rest(bodies, anchors, links)
    _spread(bodies, points, radii)
    _push_apart(bodies, points)
    return points


def arranged(regions: Sequence[str], radii: Sequence[float], pulls: Mapping[tuple[int, int], float]) -> list[Point]:
    """Return the centres of discs that do not overlap, tied ones near each other."""
    wide = 2 * sqrt(fsum(radius * radius for radius in radii))
    starts = [_direction(_chance(key)[0]) for key in regions]
    points = [(x * wide, y * wide / FLAT) for x, y in starts]
    near: list[list[tuple[int, float]]] = [[] for _ in regions]
    for (one, other), pull in sorted(pulls.items()):
        near[one].append((other, pull))
        near[other].append((one, pull))
    start = list(points)
    for _ in range(ROUNDS):
        for place, found in enumerate(near):
            points[place] = _mean([(start[place], 0.3), *((points[other], pull) for other, pull in found)])
    for turn in range(3 * ROUNDS):
        inward = 0.06 * (1 - turn / (3 * ROUNDS))
        points = [(x * (1 - inward), y * (1 - FLAT * inward)) for x, y in points]
        for _ in range(4):
            for one in range(len(points)):
                for other in range(one):
                    _part(points, one, other, radii[one] + radii[other], radii[other] / (radii[one] + radii[other]))
    return points


def _anchors(bodies: Sequence[Body], discs: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    """Return each paper's own place: on the side of its region on which its topics are in all regions."""
    found = []
    for body in bodies:
        turn, depth = _chance(body.key)
        x, y = _direction(turn)
        own = (x * sqrt(depth), y * sqrt(depth))
        side = _mean([(_direction(_chance(topic)[0]), 1.0) for topic in body.topics] or [((0.0, 0.0), 1.0)])
        centre, radius = discs[body.region], radii[body.region]
        found.append(tuple(c + radius * (0.6 * o + 0.6 * s) for c, o, s in zip(centre, own, side, strict=True)))
    return [(x, y) for x, y in found]


def _at_rest(
    bodies: Sequence[Body], anchors: Sequence[Point], links: Sequence[Sequence[tuple[int, float]]]
) -> list[Point]:
    """Return where springs between papers, and to the middle of the papers with the same topic, come to rest."""
    points = list(anchors)
    of: dict[tuple[int, str], list[int]] = {}
    for place, body in enumerate(bodies):
        for topic in body.topics:
            of.setdefault((body.region, topic), []).append(place)
    pulls = [
        [(other, pull * (NEAR if bodies[other].region == body.region else FAR)) for other, pull in found]
        for body, found in zip(bodies, links, strict=True)
    ]
    for _ in range(ROUNDS):
        middles = {topic: _mean([(points[place], 1.0) for place in some]) for topic, some in of.items()}
        for place, body in enumerate(bodies):
            drawn = [(anchors[place], 1.0)]
            drawn += [(points[other], pull) for other, pull in pulls[place]]
            for topic in body.topics:
                group = (body.region, topic)
                drawn.append((middles[group], TOPICAL / sqrt(len(of[group]))))
            points[place] = _mean(drawn)
    return points


def _spread(bodies: Sequence[Body], points: list[Point], radii: Sequence[float]) -> None:
    """Stretch the papers of each region about their middle until they fill its disc, as springs draw them together."""
    members: list[list[int]] = [[] for _ in radii]
    for place, body in enumerate(bodies):
        members[body.region].append(place)
    for some, radius in zip(members, radii, strict=True):
        if len(some) < 2:
            continue
        x, y = _mean([(points[place], 1.0) for place in some])
        size = sqrt(fsum(_square(points[place][0] - x, points[place][1] - y) for place in some) / len(some))
        by = min(max(0.7 * radius / size, 1.0), 6.0) if size > 1e-6 else 1.0
        for place in some:
            points[place] = (x + by * (points[place][0] - x), y + by * (points[place][1] - y))


def _push_apart(bodies: Sequence[Body], points: list[Point]) -> None:
    """Move dots that overlap away from each other, a little in each round."""
    for _ in range(APART):
        moved = False
        for one, other in _close(points):
            gap = 1.0 if bodies[one].region == bodies[other].region else GAP
            moved |= _part(points, one, other, gap, 0.5)
        if not moved:
            return


def _close(points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of dots in the same square or in neighbouring ones, in order."""
    squares: dict[tuple[int, int], list[int]] = {}
    for place, (x, y) in enumerate(points):
        squares.setdefault((math.floor(x / GAP), math.floor(y / GAP)), []).append(place)
    for (column, row), some in squares.items():
        for at, one in enumerate(some):
            yield from ((one, other) for other in some[at + 1 :])
        for right, down in ((1, 0), (-1, 1), (0, 1), (1, 1)):
            yield from ((one, other) for other in squares.get((column + right, row + down), ()) for one in some)


def _part(points: list[Point], one: int, other: int, gap: float, share: float) -> bool:
    """Move two points apart until the gap is between them; the first takes its share of the way. Return whether they moved."""
    (ax, ay), (bx, by) = points[one], points[other]
    dx, dy = ax - bx, ay - by
    square = _square(dx, dy)
    if square >= gap * gap * 0.999:
        return False
    length = sqrt(square)
    if length < 1e-6:  # at the same place
        dx, dy = _direction(_chance(f"{one} {other}")[0])
        length = 1.0
        way = gap
    else:
        way = gap - length
    dx, dy = dx / length * way, dy / length * way
    points[one] = (ax + dx * share, ay + dy * share)
    points[other] = (bx - dx * (1 - share), by - dy * (1 - share))
    return True


def _square(x: float, y: float) -> float:
    return x * x + y * y


def _mean(drawn: Iterable[tuple[Point, float]]) -> Point:
    """Return the mean of points by their weights."""
    x = y = total = 0.0
    for (px, py), weight in drawn:
        x += px * weight
        y += py * weight
        total += weight
    return (x / total, y / total)


def _chance(key: str) -> tuple[float, float]:
    """Return two numbers from 0 to 1 that look like chance and are always the same for a key."""
    digest = blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "big") / 2**32, int.from_bytes(digest[4:], "big") / 2**32


def _direction(turn: float) -> Point:
    """Return the point on the circle at a part of a whole turn."""
    return round(math.cos(2 * math.pi * turn), EXACT), round(math.sin(2 * math.pi * turn), EXACT)
