"""Works of OpenAlex as JSON: a list, a single work, JSON Lines (docs.openalex.org, the Work object)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator import identifiers
from generator.formats import fields, json_source
from generator.model import Identifiers, Record
from generator.problems import Problem

NAME = "openalex"

WORDS = 20_000  # positions of an abstract that are rebuilt; the longest real ones have some 5,000

_HEAD = 50_000  # characters in which an answer shows what it is
_MARKS = re.compile(
    r'"https?://(?:api\.)?openalex\.org/|"(?:abstract_inverted_index|authorships|db_response_time_ms|primary_location)"\s*:'
)
_FAILED = re.compile(r'\s*\{\s*"error"\s*:\s*"[^"]*"\s*,\s*"message"\s*:')
_REPOSITORIES = re.compile(r"\b(?:arxiv|zenodo|pubmed|hal|ssrn|repository|research ?gate)\b", re.IGNORECASE)
_WORD_ID = re.compile(r"W[0-9]+$", re.IGNORECASE)
_ABSTRACT = re.compile(r"^abstract(?:\s*[:.]\s*|\s+(?=[A-Z]))", re.IGNORECASE)


def detect(text: str) -> bool:
    """Whether this is JSON with fields that OpenAlex alone has, or its error body."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    return head.startswith(("{", "[")) and bool(_MARKS.search(head) or _FAILED.match(head))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the works; problems as in ``json_source.objects``, ``record.unreadable`` and ``openalex.authors-cut``."""
    records: list[Record] = []
    problems: list[Problem] = []
    for element in json_source.objects(name, text, lists=("results",), problems=problems):
        record = _record(name, element)
        if not record.title and not record.abstract:
            problems.append(
                fields.unreadable(
                    name, element.line, f"the work {record.id or 'here'} has neither a title nor an abstract"
                )
            )
            continue
        records.append(record)
        if element.value.get("is_authors_truncated") is True:
            message = f"OpenAlex lists only the first {len(record.authors)} authors of {record.title!r} here"
            hint = "ask for this work alone to get them all"
            problems.append(
                Problem(
                    path=name,
                    line=element.line,
                    code="openalex.authors-cut",
                    message=message,
                    hint=hint,
                    severity="warning",
                )
            )
    return records, problems


def _record(name: str, element: json_source.Element) -> Record:
    work = element.value
    places = list(_places(work))
    found = _identifiers(work, places)
    biblio = fields.mapping(work.get("biblio"))
    published = fields.date(work.get("publication_date")) or fields.date(work.get("publication_year"))
    own = [] if found != Identifiers() else [place.get("landing_page_url") for place in places[:1]]
    printed = fields.line(work.get("id")) or fields.line(fields.mapping(work.get("ids")).get("openalex"))
    number = _WORD_ID.search(printed)
    return Record(
        source=name,
        line=element.line,
        title=fields.plain(work.get("title")) or fields.plain(work.get("display_name")),
        abstract=rebuilt(work.get("abstract_inverted_index")) or fields.plain(work.get("abstract")),
        authors=fields.names(map(_author, fields.listing(work.get("authorships")))),
        date=published,
        links=fields.links(own),
        identifiers=found,
        venue=_venue(work, places),
        volume=fields.line(biblio.get("volume")),
        number=fields.line(biblio.get("issue")),
        pages=_pages(fields.line(biblio.get("first_page")), fields.line(biblio.get("last_page"))),
        id=number[0].upper() if number else printed,
        hints=fields.once(_hints(work)),
    )


def rebuilt(index: object) -> str:
    """Return the abstract whose words stand in ``index`` with their positions; "" for null and other shapes."""
    if not isinstance(index, dict):
        return ""
    # Microsoft Academic nested it once more; old exports still do.
    nested: dict[str, object] = fields.mapping(index.get("InvertedIndex")) or index
    words: dict[int, str] = {}
    for word, places in nested.items():
        if isinstance(places, list):
            for place in places:
                if type(place) is int and 0 <= place < WORDS:
                    words[place] = word
    return _ABSTRACT.sub("", fields.plain(" ".join(words[place] for place in sorted(words))))


def _author(authorship: object) -> str:
    """Return the author's name, or the name as the work prints it where OpenAlex knows no author."""
    held = fields.mapping(authorship)
    return fields.line(fields.mapping(held.get("author")).get("display_name")) or fields.line(
        held.get("raw_author_name")
    )


def _places(work: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield where the work stands, the main place first; older answers call it host_venue."""
    for key in ("primary_location", "best_oa_location"):
        if place := fields.mapping(work.get(key)):
            yield place
    yield from filter(None, map(fields.mapping, fields.listing(work.get("locations"))))
    if host := fields.mapping(work.get("host_venue")):
        yield {"landing_page_url": host.get("url"), "source": host}


def _identifiers(work: dict[str, Any], places: list[dict[str, Any]]) -> Identifiers:
    """Return the identifiers; a DOI only from the work's own fields, as a place may carry that of another version."""
    ids = fields.mapping(work.get("ids"))
    own = [work.get("doi"), *(ids.get(key) for key in ids if key not in {"openalex", "mag", "pmid", "pmcid"})]
    found = fields.joined(identifiers.of_url(fields.line(each)) for each in own)
    urls = [fields.line(place.get(key)) for place in places for key in ("landing_page_url", "pdf_url", "id")]
    elsewhere = fields.joined(
        identifiers.of_url(url.removeprefix("pmh:").removeprefix("oai:arXiv.org:")) for url in urls if url
    )
    return fields.joined([found, elsewhere.model_copy(update={"doi": None})])


def _venue(work: dict[str, Any], places: list[dict[str, Any]]) -> str:
    """Return the first journal or conference among the places; a repository is where a copy lies."""
    for place in places:
        source = fields.mapping(place.get("source"))
        venue = fields.plain(source.get("display_name"))
        if (
            venue
            and source.get("type") != "repository"
            and not (source.get("type") is None and _REPOSITORIES.search(venue))
        ):
            return venue
    raw = fields.mapping(work.get("primary_location")).get("raw_source_name")
    venue = fields.plain(raw)
    return "" if _REPOSITORIES.search(venue) else venue


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and first != last else first or last


def _hints(work: dict[str, Any]) -> Iterator[str]:
    """Yield keywords, then topics; the old concepts are too coarse to be of use."""
    for key in ("keywords", "topics"):
        for hint in fields.listing(work.get(key)):
            yield fields.line(fields.mapping(hint).get("display_name") or fields.mapping(hint).get("keyword") or hint)
