"""Builds the views of the whole shelf: the home page, and the page of charts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.site.views import citation_lists, map_page, periods
from generator.site.views.arrangement import Shelf
from generator.site.views.canvas import Canvas
from generator.site.views.cards import Card, Chip
from generator.site.views.citation_lists import CitedCard
from generator.site.views.last_checked import Overview
from generator.site.views.nodes import NAMES, NodeCard, node_cards
from generator.site.views.popularity import Series, series
from generator.site.views.reading_paths import PathCard, path_cards, takes
from generator.site.views.timeline import overview
from generator.site.views.years import UNDATED, by_year

NEWEST = 6  # papers on the home page
PATHS = 6  # reading paths on the home page; fewer if they are very long
FAMILIES, TOPICS = 12, 30  # on the home page; the largest of more
TALL = 96  # pixels of its highest column
RISING = 40  # papers with an upvote chart
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartsView:
    """The chart of the shelf, and papers with their upvotes over time."""

    canvas: Canvas | None
    rising: tuple[tuple[Card, Series], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A year or more of the timeline; ``path`` is empty if it has no papers."""

    name: str
    path: str
    count: int
    height: int  # pixels


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """The timeline: a column for each ``step``, newest first, also for those without papers."""

    step: str
    columns: tuple[Column, ...]
    undated: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeView:
    """The home page. ``intro`` is Markdown written by the shelf's owner (content/pages/index.md), ``about`` stands in for it."""

    name: str
    intro: str
    about: str
    papers: int
    counts: tuple[Chip, ...]
    checked: Overview | None
    timeline: Columns | None
    newest: tuple[Card, ...]
    most_cited: tuple[CitedCard, ...]
    paths: tuple[PathCard, ...]
    path_count: int
    families: tuple[NodeCard, ...]
    family_count: int
    topics: tuple[NodeCard, ...]
    topic_count: int
    searched: str  # what the search box asks for
    map_path: str  # "" if there is no map


def home_view(shelf: Shelf, *, name: str, intro: str, about: str = "") -> HomeView:
    """Return the home page. What its numbers count is what the pages behind their links list."""
    paths = path_cards(shelf)
    families, topics = (node_cards(shelf, kind) for kind in NAMES)
    years = [year for year, _ in by_year(shelf) if year != UNDATED]
    sources = len(shelf.catalogue.ledgers)
    dated = [key for key in shelf.keys if shelf.cards[key].when.iso] or shelf.keys[:NEWEST][::-1]  # by title
    counts = (
        Chip(name="paper" if len(shelf.keys) == 1 else "papers", path="browse", count=len(shelf.keys)),
        Chip(name="family" if len(families) == 1 else "families", path="families", count=len(families)),
        Chip(name="topic" if len(topics) == 1 else "topics", path="topics", count=len(topics)),
        Chip(name="year" if len(years) == 1 else "years", path="years", count=len(years)),
        Chip(name="source" if sources == 1 else "sources", path="", count=sources),
    )
    return HomeView(
        map_path=map_page.PATH if map_page.has_map(shelf) else "",
        name=name,
        intro=intro,
        about="" if _COMMENT.sub("", intro).strip() else about,
        papers=len(shelf.keys),
        counts=tuple(chip for chip in counts if chip.count),
        checked=shelf.checked.overview,
        timeline=columns(shelf),
        newest=tuple(shelf.cards[key] for key in reversed(dated[-NEWEST:])),
        most_cited=citation_lists.most_cited(shelf, shelf.keys),
        paths=tuple(_first(paths)),
        path_count=len(paths),
        families=_largest([card for card in families if not card.depth], FAMILIES),
        family_count=len(families),
        topics=tuple(sorted(_largest(topics, TOPICS), key=lambda card: (-card.count, card.name))),
        topic_count=len(topics),
        searched="Title, author or topic" if topics else "Title or author" if _has_people(shelf) else "Title",
    )


def _first(paths: Iterable[PathCard]) -> Iterator[PathCard]:
    """Yield the first reading paths, as many as take at most a third of a page, but one at least."""
    full = 0.0
    for number, card in enumerate(paths):
        full += takes(card)
        if number == PATHS or (number and full > 1 / 3):
            return
        yield card


def _has_people(shelf: Shelf) -> bool:
    return any(paper.authors for paper in shelf.catalogue.papers.values())


def columns(shelf: Shelf) -> Columns | None:
    """Return the timeline; None if no paper has a date, or all have the same year."""
    found = Counter(int(card.when.year) for card in shelf.cards.values() if card.when.year)
    if len(found) < 2:  # one column says nothing
        return None
    spans = periods.of(found)
    counts = dict.fromkeys(spans.starts, 0)
    for year, papers in found.items():
        counts[spans.start(year)] += papers
    most = max(counts.values())
    return Columns(
        step=spans.word,
        columns=tuple(
            Column(
                name=str(start) if spans.step == 1 else f"{start}s",
                path=spans.path(start) if count else "",
                count=count,
                height=round(TALL * count / most) or 1,
            )
            for start, count in counts.items()
        ),
        undated=len(shelf.cards) - sum(found.values()),
    )


def _largest(cards: Sequence[NodeCard], most: int) -> tuple[NodeCard, ...]:
    """Return the nodes with the most papers, in the order in which they are given."""
    kept = sorted(cards, key=lambda card: -card.count)[:most]
    return tuple(card for card in cards if card in kept)


def charts_view(shelf: Shelf) -> ChartsView:
    """Return the chart of the shelf, and the papers with upvotes from several days, most upvoted first."""
    known = [
        (shelf.cards[key], one) for key in shelf.keys for one in series(shelf.records[key]) if one.name == "Upvotes"
    ]
    rising = sorted(known, key=lambda found: -found[1].points[-1].figure)[:RISING]
    return ChartsView(canvas=overview(shelf), rising=tuple(rising))
