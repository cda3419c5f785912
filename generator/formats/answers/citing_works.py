"""What works of OpenAlex and papers of Semantic Scholar cite: their names and those of their references, no other fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.formats import coercion, json_elements
from generator.formats.answers import openalex, semantic_scholar
from generator.text import identifiers

Name: TypeAlias = tuple[str, str]
"""A kind of identifier, or a service, and the identifier or the service's own number."""

_WORK = re.compile(r"W[0-9]+$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class CitingWork:
    """A work by its names, and the names of each of its references, the service's number among them."""

    names: frozenset[Name]
    references: tuple[frozenset[Name], ...] = ()


def parse(service: str, text: str) -> tuple[list[CitingWork | None], str]:
    """Return the works of an answer of ``openalex`` or ``semantic-scholar``, and why it cannot be read, or "".

    Of a list that answers question by question, None stands for what the service does not know.
    """
    value, problems = json_elements.load(service, text)
    if problems:
        return [], problems[0].message
    if isinstance(value, dict) and (error := json_elements.error_of(value)) is not None:
        return [], error
    works = coercion.mapping(value).get("results", [value]) if isinstance(value, dict) else value
    if not isinstance(works, list):
        return [], "expected a list or an object"
    read = _openalex if service == "openalex" else _scholar
    return [read(one) if isinstance(one, dict) else None for one in works], ""


def _openalex(work: dict[str, Any]) -> CitingWork:
    own = (_number(work.get("id")), *identifiers.unique(openalex.identifiers_of(work)))
    cited = map(_number, coercion.listing(work.get("referenced_works")))
    return CitingWork(names=_known(*own), references=tuple(frozenset({one}) for one in cited if one[1]))


def _number(value: object) -> Name:
    """Return OpenAlex's number, which ends an address."""
    found = _WORK.search(coercion.line(value))
    return "openalex", found[0].upper() if found else ""


def _scholar(paper: dict[str, Any]) -> CitingWork:
    cited = map(coercion.mapping, coercion.listing(paper.get("references")))
    return CitingWork(
        names=_known(*_scholar_names(paper)),
        # What it could not find has no number: it may not even be a paper.
        references=tuple(_known(*_scholar_names(one)) for one in cited if coercion.line(one.get("paperId"))),
    )


def _scholar_names(paper: dict[str, Any]) -> Iterator[Name]:
    yield "semantic-scholar", coercion.line(paper.get("paperId"))
    yield from identifiers.unique(semantic_scholar.identifiers_of(paper))


def _known(*names: Name) -> frozenset[Name]:
    return frozenset(name for name in names if name[1])
