"""Turns one field of an API answer, of any type, into a clean value. Shared by the parsers of answers and lists."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import date as calendar_date
from typing import Any

from generator.model import Identifiers, Name
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

_TAGS = (
    r"mml:\w+ jats:\w+ math mi mo mn mrow msub msup msubsup mtext mfrac mstyle mspace mover munder msqrt "
    "i b em strong u p sub sup scp sc span tt br italic bold inf small"
)
_MARKUP = re.compile(rf"</?(?:{_TAGS.replace(' ', '|')})\b[^<>]{{0,300}}>", re.IGNORECASE)
_DATE = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?![0-9])")
_LINK = re.compile(r"https?://[^\s\x00-\x1f<>\"/?#]+[^\s\x00-\x1f<>\"]*", re.IGNORECASE)
_LINK_LENGTH = 2_000  # as in model.Url
_COUNT_LIMIT = 10**9


def line(value: object) -> str:
    """Return a string on one line, without control characters and lone surrogates; "" for other types."""
    if not isinstance(value, str):
        return ""
    return clean(value if value.isascii() else value.encode("utf-8", "replace").decode())


def plain(value: object) -> str:
    """Return ``line`` without the inline markup and character references that publishers leave in titles."""
    text = line(value)
    if "<" in text:
        text = _MARKUP.sub("", text)
    return clean(html.unescape(text)) if "&" in text else clean(text)


def link(value: object) -> str:
    """Return an http(s) URL; "" for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    return text if len(text) <= _LINK_LENGTH and text.isprintable() and _LINK.fullmatch(text) else ""


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
    printed = (line(value) for value in values)
    return tuple(bylines.read(name) for name in printed if any(map(str.isalpha, name)))


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
