"""Builds the views of reading paths: a page for each with its steps in order, the list of them, and a paper's place in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.site.views import room
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Chip, Group
from generator.site.views.contribute import EditLinks, Repository
from generator.site.views.paging import INDEX, MOST, ListView, Pager, numbered, page_path, titled

PATH, NAME = "paths", "Reading paths"
NAMED = 5  # reading paths named on a paper's page
STEPS = 100  # on a page: each has a paper and a line on why to read it


@dataclass(frozen=True, kw_only=True, slots=True)
class PathView(ListView):
    """The page of a reading path. ``keys`` are its papers in order, on whatever page."""

    index: Chip
    audience: str
    keys: tuple[str, ...]
    whys: Mapping[str, str]  # the line of each paper
    edit_links: EditLinks

    @property
    def start(self) -> int:
        """Return the number of the first step on this page."""
        return 1 + STEPS * (self.pager.number - 1) if self.pager else 1

    @property
    def fixed(self) -> int:
        """Return the number of steps on a page, which the address of a step depends on."""
        return STEPS


@dataclass(frozen=True, kw_only=True, slots=True)
class PathCard:
    """A reading path in a list."""

    name: str
    path: str
    audience: str
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PathsView:
    """A page of the list of all reading paths."""

    path: str
    paths: tuple[PathCard, ...]
    pager: Pager | None  # None if all are on this page

    @property
    def title(self) -> str:
        """Return the page's title, with its number if it is not the first."""
        return titled(NAME, self.pager)


@dataclass(frozen=True, kw_only=True, slots=True)
class PathPlace:
    """A paper's place in a reading path; ``path`` is that of the page with its step."""

    name: str
    path: str
    number: int
    of: int


def path_views(shelf: Shelf, repository: Repository) -> Iterator[PathView]:
    """Yield the view of each reading path, uncut."""
    for key, steps in shelf.steps.items():
        about = shelf.catalogue.paths[key]
        yield PathView(
            name=about.title,
            path=f"{PATH}/{key}",
            groups=(Group(name="Steps", path="", cards=tuple(shelf.cards[step.paper] for step in steps)),),
            index=Chip(name=NAME, path=PATH),
            audience=about.audience,
            keys=tuple(step.paper for step in steps),
            whys={step.paper: step.why for step in steps},
            edit_links=repository.of_path(key, about.title),
        )


def paths_views(shelf: Shelf) -> Iterator[PathsView]:
    """Yield the pages of the list of reading paths; none if there are no paths."""
    if found := path_cards(shelf):
        for path, pager, parts in numbered([("", found)], PATH, MOST, takes, INDEX):
            yield PathsView(path=path, paths=tuple(card for _, cards in parts for card in cards), pager=pager)


def takes(card: PathCard) -> float:
    """Return which share of a page a reading path takes in a list; the keys of its papers are for the reader's progress."""
    return room.share(6 + room.of_formulas(card.audience), 200, (card.name, card.path, card.audience, *card.keys)) + (
        room.share(0, len(card.keys), ())
    )


def path_cards(shelf: Shelf) -> tuple[PathCard, ...]:
    """Return all reading paths as lists show them, by title."""
    found = (
        PathCard(
            name=shelf.catalogue.paths[key].title,
            path=f"{PATH}/{key}",
            audience=shelf.catalogue.paths[key].audience,
            keys=tuple(step.paper for step in steps),
        )
        for key, steps in shelf.steps.items()
    )
    return tuple(sorted(found, key=lambda card: (card.name.casefold(), card.path)))


def places(shelf: Shelf, key: str) -> tuple[PathPlace, ...]:
    """Return a paper's places in reading paths, at most a few."""
    found = (
        PathPlace(
            name=shelf.catalogue.paths[name].title,
            path=page_path(f"{PATH}/{name}", 1 + (number - 1) // STEPS),
            number=number,
            of=len(shelf.steps[name]),
        )
        for name, number in shelf.paths_of.get(key, {}).items()
    )
    return tuple(sorted(found, key=lambda place: place.name.casefold()))[:NAMED]
