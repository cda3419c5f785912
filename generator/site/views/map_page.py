"""Whether a shelf has a map, and which: of its papers, or of the families and topics of a large shelf."""

from __future__ import annotations

from generator.site.views import room
from generator.site.views.arrangement import Shelf
from generator.site.views.family_map import family_map
from generator.site.views.map_canvas import MapView
from generator.site.views.paper_map import paper_map
from generator.site.views.proximity import ties
from generator.site.views.regions import regions

PATH = "map"
FEWEST = 3  # papers that are worth a map
EACH = 600  # papers drawn one by one


def has_map(shelf: Shelf) -> bool:
    """Whether there is something to draw: papers with labels, or few enough with ties to each other."""
    if len(shelf.keys) < FEWEST:
        return False
    if any(card.families or card.topics for card in shelf.cards.values()):
        return True
    return len(shelf.keys) <= EACH and bool(ties(shelf))


def map_view(shelf: Shelf) -> MapView | None:
    """Return the map; None if there is nothing to draw, or no room for it on a page."""
    if not has_map(shelf):
        return None
    found = regions(shelf)
    if len(shelf.keys) <= EACH and (view := paper_map(shelf, found)) and takes(view) <= 1:
        return view
    return family_map(shelf, found)


def takes(view: MapView) -> float:
    """Return which share of a page the map of papers takes; the counts are those of templates/map.jinja."""
    dots = [dot for island in view.islands for dot in island.dots]
    texts = [text for dot in dots for text in (dot.words, dot.card.path, dot.card.path, dot.card.short)]
    texts += [dot.label.text for dot in dots if dot.label] + [
        *(line.d for line in view.lines),
        *(island.d for island in view.islands),
    ]
    return room.share(
        (7 if view.dense else 8) * len(dots) + 12 * len(view.islands),
        (200 if view.dense else 260) * len(dots) + 500 * len(view.islands),
        texts,
    )
