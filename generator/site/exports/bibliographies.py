"""Exports for reference managers and spreadsheets: all papers, all results, and BibTeX of each family and topic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.formats.tables import csv_table
from generator.model import Record, Result
from generator.site.views.arrangement import Shelf
from generator.site.views.citations import DUMPS, formatted
from generator.text.maths import plain

RESULTS = "results.csv"
_COLUMNS = ("paper", "title", "date", *Result.model_fields)


def joined(records: Sequence[Record], suffix: str) -> str:
    """Return several papers as one file. Each has the same text as in a file of its own."""
    texts = [formatted(record, suffix) for record in records]
    if suffix == ".csl.json":
        elements = (text.removeprefix("[\n").removesuffix("\n]\n") for text in texts)
        return "[\n" + ",\n".join(elements) + "\n]\n" if texts else "[]\n"
    return "\n".join(texts)


def files(shelf: Shelf, records: Mapping[str, Record]) -> Iterator[tuple[str, str]]:
    """Yield the site path and text of each export; ``records`` has each paper's citation by key."""
    whole = [records[key] for key in shelf.keys]
    for suffix in DUMPS:
        yield f"papers{suffix}", joined(whole, suffix)
    yield "papers.csv", csv_table.dump(whole)
    yield RESULTS, csv_table.table(_COLUMNS, _results(shelf))
    for (kind, node), members in shelf.members.items():
        yield f"{kind}/{node}/papers.bib", joined([records[key] for key in members], ".bib")


def _results(shelf: Shelf) -> Iterator[list[str | float]]:
    """Yield the cells of each result, in the order of the papers."""
    for key in shelf.keys:
        card = shelf.cards[key]
        for result in shelf.catalogue.papers[key].results:
            cells = [value if value is not None else "" for value in result.model_dump().values()]
            yield [key, plain(card.title), card.when.iso, *cells]
