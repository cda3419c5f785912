"""The date of a paper from the best available source, and dates as readers see them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from generator.model import Paper
from generator.site.views.cards import When
from generator.text import months

_ARXIV = re.compile(r"(?:[a-z.-]+/)?(\d\d)(0[1-9]|1[0-2])", re.IGNORECASE)


def when(paper: Paper, printed: Iterable[str]) -> When:
    """Return the paper's own date, or the earliest date that a source printed, or the month in its arXiv ID."""
    if stated := paper.date or paper.published:
        return of(stated)
    if first := min(printed, default=""):
        return of(first, note="date from a source")
    if paper.identifiers.arxiv and (found := _ARXIV.match(paper.identifiers.arxiv)):
        century = "19" if found[1] > "90" else "20"  # arXiv opened in 1991
        return of(f"{century}{found[1]}-{found[2]}", note="month from the arXiv ID")
    return When()


@lru_cache(maxsize=1 << 13)  # the same days recur in all sources
def of(iso: str, *, note: str = "") -> When:
    """Return a full or partial ISO date in words."""
    year, named, day = iso[:4], month(iso), iso[8:]
    parts = [day.lstrip("0"), named, year] if named else [year]
    return When(iso=iso, shown=" ".join(filter(None, parts)), year=year, note=note)


def month(iso: str) -> str:
    """Return the name of a date's month, or "" if it has none."""
    number = iso[5:7]
    return months.NAMES[int(number) - 1] if number.isdigit() and 1 <= int(number) <= 12 else ""


def span(dates: Iterable[When]) -> str:
    """Return the range of years, such as ``2019–2026``, or "" without dates."""
    years = sorted({date.year for date in dates if date.year})
    return "–".join(dict.fromkeys([years[0], years[-1]])) if years else ""
