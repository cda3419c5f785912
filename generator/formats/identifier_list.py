"""A list of identifiers, one on each line: arXiv ids, DOIs, PMIDs, ACL Anthology and OpenReview ids, or their addresses."""

from __future__ import annotations

import re
from itertools import islice

from generator.formats import coercion, field_values
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.text import identifiers

NAME = "identifiers"

_COMMENT = re.compile(r"(?:^|\s)#.*")
_AROUND = " \t<>\"'`,;\ufeff"
_BULLET = re.compile(r"(?:[-*+•]|\d{1,4}[.)])\s+")
_PMID = re.compile(
    r"(?:pmid\s*[:=]?\s*([1-9]\d{0,7})|https?://(?:www\.)?(?:pubmed\.)?ncbi\.nlm\.nih\.gov/(?:pubmed/)?([1-9]\d{0,7})/?|([1-9]\d{4,7}))",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"(?:arxiv|doi|acl|openreview)\s*:\s*\S+$", re.IGNORECASE)
_LENGTH = 400  # characters; no identifier or address is longer
_HEAD = 200  # lines that are looked at
_SHARE = 0.6  # of the lines that are identifiers, at least


def detect(text: str) -> bool:
    """Whether the lines are identifiers, but for comments and a few that are none."""
    lines = [line for line in (_line(raw) for raw in islice(text.split("\n"), 2 * _HEAD)) if line][:_HEAD]
    if not lines or max(map(len, lines)) > _LENGTH:
        return False
    return sum(_read(line) is not None for line in lines) >= _SHARE * len(lines)


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return a record for each line, with its identifier only.

    Problems: ``record.unreadable`` (a line that is no identifier), ``identifiers.repeated`` (a warning).
    """
    records: list[Record] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _line(raw)
        if not line:
            continue
        if len(records) == field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, number, NAME))
            break
        found = _read(line) if len(line) <= _LENGTH else None
        if found is None:
            message = f"not an identifier: {line[:80]!r}"
            hint = "write an arXiv id, a DOI, a PMID, an ACL Anthology id, openreview:ID, or the address of one"
            problems.append(coercion.unreadable(name, number, message, hint))
            continue
        own, named, links = found
        first = seen.setdefault(repr(links if named == Identifiers() else named), number)
        if first == number:
            records.append(Record(source=name, line=number, id=own, identifiers=named, links=links))
        else:
            problems.append(
                Problem(
                    path=name,
                    line=number,
                    code="identifiers.repeated",
                    message=f"the same identifier as on line {first}",
                    hint="it is imported once",
                    severity="warning",
                )
            )
    return records, problems


def _line(raw: str) -> str:
    """Return the line without its comment, bullet and quotation marks."""
    return _BULLET.sub("", _COMMENT.sub("", raw).strip(_AROUND + "\r"), count=1).strip(_AROUND)


def _read(line: str) -> tuple[str, Identifiers, tuple[str, ...]] | None:
    """Return the id, the identifiers and the address in a line; None if it has none, or other text beside it."""
    if found := _PMID.fullmatch(line):
        number = found[1] or found[2] or found[3]
        url = f"https://pubmed.ncbi.nlm.nih.gov/{number}/"
        return f"PMID {number}", identifiers.of_url(url), (url,)
    if " " in line and not _PREFIXED.match(line):
        return None
    named = identifiers.of_url(line)
    return (line, named, coercion.links([line])) if named != Identifiers() else None
