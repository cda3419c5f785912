"""Traits: a record ready for comparison: titles, names, dates, numbers and the abstract in the forms that are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from generator.model import Identifiers, Record
from generator.text import fingerprints, identifiers, names, pagination, retractions, titles
from generator.text.pagination import Pages
from generator.text.preprint_servers import is_preprint_doi, is_server
from generator.text.titles import Title


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """A place in print as the source has it, for a person to read."""

    volume: str = ""
    number: str = ""
    pages: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """A record ready for comparison; empty means not printed."""

    titles: tuple[Title, ...]  # the title, then a translation printed in brackets
    mark: str  # "reply", "erratum", … where the title says that it is about another paper
    shown: bool  # whether the title says that this is a demonstration or a poster
    surnames: tuple[str, ...]
    initials: tuple[str, ...]  # one for each surname
    given: tuple[str, ...]  # one for each surname, without blanks
    name_words: frozenset[str]
    spellings: tuple[tuple[str, ...], ...]  # all folded forms of each name, where any name has several; else empty
    latin: bool  # the names are in Latin letters
    author_count: int | None
    date: str
    posted: str  # when the preprint appeared, where the date is the publication's
    identifiers: Identifiers
    preprint: bool  # as far as is known, it appeared on a preprint server only
    report: bool  # a report of an institution
    book: bool
    bodies: bool  # the authors are bodies (a ministry, a working group), not persons
    volume: str
    number: str
    pages: Pages
    printed: Printed = field(compare=False)
    fingerprint: str  # of the abstract
    text: str  # a character for each word of the fingerprint

    @property
    def first_page(self) -> str:
        """Return the first page, "" for none."""
        return self.pages.first

    @property
    def last_page(self) -> str:
        """Return the last page, "" for none."""
        return self.pages.last

    @property
    def title(self) -> str:
        """Return the folded title without spaces, "" for none."""
        return self.titles[0].folded if self.titles else ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of the title."""
        return self.titles[0].words if self.titles else ()

    @property
    def dates(self) -> tuple[str, ...]:
        """Return all dates, the publication's first."""
        return tuple(filter(None, (self.date, self.posted)))

    @property
    def years(self) -> frozenset[str]:
        """Return the years of all dates."""
        return frozenset(one[:4] for one in self.dates)


def traits(record: Record) -> Traits:
    """Return what is compared of a record; ValueError where its ``sketch`` is not a fingerprint."""
    people = [(name, printed) for printed in record.authors if (name := names.romanised(names.fold(printed))).surname]
    title = retractions.bare(record.title, record.identifiers.doi or "")
    fingerprint = record.sketch or fingerprints.fingerprint(record.abstract)
    return Traits(
        titles=titles.forms(title),
        mark=titles.mark(title),
        shown=titles.shown(title),
        surnames=tuple(name.surname for name, _ in people),
        initials=tuple(name.initials for name, _ in people),
        given=tuple("".join(name.given) for name, _ in people),
        name_words=frozenset(
            word for name, _ in people for part in (name.surname, *name.given) for word in part.split() if len(word) > 2
        ),
        spellings=tuple(names.spellings(printed) for _, printed in people)
        if any(one.also for _, one in people)
        else (),
        latin=all(names.is_latin(printed) for _, printed in people),
        author_count=record.author_count or len(record.authors) or None,
        # A list may print no date: then the arXiv id has the month of the preprint.
        date=_date(record.date or record.posted or identifiers.arxiv_month(record.identifiers.arxiv or "") or ""),
        posted=_date(record.posted or ""),
        identifiers=record.identifiers,
        preprint=_is_preprint(record),
        report=record.type == "report",
        book=record.type == "book",
        bodies=bool(record.authors) and all(map(names.is_body, record.authors)),
        volume=pagination.volume(record.volume, (record.date or "")[:4]),
        number=pagination.issue(record.number),
        pages=pagination.read(record.pages),
        printed=Printed(volume=record.volume.strip(), number=record.number.strip(), pages=record.pages.strip()),
        fingerprint=fingerprint,
        text=fingerprints.characters(fingerprint),
    )


def _is_preprint(record: Record) -> bool:
    """Whether a record is of a preprint or of an institution's report, which precede a publication, as far as is known."""
    doi = record.identifiers.doi
    if doi:
        server = is_preprint_doi(doi)
    else:
        server = bool(record.identifiers.arxiv) or is_server(record.venue) or record.type == "report"
    return server and not pagination.digits(record.volume)


def _date(value: str) -> str:
    """Return an ISO date if there is such a day, else its year, else ""."""
    try:
        if len(value) == len("2021-07-05"):
            date.fromisoformat(value)
    except ValueError:
        value = value[:4]
    return value if re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", value) else ""
