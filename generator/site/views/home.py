"""Builds the views of the whole shelf: the home page, and the page of charts."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.views.arrangement import Shelf
from generator.site.views.canvas import Canvas
from generator.site.views.cards import Card, Chip
from generator.site.views.nodes import NAMES, NodeCard, node_cards
from generator.site.views.popularity import Series, series
from generator.site.views.reading_paths import PathCard, path_cards
from generator.site.views.timeline import overview
from generator.site.views.years import by_year

NEWEST = 6  # papers on the home page
RISING = 40  # papers with an upvote chart


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartsView:
    """The chart of the shelf, and papers with their upvotes over time."""

    canvas: Canvas | None
    rising: tuple[tuple[Card, Series], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeView:
    """The home page. ``intro`` is Markdown written by the shelf's owner (content/pages/index.md)."""

    name: str
    intro: str
    counts: tuple[Chip, ...]
    newest: tuple[Card, ...]
    paths: tuple[PathCard, ...]
    families: tuple[NodeCard, ...]
    topics: tuple[NodeCard, ...]


def home_view(shelf: Shelf, *, name: str, intro: str) -> HomeView:
    """Return the home page."""
    families, topics = (node_cards(shelf, kind) for kind in NAMES)
    years = by_year(shelf)
    sources = len(shelf.catalogue.ledgers)
    dated = [key for key in shelf.keys if shelf.cards[key].when.iso]
    counts = (
        Chip(name="paper" if len(shelf.keys) == 1 else "papers", path="browse", count=len(shelf.keys)),
        Chip(name="family" if len(families) == 1 else "families", path="families", count=len(families)),
        Chip(name="topic" if len(topics) == 1 else "topics", path="topics", count=len(topics)),
        Chip(name="year" if len(years) == 1 else "years", path="years", count=len(years)),
        Chip(name="source" if sources == 1 else "sources", path="", count=sources),
    )
    return HomeView(
        name=name,
        intro=intro,
        counts=tuple(chip for chip in counts if chip.count),
        newest=tuple(shelf.cards[key] for key in reversed(dated[-NEWEST:])),
        paths=path_cards(shelf),
        families=tuple(card for card in families if card.count and not card.depth),
        topics=tuple(sorted((card for card in topics if card.count), key=lambda card: (-card.count, card.name))),
    )


def charts_view(shelf: Shelf) -> ChartsView:
    """Return the chart of the shelf, and the papers with upvotes from several days, most upvoted first."""
    known = [
        (shelf.cards[key], one) for key in shelf.keys for one in series(shelf.records[key]) if one.name == "Upvotes"
    ]
    rising = sorted(known, key=lambda found: -found[1].points[-1].figure)[:RISING]
    return ChartsView(canvas=overview(shelf), rising=tuple(rising))
