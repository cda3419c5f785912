"""Papers of Semantic Scholar's graph API v1: search, match, batch, a single paper, citations and references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.formats import coercion, field_values, json_elements
from generator.model import Identifiers, Links, Name, PaperType, Record
from generator.problems import Problem
from generator.text import identifiers

NAME = "semantic-scholar"

_HEAD = 50_000  # characters that are enough to recognise an answer
_MARKS = re.compile(r'"(?:paperId|externalIds|corpusId|s2FieldsOfStudy|openAccessPdf|recommendedPapers)"\s*:')
_FAILED = re.compile(r'\s*\{\s*"(?:message|code)"\s*:\s*"[^"]*"\s*(?:,\s*"(?:message|code)"\s*:\s*"[^"]*"\s*)?\}\s*$')
_NO_VENUE = re.compile(r"(?:arxiv\b.*|corr|abs/.*)", re.IGNORECASE)
_LISTS = ("data", "recommendedPapers", "papers")
_NAMED = (("ArXiv", "arxiv:"), ("DOI", ""), ("ACL", "acl:"), ("PubMed", "pmid:"))
_EMPTY = re.compile(
    r'\s*(?:null|\[\s*null\s*(?:,\s*null\s*)*\]|\{(?:\s*"(?:total|offset|next)"\s*:\s*\d+\s*,)*\s*"data"\s*:\s*\[\s*\]'
    r'(?:\s*,\s*"(?:total|offset|next)"\s*:\s*\d+)*\s*\})\s*'
)
_TYPES: tuple[tuple[str, PaperType], ...] = (  # a paper has several types: the first that it has
    ("BookSection", "chapter"),
    ("Book", "book"),
    ("Dataset", "dataset"),
    ("Conference", "paper-conference"),
    *(
        (name, "article-journal")
        for name in ("JournalArticle", "Review", "Editorial", "LettersAndComments", "CaseReport")
    ),
)
_VENUE_TYPES: dict[str, PaperType] = {"journal": "article-journal", "conference": "paper-conference"}
_VOLUME_AND_ISSUE = re.compile(r"(\d{1,4}) (\d{1,3})")  # as it writes those of PubMed


def detect(text: str) -> bool:
    """Whether this is JSON with fields that only Semantic Scholar has, or its error answer."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    if _is_empty(text):
        return True
    return head.startswith(("{", "[")) and bool(_MARKS.search(head) or _FAILED.match(head))


def _is_empty(text: str) -> bool:
    """Whether this is the answer to a request for papers that the service does not know."""
    return len(text) <= _HEAD and bool(_EMPTY.fullmatch(text.lstrip("\ufeff")))


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
    if not records and _is_empty(text):
        message = "Semantic Scholar's answer is empty: it knows no such paper"
        hint = "ask for another title or identifier, and save that answer"
        problems.append(Problem(path=name, code="semantic-scholar.no-record", message=message, hint=hint))
    return records, problems


def _record(name: str, element: json_elements.Element) -> Record:
    """Return the record; lists of citations and references wrap each paper."""
    value = element.value
    paper = coercion.mapping(value.get("citedPaper")) or coercion.mapping(value.get("citingPaper")) or value
    journal = coercion.mapping(paper.get("journal"))
    found = identifiers_of(paper)
    venue = _venue(paper, journal)
    date, year = coercion.date(paper.get("publicationDate")), coercion.date(paper.get("year"))
    first = bool(venue and date and found.arxiv) and identifiers.arxiv_month(found.arxiv or "") == (date or "")[:7]
    pdf = coercion.link(coercion.mapping(paper.get("openAccessPdf")).get("url"))
    pdf = "" if identifiers.of_url(pdf) != Identifiers() else pdf
    page = "" if pdf or found != Identifiers() else coercion.link(paper.get("url"))
    volume = _published(journal.get("volume"))
    parts = _VOLUME_AND_ISSUE.fullmatch(volume)
    return Record(
        source=name,
        line=element.line,
        title=coercion.plain(paper.get("title")),
        abstract=coercion.plain(paper.get("abstract")),
        type=_type(paper, venue),
        authors=_authors(paper),
        # It may date a publication by its preprint; the year is then the publication's if it is another one.
        date=(year if year != (date or "")[:4] else None) if first else date or year,
        posted=date if first else None,
        links=coercion.links((pdf, page)),
        labeled=Links(pdf=pdf or None),
        identifiers=found,
        venue=venue,
        volume=parts[1] if parts else volume,
        number=parts[2] if parts else "",
        pages=field_values.pages(_published(journal.get("pages"))),
        id=coercion.line(paper.get("paperId")),
        headings=coercion.once(_fields(paper)),
        further=tuple(_further(paper, venue)),
    )


def _authors(paper: dict[str, Any]) -> tuple[Name, ...]:
    """Return the authors."""
    people = map(coercion.mapping, coercion.listing(paper.get("authors")))
    read = (coercion.person(one.get("name"), coercion.mapping(one.get("externalIds")).get("ORCID")) for one in people)
    return tuple(name for name in read if name != Name())


def _type(paper: dict[str, Any], venue: str) -> PaperType | None:
    """Return the type; a preprint, which it calls a journal article, has none."""
    printed = set(filter(None, map(coercion.line, coercion.listing(paper.get("publicationTypes")))))
    found = next((kind for name, kind in _TYPES if name in printed), None)
    if found in {"article-journal", "paper-conference"}:
        if not venue:
            return None
        stated = _VENUE_TYPES.get(coercion.line(coercion.mapping(paper.get("publicationVenue")).get("type")))
        return stated if stated and len(printed) > 1 else found
    return found


def _further(paper: dict[str, Any], venue: str) -> Iterator[tuple[str, str]]:
    """Yield what it states and no field holds: identifiers of databases, the journal beside another venue."""
    for key, value in coercion.mapping(paper.get("externalIds")).items():
        if key not in {name for name, _ in _NAMED}:
            text = str(value) if type(value) is int else coercion.line(value)
            if text:
                yield key, text
    journal = coercion.plain(coercion.mapping(paper.get("journal")).get("name"))
    if _published(journal) and journal != venue:
        yield "journal", journal


def identifiers_of(paper: dict[str, Any]) -> Identifiers:
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


def _fields(paper: dict[str, Any]) -> Iterator[str]:
    yield from map(coercion.line, coercion.listing(paper.get("fieldsOfStudy")))
    for field in coercion.listing(paper.get("s2FieldsOfStudy")):
        yield coercion.line(coercion.mapping(field).get("category"))
