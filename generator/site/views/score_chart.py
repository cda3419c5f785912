"""A small chart of a leaderboard: score against date, a dot for each result, and a line along the best so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.model import Direction

WIDE, HIGH = 300, 160  # CSS pixels; fits a narrow phone without scaling, so that the labels stay readable
LEFT, RIGHT, TOP, BOTTOM = 56, 290, 22, 118  # the area of the dots
EACH = 200  # dots with a name of their own; if there are more, only those on the line have one
LETTER = 6.4  # average width in pixels of a letter at a font size of 11 pixels
LABEL = 22  # letters of a name in the chart


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A result to draw; ``iso`` is the date of its paper."""

    iso: str
    value: float | int
    shown: str  # the value with its unit
    name: str  # of the paper


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """A result in the chart, with its position."""

    x: int
    y: int
    text: str
    best: bool
    ahead: bool  # better than all that came before


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreChart:
    """Scores against dates. ``line`` and ``others`` are paths of an SVG; ``others`` has the dots without a name."""

    dots: tuple[Dot, ...]
    others: str
    line: str
    highest: str
    lowest: str
    first: str
    last: str
    label: str  # the name of the paper with the best score
    label_x: int
    label_y: int
    label_end: bool  # the label ends at its position
    undated: int  # results that are not shown
    description: str


def chart(points: Sequence[Point], better: Direction | Literal[""], name: str) -> ScoreChart | None:
    """Return the chart of the dated results; None if there are fewer than two dates. Without ``better`` it has no line.

    The best result is marked, unless it has no date.
    """
    dated = sorted((point for point in points if point.iso), key=lambda point: (point.iso, point.value))
    if len({point.iso for point in dated}) < 2:
        return None
    low, high = min(dated, key=lambda point: point.value), max(dated, key=lambda point: point.value)
    days = [_day(point.iso) for point in dated]
    places = [
        (
            LEFT + round((RIGHT - LEFT) * (day - days[0]) / max(days[-1] - days[0], 1)),
            BOTTOM - round((BOTTOM - TOP) * _share(point.value, low.value, high.value)),
        )
        for point, day in zip(dated, days, strict=True)
    ]
    sign = {"higher": 1, "lower": -1, "": 0}[better]
    ahead = _ahead([point.value * sign for point in dated], dated) if sign else []
    best = max((point.value * sign for point in points), default=0) * sign if sign else None
    winner = ahead[-1] if ahead and dated[ahead[-1]].value == best else None
    named = range(len(dated)) if len(dated) <= EACH else ahead
    rest = dict.fromkeys(place for number, place in enumerate(places) if number not in {*named})
    years = dated[0].iso[:4], dated[-1].iso[:4]
    label = "" if winner is None else _cut(dated[winner].name)
    x, y = (0, 0) if winner is None else places[winner]
    span = f"{len(dated)} results from {'–'.join(dict.fromkeys(years))}, between {low.shown} and {high.shown}"
    said = "" if winner is None else f"; the best is {dated[winner].shown}, of {dated[winner].name}"
    return ScoreChart(
        dots=tuple(
            Dot(
                x=places[number][0],
                y=places[number][1],
                text=f"{dated[number].name}, {dated[number].iso}: {dated[number].shown}",
                best=dated[number].value == best,
                ahead=number in ahead,
            )
            for number in named
        ),
        others="".join(f"M{x} {y}h0" for x, y in rest),
        line=_steps([places[number] for number in ahead]),
        highest=_tick(high.value),
        lowest=_tick(low.value) if low.value != high.value else "",
        first=years[0] if years[0] != years[1] else dated[0].iso,
        last=years[1] if years[0] != years[1] else dated[-1].iso,
        label=label,
        label_x=x,
        label_y=y - 8 if better == "higher" else y + 16,
        label_end=x + LETTER * len(label) > WIDE,
        undated=len(points) - len(dated),
        description=f"{name}: {span}{said}",
    )


def _ahead(scores: Sequence[float | int], dated: Sequence[Point]) -> list[int]:
    """Return the positions of the results that were better than all of earlier dates; of one date the best counts."""
    found: list[int] = []
    for number, score in enumerate(scores):
        if found and dated[found[-1]].iso == dated[number].iso and score > scores[found[-1]]:
            found[-1] = number
        elif not found or score > scores[found[-1]]:
            found.append(number)
    return found


def _steps(places: Sequence[tuple[int, int]]) -> str:
    """Return a line that keeps each height until the next place, and the last one to the right edge."""
    if not places:
        return ""
    (x, y), *rest = places
    return f"M{x} {y}" + "".join(f"H{x}V{y}" for x, y in rest) + f"H{RIGHT}"


def _share(value: float, low: float, high: float) -> float:
    """Return where a value is between two others, from 0 to 1."""
    span = high / 2 - low / 2  # halves, because the difference of two large numbers can be infinite
    return (value / 2 - low / 2) / span if span else 0.5


def _tick(value: float) -> str:
    """Return a number for the axis, with few digits if there is no room for all."""
    text = f"{value:,.6g}" if isinstance(value, float) else f"{value:,}"
    return text if len(text) <= 7 else f"{value:.3g}"


def _cut(name: str) -> str:
    return name if len(name) <= LABEL else name[: LABEL - 1].rstrip() + "…"


def _day(iso: str) -> int:
    """Return a date as a number; a year without a month counts from its first day, and impossible dates are moved."""
    year, month, day = ([int(part) for part in iso.split("-")] + [1, 1])[:3]
    return date(max(year, 1), min(max(month, 1), 12), min(max(day, 1), 28)).toordinal()
