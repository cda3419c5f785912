"""Cuts long lists into pages, each with links to the others. Every list of papers on the site is cut here.

The first page keeps the address of the list; the others are below it: ``topics/audio``, ``topics/audio/2``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from generator.site.views.cards import Chip, Group

MOST = 200  # papers on one page: a page of 4,000 has 79,000 nodes and takes 7.8 s to load
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

    @property
    def previous(self) -> str:
        """Return the path of the page before, "" on the first one."""
        return page_path(self.path, self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """Return the path of the page after, "" on the last one."""
        return page_path(self.path, self.number + 1) if self.number < self.last else ""

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
        return Chip(name=str(number), path=page_path(self.path, number), count=number)


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
        return f"{self.name}, page {self.pager.number}" if self.pager and self.further else self.name

    @property
    def further(self) -> bool:
        """Return whether other pages of the list come before this one."""
        return self.pager is not None and self.pager.number > 1


def pages(view: View, browse: str = "") -> Iterator[View]:
    """Yield the pages of a list: the view itself if it is short, otherwise one view for each page."""
    for number in range(1, _last(sum(len(group.cards) for group in view.groups)) + 1):
        yield page(view, number, browse)


def page(view: View, number: int, browse: str = "") -> View:
    """Return one page of a list; ``browse`` is the path of the same papers in Browse."""
    cut_up = cut([(group, group.cards) for group in view.groups], MOST)
    if len(cut_up) == 1:
        return view
    return replace(
        view,
        path=page_path(view.path, number),
        groups=tuple(replace(group, cards=tuple(cards)) for group, cards in cut_up[number - 1]),
        pager=Pager(path=view.path, number=number, last=len(cut_up), browse=browse),
    )


def places(lists: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """Yield the path of each page of lists, with the list's path and the page's number; ``lists`` has the papers in each."""
    for path, count in lists.items():
        yield from ((page_path(path, number), path, number) for number in range(1, _last(count) + 1))


def _last(count: int) -> int:
    return max(-(-count // MOST), 1)


Head = TypeVar("Head")


def cut(groups: Iterable[tuple[Head, Sequence[Item]]], most: int) -> list[list[tuple[Head, Sequence[Item]]]]:
    """Return the groups on pages of at most ``most`` items; a group that does not fit goes on on the next page."""
    found: list[list[tuple[Head, Sequence[Item]]]] = [[]]
    room = most
    for head, items in groups:
        start = 0
        while start < len(items):
            if not room:
                found.append([])
                room = most
            part = items[start : start + room]
            found[-1].append((head, part))
            start += len(part)
            room -= len(part)
    return found


def page_path(path: str, number: int) -> str:
    """Return the site path of a page of a list."""
    return path if number == 1 else f"{path}/{number}"
