"""CSL-JSON, as Zotero, Pandoc and DOI registries write it, and Crossref's API answers, which are almost the same.

Null and wrong types are accepted everywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from generator.formats import coercion, field_values, json_elements
from generator.model import Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

NAME = "csl-json"

_HEAD = 20_000  # characters that are enough to recognise the format
_VARIABLES = (
    "issued date-parts container-title citation-key citation-label non-dropping-particle title-short message-type"
)
_MARKS = re.compile(rf'"(?:{_VARIABLES.replace(" ", "|")})"\s*:')
_TYPES = (
    "article article-journal article-magazine article-newspaper paper-conference chapter book report thesis manuscript "
    "preprint webpage post dataset document"
)
_TYPE = re.compile(rf'"type"\s*:\s*"(?:{_TYPES.replace(" ", "|")})"')
_NAMES = re.compile(r'"(?:family|literal)"\s*:')
_FOREIGN = re.compile(r'"(?:paperId|authorships|publishedAt|abstract_inverted_index|display_name)"\s*:')
_LISTS = ("items", "references")


def detect(text: str) -> bool:
    """Whether this is JSON with variables or types of CSL, and without the fields of other APIs."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    if not head.startswith(("[", "{")) or _FOREIGN.search(head):
        return False
    return bool(_MARKS.search(head) or (_TYPE.search(head) and ('"title"' in head or _NAMES.search(head))))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records: a list, an object with ``items``, or one record; problems as in ``json_elements.objects``."""
    records: list[Record] = []
    problems: list[Problem] = []
    elements = chain.from_iterable(map(_unwrapped, json_elements.objects(name, text, lists=_LISTS, problems=problems)))
    for count, element in enumerate(elements):
        if count >= field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, element.line, NAME))
            break
        found, faults = field_values.validate(_record(name, element), element.column)
        records += found
        problems += faults
    if not records and not problems:
        message, hint = "no record found: the list is empty", "check the export"
        problems.append(Problem(path=name, code="csl-json.no-record", message=message, hint=hint))
    return records, problems


def _unwrapped(element: json_elements.Element) -> Iterator[json_elements.Element]:
    """Yield the works inside Crossref's ``message``, with or without ``items``; any other element as it is."""
    if "message-type" not in element.value:
        yield element
        return
    message = coercion.mapping(element.value.get("message"))
    for work in coercion.listing(message.get("items")) if "items" in message else [message]:
        if isinstance(work, dict):
            yield replace(element, value=work)


def _text(value: Any) -> str:
    """Return the text of a string, a number or a list's first string (Crossref's titles); "" for anything else."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), "")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        return str(value)
    return coercion.plain(value)


def _record(name: str, element: json_elements.Element) -> Record:
    """Map the variables of CSL 1.0.2."""
    value = element.value

    def get(*keys: str) -> str:
        return next((text for key in keys if (text := _text(value.get(key)))), "")

    authors = bylines.people(
        f"{{{text}}}" for person in coercion.listing(value.get("author")) if (text := _person(person))
    )
    urls = [get("URL")]
    keywords = value.get("keyword") or value.get("keywords")
    words = _text(keywords)
    hints = (
        [_text(each) for each in keywords] if isinstance(keywords, list) else words.split(";" if ";" in words else ",")
    )
    return Record(
        source=name,
        line=element.line,
        id=get("id", "citation-key"),
        title=_title(get("title"), get("subtitle")),
        abstract=get("abstract"),
        authors=authors.names,
        et_al=authors.et_al,
        date=_date(value.get("issued")) or field_values.date(get("year")),
        links=field_values.links(urls),
        identifiers=field_values.find_identifiers(
            dois=[get("DOI")],
            urls=urls,
            notes=[get("note"), get("number"), get("container-title"), get("archive_location"), get("publisher")],
        ),
        venue=field_values.venue(get("container-title", "event-title", "collection-title")),
        volume=field_values.volume(get("volume")),
        number=field_values.volume(get("issue") or get("number")),
        pages=field_values.pages(get("page")),
        hints=coercion.once(hint.strip() for hint in hints),
    )


def _title(title: str, subtitle: str) -> str:
    """Return title and subtitle; Crossref sometimes repeats the subtitle in the title."""
    separate = bool(title and subtitle) and subtitle.lower() not in title.lower()
    return f"{title.rstrip(':')}: {subtitle}" if separate else title


def _person(value: Any) -> str:
    """Return the display form of a CSL name or of a plain string."""
    if isinstance(value, str):
        return bylines.display(value)
    person = coercion.mapping(value)
    if literal := _text(person.get("literal") or person.get("name")):
        return literal
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(filter(None, (_text(person.get(part)) for part in order)))


def _date(value: Any) -> str | None:
    """Return the first date: ``date-parts`` of numbers or strings, ``raw``, ``literal``, or a plain string."""
    if not isinstance(value, dict):
        return field_values.date(_text(value))
    first = next((part for part in coercion.listing(value.get("date-parts")) if isinstance(part, list)), [])
    parts = [text for each in first[:3] if (text := _text(each)).isdigit() and text.isascii()]
    found = field_values.date("-".join(parts)) if parts else None
    return found or field_values.date(_text(value.get("raw"))) or field_values.date(_text(value.get("literal")))


def dump(records: Sequence[Record]) -> str:
    """Return the records as CSL-JSON: one list, indented by two spaces."""
    return (
        json.dumps([_element(record, at) for at, record in enumerate(records, start=1)], ensure_ascii=False, indent=2)
        + "\n"
    )


def _element(record: Record, number: int) -> dict[str, Any]:
    """Return one record's variables; identifiers other than the DOI go into the note, as in Zotero."""
    known = record.identifiers
    names: list[dict[str, str]] = [_name_variables(clean(name)) for name in record.authors]
    if field_values.more_authors(record):
        names.append({"literal": "others"})
    element: dict[str, Any] = {
        "id": field_values.escape_markup(record.id) or f"record-{number}",
        "type": _kind(record),
        "title": field_values.escape_markup(record.title),
        "author": names,
        "issued": {"date-parts": [[int(part) for part in record.date.split("-")]]} if record.date else {},
        "container-title": field_values.escape_markup(record.venue),
        "volume": record.volume,
        "issue": record.number,
        "page": record.pages,
        "DOI": known.doi or "",
        "note": " ".join(field_values.identifier_notes(known)),
        "URL": next(iter(record.links), ""),
        "keyword": "; ".join(field_values.escape_markup(hint.replace(";", ",")) for hint in record.hints)
        + (";" if record.hints else ""),
        "abstract": field_values.escape_markup(record.abstract),
    }
    return {key: value for key, value in element.items() if value}


def _kind(record: Record) -> str:
    """Return the CSL type; ``article`` is a preprint."""
    return (
        "article" if not record.venue else "article-journal" if field_values.in_journal(record) else "paper-conference"
    )


def _name_variables(name: str) -> dict[str, str]:
    """Return the parts of a name; as ``literal`` if it is one word or would not read back."""
    parts = bylines.split_name(name)
    if not parts.given or parts.display != name or "," in name:
        return {"literal": field_values.escape_markup(name)}
    named = {
        "family": parts.family,
        "given": parts.given,
        "non-dropping-particle": parts.particle,
        "suffix": parts.suffix,
    }
    return {key: field_values.escape_markup(text) for key, text in named.items() if text}
