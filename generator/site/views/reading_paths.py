"""Builds the views of reading paths: a page for each with its steps in order, the list of them, and a paper's place in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Chip, Group
from generator.site.views.contribute import EditLinks, Repository
from generator.site.views.paging import MOST, ListView, page_path

PATH, NAME = "paths", "Reading paths"
NAMED = 5  # reading paths named on a paper's page


@dataclass(frozen=True, kw_only=True, slots=True)
class PathView(ListView):
    """The page of a reading path. ``keys`` are its papers in order, on whatever page."""

    index: Chip
    audience: str
    keys: tuple[str, ...]
    whys: Mapping[str, str]  # the line of each paper
    edit_links: EditLinks
    most: int = MOST  # steps on a page

    @property
    def start(self) -> int:
        """Return the number of the first step on this page."""
        return 1 + self.most * (self.pager.number - 1) if self.pager else 1


@dataclass(frozen=True, kw_only=True, slots=True)
class PathCard:
    """A reading path in a list."""

    name: str
    path: str
    audience: str
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PathsView:
    """The page that lists all reading paths."""

    paths: tuple[PathCard, ...]


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
            path=page_path(f"{PATH}/{name}", 1 + (number - 1) // MOST),
            number=number,
            of=len(shelf.steps[name]),
        )
        for name, number in shelf.paths_of.get(key, {}).items()
    )
    return tuple(sorted(found, key=lambda place: place.name.casefold()))[:NAMED]
