"""Turns one field of an API answer, of any type, into a clean value. Shared by the parsers of answers and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date as calendar_date
from typing import Any

from generator.model import Identifiers, Name
from generator.problems import Problem
from generator.text import bylines, latex, web_markup
from generator.text.folding import clean

_DATE = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?![0-9])")
_LINK = re.compile(r"https?://[^\s\x00-\x1f<>\"/?#]+[^\s\x00-\x1f<>\"]*", re.IGNORECASE)
_LINK_LENGTH = 2_000  # as in model.Url
_COUNT_LIMIT = 10**9
_GROUP = re.compile(
    r"\b(?:collaborations?|consorti(?:um|a)|groups?|teams?|network|initiative|investigators|committee|society|alliance"
    r"|association|organi[sz]ation|institutes?|foundation|universit\w+|working party|study group|task force|project)\b",
    re.IGNORECASE,
)
_ORCID = re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")


def line(value: object) -> str:
    """Return a string on one line, without control characters and lone surrogates; "" for other types."""
    if not isinstance(value, str):
        return ""
    return clean(value if value.isascii() else value.encode("utf-8", "replace").decode())


def plain(value: object) -> str:
    """Return ``line`` without the markup, character references and LaTeX commands that publishers leave in titles."""
    return web_markup.readable(latex.decode_commands(line(value)))


def link(value: object) -> str:
    """Return an http(s) URL, its scheme in lower case; "" for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > _LINK_LENGTH or not text.isprintable() or not _LINK.fullmatch(text):
        return ""
    return text[:5].lower() + text[5:]


def links(values: Iterable[object]) -> tuple[str, ...]:
    """Return the http(s) URLs, each once, in order."""
    return tuple(dict.fromkeys(found for value in values if (found := link(value))))


def date(value: object) -> str | None:
    """Return ``2021-07-05``, ``2021-07`` or ``2021`` from a year or a date, with or without a time."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    found = _DATE.match(value.strip()) if isinstance(value, str) else None
    if not found or not 1000 <= int(found[1]) <= 2999:
        return None
    return calendar(int(found[1]), int(found[2] or 0), int(found[3] or 0))


def calendar(year: int, month: int, day: int) -> str:
    """Return the parts that make a valid date: 30 February becomes February."""
    if not 1 <= month <= 12:
        return f"{year}"
    try:
        return calendar_date(year, month, day).isoformat()
    except ValueError:
        return f"{year}-{month:02}"


def count(value: object) -> int | None:
    """Return a whole number of at least 0; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _COUNT_LIMIT else None


def names(values: Iterable[object]) -> tuple[Name, ...]:
    """Return names in order, without those that have no letter: arXiv prints a lone colon."""
    return tuple(name for value in values if (name := person(value)) != Name())


def is_group(text: str) -> bool:
    """Whether a name is that of a group, as a word of it tells."""
    return bool(_GROUP.search(text))


def person(value: object, orcid: object = None) -> Name:
    """Return the name that an answer prints in one text; that of a group has no parts."""
    printed = line(value)
    if not any(map(str.isalpha, printed)):
        return Name()
    found = bylines.group(printed) if is_group(printed) else bylines.read(printed)
    known = _ORCID.search(line(orcid))
    return replace(found, orcid=known[0]) if known and not found.literal else found


def once(values: Iterable[str]) -> tuple[str, ...]:
    """Return the non-empty strings, each once, in order."""
    return tuple(dict.fromkeys(value for value in values if value))


def mapping(value: object) -> dict[str, Any]:
    """Return an object, or an empty one for null and anything else."""
    return value if isinstance(value, dict) else {}


def listing(value: object) -> list[Any]:
    """Return a list, or an empty one for null and anything else."""
    return value if isinstance(value, list) else []


def joined(found: Iterable[Identifiers]) -> Identifiers:
    """Return the first identifier of each kind."""
    first: dict[str, str] = {}
    for each in found:
        first |= {kind: value for kind, value in each if value and kind not in first}
    return Identifiers(**first)


def unreadable(source: str, line_number: int, message: str, hint: str = "") -> Problem:
    """Return the problem of a record that was found but could not be read."""
    return Problem(path=source, line=line_number, code="record.unreadable", message=message, hint=hint)
