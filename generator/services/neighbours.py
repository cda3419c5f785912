"""Works as OpenAlex and Semantic Scholar describe them beside a record: who wrote them, what they cite, how often cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from generator.formats import coercion, json_elements
from generator.formats.answers import openalex, semantic_scholar
from generator.model import Record
from generator.services.registry import Service

_NUMBER = re.compile(r"[WA][0-9]+$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """An author by OpenAlex's number, A…, and name."""

    number: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A work of one service. ``number`` and ``references`` are the service's own numbers."""

    service: Service
    number: str
    record: Record | None = None  # None: no title was asked for, or there is none
    authors: tuple[Author, ...] = ()
    references: frozenset[str] = frozenset()
    citations: int | None = None
    is_off: bool = False  # retracted, or no paper but a cover or a table of contents


def read(service: Service, text: str) -> tuple[list[Work | None], str]:
    """Return the works of an answer, and why it cannot be read, or "".

    Of a list that answers number by number, None stands for what the service does not know.
    """
    loaded, problems = json_elements.load(service.name, text)
    if problems:
        return [], problems[0].message
    value: Any = loaded
    for name in ("results", "recommendedPapers", "data"):
        if isinstance(value, dict) and isinstance(value.get(name), list):
            value = value[name]
            break
    works = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict | None) for one in works):
        return [], "expected a list of works"
    if len(works) == 1 and isinstance(works[0], dict) and not ({"id", "paperId"} & works[0].keys()):
        return [], coercion.line(works[0].get("error")) or coercion.line(works[0].get("message")) or "expected a work"
    made, parse = (_openalex, openalex.parse) if service.name == "openalex" else (_scholar, semantic_scholar.parse)
    titled = any(one and one.get("title") for one in works)
    records = {one.id: one for one in parse(service.name, text)[0] if one.title} if titled else {}
    return [made(service, one, records) if one else None for one in works], ""


def _openalex(service: Service, work: dict[str, Any], records: dict[str, Record]) -> Work | None:
    """Return a work; None if it has no number."""
    number = _number(work.get("id"))
    if not number:
        return None
    people = (
        coercion.mapping(coercion.mapping(one).get("author")) for one in coercion.listing(work.get("authorships"))
    )
    authors = (Author(number=_number(one.get("id")), name=coercion.line(one.get("display_name"))) for one in people)
    cited = map(_number, coercion.listing(work.get("referenced_works")))
    return Work(
        service=service,
        number=number,
        record=records.get(number),
        authors=tuple(one for one in authors if one.number and one.name),
        references=frozenset(filter(None, cited)),
        citations=coercion.count(work.get("cited_by_count")),
        is_off=work.get("is_retracted") is True or work.get("is_paratext") is True,
    )


def _scholar(service: Service, paper: dict[str, Any], records: dict[str, Record]) -> Work | None:
    """Return a paper; None if it has no number."""
    number = coercion.line(paper.get("paperId"))
    if not number:
        return None
    cited = (coercion.mapping(one).get("paperId") for one in coercion.listing(paper.get("references")))
    return Work(
        service=service,
        number=number,
        record=records.get(number),
        references=frozenset(filter(None, map(coercion.line, cited))),
        citations=coercion.count(paper.get("citationCount")),
    )


def _number(value: object) -> str:
    """Return OpenAlex's number, which ends an address; "" if there is none."""
    found = _NUMBER.search(coercion.line(value))
    return found[0].upper() if found else ""
