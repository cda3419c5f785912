"""Builds the page of the papers that are in no family. They do not form a family: the page has no lineage and is not counted as one."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Chip, Group
from generator.site.views.paging import ListView

NAME = "No family"
PATH = "no-family"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoFamilyView(ListView):
    """The papers without a family, newest first."""

    count: int
    span: str


def chip(shelf: Shelf) -> Chip | None:
    """Return the link to the page; None if no paper is in a family, or each is."""
    count = len(shelf.loose)
    return Chip(name=NAME, path=PATH, count=count) if 0 < count < len(shelf.keys) else None


def no_family_view(shelf: Shelf) -> NoFamilyView | None:
    """Return the page, if there is one."""
    if not chip(shelf):
        return None
    cards = tuple(shelf.cards[key] for key in reversed(shelf.loose))
    return NoFamilyView(
        name=NAME,
        path=PATH,
        groups=(Group(name="Papers", path="", cards=cards),),
        count=len(cards),
        span=shelf.span(shelf.loose),
    )
