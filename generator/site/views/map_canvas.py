"""The parts of the map with their positions. paper_map.py and family_map.py compute the positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.site.views.cards import Card, Chip
from generator.site.views.label_placement import Text
from generator.site.views.placement import Point

WIDE = 1080  # pixels
MARGIN, TOP = 60, 44
LETTER, HEADING = 12.4, 13.6  # sizes of letters in pixels, as in pictures.css


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """A paper on the map. ``label`` is its short name where there is room."""

    card: Card
    x: int
    y: int
    radius: int
    words: str  # all that the picture says of it
    label: Text | None

    @property
    def note(self) -> str:
        """Return what the list says of it behind its name: ``2021, corrected``."""
        status = "" if self.card.is_off else self.card.stamp.lower()  # the name says that a paper no longer stands
        return ", ".join(filter(None, (self.card.when.year, status)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Island:
    """A region of the map. ``d`` draws the ground below its dots; on the map of a large shelf it is a circle."""

    chip: Chip
    colour: int
    name: Text | None
    words: str
    dots: tuple[Dot, ...] = ()
    d: str = ""
    x: int = 0
    y: int = 0
    radius: int = 0

    @property
    def inside(self) -> bool:
        """Whether its name is in its circle, above the number of papers."""
        return self.name is not None and abs(self.name.y - self.y) < self.radius / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Lines that are drawn alike."""

    d: str
    width: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MapView:
    """The map. ``counted``: islands are circles that stand for their papers."""

    islands: tuple[Island, ...]
    families: tuple[tuple[Chip, int], ...]  # with their colours, if a colour stands for several islands
    lines: tuple[Line, ...]
    height: int
    ground: int  # width of the ground around a dot
    counted: bool
    dense: bool  # too many dots for a circle to hit around each
    papers: int
    cited: bool  # it is known which papers cite each other
    off: bool  # a paper is marked as retracted or withdrawn


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """Turns places into pixels: the drawing is as wide as a page, and ``stretch`` times as wide as it would be high."""

    left: float
    top: float
    across: float  # pixels for a unit
    down: float
    height: int

    def __call__(self, point: Point) -> tuple[int, int]:
        """Return where a place is in the drawing."""
        return round(MARGIN + (point[0] - self.left) * self.across), round(TOP + (point[1] - self.top) * self.down)


def scale(points: Sequence[Point], *, stretch: float, most: float, edge: Sequence[float] = ()) -> Scale:
    """Return the scale on which all points are in the drawing, with ``edge`` around each; ``most`` pixels are a unit."""
    edges = edge or [0.0] * len(points)
    around = list(zip(points, edges, strict=True))
    left, right = min(x - e for (x, _), e in around), max(x + e for (x, _), e in around)
    top, bottom = min(y - e for (_, y), e in around), max(y + e for (_, y), e in around)
    across = min((WIDE - 2 * MARGIN) / max(right - left, 1e-6), most)
    down = across / stretch
    left -= ((WIDE - 2 * MARGIN) / across - (right - left)) / 2  # in the middle
    return Scale(left=left, top=top, across=across, down=down, height=round(2 * TOP + max(bottom - top, 0.0) * down))
