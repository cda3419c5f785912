"""Checks that dates exist, and that identifiers are valid and in canonical form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from generator.problems import Problem
from generator.text import identifiers
from generator.yaml_files import Loaded, Steps

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_ARXIV = re.compile(r"(\d\d)\d\d\.(\d{4,5})", re.ASCII)
_YEARS = range(1450, 2100)  # since printing began; anything else is a typo
_FORMS = {
    "arxiv": ("id.arxiv", identifiers.arxiv, "an arXiv id is '2107.02137' or 'cs/0112017', without a version"),
    "doi": (
        "id.doi",
        identifiers.doi,
        "a DOI is '10.', the registrant's number, a slash and the rest, in lowercase",
    ),
    "pmid": ("id.pmid", lambda text: identifiers.pmid(f"pmid:{text}"), "a PubMed id has up to nine digits"),
    "isbn": ("id.isbn", identifiers.isbn, "an ISBN has 10 or 13 digits, the last of which checks the others"),
    "acl": ("id.acl", identifiers.acl, "an ACL Anthology id is '2021.acl-long.1' or 'P19-1441'"),
    "openreview": (
        "id.openreview",
        lambda text: identifiers.openreview(f"openreview:{text}"),
        "an OpenReview id is what follows ?id= in its address",
    ),
}


def of_paper(loaded: Loaded) -> Iterator[Problem]:
    """Yield what is wrong with a paper's dates and identifiers, even if the file has other faults."""
    paper = loaded.value
    if not isinstance(paper, dict):
        return
    for name in ("date", "published"):
        yield from _date(loaded, (name,))
    status = paper.get("status")
    for number in range(len(status) if isinstance(status, tuple) else 1):
        yield from _date(loaded, ("status", number, "date"))
    found = paper.get("identifiers")
    if isinstance(found, dict):
        for name in _FORMS:
            yield from _identifier(loaded, ("identifiers", name))
    others = paper.get("other_versions")
    for number, version in enumerate(others if isinstance(others, tuple) else ()):
        if isinstance(version, dict):
            yield from _date(loaded, ("other_versions", number, "date"))
            yield from _identifier(loaded, ("other_versions", number, "doi"))


def of_ledger(loaded: Loaded) -> Iterator[Problem]:
    """Yield what is wrong with a ledger's dates."""
    if isinstance(loaded.value, dict):
        yield from _date(loaded, ("date",))
        yield from _date(loaded, ("updated",))


def _identifier(loaded: Loaded, path: Steps) -> Iterator[Problem]:
    name = str(path[-1])
    code, canonical, form = _FORMS[name]
    text = loaded.unquoted(path)
    if not isinstance(text, str):
        return
    if name == "arxiv" and (numbered := _ARXIV.fullmatch(text)):
        year, digits = int(numbered[1]), len(numbered[2])
        if (digits == 5) != (year >= 15):
            message = f"'{text}' has {digits} digits after the dot"
            yield loaded.problem(
                path, code, message, "look it up again: since January 2015 (1501) there are five, before that four"
            )
            return
    if (right := canonical(text)) == text:
        return
    if name == "doi" and (other := identifiers.arxiv(text)):
        hint = (
            f"this is an arXiv DOI: write arxiv: '{other}' {'instead' if len(path) == 2 else 'among the identifiers'}"
        )
    else:
        hint = f"write '{right}'" if right else form
    message = f"'{text}' is not {'in the expected form' if right else 'a valid identifier'}"
    yield loaded.problem(path, code, message, hint)


def _date(loaded: Loaded, path: Steps) -> Iterator[Problem]:
    text = loaded.unquoted(path)
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        return  # already reported
    hint = "look it up again; a month or a year is enough"
    try:
        dt.date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        yield loaded.problem(path, "date.value", f"the date {text} does not exist", hint)
        return
    if int(text[:4]) not in _YEARS:
        message = f"{text} is not within the years {_YEARS.start} to {_YEARS.stop - 1}"
        yield loaded.problem(path, "date.value", message, hint)
