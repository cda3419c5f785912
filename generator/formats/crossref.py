"""What Crossref's works have beyond CSL-JSON: addresses, dates, events, institutions, notices about other works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from generator.formats import coercion
from generator.model import Links
from generator.text import identifiers, titles

_NOTICES = {  # of the works that say something of another one: how their title begins
    **dict.fromkeys(("correction", "corrigendum", "corrected-article"), "Correction"),
    **dict.fromkeys(("erratum",), "Erratum"),
    **dict.fromkeys(("addendum", "clarification"), "Addendum"),
    **dict.fromkeys(("retraction", "partial_retraction", "withdrawal", "removal"), "Retraction"),
    **dict.fromkeys(("expression_of_concern", "concern"), "Expression of concern"),
}
_UPDATES = ("update-to", "updated-by")
_OWN = {  # facts of Crossref's database, not of the work
    *(
        "indexed",
        "created",
        "deposited",
        "content-domain",
        "license",
        "reference",
        "assertion",
        "issn-type",
        "isbn-type",
    ),
    *(
        "source",
        "prefix",
        "member",
        "score",
        "reference-count",
        "references-count",
        "is-referenced-by-count",
        "message",
    ),
    *("link", "resource", "published", "update-policy", "journal-issue"),
}
DATES = ("published-print", "published-online", "published", "posted", "approved")
_DATED = {"accessed", "available-date", "event-date", "original-date", "submitted", *DATES}
_NAMED = {  # CSL's roles that no field holds
    *("chair", "collection-editor", "composer", "container-author", "contributor", "curator", "director", "translator"),
    *("editorial-director", "illustrator", "interviewer", "original-author", "recipient", "reviewed-author"),
}
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_LARGEST = 10**15
_DIGITS = 4  # of a year
_LONGEST = 2_000  # characters of one further field
_BLOCK = re.compile(r"</(?:jats:)?(?:title|p|sec|list-item)\s*>", re.IGNORECASE)
_HEADING = re.compile(r"^\s*<(?:jats:)?title>\s*(?:abstract|summary)\s*</(?:jats:)?title>\s*", re.IGNORECASE)


def is_work(value: dict[str, Any]) -> bool:
    """Whether a record of CSL-JSON comes from Crossref."""
    return value.get("source") == "Crossref" or ("prefix" in value and "member" in value)


def abstract(value: object) -> str:
    """Return an abstract whose paragraphs and headings are apart, without the heading “Abstract”."""
    return _BLOCK.sub(r"\g<0> ", _HEADING.sub("", value)) if isinstance(value, str) else ""


def addresses(value: dict[str, Any]) -> Links:
    """Return the page and the PDF that a work names; no page to which its identifiers lead."""
    page = coercion.link(coercion.mapping(coercion.mapping(value.get("resource")).get("primary")).get("URL"))
    held = map(coercion.mapping, coercion.listing(value.get("link")))
    found = ((coercion.link(one.get("URL")), coercion.line(one.get("content-type"))) for one in held)
    pdf = next((url for url, kind in found if url and ("pdf" in kind or url.lower().endswith(".pdf"))), None)
    new = bool(page) and not any(value for _, value in identifiers.of_url(page))
    return Links(paper=page if new else None, pdf=pdf)


def marked(title: str, value: dict[str, Any]) -> str:
    """Return the title of a work; that of a notice about another work says so."""
    for update in map(coercion.mapping, coercion.listing(value.get("update-to"))):
        notice = _NOTICES.get(coercion.line(update.get("type")).lower())
        other = coercion.line(update.get("DOI")).lower()
        if notice and title and other != coercion.line(value.get("DOI")).lower() and not titles.mark(title):
            return f"{notice}: {title}"
    return title


def institution(value: dict[str, Any]) -> str:
    """Return the name of the first institution: a preprint's server, a thesis' university."""
    held = value.get("institution")
    first = next((one for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict)), {})
    return coercion.plain(first.get("name"))


def further(value: dict[str, Any], read: set[str], date: str) -> Iterator[tuple[str, str]]:
    """Yield the variables of a record that were not read, as texts; objects and lists, too, as people in other roles.

    Of dates, only those that say more than the record's ``date``.
    """
    own = _OWN if is_work(value) else set()
    for key, held in value.items():
        if key in read or key in own:
            continue
        if key == "relation":
            yield from (
                (kind, text) for kind, others in coercion.mapping(held).items() if (text := _joined(others, _shown))
            )
        elif (text := _joined(held, _update if key in _UPDATES else _shown)) and not (key in DATES and text == date):
            yield key, text


def variable(name: str, text: str) -> object:
    """Return a text of ``further`` in the shape of its variable: dates and people are no strings in CSL."""
    if name in _DATED and _DATE.fullmatch(text):
        return {"date-parts": [[int(part) for part in text.split("-")]]}
    return [{"literal": text}] if name in _NAMED else text


def _joined(held: object, read: Callable[[object], str]) -> str:
    """Return the texts of a list, or of one value."""
    found = (text for one in (held if isinstance(held, list) else [held]) if (text := read(one)))
    return "; ".join(dict.fromkeys(found))[:_LONGEST]


def _shown(held: object) -> str:
    """Return one value as a text: a name, a date, an identifier, an address."""
    if type(held) is int and abs(held) < _LARGEST:
        return str(held)
    if isinstance(held, str):
        return coercion.plain(held)
    one = coercion.mapping(held)
    if "date-parts" in one:
        parts = next((each for each in coercion.listing(one["date-parts"]) if isinstance(each, list)), [])
        return "-".join(f"{int(part):02}" for part in parts if _is_number(part))  # Zotero writes the year as a text
    name = ("name", "literal", "given", "family", "suffix", "acronym", "location", "id", "value", "URL")
    return " ".join(filter(None, (coercion.plain(one.get(key)) for key in name)))


def _is_number(part: object) -> bool:
    return type(part) is int or (isinstance(part, str) and part.isascii() and part.isdigit() and len(part) <= _DIGITS)


def _update(held: object) -> str:
    """Return a notice as a text: ``retraction: 10.1234/x (2021-02-03)``."""
    one = coercion.mapping(held)
    kind, doi, moment = coercion.line(one.get("type")), coercion.line(one.get("DOI")), _shown(one.get("updated"))
    return ": ".join(filter(None, (kind, doi))) + (f" ({moment})" if moment else "") if doi else ""
