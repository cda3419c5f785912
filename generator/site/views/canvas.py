"""The parts of a chart of the shelf with their positions. timeline.py computes the positions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """The position of a paper, or of a family's papers in a year. ``count`` is 0 for a single paper shown by name."""

    x: float
    y: int
    label: str
    description: str  # the full text
    path: str
    year: str
    count: int = 0
    radius: int = 5
    left: bool = False  # the label is to the left of the dot


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A family with its marks; ``path`` is empty for papers without a family."""

    name: str
    path: str
    x: int
    y: int
    lane: int
    marks: tuple[Mark, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of papers by year, if the marks are circles."""
        return {mark.year: mark.count for mark in self.marks}


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A line between two marks or two families. ``kind`` is family, builds or compared; the first end derives from the second."""

    d: str
    kind: str
    lane: int
    names: tuple[str, str]
    paths: tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A year on the axis: the middle of its label, and the line where the year begins."""

    x: float
    line: float
    year: str
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Canvas:
    """A chart of the shelf. ``counted``: marks are circles for several papers; ``undated`` and ``cut`` count omitted papers."""

    bands: tuple[Band, ...]
    edges: tuple[Edge, ...]
    ticks: tuple[Tick, ...]
    height: int
    counted: bool
    undated: int
    cut: int

    @property
    def years(self) -> tuple[str, ...]:
        """Return the years with papers, for a table."""
        return tuple(sorted({mark.year for band in self.bands for mark in band.marks}))
