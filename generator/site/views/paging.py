"""Cuts long lists into pages, each with links to the others. Every list of papers on the site is cut here.

The first page keeps the address of the list; the others are below it: ``topics/audio``, ``topics/audio/2``. A page ends sooner
if what it lists takes much room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from generator.site.views import room
from generator.site.views.cards import Card, Chip, Group

MOST = 200  # papers on one page: a page of 4,000 has 79,000 nodes and takes 7.8 s to load
FEW = 20  # papers that fit on a page, whatever they are like
INDEX = "/page_"  # before the number of an index's further page: no key of a family, venue or path has an underscore
NEAR = 2  # page numbers shown on both sides of the current one
Item = TypeVar("Item")
View = TypeVar("View", bound="ListView")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pager:
    """Where a page is in its list. ``browse`` is the site path of the same papers in Browse, "" if there is none."""

    path: str  # of the first page
    number: int
    last: int
    browse: str = ""
    mark: str = "/"  # between the path and the number of a page, where the path's own folders may be numbers

    @property
    def previous(self) -> str:
        """Return the path of the page before, "" on the first one."""
        return self.page(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """Return the path of the page after, "" on the last one."""
        return self.page(self.number + 1) if self.number < self.last else ""

    def page(self, number: int) -> str:
        """Return the path of a page."""
        return page_path(self.path, number, self.mark)

    @property
    def links(self) -> tuple[Chip | None, ...]:
        """Return links to the first and the last page and to those around this one; None stands for pages left out."""
        around = range(max(self.number - NEAR, 1), min(self.number + NEAR, self.last) + 1)
        found: list[Chip | None] = []
        before = 0
        for number in sorted({1, *around, self.last}):
            if number == before + 2:  # a gap would take as much room as the one page in it
                found.append(self._link(number - 1))
            elif number > before + 1:
                found.append(None)
            found.append(self._link(number))
            before = number
        return tuple(found)

    def _link(self, number: int) -> Chip:
        return Chip(name=str(number), path=self.page(number), count=number)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListView:
    """A page that lists papers in groups; ``pager`` is None if the list is on this page only."""

    name: str
    path: str
    groups: tuple[Group, ...]
    pager: Pager | None = None

    @property
    def title(self) -> str:
        """Return the page's title, with its number if it is not the first."""
        return titled(self.name, self.pager)

    @property
    def further(self) -> bool:
        """Return whether other pages of the list come before this one."""
        return self.pager is not None and self.pager.number > 1

    @property
    def above(self) -> float:
        """Return which share of the first page is taken by what stands above the list."""
        return 0.0

    @property
    def fixed(self) -> int:
        """Return the number of papers on each page; 0 if it depends on the room that they take."""
        return 0


def pages(view: View, browse: str = "") -> Iterator[View]:
    """Yield the pages of a list: the view itself if it is short, otherwise one view for each page."""
    groups: list[tuple[Group, Sequence[Card]]] = [(group, group.cards) for group in view.groups]
    few = sum(len(cards) for _, cards in groups) <= FEW
    cut_up = cut(groups, view.fixed or MOST, None if few or view.fixed else room.of_card, view.above)
    for number, groups in enumerate(cut_up, start=1):
        yield (
            view
            if len(cut_up) == 1
            else replace(
                view,
                path=page_path(view.path, number),
                groups=tuple(replace(group, cards=tuple(cards)) for group, cards in groups),
                pager=Pager(path=view.path, number=number, last=len(cut_up), browse=browse),
            )
        )


Head = TypeVar("Head")


def cut(
    groups: Iterable[tuple[Head, Sequence[Item]]],
    most: int,
    takes: Callable[[Item], float] | None = None,
    above: float = 0.0,
) -> list[list[tuple[Head, Sequence[Item]]]]:
    """Return the groups on pages of at most ``most`` items; a group that does not fit goes on on the next page.

    With ``takes``, which gives the share of a page that an item takes, a page ends before it is more than full; ``above`` is
    the share of the first page that is taken already.
    """
    found: list[list[tuple[Head, Sequence[Item]]]] = [[]]
    count, full = 0, above
    for head, items in groups:
        start = 0
        for place, item in enumerate(items):
            taken = takes(item) if takes else 0.0
            if count == most or (count and full + taken > 1):
                if place > start:
                    found[-1].append((head, items[start:place]))
                found.append([])
                start, count, full = place, 0, 0.0
            count += 1
            full += taken
        if items:
            found[-1].append((head, items[start:]))
    return found


def numbered(
    groups: Iterable[tuple[Head, Sequence[Item]]],
    path: str,
    most: int,
    takes: Callable[[Item], float] | None = None,
    mark: str = "/",
) -> Iterator[tuple[str, Pager | None, list[tuple[Head, Sequence[Item]]]]]:
    """Yield each page of what is no list of papers, at least one: its path, where it is (None if all is on it), its groups."""
    pages_of = cut(groups, most, takes)
    for number, parts in enumerate(pages_of, start=1):
        pager = Pager(path=path, number=number, last=len(pages_of), mark=mark) if len(pages_of) > 1 else None
        yield page_path(path, number, mark), pager, parts


def titled(name: str, pager: Pager | None) -> str:
    """Return the title of a page, with its number if it is not the first."""
    return f"{name}, page {pager.number}" if pager and pager.number > 1 else name


def page_path(path: str, number: int, mark: str = "/") -> str:
    """Return the site path of a page of a list."""
    return path if number == 1 else f"{path}{mark}{number}"
