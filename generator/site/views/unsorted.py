"""Builds the pages of the papers that are in no family or have no topic. They form no family or topic of their own."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import NodeKind
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Chip, Group
from generator.site.views.paging import ListView

PATHS: dict[NodeKind, tuple[str, str]] = {"families": ("no-family", "No family"), "topics": ("no-topic", "No topic")}
_LEADS: dict[NodeKind, str] = {
    "families": "Papers that are in none of the families on this shelf. They do not form a group; see their topics for "
    "what each is about.",
    "topics": "Papers that have none of the topics on this shelf yet.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class UnsortedView(ListView):
    """The papers without a family or a topic, newest first."""

    index: Chip
    lead: str
    count: int
    span: str


def chip(shelf: Shelf, kind: NodeKind) -> Chip | None:
    """Return the link to the page; None if no paper is in a family (has a topic), or each is."""
    path, name = PATHS[kind]
    count = len(shelf.unsorted(kind))
    return Chip(name=name, path=path, count=count) if 0 < count < len(shelf.keys) else None


def unsorted_view(shelf: Shelf, kind: NodeKind) -> UnsortedView | None:
    """Return the page, if there is one."""
    if not (link := chip(shelf, kind)):
        return None
    keys = shelf.unsorted(kind)
    return UnsortedView(
        name=link.name,
        path=link.path,
        index=Chip(name="Families" if kind == "families" else "Topics", path=kind),
        lead=_LEADS[kind],
        groups=(Group(name="Papers", path="", cards=tuple(shelf.cards[key] for key in reversed(keys))),),
        count=len(keys),
        span=shelf.span(keys),
    )
