"""Works of OpenAlex as JSON: a list, a single work, JSON Lines (docs.openalex.org, the Work object)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.formats import coercion, json_elements
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.text import identifiers

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
    for element in json_elements.objects(name, text, lists=("results",), problems=problems):
        record = _record(name, element)
        if not record.title and not record.abstract:
            problems.append(
                coercion.unreadable(
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


def _record(name: str, element: json_elements.Element) -> Record:
    work = element.value
    places = list(_places(work))
    found = _identifiers(work, places)
    biblio = coercion.mapping(work.get("biblio"))
    published = coercion.date(work.get("publication_date")) or coercion.date(work.get("publication_year"))
    own = [] if found != Identifiers() else [place.get("landing_page_url") for place in places[:1]]
    printed = coercion.line(work.get("id")) or coercion.line(coercion.mapping(work.get("ids")).get("openalex"))
    number = _WORD_ID.search(printed)
    return Record(
        source=name,
        line=element.line,
        title=coercion.plain(work.get("title")) or coercion.plain(work.get("display_name")),
        abstract=rebuilt(work.get("abstract_inverted_index")) or coercion.plain(work.get("abstract")),
        authors=coercion.names(map(_author, coercion.listing(work.get("authorships")))),
        date=published,
        links=coercion.links(own),
        identifiers=found,
        venue=_venue(work, places),
        volume=coercion.line(biblio.get("volume")),
        number=coercion.line(biblio.get("issue")),
        pages=_pages(coercion.line(biblio.get("first_page")), coercion.line(biblio.get("last_page"))),
        id=number[0].upper() if number else printed,
        hints=coercion.once(_hints(work)),
    )


def rebuilt(index: object) -> str:
    """Return the abstract whose words stand in ``index`` with their positions; "" for null and other shapes."""
    if not isinstance(index, dict):
        return ""
    # Microsoft Academic nested it once more; old exports still do.
    nested: dict[str, object] = coercion.mapping(index.get("InvertedIndex")) or index
    words: dict[int, str] = {}
    for word, places in nested.items():
        if isinstance(places, list):
            for place in places:
                if type(place) is int and 0 <= place < WORDS:
                    words[place] = word
    return _ABSTRACT.sub("", coercion.plain(" ".join(words[place] for place in sorted(words))))


def _author(authorship: object) -> str:
    """Return the author's name, or the name as the work prints it where OpenAlex knows no author."""
    held = coercion.mapping(authorship)
    return coercion.line(coercion.mapping(held.get("author")).get("display_name")) or coercion.line(
        held.get("raw_author_name")
    )


def _places(work: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield where the work stands, the main place first; older answers call it host_venue."""
    for key in ("primary_location", "best_oa_location"):
        if place := coercion.mapping(work.get(key)):
            yield place
    yield from filter(None, map(coercion.mapping, coercion.listing(work.get("locations"))))
    if host := coercion.mapping(work.get("host_venue")):
        yield {"landing_page_url": host.get("url"), "source": host}


def _identifiers(work: dict[str, Any], places: list[dict[str, Any]]) -> Identifiers:
    """Return the identifiers; a DOI only from the work's own fields, as a place may carry that of another version."""
    ids = coercion.mapping(work.get("ids"))
    own = [work.get("doi"), *(ids.get(key) for key in ids if key not in {"openalex", "mag", "pmid", "pmcid"})]
    found = coercion.joined(identifiers.of_url(coercion.line(each)) for each in own)
    urls = [coercion.line(place.get(key)) for place in places for key in ("landing_page_url", "pdf_url", "id")]
    elsewhere = coercion.joined(
        identifiers.of_url(url.removeprefix("pmh:").removeprefix("oai:arXiv.org:")) for url in urls if url
    )
    return coercion.joined([found, elsewhere.model_copy(update={"doi": None})])


def _venue(work: dict[str, Any], places: list[dict[str, Any]]) -> str:
    """Return the first journal or conference among the places; a repository is where a copy lies."""
    for place in places:
        source = coercion.mapping(place.get("source"))
        venue = coercion.plain(source.get("display_name"))
        if (
            venue
            and source.get("type") != "repository"
            and not (source.get("type") is None and _REPOSITORIES.search(venue))
        ):
            return venue
    raw = coercion.mapping(work.get("primary_location")).get("raw_source_name")
    venue = coercion.plain(raw)
    return "" if _REPOSITORIES.search(venue) else venue


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and first != last else first or last


def _hints(work: dict[str, Any]) -> Iterator[str]:
    """Yield keywords, then topics; the old concepts are too coarse to be of use."""
    for key in ("keywords", "topics"):
        for hint in coercion.listing(work.get(key)):
            yield coercion.line(
                coercion.mapping(hint).get("display_name") or coercion.mapping(hint).get("keyword") or hint
            )
