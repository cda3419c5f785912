"""Lists the pages of a shelf without rendering them, to tell which pages a change adds or removes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.model import Catalogue
from generator.site.views import reading_paths, unsorted
from generator.site.views.arrangement import Labels, Shelf, arrange
from generator.site.views.leaderboards import PATH
from generator.site.views.results import result_pages, title
from generator.site.views.years import by_year, year_path


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A page's site path, its name, and how many papers it lists (1 for a paper's own page)."""

    path: str
    name: str
    kind: Literal[
        "paper", "redirect", "family", "topic", "year", "author", "venue", "path", "results", "list", "written"
    ]
    papers: int = 1


def addresses(catalogue: Catalogue, labels: Labels) -> dict[str, Address]:
    """Return the pages that depend on content/, by site path. Index pages, and the further pages of long lists, are left out."""
    return {address.path: address for address in _addresses(arrange(catalogue, labels))}


def written(root: Path) -> Iterator[Address]:
    """Yield the hand-written pages of a content folder, without the first one."""
    for path in sorted((root / "pages").rglob("*.md")):
        name = path.relative_to(root / "pages").with_suffix("")
        if name.as_posix() != "index" and not any(part.startswith(".") for part in name.parts):
            place = name.parent if name.name in {"index", "README"} else name
            yield Address(path=place.as_posix(), name=path.relative_to(root).as_posix(), kind="written")


def _addresses(shelf: Shelf) -> Iterator[Address]:
    yield from written(shelf.catalogue.root)
    for kind, tree in shelf.trees.items():
        for node, about in tree.nodes.items():
            count = len(shelf.members[kind, node])
            yield Address(
                path=f"{kind}/{node}", name=about.name, kind="family" if kind == "families" else "topic", papers=count
            )
    for kind in shelf.trees:
        if loose := unsorted.chip(shelf, kind):
            yield Address(path=loose.path, name=loose.name, kind="list", papers=loose.count)
    for year, cards in by_year(shelf):
        yield Address(path=year_path(year), name=year, kind="year", papers=len(cards))
    for person in shelf.people.values():
        if person.key:
            yield Address(path=f"authors/{person.key}", name=person.name, kind="author", papers=len(person.papers))
    for venue in shelf.venues.values():
        if venue.path:
            yield Address(path=venue.path, name=venue.name, kind="venue", papers=len(venue.papers))
    for page in result_pages(shelf):
        if page.path != PATH:  # which always exists
            yield Address(path=page.path, name=title(page), kind="results")
    for route in reading_paths.path_cards(shelf):
        yield Address(path=route.path, name=route.name, kind="path", papers=len(route.keys))
    for key, card in shelf.cards.items():
        yield Address(path=card.path, name=card.title, kind="paper")
        for former in shelf.catalogue.papers[key].former_keys:
            if former not in shelf.cards:
                yield Address(path=f"papers/{former}", name=card.title, kind="redirect")
