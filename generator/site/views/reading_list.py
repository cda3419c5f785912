"""A selection of papers as a list to read or to print: by year, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.matching.merge import citation
from generator.model import Paper, Record
from generator.site.escapes import line
from generator.site.settings import Settings
from generator.site.views import publication
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card
from generator.site.views.paper_card import people
from generator.site.views.paper_page import ExternalLink, links
from generator.text import identifiers
from generator.text.sections import counted

NAMED = 12  # authors; a list of more ends in their number


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A paper in the list; ``title`` may have formulas, and ``place`` is its venue with the year, or the year alone."""

    number: int
    paper: Paper
    record: Record  # the version that is cited
    title: str
    by: str
    place: str
    links: tuple[ExternalLink, ...]  # ``text`` is for paper: it holds an identifier, but no whole address


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """The papers of a year; undated ones have a name, too."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingList:
    """The list, with the name of the shelf and, in words, what was selected."""

    name: str
    selected: str
    years: tuple[Year, ...]


def reading_list(shelf: Shelf, keys: Sequence[str], settings: Settings, query: str) -> ReadingList:
    """Return the list of some papers, whose keys stand newest first."""
    items = (_item(shelf, key, number) for number, key in enumerate(keys, start=1))
    years = groupby(items, key=lambda item: shelf.cards[keys[item.number - 1]].when.year)
    count = counted(len(keys), "paper")
    return ReadingList(
        name=line(settings.name),
        selected=f"{count} for the query {line(query)}" if query.strip() else count,
        years=tuple(Year(name=year or "Undated", items=tuple(found)) for year, found in years),
    )


def _item(shelf: Shelf, key: str, number: int) -> Item:
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    record = citation(key, paper)
    venue, year = line(publication.venue(record)), (record.date or card.when.iso)[:4]
    return Item(
        number=number,
        paper=paper,
        record=record,
        title=line(card.headline),
        by=people(paper, NAMED),
        place=venue if venue and year in venue else ", ".join(filter(None, (venue, year))),
        links=tuple(_links(paper, card)),
    )


def _links(paper: Paper, card: Card) -> Iterator[ExternalLink]:
    """Yield the links, identifiers first."""
    registries = [name for name, _, _ in identifiers.addresses(paper.identifiers)]
    found = links(paper, card)
    yield from (replace(link, text=f"{link.name} {line(link.text)}") for link in found if link.name in registries)
    yield from (replace(link, text=link.name) for link in found if link.name not in registries)
