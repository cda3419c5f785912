"""Finds identifiers in a query, in every form in which people paste them; the Python twin of identifiers.js.

Other than ``generator.text.identifiers``, which reads what a source states, it takes the beginning of an identifier and
all forms that a pasted one may have on the shelf.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?/\d{7})"
_ACL = r"(?:[a-z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9]+(?:-[a-z0-9]+)*\.\d+)"
_HOST = r"(?:https?://)?(?:[a-z0-9-]+\.)*"
_TAILS = [  # what the text around a DOI adds to it
    re.compile(tail, re.IGNORECASE)
    for tail in (
        r"<.*$",
        r"[?#].*$",
        r"[)\]}>]+[.,;]*$",
        r"(?-i:v)\d+$",
        r"\.pdf$",
        r"/(?:abstract|full|pdf|epdf|meta|html|summary)$",
    )
]
_ACL_DOI = re.compile(r"10\.(?:18653/v1|3115/v1)/(.+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pasted:
    """An identifier in a query, from ``start`` to ``end``, with the forms that it may have on the shelf, in lower case."""

    values: tuple[str, ...]
    start: int
    end: int


def _first(found: re.Match[str]) -> list[str]:
    return [next(filter(None, found.groups()))]


def _doi(found: re.Match[str]) -> list[str]:
    """Return the DOI, and what it may be without what the text around it added."""
    forms = [re.sub(r"[.,;:'”’]+$", "", unquote(found[1], errors="strict") if _escaped(found[1]) else found[1])]
    for tail in _TAILS:
        if (shorter := tail.sub("", forms[-1], count=1)) != forms[-1]:
            forms.append(shorter)
    acl = _ACL_DOI.fullmatch(forms[-1])
    return [*forms, acl[1]] if acl else forms


def _escaped(text: str) -> bool:
    """Whether each % of a text escapes something; else it belongs to the DOI."""
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return not re.search("%(?![0-9a-fA-F]{2})", text)


def _isbn(found: re.Match[str]) -> list[str]:
    """Return the ISBN with 10 and 13 digits."""
    isbn = re.sub(r"[-\s]", "", found[1] or found[2])
    core = isbn[3:12] if len(isbn) == 13 else isbn[:9]
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(f"978{core}"))
    check = (11 - sum(int(digit) * (10 - at) for at, digit in enumerate(core)) % 11) % 11
    return [isbn, f"978{core}{(10 - total % 10) % 10}", f"{core}{'x' if check == 10 else check}"]


_FORMS: list[
    tuple[Callable[[re.Match[str]], list[str]], re.Pattern[str]]
] = [  # the first that matches at a place counts
    (read, re.compile("".join(form), re.IGNORECASE | re.ASCII))
    for read, *form in (
        (_first, rf"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi\s*:\s*)?10\.48550/arxiv\.({_ARXIV})(?:v\d+)?"),
        (
            _first,
            rf"{_HOST}(?:arxiv|alphaxiv|ar5iv|huggingface|hf|paperswithcode|semanticscholar)\.(?:org|labs\.arxiv\.org|co|com)/",
            rf'[^\s"<>]*?({_ARXIV})(?:v\d*)?(?:\.pdf)?/?(?![\w/-])[^\s"<>]*',
        ),
        (_first, rf"arxiv\s*[:/]?\s*({_ARXIV})(?:v\d+)?(?:\s*\[[a-z-]+(?:\.[a-z]{{2}})?\])?"),
        (
            _first,
            rf"{_HOST}(?:aclanthology\.org|aclweb\.org/anthology|aclanthology\.info/papers)/(?:papers/)?({_ACL})",
            r"(?:v\d+)?(?:\.pdf|\.bib)?/?(?![a-z0-9])",
        ),
        (_first, rf'(?:{_HOST}openreview\.net/[a-z/]+\?(?:[^\s"<>]*&)?id=|openreview\s*:\s*)([\w-]{{6,}})[^\s"<>]*'),
        (_first, rf"{_HOST}pubmed\.ncbi\.nlm\.nih\.gov/(\d{{1,9}})/?|(?:pmid|pubmed)\s*[:#]?\s*(\d{{1,9}})(?!\d)"),
        (
            _isbn,
            r"(?:isbn(?:-1[03])?\s*:?\s*)((?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dx])(?![\d-])|",
            r"(?<![\w/.-])(97[89](?:[-\s]?\d){10}|\d{9}[\dx]|(?=[\dx-]{13}(?![\dx-]))(?:\d+-){3}[\dx])(?![\w-])",
        ),
        (
            _doi,
            r'(?:(?:https?://)?[a-z0-9.-]+/(?:[^\s"<>]*?/)?|doi\s*:\s*)?',
            r'(10\.\d{4,9}(?:\.\d+)*(?:/|%2f)[^\s"<>]+(?:<[^\s"<>]*>[^\s"<>]+)?)',
        ),
        (_first, rf"(?:(?<![\w./-])(?:(?:abs|pdf|html)/)?|(?<=%2f))({_ARXIV})(?:v\d*)?(?:\.pdf)?(?![\w/-])"),
        (_first, rf"(?<![\w./-])({_ACL})(?:v\d+)?(?![\w-])"),
    )
]


def identifiers(query: str) -> list[Pasted]:
    """Return the identifiers of a query in order, without overlaps."""
    return sorted(_all(query), key=lambda one: one.start)


def _all(query: str) -> Iterator[Pasted]:
    taken: list[Pasted] = []
    for read, form in _FORMS:
        for found in form.finditer(query):
            if any(found.start() < other.end and other.start < found.end() for other in taken):
                continue
            values = tuple(value.lower() for value in read(found))
            taken.append(Pasted(values=values, start=found.start(), end=found.end()))
    yield from taken
