"""EndNote's XML export, one record at a time, without entities or network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.formats import coercion, field_values, status_claims
from generator.model import PaperType, Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

NAME = "endnote-xml"

_LONGEST = 1_000_000  # characters of a record
_HEAD = re.compile(r"[\ufeff\s]*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<xml>\s*<records\b", re.DOTALL)
_RECORD = re.compile(r"<record(?=[\s>])")
_END = "</record>"
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def detect(text: str) -> bool:
    """Whether the text begins as an EndNote library in XML."""
    return _HEAD.match(text[:10_000]) is not None


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records in order. A record that is broken or has no end does not affect the others."""
    if found := _DECLARED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = "the file declares a document type or an entity, which EndNote never does; it was not read"
        return [], [Problem(path=name, line=line, code="xml.doctype", message=message, hint="export it again")]
    records: list[Record] = []
    problems: list[Problem] = []
    for line, piece in _pieces(text):
        if len(records) == field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, line, NAME))
            break
        try:
            found_records, faults = field_values.validate(_record(name, line, _parse(piece)))
        except etree.XMLSyntaxError as error:
            message = f"the record is not well-formed XML: {str(error.msg).partition(', line')[0]}"
            problems.append(coercion.unreadable(name, line, message, "export it again"))
        else:
            records += found_records
            problems += faults
    return records, problems


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each record; one without an end goes up to the next one."""
    line, counted = 1, 0
    starts = (found.start() for found in _RECORD.finditer(text))
    start = next(starts, -1)
    while start >= 0:
        line += text.count("\n", counted, start)
        counted = start
        following = next(starts, -1)
        limit = following if following >= 0 else len(text)
        end = text.find(_END, start, limit)
        yield line, text[start : end + len(_END) if end >= 0 else limit][: _LONGEST + 1]
        start = following


def _parse(piece: str) -> etree._Element:
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(piece.encode("utf-8", "replace"), parser)


_TYPES: dict[str, PaperType] = {
    "Journal Article": "article-journal",
    "Conference Paper": "paper-conference",
    "Conference Proceedings": "paper-conference",
    "Book Section": "chapter",
    "Book": "book",
    "Edited Book": "book",
    "Thesis": "thesis",
    "Report": "report",
    "Dataset": "dataset",
    "Computer Program": "software",
    "Web Page": "webpage",
}
_WHOLE = {"book", "report"}  # in a series, not in another publication


def _record(name: str, line: int, node: etree._Element) -> Record:
    """Map the elements; text in several styles is one text."""

    def every(*paths: str) -> list[str]:
        texts = ("".join(each.itertext()) for path in paths for each in node.iterfind(path))
        return [shown for text in texts if (shown := clean(text))]

    def get(*paths: str) -> str:
        return next(iter(every(*paths)), "")

    authors = bylines.people(every("contributors/authors/author"))
    editors = bylines.people(every("contributors/secondary-authors/author"))
    kind = node.find("ref-type")
    named = (kind.get("name") or "") if kind is not None else ""
    stated = _TYPES.get(named)
    secondary = field_values.line(get("titles/secondary-title"))
    urls = every("urls//url")
    return Record(
        source=name,
        line=line,
        id=get("label", "accession-num", "rec-number"),
        title=field_values.line(get("titles/title")),
        abstract=field_values.line(get("abstract")),
        type=stated,
        genre=field_values.line(get("work-type")),
        authors=authors.names,
        et_al=authors.et_al,
        editors=editors.names,
        date=field_values.date(get("dates/year"), get("dates/pub-dates/date"), get("dates/pub-dates/date")),
        links=field_values.links(urls),
        identifiers=field_values.find_identifiers(
            dois=every("electronic-resource-num"),
            urls=urls,
            notes=[*every("accession-num", "custom7"), *(status_claims.read(one).about for one in every("notes"))],
            isbns=every("isbn"),
        ),
        venue=""
        if stated in _WHOLE
        else field_values.venue(secondary or field_values.line(get("periodical/full-title", "titles/alt-title"))),
        volume=field_values.volume(get("volume")),
        number=field_values.volume(get("number")),
        pages=field_values.pages(get("pages")),
        publisher=field_values.line(get("publisher")),
        series=secondary if stated in _WHOLE else field_values.line(get("titles/tertiary-title")),
        edition=field_values.line(get("edition")),
        language=field_values.line(get("language")),
        keywords=coercion.once(every("keywords/keyword")),
        note="; ".join(map(field_values.line, every("notes"))),
    )
