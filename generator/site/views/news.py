"""When each paper was added to the shelf, and the page “Recently added”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.site.views import dates
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card, Group
from generator.storage import git

PATH = "new"
MOST = 200  # papers on the page; the rest are on the pages of the years
UNDATED = "Date unknown"
Origin: TypeAlias = Literal["listing", "history", "paper", "nothing"]  # history: of git; paper: its own date


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """The ISO date on which a paper was added ("" if unknown), and where it comes from."""

    iso: str = ""
    origin: Origin = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewView:
    """The papers in the order in which they were added, newest first; ``left`` is the number of papers not shown."""

    groups: tuple[Group, ...]
    left: int


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
    shown = list(arrivals)[:MOST]
    return NewView(groups=by_month(shelf, shown, arrivals), left=len(arrivals) - len(shown))


def by_month(shelf: Shelf, keys: Iterable[str], arrivals: Mapping[str, Arrival]) -> tuple[Group, ...]:
    """Group papers by the month they were added, keeping their order."""
    found: dict[str, list[Card]] = {}
    for key in keys:
        iso = arrivals[key].iso
        name = " ".join(filter(None, (dates.month(iso), iso[:4]))) or UNDATED
        found.setdefault(name, []).append(shelf.cards[key])
    return tuple(Group(name=name, path="", cards=tuple(cards)) for name, cards in found.items())


def _arrival(shelf: Shelf, key: str, listed: str, added: Mapping[str, str]) -> Arrival:
    if listed:
        return Arrival(iso=listed, origin="listing")
    names = (key, *shelf.catalogue.papers[key].former_keys)
    if days := [day for name in names if (day := added.get(f"papers/{name}.yml"))]:
        return Arrival(iso=min(days), origin="history")
    own = shelf.cards[key].when.iso
    return Arrival(iso=own, origin="paper") if own else Arrival()
