"""Names of a paper as one word, ``doi:10.5555/x`` or ``openalex:W123``: how rejections and answers name what is not a file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.model import Identifiers
from generator.text import identifiers

Name = tuple[str, str]  # the kind and the value: ("doi", "10.5555/x")

OPENALEX = "openalex"
SCHOLAR = "semantic-scholar"
_PAGE = "https://www.semanticscholar.org/paper/"
_WORK = re.compile(r"(?:openalex:|https?://(?:api\.)?openalex\.org/(?:works/)?)?(?P<number>W\d{4,12})/?", re.IGNORECASE)
_SCHOLAR = re.compile(r"https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/\s]*/)?(?P<number>[0-9a-f]{40})/?")


def of(known: Identifiers, *, work: str = "", paper: str = "") -> tuple[Name, ...]:
    """Return the names of a paper with these identifiers and numbers at OpenAlex and Semantic Scholar, the best first."""
    first = dict(identifiers.unique(known))
    own = [(kind, first[kind]) for kind in ("doi", "arxiv", "acl", "pmid", "openreview") if kind in first]
    return (*own, *([(OPENALEX, work)] if work else []), *([(SCHOLAR, paper)] if paper else []))


def parse(text: str) -> tuple[Name, ...]:
    """Return the names in a reference, all of one paper; none if it is no identifier, number or address of a known kind."""
    text = text.strip()
    if found := _WORK.fullmatch(text):
        return ((OPENALEX, found["number"].upper()),)
    if found := _SCHOLAR.fullmatch(text):
        return ((SCHOLAR, found["number"]),)
    return tuple(identifiers.unique(identifiers.of_url(text)))


def written(name: Name) -> str:
    """Return a name as ``shelf add`` and decisions.yml take it."""
    kind, value = name
    return f"{_PAGE}{value}" if kind == SCHOLAR else f"{kind}:{value}"


def all_of(references: Iterable[str]) -> frozenset[Name]:
    """Return the names in several references."""
    return frozenset(name for one in references for name in parse(one))
