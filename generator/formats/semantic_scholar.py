"""Papers of Semantic Scholar's graph API v1 as JSON: search, match, batch, a single paper, citations and references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator import identifiers
from generator.formats import fields, json_source
from generator.model import Identifiers, Record
from generator.problems import Problem

NAME = "semantic-scholar"

_HEAD = 50_000  # characters in which an answer shows what it is
_MARKS = re.compile(r'"(?:paperId|externalIds|corpusId|s2FieldsOfStudy|openAccessPdf|recommendedPapers)"\s*:')
_FAILED = re.compile(r'\s*\{\s*"(?:message|code)"\s*:\s*"[^"]*"\s*(?:,\s*"(?:message|code)"\s*:\s*"[^"]*"\s*)?\}\s*$')
_NO_VENUE = re.compile(r"(?:arxiv\b.*|corr|abs/.*)", re.IGNORECASE)
_LISTS = ("data", "recommendedPapers", "papers")
_NAMED = (("ArXiv", "arxiv:"), ("DOI", ""), ("ACL", "acl:"))


def detect(text: str) -> bool:
    """Whether this is JSON with fields that Semantic Scholar alone has, or its error body."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    return head.startswith(("{", "[")) and bool(_MARKS.search(head) or _FAILED.match(head))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the papers; problems as in ``json_source.objects`` (a batch answers null for the unknown) and ``record.unreadable``."""
    records: list[Record] = []
    problems: list[Problem] = []
    for element in json_source.objects(name, text, lists=_LISTS, problems=problems):
        record = _record(name, element)
        if record.title or record.abstract:
            records.append(record)
        else:
            problems.append(
                fields.unreadable(
                    name, element.line, f"the paper {record.id or 'here'} has neither a title nor an abstract"
                )
            )
    return records, problems


def _record(name: str, element: json_source.Element) -> Record:
    """Return the record; lists of citations and references wrap each paper once more."""
    value = element.value
    paper = fields.mapping(value.get("citedPaper")) or fields.mapping(value.get("citingPaper")) or value
    journal = fields.mapping(paper.get("journal"))
    found = _identifiers(paper)
    own = [] if found != Identifiers() else [fields.mapping(paper.get("openAccessPdf")).get("url"), paper.get("url")]
    return Record(
        source=name,
        line=element.line,
        title=fields.plain(paper.get("title")),
        abstract=fields.plain(paper.get("abstract")),
        authors=fields.names(fields.mapping(author).get("name") for author in fields.listing(paper.get("authors"))),
        date=fields.date(paper.get("publicationDate")) or fields.date(paper.get("year")),
        links=fields.links(own)[:1],
        identifiers=found,
        venue=_venue(paper, journal),
        volume=_published(journal.get("volume")),
        pages=_published(journal.get("pages")),
        id=fields.line(paper.get("paperId")),
        hints=fields.once(_hints(paper)),
    )


def _identifiers(paper: dict[str, Any]) -> Identifiers:
    """Return what ``externalIds`` names, and an OpenReview id out of the PDF's address."""
    named = fields.mapping(paper.get("externalIds"))
    own = (identifiers.of_url(f"{prefix}{value}") for key, prefix in _NAMED if (value := fields.line(named.get(key))))
    page = fields.link(fields.mapping(paper.get("openAccessPdf")).get("url"))
    elsewhere = identifiers.of_url(page).model_copy(update={"doi": None}) if page else Identifiers()
    return fields.joined([*own, elsewhere])


def _published(value: object) -> str:
    """Return a volume or pages; CoRR's volume ``abs/2107.02137`` is none."""
    text = fields.line(value)
    return "" if _NO_VENUE.fullmatch(text) else text


def _venue(paper: dict[str, Any], journal: dict[str, Any]) -> str:
    candidates = (paper.get("venue"), fields.mapping(paper.get("publicationVenue")).get("name"), journal.get("name"))
    return next((venue for candidate in candidates if (venue := _published(fields.plain(candidate)))), "")


def _hints(paper: dict[str, Any]) -> Iterator[str]:
    yield from map(fields.line, fields.listing(paper.get("fieldsOfStudy")))
    for field in fields.listing(paper.get("s2FieldsOfStudy")):
        yield fields.line(fields.mapping(field).get("category"))
