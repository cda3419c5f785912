"""When each paper came onto the shelf, and the page that says so month by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator import history
from generator.site import dates
from generator.site.shelving import Shelf
from generator.site.views import Card, Group, NewView

PATH = "new"
MOST = 200  # papers on the page; a year's page holds the rest
UNDATED = "Date unknown"


Witness: TypeAlias = Literal["listing", "history", "paper", "nothing"]  # history: git's; paper: its own date


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """The day on which a paper came onto the shelf, ISO, "" if unknown, and which witness says so."""

    iso: str = ""
    witness: Witness = "nothing"


def arrivals(shelf: Shelf) -> Mapping[str, Arrival]:
    """Return when each paper came, newest first.

    The first listing that named it says so, else git, which knows when its file was added; else it is taken to have come
    when it appeared. Git is asked once, and only where a paper has no listing.
    """
    listed = {key: min(seen.taken for seen in found) for key, found in shelf.seen.items() if found}
    added = history.added(shelf.catalogue.root) if len(listed) < len(shelf.keys) else {}
    found = {key: _arrival(shelf, key, listed.get(key, ""), added) for key in shelf.keys}
    keys = sorted(shelf.keys, key=lambda key: (found[key].iso, shelf.cards[key].when.iso, key), reverse=True)
    return {key: found[key] for key in keys}


def new_view(shelf: Shelf, came: Mapping[str, Arrival]) -> NewView:
    """Return the page of what is new, by month of arrival, newest first."""
    shown = list(came)[:MOST]
    return NewView(groups=by_month(shelf, shown, came), left=len(came) - len(shown))


def by_month(shelf: Shelf, keys: Iterable[str], came: Mapping[str, Arrival]) -> tuple[Group, ...]:
    """Group papers, in their order, by the month in which they came."""
    found: dict[str, list[Card]] = {}
    for key in keys:
        iso = came[key].iso
        name = " ".join(filter(None, (dates.month(iso), iso[:4]))) or UNDATED
        found.setdefault(name, []).append(shelf.cards[key])
    return tuple(Group(name=name, path="", cards=tuple(cards)) for name, cards in found.items())


def _arrival(shelf: Shelf, key: str, listed: str, added: Mapping[str, str]) -> Arrival:
    if listed:
        return Arrival(iso=listed, witness="listing")
    names = (key, *shelf.catalogue.papers[key].former_keys)
    if days := [day for name in names if (day := added.get(f"papers/{name}.yml"))]:
        return Arrival(iso=min(days), witness="history")
    own = shelf.cards[key].when.iso
    return Arrival(iso=own, witness="paper") if own else Arrival()
