"""When each paper was added to the shelf, the page “Recently added”, and a page for each month if that is too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, TypeAlias

from generator.site.views import dates, room
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card, Chip, Group
from generator.site.views.paging import MOST, cut
from generator.site.views.years import YearView
from generator.storage import git

PATH = "new"
MONTHS = 240  # listed; earlier ones are reached from the last of these
UNDATED = "Date unknown"
Origin: TypeAlias = Literal["listing", "history", "paper", "nothing"]  # history: of git; paper: its own date


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """The ISO date on which a paper was added ("" if unknown), and where it comes from."""

    iso: str = ""
    origin: Origin = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewView:
    """The papers that were added last, newest first. ``months`` is empty if these are all of them.

    ``months`` holds each year with its months, newest first; ``earlier`` is the first that is not among them.
    """

    groups: tuple[Group, ...]
    months: tuple[tuple[str, tuple[Chip, ...]], ...]
    earlier: Chip | None


def arrivals(shelf: Shelf) -> Mapping[str, Arrival]:
    """Return when each paper was added, newest first.

    This is the date of the first source that lists the paper, or the day its file was added according to git, or the paper's
    own date. Git is called once, and only if a paper is in no source.
    """
    listed = {key: min(mention.taken for mention in found) for key, found in shelf.mentions.items() if found}
    added = git.added(shelf.catalogue.root) if len(listed) < len(shelf.keys) else {}
    found = {key: _arrival(shelf, key, listed.get(key, ""), added) for key in shelf.keys}
    keys = sorted(shelf.keys, key=lambda key: (found[key].iso, shelf.cards[key].when.iso, key), reverse=True)
    return {key: found[key] for key in keys}


def new_view(shelf: Shelf, arrivals: Mapping[str, Arrival]) -> NewView:
    """Return the page of recently added papers by month, newest first."""
    found = by_month(shelf, arrivals, arrivals)
    long = _is_long(found)
    listed = found[:MONTHS] if long else ()
    shown = _first_page(found, room.share(4 * len(listed), 80 * len(listed), ()))
    years: dict[str, list[Chip]] = {}
    for group in listed:
        month, _, year = group.name.rpartition(" ")
        name, year = (group.name, "") if group.name == UNDATED else (month or year, year)
        years.setdefault(year, []).append(Chip(name=name, path=group.path, count=len(group.cards)))
    left = found[MONTHS:] if long else ()
    return NewView(
        groups=tuple(replace(group, path=group.path if long else "", cards=tuple(cards)) for group, cards in shown),
        months=tuple((year, tuple(chips)) for year, chips in years.items()),
        earlier=Chip(name=left[0].name, path=left[0].path) if left else None,
    )


def month_views(shelf: Shelf, arrivals: Mapping[str, Arrival]) -> Iterator[YearView]:
    """Yield the page of each month; none if the page “Recently added” has all papers."""
    months = _months(shelf, arrivals)
    return (_month_view(months, place) for place in range(len(months)))


def month_lists(shelf: Shelf, arrivals: Mapping[str, Arrival]) -> dict[str, int]:
    """Return the paths of the months' pages, and how many papers each lists."""
    return {group.path: len(group.cards) for group in _months(shelf, arrivals)}


def month_view(shelf: Shelf, arrivals: Mapping[str, Arrival], path: str) -> YearView:
    """Return the page of one month."""
    months = _months(shelf, arrivals)
    return _month_view(months, [group.path for group in months].index(path))


def _months(shelf: Shelf, arrivals: Mapping[str, Arrival]) -> tuple[Group, ...]:
    found = by_month(shelf, arrivals, arrivals)
    return found if _is_long(found) else ()


def _month_view(months: Sequence[Group], place: int) -> YearView:
    def chip(place: int) -> Chip | None:
        if not 0 <= place < len(months):
            return None
        return Chip(name=months[place].name, path=months[place].path, count=len(months[place].cards))

    group = months[place]
    return YearView(
        name=UNDATED if group.name == UNDATED else f"Added in {group.name}",
        path=group.path,
        index=Chip(name="Recently added", path=PATH),
        newer=chip(place - 1),
        older=chip(place + 1),
        groups=(replace(group, name="", path=""),),
        count=len(group.cards),
    )


def _is_long(found: Sequence[Group]) -> bool:
    """Return whether the papers do not fit on one page."""
    papers = sum(len(group.cards) for group in found)
    return papers > MOST or sum(len(cards) for _, cards in _first_page(found)) < papers


def _first_page(found: Sequence[Group], above: float = 0.0) -> list[tuple[Group, Sequence[Card]]]:
    """Return the months on a page, and of each the papers that it has room for."""
    groups = [(group, group.cards[:MOST]) for group in found[:MOST]]
    return cut(groups[: _enough(groups)], MOST, room.of_card, above)[0]


def _enough(groups: Sequence[tuple[Group, Sequence[Card]]]) -> int:
    """Return how many of the groups have a full page of papers."""
    counts = accumulate(len(cards) for _, cards in groups)
    return next((number for number, count in enumerate(counts, start=1) if count >= MOST), len(groups))


def by_month(shelf: Shelf, keys: Iterable[str], arrivals: Mapping[str, Arrival]) -> tuple[Group, ...]:
    """Group papers by the month they were added, keeping their order."""
    found: dict[str, list[Card]] = {}
    for key in keys:
        found.setdefault(arrivals[key].iso[:7], []).append(shelf.cards[key])
    return tuple(
        Group(
            name=" ".join(filter(None, (dates.month(iso), iso[:4]))) or UNDATED,
            path=f"{PATH}/{iso or 'undated'}",
            cards=tuple(cards),
        )
        for iso, cards in found.items()
    )


def _arrival(shelf: Shelf, key: str, listed: str, added: Mapping[str, str]) -> Arrival:
    if listed:
        return Arrival(iso=listed, origin="listing")
    names = (key, *shelf.catalogue.papers[key].former_keys)
    if days := [day for name in names if (day := added.get(f"papers/{name}.yml"))]:
        return Arrival(iso=min(days), origin="history")
    own = shelf.cards[key].when.iso
    return Arrival(iso=own, origin="paper") if own else Arrival()
