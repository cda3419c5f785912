"""All formats: which one a text has, sources in, records out, in any order of the sources."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import ModuleType
from typing import TypeAlias

from generator.formats import (
    bibtex,
    csl_json,
    endnote_xml,
    identifier_list,
    listings,
    lists,
    nbib,
    refusals,
    ris,
    web_of_science,
)
from generator.formats.answers import arxiv_atom, hf_papers, openalex, semantic_scholar
from generator.formats.listings import Source
from generator.formats.tables import csv_table
from generator.model import Record, Skipped
from generator.problems import Problem, ShelfError

# In the order in which detection tries them. Markdown lists come last: they are the hardest to tell from other text.
_MODULES: tuple[tuple[ModuleType, str], ...] = (
    (bibtex, "BibTeX and biblatex"),
    (nbib, "PubMed's nbib (MEDLINE)"),
    (ris, "RIS, as reference managers and publishers export it"),
    (web_of_science, "Web of Science, its field-tagged plain text"),
    (endnote_xml, "EndNote's XML"),
    (arxiv_atom, "arXiv's Atom feeds"),
    (hf_papers, "Hugging Face papers, JSON: the daily list, a single paper"),
    (openalex, "OpenAlex works, JSON"),
    (semantic_scholar, "Semantic Scholar papers, JSON"),
    (csl_json, "CSL-JSON, as Zotero, Pandoc and DOI registries write it"),
    (identifier_list, "identifiers, one on each line: arXiv, DOI, PMID, ACL Anthology, OpenReview, or their addresses"),
    (csv_table, "a table with a header: CSV with commas, semicolons or tabs"),
    (lists, "an awesome list: Markdown bullets, tables and paragraphs that link to papers"),
)
_READERS: dict[str, ModuleType] = {module.NAME: module for module, _ in _MODULES}
FORMATS: dict[str, str] = {module.NAME: described for module, described in _MODULES} | {
    "listing": "a title, an abstract and an optional footer (authors, date), each on its own lines",
    "listing-lines": "one paper per line: upvotes, title and abstract run together, footer",
    "abstracts": "abstracts without titles, one per paragraph",
}
# The format that a file name's suffix promises; another format in the file gives a warning.
_SUFFIXES = {
    ".bib": bibtex.NAME,
    ".ris": ris.NAME,
    ".nbib": nbib.NAME,
    ".csv": csv_table.NAME,
    ".tsv": csv_table.NAME,
}
WRITTEN: dict[str, Callable[[Sequence[Record]], str]] = {
    ".bib": bibtex.dump,
    ".ris": ris.dump,
    ".json": csl_json.dump,
    ".csv": csv_table.dump,
}
_LISTING_LIMIT = 100_000_000  # characters: no page that somebody saved is longer
_LISTING_LINES = 600_000  # likewise: ten lines or so for each of 50,000 records
_Result: TypeAlias = tuple[list[Record], list[Problem], list[Skipped]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """The records in the order of the sources, each source's format, the problems, and what gives no record."""

    records: tuple[Record, ...] = ()
    formats: tuple[str, ...] = ()  # one per source, in the order given
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def unreadable(self) -> int:
        """Return how many papers were found but could not be read: each is one problem with a code ``record.…``."""
        return sum(problem.code.startswith("record.") for problem in self.problems)


def parse_all(
    sources: Sequence[Source],
    known_titles: Collection[str] = (),
    format_name: str | None = None,
    *,
    parents: bool = False,
) -> Parsed:
    """Parse the sources; ``format_name`` (a key of ``FORMATS``) turns detection off.

    Titles that stand alone in any source, and ``known_titles``, help to split those that run into their abstracts.
    BibTeX entries find their abbreviations and parents in all sources; with ``parents``, volumes that are only there as
    parents are records, too. Raises ShelfError for an unknown format name, never because of a text.
    """
    if format_name is not None and format_name not in FORMATS:
        message, hint = f"there is no format {format_name!r}", f"use one of {', '.join(FORMATS)}"
        raise ShelfError(Problem(path=format_name, code="source.unknown-format", message=message, hint=hint))
    names = [format_name or ("listing" if refusals.is_yaml(source.text) else detect(source)) for source in sources]
    together = [(one.name, one.text) for one, name in zip(sources, names, strict=True) if name == bibtex.NAME]
    entries = iter(bibtex.parse_together(together, parents=parents))
    read = [
        (name, (*next(entries), list[Skipped]()))
        if name == bibtex.NAME
        else _read(source, name, detected=format_name is None)
        for source, name in zip(sources, names, strict=True)
    ]
    if format_name is None:
        for source, (name, result) in zip(sources, read, strict=True):
            if not isinstance(result, listings.Reading):
                result[1].extend(_promised(source, name))
    known = {listings.fold_run(title) for title in known_titles}
    for _, result in read:
        titles = result.titles() if isinstance(result, listings.Reading) else [record.title for record in result[0]]
        known.update(listings.fold_run(title) for title in titles if title)
    finished = [result.finish(known) if isinstance(result, listings.Reading) else result for _, result in read]
    for source, (name, _), (records, problems, _) in zip(sources, read, finished, strict=True):
        if name == bibtex.NAME and len(together) > 1:
            continue  # it may define abbreviations or volumes for the other files
        if not records and not any(problem.severity == "error" for problem in problems):
            problems.append(listings.no_papers(source, FORMATS[name]))
    found = tuple(problem for _, problems, _ in finished for problem in problems)
    refused = (
        Skipped(source=problem.path, line=problem.line, text="", reason=problem.message)
        for problem in found
        if problem.severity == "error"
    )
    skipped = [*(each for _, _, parts in finished for each in parts), *refused]
    places = {source.name: at for at, source in enumerate(sources)}
    return Parsed(
        records=tuple(record for records, _, _ in finished for record in records),
        formats=tuple(name for name, _ in read),
        problems=found,
        skipped=tuple(sorted(skipped, key=lambda each: (places.get(each.source, 0), each.line))),
    )


def _read(source: Source, name: str, *, detected: bool) -> tuple[str, _Result | listings.Reading]:
    """Return the format, and the records and problems, or a listing to be finished when all titles are known."""
    if reader := _READERS.get(name):
        if reader is lists:
            contents = lists.read(source.name, source.text)
            return name, (contents.records, contents.problems, contents.skipped)
        return name, (*reader.parse(source.name, source.text), [])
    if stopped := _too_long(source) or (refusals.refused(source) if detected else None):
        return name, ([], [stopped], [])
    listing = listings.read(source, None if detected else name)
    return listing.format_name, listing


def detect(source: Source) -> str:
    """Return the name of the source's format: a listing if no other format is recognised."""
    promised = _SUFFIXES.get(PurePath(source.name).suffix.lower(), "")
    if promised and _READERS[promised].detect(source.text):
        return promised
    text = source.text
    if lists.detect(text):  # BibTeX for citing the list itself is not one of its papers
        text = lists.without_code(text)
        if bibtex.detect(text) and lists.outweighs(text, bibtex.count(text)):
            return lists.NAME
    name = next((name for name, reader in _READERS.items() if reader.detect(text)), "")
    return name or promised or (lists.NAME if lists.is_markdown(text) else "listing")


def dump(records: Sequence[Record], suffix: str) -> str:
    """Return the records in the format for a file suffix, a key of ``WRITTEN``."""
    return WRITTEN[suffix](records)


def _promised(source: Source, name: str) -> Iterator[Problem]:
    """Yield a warning if the file's format is not the one that its suffix promises."""
    suffix = PurePath(source.name).suffix.lower()
    if suffix in _SUFFIXES and _SUFFIXES[suffix] != name:
        message = f"the file name ends in {suffix}, but the content is {name}; it was read as {name}"
        hint = f"if that is wrong, use --format {_SUFFIXES[suffix]}"
        yield Problem(path=source.name, code="source.suffix", message=message, hint=hint, severity="warning")


def _too_long(source: Source) -> Problem | None:
    """Return the problem of a text that is too long for a listing."""
    characters, lines = len(source.text), source.text.count("\n")
    if characters <= _LISTING_LIMIT and lines <= _LISTING_LINES:
        return None
    message = f"{characters:,} characters on {lines:,} lines are too many for a listing"
    return Problem(path=source.name, code="source.too-large", message=message, hint="split the file")
