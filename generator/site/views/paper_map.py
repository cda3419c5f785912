"""Draws the map of a shelf with a dot for each paper, in the colour of its family, near the papers that it is tied to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card
from generator.site.views.label_placement import Box, LabelPlacement, Text
from generator.site.views.map_canvas import HEADING, LETTER, WIDE, Dot, Island, Line, MapView, scale
from generator.site.views.placement import Body, placed
from generator.site.views.proximity import normal, strongest, ties
from generator.site.views.regions import Region, legend, pulls_between
from generator.text.maths import plain

DRAWN = (1.2, 0.6)  # lines for each paper, and of a dense map
DENSE = 150  # papers; of more, dots are smaller and say less
TITLE = (160, 70)  # characters of a title in the words for a dot, and of a dense map
RADIUS = ((4, 11), (4, 8))  # of the smallest and the largest dot
GROUND = (30, 66)  # width of the ground around a dot, at least and at most
TRIED = 4  # dots over or under which the name of a region may be
ROOMY = 110  # pixels between dots, at most
Place = tuple[int, int]


def paper_map(shelf: Shelf, found: Sequence[Region]) -> MapView:
    """Return the map of a shelf with these regions."""
    number = {key: place for place, region in enumerate(found) for key in region.keys}
    bodies = [Body(key=key, region=number[key], topics=_topics(shelf, key, found[number[key]])) for key in shelf.keys]
    tied = ties(shelf)
    points = placed(bodies, [region.chip.path for region in found], pulls_between(shelf, found), normal(tied))
    drawn = scale(points, stretch=_stretch(len(points)), most=ROOMY)
    places = dict(zip(shelf.keys, map(drawn, points), strict=True))
    ground = min(max(round(1.5 * drawn.down), GROUND[0]), GROUND[1])
    cited = {key: shelf.citations.count(key) for key in shelf.keys}
    dense = len(places) > DENSE
    small, large = RADIUS[dense]
    radii = {key: min(small + round(sqrt(cited[key])), large) for key in places}
    names, texts = _texts(shelf, found, places, radii, height=drawn.height, ground=ground, cited=cited)
    dots = {
        key: Dot(
            card=shelf.cards[key],
            x=places[key][0],
            y=places[key][1],
            radius=radii[key],
            words=_words(shelf.cards[key], cited[key], TITLE[dense]),
            label=texts[key],
        )
        for key in shelf.keys
    }
    joined = strongest(tied, shelf.keys, round(DRAWN[dense] * len(places)))
    d = "".join(f"M{places[a][0]} {places[a][1]}L{places[b][0]} {places[b][1]}" for a, b in joined)
    return MapView(
        islands=tuple(
            Island(
                chip=region.chip,
                colour=region.colour,
                name=name,
                words=region.words,
                dots=tuple(dots[key] for key in region.keys),
                d=_ground([places[key] for key in region.keys]),
            )
            for region, name in zip(found, names, strict=True)
        ),
        families=legend(shelf, found),
        lines=(Line(d=d, width=1),) if d else (),
        height=drawn.height,
        ground=ground,
        counted=False,
        dense=dense,
        papers=len(places),
        cited=bool(shelf.citations),
        off=any(dot.card.is_off for dot in dots.values()),
    )


def _ground(places: Sequence[Place]) -> str:
    """Return the shortest lines that join all places: drawn wide, they are one island."""
    rest = {place: (_far(place, places[0]), places[0]) for place in dict.fromkeys(places[1:])}
    lines = [f"M{places[0][0]} {places[0][1]}h0"]
    while rest:
        near = min(rest, key=lambda place: (rest[place][0], place))
        _, start = rest.pop(near)
        lines.append(f"M{start[0]} {start[1]}L{near[0]} {near[1]}")
        rest = {place: min(known, (_far(place, near), near)) for place, known in rest.items()}
    return "".join(lines)


def _far(one: Place, other: Place) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _topics(shelf: Shelf, key: str, region: Region) -> tuple[str, ...]:
    """Return what draws a paper to others: its topics and further families, without what its region is already."""
    card = shelf.cards[key]
    return tuple(chip.path for chip in (*card.topics, *card.families) if chip.path != region.chip.path)


def _stretch(papers: int) -> float:
    """Return how much wider than high the drawing is: names need room beside the dots of a small shelf."""
    return 1.4 if papers <= DENSE else 1.1


def _words(card: Card, cited: int, most: int) -> str:
    """Return what a dot says: title, year, how many papers of the shelf cite it, its status."""
    title = plain(card.title)
    title = title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
    return ", ".join(
        filter(None, (title, card.when.year, f"cited by {cited} here" if cited else "", card.stamp.lower()))
    )


def _texts(
    shelf: Shelf,
    found: Sequence[Region],
    places: Mapping[str, Place],
    radii: Mapping[str, int],
    *,
    height: int,
    ground: int,
    cited: Mapping[str, int],
) -> tuple[list[Text | None], dict[str, Text | None]]:
    """Return the names of the regions and those of the papers, as far as there is room: most cited papers first."""
    labels = LabelPlacement(width=WIDE, height=height)
    for key, (x, y) in places.items():
        labels.take(Box(left=x - radii[key], top=y - radii[key], right=x + radii[key], bottom=y + radii[key]))
    names: dict[str, Text | None] = {}
    edge = ground / 2
    for region in sorted(found, key=lambda one: -len(one.keys)):
        some = [places[key] for key in region.keys]
        some.sort(key=lambda place: place[1])
        over, under = ([(x, y + away) for x, y in ends[:TRIED]] for ends, away in ((some, -edge), (some[::-1], edge)))
        named = region.chip.path and len(found) > 1
        names[region.chip.path] = labels.place_over(region.chip.name, over, under, HEADING) if named else None
    first = sorted(shelf.keys, key=lambda key: (-cited[key], -len(shelf.stated_of[key]), key))
    texts = {key: labels.place(shelf.cards[key].named, *places[key], radii[key] + 4, LETTER) for key in first}
    return [names[region.chip.path] for region in found], texts
