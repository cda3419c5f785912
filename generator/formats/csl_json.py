"""CSL-JSON, as Zotero, Pandoc and DOI registries write it, and Crossref's API answers, which are almost the same.

Null and wrong types are accepted everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, get_args

from pydantic_core import to_json

from generator.formats import coercion, crossref, field_values, json_elements, status_claims
from generator.model import Name, PaperType, Record
from generator.problems import Problem
from generator.text import bylines

NAME = "csl-json"

_HEAD = 20_000  # characters that are enough to recognise the format
_VARIABLES = (
    "issued date-parts container-title citation-key citation-label non-dropping-particle title-short message-type"
)
_MARKS = re.compile(rf'"(?:{_VARIABLES.replace(" ", "|")})"\s*:')
_SEEN = (
    "article article-journal article-magazine article-newspaper paper-conference chapter book report thesis manuscript "
    "preprint webpage post dataset document"
)
_TYPE = re.compile(rf'"type"\s*:\s*"(?:{_SEEN.replace(" ", "|")})"')
_NAMES = re.compile(r'"(?:family|literal)"\s*:')
_FOREIGN = re.compile(r'"(?:paperId|authorships|publishedAt|abstract_inverted_index|display_name)"\s*:')
_TYPES: dict[str, PaperType] = {
    **{kind: kind for kind in get_args(PaperType)},
    **dict.fromkeys(
        ("journal-article", "article-magazine", "article-newspaper", "review", "review-book"), "article-journal"
    ),
    **dict.fromkeys(("proceedings-article",), "paper-conference"),
    **dict.fromkeys(("posted-content", "preprint", "manuscript"), "article"),
    **dict.fromkeys(
        ("book-chapter", "book-section", "book-part", "entry", "entry-dictionary", "entry-encyclopedia"), "chapter"
    ),
    **dict.fromkeys(("monograph", "edited-book", "reference-book", "proceedings", "collection"), "book"),
    **dict.fromkeys(("dissertation",), "thesis"),
    **dict.fromkeys(("report-series", "standard"), "report"),
    **dict.fromkeys(("post", "post-weblog"), "webpage"),
}  # CSL's own, then Crossref's and what CSL tells apart more finely
_WHOLE = {"book", "thesis", "report", "dataset", "software"}  # in no other publication
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z-]{0,39}")
_WRITTEN = {"author", "editor", "issued", "custom"}
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
    """Map the variables of CSL 1.0.2, and what Crossref adds to them."""
    value, read = element.value, set[str]()
    registered = crossref.is_work(value)

    def get(*keys: str) -> str:
        """Return the first of these texts that is not empty; the others are not read."""
        for key in keys:
            if text := _text(value.get(key)):
                read.add(key)
                return text
        return ""

    read.update(("author", "editor", "issued", "custom", "ISBN", "isbn"))
    authors, editors = (_people(value.get(role)) for role in ("author", "editor"))
    kind, genre = _TYPES.get(get("type")), get("genre", "degree")
    custom = coercion.mapping(value.get("custom"))
    labeled = crossref.addresses(value)
    urls = [get("URL"), labeled.paper or "", labeled.pdf or "", *coercion.links(coercion.listing(custom.get("links")))]
    taken = status_claims.read(get("note"))
    stated, private = field_values.stated_note(taken.text)
    words = (word for word in stated.split() if not field_values.IDENTIFIER_NOTE.fullmatch(word))
    note = " ".join([*words, *private.split()])
    updates, denied = crossref.statuses(value)
    venue, series, venue_keys = _venue(value, kind)
    read.update(venue_keys)
    institution = crossref.institution(value)
    publisher = institution if kind in {"thesis", "report"} and institution else get("publisher")
    if kind == "article" and not venue:
        venue = field_values.venue(institution)
    read.update(["institution"] if institution in {publisher, venue} else [])
    record = Record(
        source=name,
        line=element.line,
        id=get("id", "citation-key"),
        title=crossref.marked(_title(get("title"), get("subtitle")), value),
        abstract=coercion.plain(crossref.abstract(value.get("abstract"))) or get("abstract"),
        type=kind,
        genre=genre,
        authors=authors.names,
        et_al=authors.et_al,
        editors=editors.names,
        date=_date(value.get("issued")) or field_values.date(get("year")) or _first_date(value),
        links=field_values.links(urls),
        labeled=labeled if registered else field_values.labeled(urls[:1], pdf=[labeled.pdf or ""]),
        identifiers=field_values.find_identifiers(
            dois=[get("DOI")],
            urls=[*urls, f"pmid:{get('PMID')}"],
            notes=[taken.about, get("number"), get("container-title"), get("archive_location"), get("publisher")],
            isbns=[text for key in ("ISBN", "isbn") for each in _listed(value.get(key)) if (text := _text(each))],
        ),
        venue=venue,
        volume=field_values.volume(get("volume")),
        number=field_values.volume(
            get("issue", "number") or _text(coercion.mapping(value.get("journal-issue")).get("issue"))
        ),
        pages=field_values.pages(get("page", "article-number")),
        publisher=publisher,
        series=series,
        edition=get("edition", "edition-number"),
        language=get("language"),
        citation_keys=_citation_keys(get("citation-key"), get("id"), custom),
        keywords=_keywords(value.get("keyword") or value.get("keywords")),
        note=note,
        status=status_claims.joined(updates, taken.statuses),
        denies=denied,
        headings=coercion.once(map(_text, coercion.listing(value.get("subject")))),
    )
    read.update(("keyword", "keywords", "abstract", *(("subject",) if record.headings else ())))
    unknown = [("type", get("type"))] if get("type") and not kind else []
    others = (
        [("title", "; ".join(titles))] if (titles := [_text(each) for each in _listed(value.get("title"))[1:]]) else []
    )
    record = replace(record, further=(*unknown, *others, *crossref.further(value, read, record.date or "")))
    return status_claims.claimed(record, "Crossref" if registered else "")


def _first_date(value: dict[str, Any]) -> str | None:
    """Return the first of Crossref's dates of publication."""
    return next((date for key in crossref.DATES if (date := _date(value.get(key)))), None)


def _venue(value: dict[str, Any], kind: PaperType | None) -> tuple[str, str, list[str]]:
    """Return the venue, the series and the variables that hold them.

    Of two container titles (Crossref) the first is the series; a book is in a series only.
    """
    containers = [text for each in _listed(value.get("container-title")) if (text := _text(each))]
    collection = next((text for each in _listed(value.get("collection-title")) if (text := _text(each))), "")
    if len(containers) > 1 and kind in {"chapter", "paper-conference", "book"}:
        series, container = collection or containers[0], containers[-1]
    else:
        series, container = collection, next(iter(containers), "")
    read = ["container-title"] if containers and len(containers) < 2 + (series in containers) else []
    read += ["collection-title"] if series == collection else []
    if kind == "book" and not collection and len(containers) == 1:
        return "", container, read
    if venue := field_values.venue(container):
        return venue, series, read
    for key in ("event-title", "event"):
        held = value.get(key)
        if venue := field_values.venue(
            _text(coercion.mapping(held).get("name")) if isinstance(held, dict) else _text(held)
        ):
            return venue, series, [*read, key]
    if kind not in _WHOLE:
        return field_values.venue(series), "", read
    return "", series, read


def _citation_keys(stated: str, own: str, custom: dict[str, Any]) -> tuple[str, ...]:
    """Return the keys by which a record is cited; the id is one of them where there are others."""
    others = coercion.once(map(_text, coercion.listing(custom.get("citation-keys"))))
    return coercion.once((stated, *((own, *others) if others else ())))


def _listed(value: object) -> list[Any]:
    """Return a list; any other value as its only element."""
    return value if isinstance(value, list) else [value]


def _keywords(value: object) -> tuple[str, ...]:
    """Return the keywords of a list, or of a text."""
    if isinstance(value, list):
        return coercion.once(_text(each) for each in value)
    return field_values.split_keywords(_text(value))


def _title(title: str, subtitle: str) -> str:
    """Return title and subtitle; Crossref sometimes repeats the subtitle in the title."""
    separate = bool(title and subtitle) and subtitle.lower() not in title.lower()
    return f"{title.rstrip(':')}: {subtitle}" if separate else title


def _people(value: object) -> bylines.People:
    """Return the names of a list of people; a group named "others" says that there are more."""
    names = [name for each in coercion.listing(value) if (name := _person(each)) != Name()]
    kept = tuple(name for name in names if not bylines.is_more(str(name)))
    return bylines.People(names=kept, et_al=len(kept) < len(names))


def _person(value: Any) -> Name:
    """Return a CSL name, or the name that a plain string prints."""
    if isinstance(value, str):
        return bylines.read(_text(value))
    person = {key: _text(text) for key, text in coercion.mapping(value).items()}
    orcid = _ORCID.search(person.get("ORCID", ""))
    particles = (person.get("dropping-particle"), person.get("non-dropping-particle"))
    family = " ".join(filter(None, (*particles, person.get("family"))))
    given, suffix = person.get("given", ""), person.get("suffix", "")
    if literal := person.get("literal") or person.get("name"):
        found = Name(literal=literal)
    elif family and given:
        found = bylines.of_parts(family, given, suffix)
    elif "," in family or not family:
        found = bylines.read(family or given)
    else:
        found = Name(family=family, suffix=suffix)
    return replace(found, orcid=orcid[0]) if orcid and found != Name() else found


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
    elements = [_element(record, at) for at, record in enumerate(records, start=1)]
    return to_json(elements, indent=2).decode() + "\n"  # as json.dumps, which is slow when it indents


def _element(record: Record, number: int) -> dict[str, Any]:
    """Return one record's variables; identifiers without one go into the note, as in Zotero."""
    known, kind, escape = record.identifiers, field_values.publication_type(record), field_values.escape_markup
    further = {key: text for key, text in record.further if _VARIABLE.fullmatch(key)}
    names: list[dict[str, str]] = [_name_variables(name) for name in record.authors]
    if field_values.more_authors(record):
        names.append({"literal": "others"})
    notes = " ".join(field_values.identifier_notes(known.model_copy(update={"pmid": None})))
    keys = [key for key in record.citation_keys if key != record.id]
    custom = {"links": list(record.links[1:]), "citation-keys": keys}
    element: dict[str, Any] = {
        "id": escape(record.id) or f"record-{number}",
        "type": further.pop("type", kind),
        "genre": escape(record.genre),
        "title": escape(record.title),
        "author": names,
        "editor": [_name_variables(name) for name in record.editors],
        "issued": {"date-parts": [[int(part) for part in record.date.split("-")]]} if record.date else {},
        "event-title" if kind == "book" and not record.series else "container-title": escape(record.venue),
        "collection-title": escape(record.series),
        "publisher": escape(record.publisher),
        "edition": escape(record.edition),
        "volume": record.volume,
        "number" if kind == "report" else "issue": record.number,
        "page": record.pages,
        "DOI": known.doi or "",
        "PMID": known.pmid or "",
        "ISBN": known.isbn or "",
        "note": f"{notes} {escape(status_claims.note(record))}".strip(),
        "status": next((one.kind for one in record.status if one.is_off), ""),
        "URL": next(iter(record.links), ""),
        "language": escape(record.language),
        "keyword": "; ".join(escape(word.replace(";", ",")) for word in (*record.keywords, *record.headings))
        + (";" if record.keywords or record.headings else ""),
        "abstract": escape(record.abstract),
        "custom": {key: value for key, value in custom.items() if value},
        **{key: crossref.variable(key, escape(text)) for key, text in further.items() if key not in _WRITTEN},
    }
    return {key: value for key, value in element.items() if value}


def _name_variables(name: Name) -> dict[str, str]:
    """Return the parts of a name; a group is ``literal``."""
    if name.literal:
        named = {"literal": name.literal}
    else:
        family = name.family.removeprefix(name.particle).strip()
        given = name.given + (f" ({name.also[0]})" if len(name.also) == 1 else "")
        named = {
            "family": family,
            "given": given.strip(),
            "non-dropping-particle": name.particle,
            "suffix": name.suffix,
        }
    written = {key: field_values.escape_markup(text) for key, text in named.items() if text}
    return written | ({"ORCID": f"https://orcid.org/{name.orcid}"} if name.orcid else {})
