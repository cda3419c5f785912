"""Periods of charts: years, or decades and more where there are too many years to count each by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.site.views import browse

MOST = 40  # periods of a chart
_STEPS = {1: "year", 10: "decade", 100: "century", 1000: "millennium"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Periods:
    """The periods from a first year to a last one; each has ``step`` years."""

    first: int
    last: int
    step: int

    @property
    def word(self) -> str:
        """Return what one of them is called."""
        return _STEPS[self.step]

    @property
    def starts(self) -> range:
        """Return the first year of each, newest first."""
        return range(self.start(self.last), self.start(self.first) - 1, -self.step)

    def start(self, year: int) -> int:
        """Return the first year of the period of a year."""
        return year // self.step * self.step

    def name(self, year: int) -> str:
        """Return the name of the period of a year: 2021, 2020s."""
        return f"{year:04}" if self.step == 1 else f"{self.start(year):04}s"

    def path(self, year: int, family: str = "") -> str:
        """Return the site path of the papers of the period of a year: all, or those of a family."""
        start = self.start(year)
        if self.step == 1:
            return f"{browse.PATH}?family={family}&year={year:04}" if family else f"years/{year:04}"
        return browse.years(start, start + self.step - 1, family)


def of(years: Iterable[int]) -> Periods:
    """Return the periods of some years, at least one: as short as leaves no more than MOST."""
    found = set(years)
    first, last = min(found), max(found)
    step = next(step for step in _STEPS if last // step - first // step < MOST)
    return Periods(first=first, last=last, step=step)
