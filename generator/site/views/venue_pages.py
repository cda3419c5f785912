"""Builds the views of venues: a page for each conference, journal or publisher, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.site.views import room
from generator.site.views.arrangement import Shelf
from generator.site.views.browse import search
from generator.site.views.cards import Card, Chip, Group
from generator.site.views.paging import INDEX, ListView, Pager, numbered, titled
from generator.site.views.venues import PATH, Venue

NAMES = 500  # venues on a page of the list


@dataclass(frozen=True, kw_only=True, slots=True)
class VenueView(ListView):
    """The page of a venue: papers by year, newest first."""

    count: int
    span: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VenuesView:
    """A page of the list of venues with a page, by the first letter of their name; ``total`` is the number of all venues."""

    path: str
    letters: tuple[tuple[str, tuple[Chip, ...]], ...]
    starts: tuple[tuple[str, str], ...]  # each letter, and the path of the page where its venues begin
    pager: Pager | None  # None if all are on this page
    listed: int
    total: int

    @property
    def title(self) -> str:
        """Return the page's title, with its number if it is not the first."""
        return titled("Venues", self.pager)


def venue_views(shelf: Shelf) -> tuple[VenueView, ...]:
    """Return the view of each venue's page."""
    return tuple(_venue_view(shelf, venue) for venue in _listed(shelf))


def venue_lists(shelf: Shelf) -> dict[str, int]:
    """Return the paths of the venues' pages, and how many papers each lists."""
    return {venue.path: len(venue.papers) for venue in _listed(shelf)}


def venue_view(shelf: Shelf, path: str) -> VenueView:
    """Return the page of one venue."""
    return _venue_view(shelf, next(venue for venue in shelf.venues.values() if venue.path == path))


def venues_views(shelf: Shelf) -> Iterator[VenuesView]:
    """Yield the pages of the list of venues."""
    listed = _listed(shelf)
    letters: dict[str, list[Chip]] = {}
    for venue in listed:
        letter = venue.sort[:1].upper()
        letters.setdefault(letter if "A" <= letter <= "Z" else "…", []).append(
            Chip(name=venue.name, path=venue.path, count=len(venue.papers))
        )
    pages = list(numbered(sorted(letters.items()), PATH, NAMES, room.of_chip, INDEX))
    starts: dict[str, str] = {}
    for path, _, parts in pages:
        for letter, _ in parts:
            starts.setdefault(letter, path)
    total = len({venue.sort for venue in shelf.venues.values()})
    for path, pager, parts in pages:
        yield VenuesView(
            path=path,
            letters=tuple((letter, tuple(chips)) for letter, chips in parts),
            starts=tuple(starts.items()),
            pager=pager,
            listed=len(listed),
            total=total,
        )


def venue_path(shelf: Shelf, card: Card) -> str:
    """Return the site path of the page of a paper's venue, or of a search for it; "" if the paper has none."""
    venue = shelf.venues.get(card.venue)
    return (venue.path or search("venue", card.venue)) if venue else ""


def _listed(shelf: Shelf) -> list[Venue]:
    """Return the venues with a page, by name."""
    return sorted({venue.path: venue for venue in shelf.venues.values() if venue.path}.values(), key=lambda v: v.sort)


def _venue_view(shelf: Shelf, venue: Venue) -> VenueView:
    years: dict[str, list[Card]] = {}
    for key in reversed(venue.papers):
        years.setdefault(shelf.cards[key].when.year, []).append(shelf.cards[key])
    return VenueView(
        name=venue.name,
        path=venue.path,
        count=len(venue.papers),
        span=shelf.span(venue.papers),
        groups=tuple(Group(name=year or "Undated", path="", cards=tuple(cards)) for year, cards in years.items()),
    )
