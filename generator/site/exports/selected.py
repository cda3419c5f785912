"""A selection of papers as one file, in the format that the file's suffix names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.formats.tables import csv_table
from generator.matching.merge import citation
from generator.site import chromium, renderer, standalone
from generator.site.escapes import markdown
from generator.site.exports import annex, bibliographies
from generator.site.search.selection import list_item
from generator.site.settings import Settings
from generator.site.views import publication
from generator.site.views.arrangement import Shelf
from generator.site.views.reading_list import ReadingList, reading_list


@dataclass(frozen=True, kw_only=True, slots=True)
class Selected:
    """Some papers of a shelf, their keys newest first, and the query that selected them."""

    shelf: Shelf
    keys: Sequence[str]
    settings: Settings
    query: str

    @property
    def listed(self) -> ReadingList:
        """Return the papers as a list to read."""
        return reading_list(self.shelf, self.keys, self.settings, self.query)


def content(selected: Selected, suffix: str) -> str | bytes:
    """Return what a file with a suffix of ``SUFFIXES`` holds. Raises ShelfError if it has to be printed and cannot be."""
    return _WRITERS[suffix](selected)


def _records(selected: Selected, suffix: str) -> str:
    """Return the papers for programs, in the order of the site's own files: oldest first."""
    wanted = set(selected.keys)
    papers = selected.shelf.catalogue.papers
    records = [citation(key, papers[key]) for key in selected.shelf.keys if key in wanted]
    return csv_table.dump(records) if suffix == ".csv" else bibliographies.joined(records, suffix)


def _markdown(selected: Selected) -> str:
    return "\n".join(_rows(selected.listed)) + "\n"


def _rows(listed: ReadingList) -> Iterator[str]:
    """Yield the rows of a Markdown file; those of papers are the ones that Browse saves, with links at the end."""
    yield from (f"# {markdown(listed.name)}", "", markdown(listed.selected))
    for year in listed.years:
        yield from ("", f"## {year.name}", "")
        for item in year.items:
            linked = publication.addresses(item.paper.identifiers, item.paper.links)[:1]
            links = [f"[{link.name}](<{link.url}>)" for link in item.links if link.url not in linked]
            text = list_item(item.paper, item.record).rstrip("\n")
            yield f"{text}. {', '.join(links)}" if links else text


def page(selected: Selected) -> str:
    """Return the list as the HTML that is printed."""
    style = standalone.asset("reading-list.css")
    policy = standalone.policy(style=style)
    return renderer.filled("reading-list.jinja", listed=selected.listed, style=style, policy=policy)


_WRITERS: Mapping[str, Callable[[Selected], str | bytes]] = {
    ".bib": lambda selected: _records(selected, ".bib"),
    ".ris": lambda selected: _records(selected, ".ris"),
    ".json": lambda selected: _records(selected, ".csl.json"),
    ".csv": lambda selected: _records(selected, ".csv"),
    ".md": _markdown,
    ".tex": lambda selected: annex.text(selected.listed),
    ".pdf": lambda selected: chromium.printed(page(selected)),
}
SUFFIXES = tuple(_WRITERS)
