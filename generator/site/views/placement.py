"""Places papers on the map, so that close ones are near each other.

Regions are discs, placed by stress majorization: those with much in common touch, others are farther apart. Within and between
them springs draw each paper to a place of its own, which follows from its region, topics and key, and to the papers that it is
tied to; they come to rest in one way only. Then dots that overlap are pushed apart. Regions have places of their own, too, so
one more paper moves the others little. All machines find the same places: there are only the four operations, square roots,
and rounded constants.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import fsum, sqrt

from generator.site.views.proximity import Ties

Point = tuple[float, float]  # in diameters of a dot

ROUNDS = 40  # in which discs and springs come to rest
APART, MOST_ROUNDS = 60, 300  # rounds at most in which dots, and discs, are pushed apart
ROOM = 0.62  # radius of the disc of one paper
GAP = 1.8  # between the dots of two regions, where 1 is between those of one
FLAT = 1.5  # how much wider than high the discs are arranged
LOOSE = 0.8  # how much farther from each other discs are that have nothing in common
HOME, SPREAD = (
    0.3,
    1.3,
)  # pull of a disc's own place, where 1 is that of all others; how far from the middle these places are
NEAR, FAR = 2.0, 0.25  # pull of papers in the same region and in others, where 1 is the pull of a paper's own place
TOPICAL = 1.0  # pull of the papers with the same topic; a rare topic pulls more
OWN, SIDE = 0.6, 0.6  # how far from the middle of its disc its key and its topics put a paper
FILLED = 0.7  # how far from the middle of its disc a paper is in the mean
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
    """Return the centres of discs that do not overlap, close ones near each other.

    This is stress majorization: each pair has a distance at which it wants to be, and each disc goes where that is best met.
    """
    wide = SPREAD * sqrt(fsum(radius * radius for radius in radii))
    homes = [(x * wide, y * wide) for x, y in map(_spot, regions)]
    points = list(homes)
    wanted = [
        [
            (
                other,
                (radii[one] + radii[other]) * (1 + LOOSE * (1 - pulls.get((min(one, other), max(one, other)), 0.0))),
            )
            for other in range(len(radii))
            if other != one
        ]
        for one in range(len(radii))
    ]
    for _ in range(2 * ROUNDS if len(radii) > 1 else 0):
        for one, others in enumerate(wanted):
            total = fsum(1 / (far * far) for _, far in others)
            points[one] = _mean(
                [
                    (homes[one], HOME * total),
                    *((_towards(points, one, other, far), 1 / (far * far)) for other, far in others),
                ]
            )
    points = [(x, y / FLAT) for x, y in points]
    moved, rounds = True, 0
    while moved and rounds < MOST_ROUNDS:
        moved, rounds = False, rounds + 1
        for one in range(len(points)):
            for other in range(one):
                gap = radii[one] + radii[other]
                moved |= _part(points, one, other, gap, radii[other] / gap)
    return points


def _towards(points: Sequence[Point], one: int, other: int, far: float) -> Point:
    """Return the point that is ``far`` from the second one, on the way to the first."""
    (x, y), (px, py) = points[other], points[one]
    length = sqrt(_square(px - x, py - y)) or 1.0
    return x + (px - x) * far / length, y + (py - y) * far / length


def _anchors(bodies: Sequence[Body], discs: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    """Return each paper's own place: on the side of its region on which its topics are in all regions."""
    found = []
    for body in bodies:
        own = _spot(body.key)
        side = _mean([(_direction(_chance(topic)[0]), 1.0) for topic in body.topics] or [((0.0, 0.0), 1.0)])
        centre, radius = discs[body.region], radii[body.region]
        found.append(tuple(c + radius * (OWN * o + SIDE * s) for c, o, s in zip(centre, own, side, strict=True)))
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
        by = min(max(FILLED * radius / size, 1.0), 6.0) if size > 1e-6 else 1.0
        for place in some:
            points[place] = (x + by * (points[place][0] - x), y + by * (points[place][1] - y))


def _push_apart(bodies: Sequence[Body], points: list[Point]) -> None:
    """Move dots that overlap away from each other, a little in each round."""
    moved, rounds = True, 0
    while moved and rounds < APART:
        moved, rounds = False, rounds + 1
        for one, other in _close(points):
            gap = 1.0 if bodies[one].region == bodies[other].region else GAP
            moved |= _part(points, one, other, gap, 0.5)


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


def _spot(key: str) -> Point:
    """Return a point within the circle that looks like chance and is always the same for a key."""
    turn, depth = _chance(key)
    x, y = _direction(turn)
    return x * sqrt(depth), y * sqrt(depth)


def _direction(turn: float) -> Point:
    """Return the point on the circle at a part of a whole turn."""
    return round(math.cos(2 * math.pi * turn), EXACT), round(math.sin(2 * math.pi * turn), EXACT)
