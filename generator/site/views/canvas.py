"""What a picture of the whole shelf consists of, placed; pictures.py places it, views carry it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A paper, or the papers of a family in a year, placed. ``count`` is 0 for a single paper with its name."""

    x: float
    y: int
    label: str
    said: str  # the whole in words
    path: str
    year: str
    count: int = 0
    radius: int = 5
    left: bool = False  # the name stands left of the dot


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A family with its marks; ``path`` is empty for papers of no family."""

    name: str
    path: str
    x: int
    y: int
    lane: int
    marks: tuple[Mark, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of papers by year, where marks are circles."""
        return {mark.year: mark.count for mark in self.marks}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """A line between two marks or two families. ``kind``: family, builds or compared; the first follows from the second."""

    d: str
    kind: str
    lane: int
    names: tuple[str, str]
    paths: tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A year on the axis: its middle, and the line at which it begins."""

    x: float
    line: float
    year: str
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Canvas:
    """A drawn shelf. ``counted``: circles stand for several papers; ``undated`` and ``cut`` count papers left out."""

    bands: tuple[Band, ...]
    ties: tuple[Tie, ...]
    ticks: tuple[Tick, ...]
    height: int
    counted: bool
    undated: int
    cut: int

    @property
    def years(self) -> tuple[str, ...]:
        """Return the years in which a paper stands, for a table."""
        return tuple(sorted({mark.year for band in self.bands for mark in band.marks}))
