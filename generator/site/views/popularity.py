"""A paper's upvotes and comments over time, as a sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.site.views.disagreements import Printed

WIDE, HIGH, MARGIN = 160, 40, 6  # CSS pixels


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A count on a day, with its position."""

    day: str
    figure: int
    x: float
    y: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Counts on two or more days, oldest first; ``line`` holds the points of an SVG polyline."""

    name: str
    points: tuple[Point, ...]
    line: str

    @property
    def description(self) -> str:
        """Return a text that describes the line."""
        first, last = self.points[0], self.points[-1]
        return f"{self.name}: {first.figure} on {first.day}, {last.figure} on {last.day}"


def series(records: Sequence[Printed]) -> tuple[Series, ...]:
    """Return upvotes and comments that are known for two or more days. If a day has several counts, the largest is used."""
    found = []
    for name in ("upvotes", "comments"):
        days: dict[str, int] = {}
        for day, _, record in records:
            figure = getattr(record, name)
            if figure is not None:
                days[day] = max(figure, days.get(day, 0))
        if len(days) > 1:
            found.append(_plot(name.capitalize(), sorted(days.items())))
    return tuple(found)


def _plot(name: str, days: Sequence[tuple[str, int]]) -> Series:
    """Place the points: days in proportion, counts from 0, so that a small change does not look large."""
    numbers = [_day(day) for day, _ in days]
    first, length = numbers[0], max(numbers[-1] - numbers[0], 1)
    most = max(*(figure for _, figure in days), 1)
    points = tuple(
        Point(
            day=day,
            figure=figure,
            x=round(MARGIN + (WIDE - 2 * MARGIN) * (number - first) / length, 1),
            y=round(HIGH - MARGIN - (HIGH - 2 * MARGIN) * figure / most, 1),
        )
        for (day, figure), number in zip(days, numbers, strict=True)
    )
    return Series(name=name, points=points, line=" ".join(f"{point.x:g},{point.y:g}" for point in points))


def _day(iso: str) -> int:
    """Return a day as a number: the first day of a month or year, and day 28 at most, so that every date is valid."""
    year, month, day = ([int(part) for part in iso.split("-")] + [1, 1])[:3]
    return date(max(year, 1), min(max(month, 1), 12), min(max(day, 1), 28)).toordinal()
