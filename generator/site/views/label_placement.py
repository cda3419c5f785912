"""Places texts beside their points in a picture, so that no text covers another one or a point: the most important first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from generator.site.views.text_width import text_width

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle", "end"]
HIGH = 1.25  # height of a line, where 1 is the size of its letters
CELL = 60  # pixels


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A part of a picture that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes have a point in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text and where it is drawn: ``y`` is its baseline, and ``x`` its start, middle or end."""

    text: str
    x: float
    y: float
    anchor: Anchor


@dataclass(kw_only=True, slots=True)
class LabelPlacement:
    """The parts of a picture that are taken already."""

    width: float
    height: float
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=dict)

    def take(self, box: Box) -> None:
        """Keep texts out of a part of the picture."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def place(self, text: str, x: float, y: float, away: float, size: float) -> Text | None:
        """Return a text to the right of a point, to the left, below or above, ``away`` from it; None if it has no room."""
        high = size * HIGH
        below, above = y + away + high / 2, y - away - high / 2
        tried: tuple[tuple[float, float, Anchor], ...] = (
            (x + away, y, "start"),
            (x - away, y, "end"),
            *((x, line, "middle") for line in (below, above)),
            *((x - away, line, "start") for line in (below, above)),
            *((x + away, line, "end") for line in (below, above)),
        )
        return self._first(text, tried, size, must=False)

    def place_over(self, text: str, above: Sequence[Point], below: Sequence[Point], size: float) -> Text | None:
        """Return a text over a point or under another, in any case: the first with room, or the one where it covers least."""
        wide, high = text_width(text, size), size * HIGH
        tried: list[tuple[float, float, Anchor]] = [
            (x + step * wide, y + away * high / 2, "middle")
            for points, away in ((above, -1), (below, 1))
            for x, y in points
            for step in (0, -0.3, 0.3)
        ]
        return self._first(text, tried, size, must=True)

    def _first(
        self, text: str, tried: Iterable[tuple[float, float, Anchor]], size: float, *, must: bool
    ) -> Text | None:
        wide, high = text_width(text, size), size * HIGH
        found: list[tuple[int, int, Text, Box]] = []
        for turn, (x, y, anchor) in enumerate(tried):
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            left = min(max(left, 2), max(self.width - wide - 2, 2)) if must else left
            box = Box(left=left, top=y - high / 2, right=left + wide, bottom=y + high / 2)
            if not must and not (box.left >= 0 and box.right <= self.width):
                continue
            if box.top < 0 or box.bottom > self.height:
                continue
            taken = self._overlaps(box)
            at = {"start": box.left, "middle": (box.left + box.right) / 2, "end": box.right}[anchor]
            place = Text(text=text, x=round(at), y=round(y + size * 0.35), anchor=anchor)
            found.append((taken, turn, place, box))
            if not taken:
                break
        if not found:
            return None
        taken, _, place, box = min(found, key=lambda one: one[:2])
        if taken and not must:
            return None
        self.take(box)
        return place

    def _overlaps(self, box: Box) -> int:
        return sum(box.overlaps(other) for cell in _cells(box) for other in self._cells.get(cell, ()))


def _cells(box: Box) -> list[tuple[int, int]]:
    columns = range(int(box.left // CELL), int(box.right // CELL) + 1)
    rows = range(int(box.top // CELL), int(box.bottom // CELL) + 1)
    return [(column, row) for column in columns for row in rows]
