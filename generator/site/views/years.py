"""Builds the views of years: the papers of one year by month, and the list of years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.site.views import venues
from generator.site.views.arrangement import Shelf
from generator.site.views.canvas import Canvas
from generator.site.views.cards import Card, Chip, Group
from generator.site.views.dates import month
from generator.site.views.paging import ListView
from generator.site.views.timeline import timeline

UNDATED = "Undated"


@dataclass(frozen=True, kw_only=True, slots=True)
class YearView(ListView):
    """The papers of one year, newest month first; or those added in one month (see news.py)."""

    index: Chip
    newer: Chip | None
    older: Chip | None
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class YearsView:
    """The number of papers per year; ``most`` is the largest."""

    years: tuple[Chip, ...]
    most: int
    canvas: Canvas | None
    venues: str  # the site path of the list of venues; "" if no paper has one


def year_views(shelf: Shelf) -> tuple[YearView, ...]:
    """Return the page of each year, newest first, with papers grouped by month."""
    years = by_year(shelf)
    return tuple(_year_view(years, place) for place in range(len(years)))


def year_lists(shelf: Shelf) -> dict[str, int]:
    """Return the paths of the years' pages, and how many papers each lists."""
    return {year_path(name): len(cards) for name, cards in by_year(shelf)}


def year_view(shelf: Shelf, path: str) -> YearView:
    """Return the page of one year."""
    years = by_year(shelf)
    return _year_view(years, [year_path(name) for name, _ in years].index(path))


def _year_view(years: Sequence[tuple[str, Sequence[Card]]], place: int) -> YearView:
    def chip(place: int) -> Chip | None:
        if not 0 <= place < len(years):
            return None
        return Chip(name=years[place][0], path=year_path(years[place][0]), count=len(years[place][1]))

    name, cards = years[place]
    return YearView(
        name=name,
        path=year_path(name),
        index=Chip(name="Years", path="years"),
        newer=chip(place - 1),
        older=chip(place + 1),
        groups=_by_month(cards),
        count=len(cards),
    )


def years_view(shelf: Shelf) -> YearsView:
    """Return the page that lists all years, newest first."""
    years = tuple(Chip(name=name, path=year_path(name), count=len(cards)) for name, cards in by_year(shelf))
    most = max((year.count for year in years), default=0)
    return YearsView(
        years=years,
        most=most,
        canvas=timeline(shelf) if shelf.trees["families"].nodes else None,
        venues=venues.PATH if shelf.venues else "",
    )


def year_path(name: str) -> str:
    """Return the site path of a year's page, or of the page for papers without a date."""
    return f"years/{name.lower()}"


def by_year(shelf: Shelf) -> list[tuple[str, list[Card]]]:
    """Return the papers of each year, newest year first and undated papers last."""
    found: dict[str, list[Card]] = {}
    for key in reversed(shelf.keys):
        card = shelf.cards[key]
        found.setdefault(card.when.year or UNDATED, []).append(card)
    if UNDATED in found:
        found[UNDATED] = found.pop(UNDATED)  # last
    return list(found.items())


def _by_month(cards: Sequence[Card]) -> tuple[Group, ...]:
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(month(card.when.iso), []).append(card)
    return tuple(Group(name=name, path="", cards=tuple(group)) for name, group in found.items())
