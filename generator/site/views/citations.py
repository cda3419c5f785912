"""Citations of a paper in the formats that people paste and that reference managers read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.formats import bibtex, csl_json, field_values, ris
from generator.model import Name, Record
from generator.site.views import publication
from generator.text import maths

LONGEST = 6_000  # characters shown on a page; a longer citation becomes a file
NAMED = 20  # authors in plain text, as in APA style
_INNERMOST = re.compile(r"([{\[])\s*\n\s*([^{}\[\]]*?)\s*\n\s*([}\]])")


DUMPS: dict[str, Callable[[Sequence[Record]], str]] = {
    ".bib": bibtex.dump,
    ".ris": ris.dump,
    ".csl.json": csl_json.dump,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A citation in one format; ``file`` is the name of its download. ``long`` ones exist only as that file."""

    name: str
    key: str
    text: str
    file: str
    kind: str  # media type

    @property
    def long(self) -> bool:
        """Whether the text is too long to show on a page."""
        return len(self.text) > LONGEST


@lru_cache(maxsize=1 << 16)  # used on the paper's page, in the shelf's exports and in those of its families
def formatted(record: Record, suffix: str) -> str:
    """Return a paper in the format of a file suffix, a key of ``DUMPS``."""
    return DUMPS[suffix]([record])


def citations(record: Record) -> tuple[Citation, ...]:
    """Return the citation of a record in each format. The record's id is the paper's key."""
    formats = (
        ("BibTeX", "bibtex", formatted(record, ".bib").strip(), "bib", "application/x-bibtex"),
        ("RIS", "ris", formatted(record, ".ris").strip(), "ris", "application/x-research-info-systems"),
        (
            "CSL-JSON",
            "csl",
            _compact(formatted(record, ".csl.json")),
            "json",
            "application/vnd.citationstyles.csl+json",
        ),
        ("Plain text", "text", plain(record), "txt", "text/plain"),
    )
    return tuple(
        Citation(name=name, key=key, text=text, file=f"{record.id}.{suffix}", kind=kind)
        for name, key, text, suffix, kind in formats
    )


def plain(record: Record) -> str:
    """Return a citation as plain text: authors, year, title, where it appeared, link.

    Editors stand first where there are no authors, and before the book that a chapter is in.
    """
    ids, kind = record.identifiers, field_values.publication_type(record)
    within = kind in {"chapter", "paper-conference"} and bool(record.venue)
    authors = _named(record.authors, more=field_values.more_authors(record))
    editors = _named(record.editors)
    if authors or not editors:
        who = authors
    else:
        who, editors = f"{editors} {publication.editor_mark(record.editors)}", ""
    year = f"({record.date[:4]})" if record.date else ""
    edition = "" if kind == "chapter" else publication.edition(record)
    title = maths.plain(record.title)
    title = f"{title} ({edition})" if edition and title else title
    address = f"https://doi.org/{ids.doi}" if ids.doi else publication.address(record)
    parts = (
        " ".join(filter(None, (who, year))),
        title,
        f"Edited by {editors}" if editors and not within else "",
        _appeared(record, editors if within else ""),
        f"ISBN {ids.isbn}" if ids.isbn and not address else "",
    )
    return " ".join(filter(None, (*map(_with_full_stop, filter(None, parts)), address)))


def _named(names: Sequence[Name], *, more: bool = False) -> str:
    """Return the first names of a list."""
    shown = [str(name) for name in names[:NAMED]]
    if more or len(names) > len(shown):
        return f"{', '.join(shown)}, et al." if shown else ""
    return publication.joined(shown)


def _appeared(record: Record, editors: str) -> str:
    """Return where a paper appeared; ``editors`` are those of the book that it is in."""
    kind = field_values.publication_type(record)
    if publication.is_numbered_as_journal(record):
        number = f"({record.number})" if record.number else ""
        place = ", ".join(filter(None, (record.venue, record.series, f"{record.volume}{number}")))
        place = ": ".join(filter(None, (place, publication.extent(record.pages))))
        publisher = "" if kind == "article-journal" else record.publisher
        place = ", ".join(filter(None, (place, publisher)))
    else:
        place = publication.place(record)
    if editors:
        return f"In {editors} {publication.editor_mark(record.editors)}, {place}"
    return f"In {place}" if kind == "chapter" and record.venue else place


def _with_full_stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _compact(text: str) -> str:
    """Return JSON with each innermost list or object on one line, for example one author per line.

    A JSON string cannot contain a line break, so only white space between values changes.
    """
    return _INNERMOST.sub(lambda found: found[1] + re.sub(r"\s*\n\s*", " ", found[2]) + found[3], text).strip()
