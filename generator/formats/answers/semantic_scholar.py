"""Papers of Semantic Scholar's graph API v1: search, match, batch, a single paper, citations and references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.formats import coercion, json_elements
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.text import identifiers

NAME = "semantic-scholar"

_HEAD = 50_000  # characters that are enough to recognise an answer
_MARKS = re.compile(r'"(?:paperId|externalIds|corpusId|s2FieldsOfStudy|openAccessPdf|recommendedPapers)"\s*:')
_FAILED = re.compile(r'\s*\{\s*"(?:message|code)"\s*:\s*"[^"]*"\s*(?:,\s*"(?:message|code)"\s*:\s*"[^"]*"\s*)?\}\s*$')
_NO_VENUE = re.compile(r"(?:arxiv\b.*|corr|abs/.*)", re.IGNORECASE)
_LISTS = ("data", "recommendedPapers", "papers")
_NAMED = (("ArXiv", "arxiv:"), ("DOI", ""), ("ACL", "acl:"))


def detect(text: str) -> bool:
    """Whether this is JSON with fields that only Semantic Scholar has, or its error answer."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    return head.startswith(("{", "[")) and bool(_MARKS.search(head) or _FAILED.match(head))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the papers; problems as in ``json_elements.objects`` and ``record.unreadable``."""
    records: list[Record] = []
    problems: list[Problem] = []
    for element in json_elements.objects(name, text, lists=_LISTS, problems=problems):
        record = _record(name, element)
        if record.title or record.abstract:
            records.append(record)
        else:
            message = f"{record.id or 'this paper'} has neither a title nor an abstract"
            problems.append(coercion.unreadable(name, element.line, message))
    return records, problems


def _record(name: str, element: json_elements.Element) -> Record:
    """Return the record; lists of citations and references wrap each paper."""
    value = element.value
    paper = coercion.mapping(value.get("citedPaper")) or coercion.mapping(value.get("citingPaper")) or value
    journal = coercion.mapping(paper.get("journal"))
    found = _identifiers(paper)
    own = [] if found != Identifiers() else [coercion.mapping(paper.get("openAccessPdf")).get("url"), paper.get("url")]
    return Record(
        source=name,
        line=element.line,
        title=coercion.plain(paper.get("title")),
        abstract=coercion.plain(paper.get("abstract")),
        authors=coercion.names(
            coercion.mapping(author).get("name") for author in coercion.listing(paper.get("authors"))
        ),
        date=coercion.date(paper.get("publicationDate")) or coercion.date(paper.get("year")),
        links=coercion.links(own)[:1],
        identifiers=found,
        venue=_venue(paper, journal),
        volume=_published(journal.get("volume")),
        pages=_published(journal.get("pages")),
        id=coercion.line(paper.get("paperId")),
        hints=coercion.once(_hints(paper)),
    )


def _identifiers(paper: dict[str, Any]) -> Identifiers:
    """Return the identifiers in ``externalIds``, and an OpenReview id from the PDF's URL."""
    named = coercion.mapping(paper.get("externalIds"))
    own = (identifiers.of_url(f"{prefix}{value}") for key, prefix in _NAMED if (value := coercion.line(named.get(key))))
    page = coercion.link(coercion.mapping(paper.get("openAccessPdf")).get("url"))
    elsewhere = identifiers.of_url(page).model_copy(update={"doi": None}) if page else Identifiers()
    return coercion.joined([*own, elsewhere])


def _published(value: object) -> str:
    """Return a volume, pages or venue; "" for arXiv and for CoRR's volume ``abs/2107.02137``."""
    text = coercion.line(value)
    return "" if _NO_VENUE.fullmatch(text) else text


def _venue(paper: dict[str, Any], journal: dict[str, Any]) -> str:
    candidates = (paper.get("venue"), coercion.mapping(paper.get("publicationVenue")).get("name"), journal.get("name"))
    return next((venue for candidate in candidates if (venue := _published(coercion.plain(candidate)))), "")


def _hints(paper: dict[str, Any]) -> Iterator[str]:
    yield from map(coercion.line, coercion.listing(paper.get("fieldsOfStudy")))
    for field in coercion.listing(paper.get("s2FieldsOfStudy")):
        yield coercion.line(coercion.mapping(field).get("category"))
