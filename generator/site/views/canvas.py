"""The parts of a chart of the shelf with their positions. timeline.py computes the positions."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.views.periods import Periods
from generator.site.views.relations import LINES


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """The position of a paper, or of a family's papers in a year. ``count`` is 0 for a single paper shown by name."""

    x: float
    y: int
    label: str
    description: str  # the full text
    path: str
    year: str  # or the period, if it counts papers
    count: int = 0
    radius: int = 5
    left: bool = False  # the label is to the left of the dot
    off: bool = False  # the paper is retracted or withdrawn


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A family with its marks. Papers without a family are a band, too, and so are all together."""

    name: str
    path: str
    x: int
    y: int
    colour: int
    marks: tuple[Mark, ...]
    total: bool = False  # the sum of the others

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of papers by year, if the marks are circles."""
        return {mark.year: mark.count for mark in self.marks}


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A line between two marks or two families; the first end derives from the second. ``style`` is family or one of LINES."""

    d: str
    style: str
    colour: int
    names: tuple[str, str]
    paths: tuple[str, str]

    @property
    def words(self) -> str:
        """Return what the line says, as the verb between the names of its two ends."""
        verbs = {
            "family": "is a subfamily of",
            "compared": "is compared with",
            "initialises-from": "is initialised from",
        }
        return verbs.get(self.style) or LINES[self.style]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A year on the axis: the middle of its label, and the line where the year begins."""

    x: float
    line: float
    year: str
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class YearOfChart:
    """A year or period of a chart that is read from top to bottom: its bands with the marks in it, and the total."""

    year: str
    path: str
    total: int
    bands: tuple[tuple[Band, tuple[Mark, ...]], ...]


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
    periods: Periods

    @property
    def years(self) -> tuple[str, ...]:
        """Return the years or periods with papers, for a table."""
        return tuple(sorted({mark.year for band in self.bands for mark in band.marks}))

    @property
    def by_year(self) -> tuple[YearOfChart, ...]:
        """Return the years with papers from old to new, as narrow screens show the chart. The band of the total is none of them."""
        found: dict[str, list[tuple[Band, tuple[Mark, ...]]]] = {year: [] for year in self.years}
        totals: dict[str, int] = {}
        for band in self.bands:
            by_year: dict[str, list[Mark]] = {}
            for mark in band.marks:
                by_year.setdefault(mark.year, []).append(mark)
            for year, marks in by_year.items():
                if band.total:
                    totals[year] = marks[0].count
                else:
                    found[year].append((band, tuple(marks)))
        return tuple(
            YearOfChart(
                year=year,
                path=self.periods.path(int(year.rstrip("s"))),
                total=totals.get(year, 0),
                bands=tuple(bands),
            )
            for year, bands in found.items()
        )

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return the styles of the lines between papers, and what they mean."""
        used = {edge.style for edge in self.edges}
        return tuple((style, words) for style, words in LINES.items() if style in used)
