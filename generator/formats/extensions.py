"""Formats that other packages add: recognised before ours, read and written like them, and checked record by record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache as once
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.formats import coercion, field_values
from generator.model import Identifiers, LedgerRecord, Record
from generator.problems import Problem, ShelfError
from generator.storage import entry_points
from generator.storage.entry_points import BROKEN, Extension, Extensions
from generator.text import identifiers

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SUFFIX = re.compile(r"\.[a-z0-9]+")
_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_RAW = {"links", "further"}
_PREFIXED = {"pmid", "openreview"}  # bare ones could be anything
_LIMITED = ("line", "date", "posted", "author_count", "upvotes", "comments")  # a ledger is strict about their values


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format; its entry point is called like it.

    ``detect`` is given a text, and says whether it has this format. ``parse`` is given the name of the source and its text,
    and returns records and problems. Names of files in the format end in ``suffix``; with it, ``dump`` writes records.
    """

    title: str  # one line, for lists of formats
    detect: Callable[[str], bool]
    parse: Callable[[str, str], tuple[Iterable[Record], Iterable[Problem]]]
    suffix: str = ""
    dump: Callable[[Sequence[Record]], str] | None = None


@once
def installed(taken: frozenset[str]) -> Extensions[Format]:
    """Return the formats of the group ``reading_shelf.formats``, whose names and suffixes are none of those ``taken``."""

    def refusal(extension: Extension[Format], accepted: Sequence[Extension[Format]]) -> str:
        form = extension.thing
        if not _NAME.fullmatch(extension.name):
            return "has a name that is not made of lowercase letters, digits and single hyphens"
        if not form.title.strip():
            return "has no title"
        if not (callable(form.detect) and callable(form.parse) and (form.dump is None or callable(form.dump))):
            return "has nothing to call as detect, parse or dump"
        if form.suffix and not _SUFFIX.fullmatch(form.suffix):
            return f"has the suffix {form.suffix!r}, which is not of the form .name"
        if form.dump and not form.suffix:
            return "has a dump, but no suffix"
        used = {one.thing.suffix for one in accepted} | taken
        return next(
            (f"has the name {one}, which is taken" for one in (extension.name, form.suffix or None) if one in used), ""
        )

    return entry_points.load("format", Format, refusal)


def is_of(extension: Extension[Format], text: str, problems: list[Problem]) -> bool:
    """Whether a format recognises a text; if it fails, its problem is added to ``problems``."""
    try:
        return bool(extension.thing.detect(text))
    except BROKEN as error:
        problems.append(extension.failed(error))
        return False


def read(extension: Extension[Format], name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the sound records of a text, and problems; a record that is not sound costs no other one."""
    try:
        printed, stated = extension.thing.parse(name, text)
        rows = list(printed)
    except BROKEN as error:
        return [], [extension.failed(error)]
    problems = list(extension.problems(lambda: stated))
    records: list[Record] = []
    for row in rows:
        line = getattr(row, "line", 1)
        line = line if isinstance(line, int) and line > 0 else 1
        if len(records) == field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, line, extension.name))
            break
        try:
            found, wrong = field_values.validate(_sound(row, name))
        except (TypeError, ValueError) as error:
            message = f"{extension} gives a record that cannot be used: {error}"
            problems.append(
                coercion.unreadable(name, line, message, "the fault is in the extension, or in this record")
            )
            continue
        records += found
        problems += wrong
    return records, problems


def written(extension: Extension[Format], records: Sequence[Record]) -> str:
    """Return records in a format. Raises ShelfError if it fails."""
    try:
        text: Any = extension.thing.dump(records) if extension.thing.dump else None
    except BROKEN as error:
        raise ShelfError(extension.failed(error)) from error
    if not isinstance(text, str):
        raise ShelfError(extension.refused(f"has a dump that returns {type(text).__name__}, not str"))
    return text


def _sound(row: object, source: str) -> Record:
    """Return a record whose values are like those of our own parsers. Raises ValueError or TypeError."""
    if not isinstance(row, Record):
        raise TypeError(f"a Record is expected, not {type(row).__name__}")
    values = {name: value if name in _RAW else _cleaned(value) for name, value in asdict(row).items()}
    try:
        record = _RECORD.validate_python(values | {"source": source})
        LedgerRecord.model_validate({name: getattr(record, name) for name in _LIMITED})
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    named = {kind: _canonical(kind, value) for kind, value in record.identifiers if value}
    return replace(record, identifiers=Identifiers(**named), links=coercion.links(record.links))


def _cleaned(value: Any) -> Any:
    """Return a value with all of its texts on one line."""
    if isinstance(value, str):
        return coercion.line(value)
    if isinstance(value, (tuple, list)):
        return tuple(map(_cleaned, value))
    return {name: _cleaned(one) for name, one in value.items()} if isinstance(value, dict) else value


def _canonical(kind: str, value: str) -> str:
    """Return an identifier in its canonical form. Raises ValueError."""
    form: Callable[[str], str | None] = getattr(identifiers, kind)
    if found := form(f"{kind}:{value}" if kind in _PREFIXED else value):
        return found
    raise ValueError(f"identifiers.{kind}: {value[:80]!r} is not in the expected form")
