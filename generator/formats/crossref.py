"""What Crossref's works have beyond CSL-JSON: addresses, dates, events, institutions, notices about other works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from generator.formats import coercion, field_values, status_claims
from generator.model import Links, Status, StatusKind
from generator.text import identifiers, retractions

_NOTICES: tuple[tuple[str, str], ...] = (  # of the works that say something of another one: how their title begins
    (r"correct|corrig", "Correction"),
    (r"errat", "Erratum"),
    (r"addend|clarif", "Addendum"),
    (r"retract|withdraw|remov", "Retraction"),
    (r"concern", "Expression of concern"),
)
_WATCH = "Retraction Watch"  # whose records Crossref gives beside those of the publishers
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
    own = coercion.line(value.get("DOI")).lower()
    for update in map(coercion.mapping, coercion.listing(value.get("update-to"))):
        other, kind = coercion.line(update.get("DOI")).lower(), coercion.line(update.get("type"))
        notice = next((word for pattern, word in _NOTICES if re.search(pattern, kind[:200], re.IGNORECASE)), "")
        if notice and other != own:
            return status_claims.notice_title(title, notice)
    return title


def statuses(value: dict[str, Any]) -> tuple[tuple[Status, ...], tuple[StatusKind, ...]]:
    """Return what a work of Crossref says happened to it, and what it says did not, as it was reinstated.

    Notices name it in ``updated-by``; a work that was changed in its own place names itself in ``update-to``; and
    some publishers say so in their assertions alone.
    """
    updates = list(_updates(value))
    found = [one for one in map(_status, updates) if one]
    restored = [_shown(one.get("updated")) for one in updates if "reinstat" in coercion.line(one.get("type")).lower()]
    found = found or list(_asserted(value))
    if not restored:
        return tuple(dict.fromkeys(found)), ()
    kept = [one for one in found if not one.is_off or (one.date or "") > max(restored)]
    off: tuple[StatusKind, ...] = () if any(one.is_off for one in kept) else ("retracted", "withdrawn")
    return tuple(dict.fromkeys(kept)), off


def _updates(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the updates of a work itself."""
    yield from filter(None, map(coercion.mapping, coercion.listing(value.get("updated-by"))))
    own = coercion.line(value.get("DOI")).lower()
    for one in map(coercion.mapping, coercion.listing(value.get("update-to"))):
        if own and coercion.line(one.get("DOI")).lower() == own:
            yield one


def _status(update: dict[str, Any]) -> Status | None:
    """Return the status of one update, None for one that is no status, such as a new version or an addendum."""
    kind = retractions.meaning(coercion.line(update.get("type")) or coercion.line(update.get("label")))
    doi = identifiers.doi(coercion.line(update.get("DOI"))) or ""
    who = _WATCH if "watch" in coercion.line(update.get("source")).lower() else "Crossref"
    notice = retractions.address(doi=doi) if doi else None
    return Status(kind=kind, date=_day(update.get("updated")), notice=notice, by=(who,)) if kind else None


def _day(value: object) -> str | None:
    """Return the date of an update, from its parts or its time."""
    held = coercion.mapping(value)
    return coercion.date(_shown(held)) or coercion.date(held.get("date-time"))


def _asserted(value: dict[str, Any]) -> Iterator[Status]:
    """Yield the changes that assertions tell, three together: a date, a type and the details."""
    held = [one for one in map(coercion.mapping, coercion.listing(value.get("assertion"))) if one]
    date = kind = None
    for one in sorted(held, key=lambda one: one["order"] if type(one.get("order")) is int else 0):
        name, text = coercion.line(one.get("name")), coercion.plain(one.get("value"))
        if name == "change_date":
            date, kind = field_values.date(text), None
        elif name == "change_type":
            kind = retractions.meaning(text)
        elif name == "change_details" and kind:
            yield Status(kind=kind, date=date, notice=retractions.notice(text), by=("Crossref",))
            kind = None


def institution(value: dict[str, Any]) -> str:
    """Return the name of the first institution: a preprint's server, a thesis' university."""
    held = value.get("institution")
    first = next((one for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict)), {})
    return coercion.plain(first.get("name"))


def further(value: dict[str, Any], read: set[str], date: str) -> Iterator[tuple[str, str]]:
    """Yield the variables of a record that were not read, as texts; objects and lists, too, as people in other roles.

    Of dates, only those that say more than the record's ``date``; of updates, only those that are no status.
    """
    own = _OWN if is_work(value) else set()
    for key, held in value.items():
        if key in read or key in own:
            continue
        if key == "relation":
            yield from (
                (kind, text) for kind, others in coercion.mapping(held).items() if (text := _joined(others, _shown))
            )
        elif key in _UPDATES:
            used = [one for one in _updates(value) if _status(one)]
            if text := _joined([one for one in coercion.listing(held) if one not in used], _update):
                yield key, text
        elif (text := _joined(held, _shown)) and not (key in DATES and text == date):
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
    """Return a notice as a text: ``new_version: 10.1234/x (2021-02-03)``."""
    one = coercion.mapping(held)
    kind, doi, moment = coercion.line(one.get("type")), coercion.line(one.get("DOI")), _shown(one.get("updated"))
    return ": ".join(filter(None, (kind, doi))) + (f" ({moment})" if moment else "") if doi else ""
