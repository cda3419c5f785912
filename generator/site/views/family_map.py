"""Draws the map of a large shelf: a circle for each family or topic, near those that it is tied to."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from generator.site.views.arrangement import Shelf
from generator.site.views.label_placement import Box, LabelPlacement, Text
from generator.site.views.map_canvas import HEADING, WIDE, Island, Line, MapView, scale
from generator.site.views.placement import arranged
from generator.site.views.regions import Region, legend, pulls_between
from generator.site.views.text_width import text_width

LINES = 2  # for each circle, the strongest
SMALL = 0.18  # radius of the smallest circle, where 1 is that of the largest
GAP = 0.12  # around a circle
INSIDE = 1.8  # width of a name in a circle, where 1 is its radius
ROOMY = 84  # radius of the largest circle at most, in pixels


def family_map(shelf: Shelf, found: Sequence[Region]) -> MapView:
    """Return the map of a shelf with these regions."""
    most = max(len(region.keys) for region in found)
    radii = [max(sqrt(len(region.keys) / most), SMALL) for region in found]
    pulls = pulls_between(shelf, found)
    edges = [radius + GAP for radius in radii]
    points = arranged([region.chip.path for region in found], edges, pulls)
    drawn = scale(points, stretch=1, most=ROOMY, edge=edges)
    places, sizes = [drawn(point) for point in points], [round(radius * drawn.across) for radius in radii]
    names = _names(found, places, sizes, drawn.height)
    lines = sorted(pulls, key=lambda pair: (-pulls[pair], pair))[: LINES * len(found)]
    return MapView(
        islands=tuple(
            Island(
                chip=region.chip,
                colour=region.colour,
                name=names[place],
                words=region.words,
                x=places[place][0],
                y=places[place][1],
                radius=sizes[place],
            )
            for place, region in enumerate(found)
        ),
        families=legend(shelf, found),
        lines=tuple(
            Line(
                d=f"M{places[a][0]} {places[a][1]}L{places[b][0]} {places[b][1]}",
                width=1 + round(3 * pulls[a, b]),
            )
            for a, b in lines
        ),
        height=drawn.height,
        ground=0,
        counted=True,
        dense=False,
        papers=sum(len(region.keys) for region in found),
        cited=bool(shelf.citations),
        off=False,
    )


def _names(
    found: Sequence[Region], places: Sequence[tuple[int, int]], sizes: Sequence[int], height: int
) -> list[Text | None]:
    """Return the name of each region: in its circle if it fits, otherwise over or under it."""
    labels = LabelPlacement(width=WIDE, height=height)
    for (x, y), size in zip(places, sizes, strict=True):
        labels.take(Box(left=x - size * 0.7, top=y - size * 0.7, right=x + size * 0.7, bottom=y + size * 0.7))
    names: dict[int, Text | None] = {}
    for one in sorted(range(len(found)), key=lambda one: -sizes[one]):
        (x, y), size, name = places[one], sizes[one], found[one].chip.name
        if text_width(name, HEADING) <= INSIDE * size:
            names[one] = Text(text=name, x=x, y=y - 4, anchor="middle")
        else:
            names[one] = labels.place_over(name, [(x, y - size)], [(x, y + size)], HEADING)
    return [names[one] for one in range(len(found))]
