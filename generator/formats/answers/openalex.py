"""Works of OpenAlex as JSON: a list, a single work, JSON Lines (docs.openalex.org, the Work object)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from generator.formats import coercion, json_elements
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.text import identifiers

NAME = "openalex"

WORDS = 20_000  # words of an abstract; the longest real ones have about 5,000
_LENGTH = 200_000  # characters of an abstract, likewise: a word may stand at many positions

_HEAD = 50_000  # characters that are enough to recognise an answer
_MARKS = re.compile(
    r'"https?://(?:api\.)?openalex\.org/|"(?:abstract_inverted_index|authorships|db_response_time_ms|primary_location)"\s*:'
)
_FAILED = re.compile(r'\s*\{\s*"error"\s*:\s*"[^"]*"\s*,\s*"message"\s*:')
_REPOSITORIES = re.compile(r"\b(?:arxiv|zenodo|pubmed|hal|ssrn|repository|research ?gate)\b", re.IGNORECASE)
_WORD_ID = re.compile(r"W[0-9]+$", re.IGNORECASE)
_ABSTRACT = re.compile(r"^abstract(?:\s*[:.]\s*|\s+(?=[A-Z]))", re.IGNORECASE)


def detect(text: str) -> bool:
    """Whether this is JSON with fields that only OpenAlex has, or its error answer."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    return head.startswith(("{", "[")) and bool(_MARKS.search(head) or _FAILED.match(head))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the works; problems as in ``json_elements.objects``, and ``openalex.authors-cut``."""
    records: list[Record] = []
    problems: list[Problem] = []
    for element in json_elements.objects(name, text, lists=("results",), problems=problems):
        record = _record(name, element)
        if not record.title and not record.abstract:
            message = f"{record.id or 'this work'} has neither a title nor an abstract"
            problems.append(coercion.unreadable(name, element.line, message))
            continue
        records.append(record)
        if element.value.get("is_authors_truncated") is True:
            message = f"this answer has only the first {len(record.authors)} authors of {record.title!r}"
            hint = "request this work by itself to get all of them"
            place = {"path": name, "line": element.line, "code": "openalex.authors-cut"}
            problems.append(Problem(**place, message=message, hint=hint, severity="warning"))  # type: ignore[arg-type]
    return records, problems


def _record(name: str, element: json_elements.Element) -> Record:
    work = element.value
    locations = list(_locations(work))
    found = _identifiers(work, locations)
    biblio = coercion.mapping(work.get("biblio"))
    published = coercion.date(work.get("publication_date")) or coercion.date(work.get("publication_year"))
    own = [] if found != Identifiers() else [location.get("landing_page_url") for location in locations[:1]]
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
        venue=_venue(work, locations),
        volume=coercion.line(biblio.get("volume")),
        number=coercion.line(biblio.get("issue")),
        pages=_pages(coercion.line(biblio.get("first_page")), coercion.line(biblio.get("last_page"))),
        id=number[0].upper() if number else printed,
        hints=coercion.once(_hints(work)),
    )


def rebuilt(index: object) -> str:
    """Return the abstract of an inverted index, which maps words to positions; "" for null and other shapes."""
    if not isinstance(index, dict):
        return ""
    # Microsoft Academic nested it one level deeper; old exports still do.
    nested: dict[str, object] = coercion.mapping(index.get("InvertedIndex")) or index
    words: dict[int, str] = {}
    for word, positions in nested.items():
        for position in coercion.listing(positions):
            if type(position) is int and 0 <= position < WORDS:
                words[position] = word
    ordered = [words[position] for position in sorted(words)]
    ends = accumulate(len(word) + 1 for word in ordered)
    return _ABSTRACT.sub(
        "", coercion.plain(" ".join(word for word, end in zip(ordered, ends, strict=True) if end <= _LENGTH))
    )


def _author(authorship: object) -> str:
    """Return the author's name, or the name as printed if OpenAlex has no author for it."""
    held = coercion.mapping(authorship)
    return coercion.line(coercion.mapping(held.get("author")).get("display_name")) or coercion.line(
        held.get("raw_author_name")
    )


def _locations(work: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the work's locations, the primary one first; older answers have a host_venue."""
    for key in ("primary_location", "best_oa_location"):
        if location := coercion.mapping(work.get(key)):
            yield location
    yield from filter(None, map(coercion.mapping, coercion.listing(work.get("locations"))))
    if host := coercion.mapping(work.get("host_venue")):
        yield {"landing_page_url": host.get("url"), "source": host}


def _identifiers(work: dict[str, Any], locations: list[dict[str, Any]]) -> Identifiers:
    """Return the identifiers; a location may have the DOI of another version, so only the work's own DOI counts."""
    ids = coercion.mapping(work.get("ids"))
    own = [work.get("doi"), *(ids.get(key) for key in ids if key not in {"openalex", "mag", "pmid", "pmcid"})]
    found = coercion.joined(identifiers.of_url(coercion.line(each)) for each in own)
    urls = [coercion.line(location.get(key)) for location in locations for key in ("landing_page_url", "pdf_url", "id")]
    elsewhere = coercion.joined(
        identifiers.of_url(url.removeprefix("pmh:").removeprefix("oai:arXiv.org:")) for url in urls if url
    )
    return coercion.joined([found, elsewhere.model_copy(update={"doi": None})])


def _venue(work: dict[str, Any], locations: list[dict[str, Any]]) -> str:
    """Return the first journal or conference among the locations; repositories only hold copies."""
    for location in locations:
        source = coercion.mapping(location.get("source"))
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
    """Yield keywords, then topics; concepts are too coarse to be useful."""
    for key in ("keywords", "topics"):
        for hint in coercion.listing(work.get(key)):
            yield coercion.line(
                coercion.mapping(hint).get("display_name") or coercion.mapping(hint).get("keyword") or hint
            )
