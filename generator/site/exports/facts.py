"""What the page Compare loads of each paper: facts, links, results, labels and relations, in files by the hash of its key."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Result
from generator.site import escapes
from generator.site.exports import holdings
from generator.site.views import publication, results
from generator.site.views.arrangement import Shelf
from generator.site.views.browse import upvotes
from generator.site.views.cards import Chip
from generator.site.views.paper_card import people
from generator.site.views.paper_page import LINK_NAMES
from generator.text import benchmarks, identifiers
from generator.text.maths import plain

BATCH = 100  # papers in a file, on average
NAMED = 8  # authors; a list of more ends in their number


def batches(shelf: Shelf) -> int:
    """Return the number of files."""
    return len(shelf.keys) // BATCH + 1


def files(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file. A former key leads to the key that the paper has now."""
    count = batches(shelf)
    found: list[dict[str, object]] = [{} for _ in range(count)]
    for key in shelf.keys:
        found[holdings.number(key) % count][key] = _facts(shelf, key)
        for old in shelf.catalogue.papers[key].former_keys:
            if old not in shelf.cards:
                found[holdings.number(old) % count][old] = key
    for at, papers in enumerate(found):
        yield holdings.data_file(f"facts-{at}", papers)


def _facts(shelf: Shelf, key: str) -> dict[str, object]:
    """Return what is known of a paper; what is not known is left out."""
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    known: dict[str, object] = {
        "title": escapes.line(plain(card.title)),
        "short": escapes.line(card.short),
        "status": [card.status, card.stamp] if card.status else "",
        "authors": people(paper, NAMED),
        "date": card.when.shown if card.when.iso else "",
        "note": card.when.note,
        "venue": escapes.line(card.venue),
        "type": publication.type_of(paper),
        "upvotes": upvotes(shelf, key),
        "summary": escapes.line(plain(card.summary)),
        "links": _links(shelf, key),
        "results": [_result(one) for one in paper.results],
        "families": _chips(card.families),
        "topics": _chips(card.topics),
        "relations": list(_relations(shelf, key)),
    }
    return {name: value for name, value in known.items() if value}


def _links(shelf: Shelf, key: str) -> list[tuple[str, str]]:
    """Return the name and address of each link that leads to the web."""
    paper = shelf.catalogue.papers[key]
    found = [(name, url) for name, url, _ in identifiers.addresses(paper.identifiers)]
    found += [(LINK_NAMES[kind], url) for kind, url in paper.links if url]
    return [(name, url) for name, url in found if escapes.web(url)]


def _chips(chips: tuple[Chip, ...]) -> list[tuple[str, str]]:
    return [(escapes.line(chip.name), chip.path) for chip in chips]


def _result(result: Result) -> dict[str, object]:
    """Return a result. Those with the same ``row`` can stand side by side: one benchmark, metric, setting, unit and kind."""
    unit = benchmarks.fold(result.unit or "")
    found = {
        "row": "|".join(
            [*benchmarks.triple(result), "" if unit == benchmarks.fold(result.metric or "") else unit, result.kind]
        ),
        "benchmark": escapes.line(plain(result.benchmark)),
        "unit": escapes.line(result.unit or ""),
        "metric": escapes.line(plain(result.metric or "")),
        "setting": escapes.line(plain(result.setting or "")),
        "kind": result.kind,
        "better": result.better,
        "shown": escapes.line(results.shown(result)),
        "note": escapes.line(plain(result.note or "")),
    }
    return {"value": result.value, **{name: text for name, text in found.items() if text}}


def _relations(shelf: Shelf, key: str) -> Iterator[tuple[str, str, str]]:
    """Yield each of a paper's own relations to papers of the shelf: the verb, the other's key, and why."""
    for one in shelf.stated[key]:
        yield one.verb, one.other, escapes.line(plain(one.why))
