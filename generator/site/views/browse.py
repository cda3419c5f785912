"""Builds the views of Browse, with its first rows, and of My list; search/index.py has what their scripts load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card, Chip

PATH, MY_LIST_PATH = "browse", "my-list"
FIRST = 50  # rows; the script also shows this many at a time


@dataclass(frozen=True, kw_only=True, slots=True)
class BrowseRow:
    """A paper in the table of Browse."""

    card: Card
    upvotes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BrowseView:
    """The page over all papers; ``rows`` are the newest papers, which are shown before a script runs."""

    count: int
    rows: tuple[BrowseRow, ...]
    voted: bool  # some paper has upvotes
    cited: bool  # citations among the papers are known
    labels: tuple[str, ...]  # searches for a family and a topic of this shelf, as examples


@dataclass(frozen=True, kw_only=True, slots=True)
class MyListView:
    """The page of the reader's own list, which is stored only in the reader's browser."""

    browse: Chip


def browse_view(shelf: Shelf) -> BrowseView:
    """Return the page with its first rows, in the script's default order."""
    order = shelf.newest(shelf.keys)
    rows = tuple(BrowseRow(card=shelf.cards[key], upvotes=upvotes(shelf, key)) for key in order[:FIRST])
    voted = any(mention.upvotes for mentions in shelf.mentions.values() for mention in mentions)
    return BrowseView(
        count=len(order), rows=rows, voted=voted, cited=bool(shelf.citations), labels=tuple(_examples(shelf))
    )


def _examples(shelf: Shelf) -> Iterator[str]:
    for kind, field in (("families", "family"), ("topics", "topic")):
        yield from [f"{field}:{node}" for (own, node), members in shelf.members.items() if own == kind and members][:1]


def my_list_view() -> MyListView:
    """Return the page of the reader's own list."""
    return MyListView(browse=Chip(name="Browse", path=PATH))


def search(field: str, words: str) -> str:
    """Return the site path of Browse with a search for an exact phrase in a field."""
    phrase = words.replace('"', " ")
    return found(f'{field}:"{phrase}"')


def years(first: int, last: int, family: str = "") -> str:
    """Return the site path of Browse with the papers of these years: all, or those of a family."""
    return found(f"{f'family:{family} ' if family else ''}year:{first:04}..{last:04}")


def found(query: str) -> str:
    """Return the site path of Browse with what a query finds."""
    return f"{PATH}?find={quote(query, safe='')}"


def upvotes(shelf: Shelf, key: str) -> str:
    """Return the most recent count."""
    return next((mention.upvotes for mention in reversed(shelf.mentions[key]) if mention.upvotes), "")
