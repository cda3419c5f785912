"""All formats: which one a text has, sources in, records out, in any order of the sources."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from types import ModuleType
from typing import TypeAlias

from generator.formats import (
    bibtex,
    csl_json,
    endnote_xml,
    extensions,
    identifier_list,
    listings,
    lists,
    nbib,
    refusals,
    ris,
    status_claims,
    web_of_science,
)
from generator.formats.answers import arxiv_atom, hf_papers, openalex, semantic_scholar
from generator.formats.extensions import Format
from generator.formats.listings import Source
from generator.formats.tables import csv_table
from generator.model import Record, Skipped
from generator.problems import Problem, ShelfError
from generator.storage.entry_points import Extension

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
_SERVICES = {  # whose own records these are: who says what their titles say
    nbib.NAME: "PubMed",
    web_of_science.NAME: "Web of Science",
    arxiv_atom.NAME: "arXiv",
    hf_papers.NAME: "Hugging Face",
    openalex.NAME: "OpenAlex",
    semantic_scholar.NAME: "Semantic Scholar",
}
_TAKEN = frozenset({*FORMATS, *_SUFFIXES, *WRITTEN})  # no extension can have these names
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


def known() -> dict[str, str]:
    """Return all formats with their descriptions, those of extensions included."""
    return FORMATS | {name: one.thing.title for name, one in _added().items()}


def writers() -> dict[str, Callable[[Sequence[Record]], str]]:
    """Return what writes each suffix, those of extensions included."""
    return WRITTEN | {one.thing.suffix: partial(extensions.written, one) for one in _added().values() if one.thing.dump}


def broken() -> tuple[Problem, ...]:
    """Return the problems of extensions that cannot be used as formats."""
    return extensions.installed(_TAKEN).problems


def _added() -> dict[str, Extension[Format]]:
    return {one.name: one for one in extensions.installed(_TAKEN).found}


def parse_all(
    sources: Sequence[Source],
    known_titles: Collection[str] = (),
    format_name: str | None = None,
    *,
    parents: bool = False,
) -> Parsed:
    """Parse the sources; ``format_name`` (a key of ``known()``) turns detection off.

    Titles that stand alone in any source, and ``known_titles``, help to split those that run into their abstracts.
    BibTeX entries find their abbreviations and parents in all sources; with ``parents``, volumes that are only there as
    parents are records, too. Raises ShelfError for an unknown format name, never because of a text.
    """
    if format_name is not None and format_name not in FORMATS and format_name not in _added():
        message, hint = f"there is no format {format_name!r}", f"use one of {', '.join(known())}"
        unknown = Problem(path=format_name, code="source.unknown-format", message=message, hint=hint)
        raise ShelfError(unknown, *broken())
    failures: list[list[Problem]] = [[] if format_name else [*broken()] for _ in sources]
    names = [format_name or _detect(source, own) for source, own in zip(sources, failures, strict=True)]
    together = [(one.name, one.text) for one, name in zip(sources, names, strict=True) if name == bibtex.NAME]
    entries = iter(bibtex.parse_together(together, parents=parents))
    read = [
        (name, (*next(entries), list[Skipped]()))
        if name == bibtex.NAME
        else _read(source, name, detected=format_name is None, failures=own)
        for source, name, own in zip(sources, names, failures, strict=True)
    ]
    if format_name is None:
        for source, (name, result) in zip(sources, read, strict=True):
            if not isinstance(result, listings.Reading):
                result[1].extend(_promised(source, name))
    titled = {listings.fold_run(title) for title in known_titles}
    for _, result in read:
        titles = result.titles() if isinstance(result, listings.Reading) else [record.title for record in result[0]]
        titled.update(listings.fold_run(title) for title in titles if title)
    finished = [result.finish(titled) if isinstance(result, listings.Reading) else result for _, result in read]
    for source, (name, _), (records, problems, _) in zip(sources, read, finished, strict=True):
        if name == bibtex.NAME and len(together) > 1:
            continue  # it may define abbreviations or volumes for the other files
        if not records and not any(problem.severity == "error" for problem in problems):
            problems.append(listings.no_papers(source, known()[name]))
    refused = (
        Skipped(
            source=source.name, line=problem.line if problem.path == source.name else 1, text="", reason=problem.message
        )
        for source, (_, problems, _) in zip(sources, finished, strict=True)
        for problem in problems
        if problem.severity == "error"
    )
    skipped = [*(each for _, _, parts in finished for each in parts), *refused]
    places = {source.name: at for at, source in enumerate(sources)}
    return Parsed(
        records=tuple(
            status_claims.claimed(record, _SERVICES.get(name, ""))
            for (name, _), (records, _, _) in zip(read, finished, strict=True)
            for record in records
        ),
        formats=tuple(name for name, _ in read),
        problems=(
            *dict.fromkeys(problem for own in failures for problem in own),
            *(problem for _, problems, _ in finished for problem in problems),
        ),
        skipped=tuple(sorted(skipped, key=lambda each: (places.get(each.source, 0), each.line))),
    )


def _read(
    source: Source, name: str, *, detected: bool, failures: Sequence[Problem]
) -> tuple[str, _Result | listings.Reading]:
    """Return the format, and the records and problems, or a listing to be finished when all titles are known.

    A text that no format recognises is a listing, unless a format that could not be asked may be its own.
    """
    if added := None if name in FORMATS else _added()[name]:
        return name, (*extensions.read(added, source.name, source.text), [])
    if reader := _READERS.get(name):
        if reader is lists:
            contents = lists.read(source.name, source.text)
            return name, (contents.records, contents.problems, contents.skipped)
        return name, (*reader.parse(source.name, source.text), [])
    if stopped := _too_long(source) or (refusals.refused(source) if detected else None):
        return name, ([], [stopped], [])
    if failures:
        message = "no format recognises this text, and an extension that might could not be asked (see above)"
        hint = "fix the extension, or name the format with --format"
        return name, ([], [Problem(path=source.name, code="source.undecided", message=message, hint=hint)], [])
    listing = listings.read(source, None if detected else name)
    return listing.format_name, listing


def detect(source: Source) -> str:
    """Return the name of the source's format: a listing if no other format is recognised."""
    return _detect(source, [])


def _detect(source: Source, failures: list[Problem]) -> str:
    """Return the name of the format; the problems of extensions that fail are added to ``failures``."""
    for name, one in _added().items():
        if extensions.is_of(one, source.text, failures):
            return name
    return "listing" if refusals.is_yaml(source.text) else _recognised(source, guessing=not failures)


def _recognised(source: Source, *, guessing: bool) -> str:
    """Return the name of the source's format, if no extension recognised it."""
    promised = _promises().get(PurePath(source.name).suffix.lower(), "")
    if promised in _READERS and _READERS[promised].detect(source.text):
        return promised
    text = source.text
    if lists.detect(text):  # BibTeX for citing the list itself is not one of its papers
        text = lists.without_code(text)
        if bibtex.detect(text) and lists.outweighs(text, bibtex.count(text)):
            return lists.NAME
    name = next((name for name, reader in _READERS.items() if reader.detect(text)), "")
    return name or promised or (lists.NAME if guessing and lists.is_markdown(text) else "listing")


def dump(records: Sequence[Record], suffix: str) -> str:
    """Return the records in the format for a file suffix, a key of ``writers()``. Raises ShelfError if an extension fails."""
    return writers()[suffix](records)


def _promises() -> dict[str, str]:
    """Return the format that each suffix promises."""
    return _SUFFIXES | {one.thing.suffix: name for name, one in _added().items() if one.thing.suffix}


def _promised(source: Source, name: str) -> Iterator[Problem]:
    """Yield a warning if the file's format is not the one that its suffix promises."""
    suffix = PurePath(source.name).suffix.lower()
    expected = _promises().get(suffix, name)
    if expected != name:
        message = f"the file name ends in {suffix}, but the content is {name}; it was read as {name}"
        hint = f"if that is wrong, use --format {expected}"
        yield Problem(path=source.name, code="source.suffix", message=message, hint=hint, severity="warning")


def _too_long(source: Source) -> Problem | None:
    """Return the problem of a text that is too long for a listing."""
    characters, lines = len(source.text), source.text.count("\n")
    if characters <= _LISTING_LIMIT and lines <= _LISTING_LINES:
        return None
    message = f"{characters:,} characters on {lines:,} lines are too many for a listing"
    return Problem(path=source.name, code="source.too-large", message=message, hint="split the file")
