"""RIS: finds the records and unfolds their lines, so that rispy gets one record of bounded size at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import rispy

from generator.formats import field_values
from generator.model import Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

NAME = "ris"

_LINES_LIMIT = 20_000  # per record; the longest author lists have 5,000
_USUAL = 500  # lines per record; more is rare, and longer records share one limit per source:
_LONG_LIMIT = 300_000
_LONGEST = 1_000_000  # characters per record
_EDGE = re.compile(r"\n[ \t\ufeff]*(TY|ER) {0,2}-(?=[ \t\n]|[A-Z]{3,8}[ \t]*\n|\Z)")
_CODE = re.compile(r"[ \t]*([A-Z][A-Z0-9]) {1,2}-(?: |$)[ \t]*(.*)")
_REFERENCES = re.compile(r"\s*(?:references?\s*:?\s*$|bibliography\s*:?\s*$|\[?\d{1,3}[.)\]]\s)", re.IGNORECASE)
_FOLDED = {"TI", "T1", "T2", "T3", "JO", "JF", "AB", "N2", "CT", "BT"}  # long texts, which some exports wrap
_CODES = [first + second for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"]
_DOI_LABEL = re.compile(r"^\s*(?:doi\s*:|https?://(?:dx\.)?doi\.org/|10\.)", re.IGNORECASE)
_PART_KINDS = {"CHAP", "ECHAP", "CONF", "CPAPER"}


class _Parser(rispy.RisParser):  # type: ignore[misc]  # rispy 0.10 is untyped
    """rispy's parser, which keeps the name of each code and collects all its values."""

    DEFAULT_MAPPING = {code: code for code in _CODES}  # noqa: RUF012 - as in the parent class
    DEFAULT_LIST_TAGS = [code for code in _CODES if code != "TY"]  # noqa: RUF012
    DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}  # noqa: RUF012 - a URL may contain a semicolon

    def parse_line(self, line: str) -> tuple[str, str]:
        """Return code and value of a line made by ``_unfolded``."""
        return line[:2], line[6:]


def detect(text: str) -> bool:
    """Whether a RIS record begins anywhere in the text."""
    found = next(_edges(text[:1_000_000]), None)
    return found is not None and found[1] == "TY"


def _edges(text: str) -> Iterator[re.Match[str]]:
    """Yield the places where records begin (TY) and end (ER)."""
    first = re.compile(r"[ \t\ufeff]*(TY) {0,2}-(?=[ \t\n]|[A-Z]{3,8}[ \t]*\n)").match(text)
    if first:
        yield first
    yield from _EDGE.finditer(text)


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records in order; text between ER and the next TY is ignored."""
    records: list[Record] = []
    problems: list[Problem] = []
    parser = _Parser()
    count, line, counted, long_lines = 0, 1, 0, 0
    for start, end, closed in _spans(text):
        line += text.count("\n", counted, start)
        counted = start
        count += 1
        if count > field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, line, NAME))
            break
        lines = text.count("\n", start, end)
        long_lines += lines if lines > _USUAL else 0
        if end - start > _LONGEST or lines > _LINES_LIMIT or long_lines > _LONG_LIMIT:
            message, hint = (
                f"the record has {lines:,} lines and {end - start:,} characters",
                "look for a missing ER line",
            )
            problems.append(Problem(path=name, line=line, code="record.too-long", message=message, hint=hint))
            continue
        if not closed:
            message, hint = "the record has no ER line; it was read up to the next record", "end it with “ER  - ”"
            place = {"path": name, "line": line, "code": "ris.no-end"}
            problems.append(Problem(**place, message=message, hint=hint, severity="warning"))  # type: ignore[arg-type]
        fields = parser.parse_lines(iter(_unfolded(text[start:end])))[0]
        found, faults = field_values.validate(_record(name, line, fields))
        records += found
        problems += faults
    if not count:
        problems.append(_no_ris(name, text))
    return records, problems


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the start and end of each record, and whether it ends with ER."""
    start = -1
    for edge in _edges(text):
        at = edge.start(1)
        if start >= 0:
            yield start, at, edge[1] == "ER"
        start = at if edge[1] == "TY" else -1
    if start >= 0:
        yield start, len(text), False


def _no_ris(name: str, text: str) -> Problem:
    """Return the problem of a file without RIS, and say what it looks like."""
    head = text[:2_000].lstrip("\ufeff \t\n").lower()
    if not head:
        looks = "the file is empty"
    elif head.startswith(("<!doctype html", "<html")):
        looks = "this is a web page: the export may have asked for a login"
    elif head.startswith("pmid-"):
        looks = "this looks like PubMed's own format (.nbib)"
    elif head.startswith("@"):
        looks = "this looks like BibTeX"
    elif head.startswith(("{", "[")):
        looks = "this looks like JSON"
    else:
        looks = "no line begins with “TY  - ”"
    hint = "export the file as RIS, or choose another format with --format"
    return Problem(path=name, code="ris.no-record", message=f"no RIS record found: {looks}", hint=hint)


def _unfolded(block: str) -> list[str]:
    """Return one line per field, with ER at the end. Untagged lines continue a long text, or are left out.

    Some exports put an untagged list of references after the last field; its numbers give it away.
    """
    fields: list[tuple[str, list[str]]] = []
    loose = True
    for line in block.split("\n"):
        found = _CODE.fullmatch(line.rstrip())
        if found:
            fields.append((found[1], [found[2].strip()]))
            loose = found[1] not in _FOLDED
        elif fields and not loose and not _REFERENCES.match(line):
            fields[-1][1].append(line.strip())
        else:
            loose = True
    head = [] if fields and fields[0][0] == "TY" else [("TY", [""])]
    kept = [field for at, field in enumerate(fields) if at == 0 or field[0] not in ("TY", "ER")]
    return [f"{code}  - {' '.join(filter(None, texts))}" for code, texts in [*head, *kept, ("ER", [""])]]


def _record(name: str, line: int, fields: dict[str, object]) -> Record:
    """Map the codes; vendors differ in which code holds the title or the journal."""
    texts = {
        code: list(filter(None, map(clean, values))) for code, values in fields.items() if isinstance(values, list)
    }

    def every(*codes: str) -> list[str]:
        return [text for code in codes if code in texts for text in texts[code]]

    def get(*codes: str) -> str:
        return next(iter(every(*codes)), "")

    kind = clean(str(fields.get("TY") or "")).upper()
    titles, venues = _codes_of(kind)
    authors = bylines.people(name for text in every("AU") or every("A1") for name in _one_or_more(text))
    found_venues = (field_values.venue(field_values.line(text)) for text in every(*venues))
    return Record(
        source=name,
        line=line,
        id=get("ID", "AN", "LB"),
        title=field_values.line(get(*titles)),
        abstract=field_values.line(get("AB", "N2")),
        authors=authors.names,
        et_al=authors.et_al,
        date=_date(every("PY", "Y1", "DA")),
        links=field_values.links(every("UR", "L1", "L2", "LK")),
        identifiers=field_values.find_identifiers(
            dois=every("DO", "DI") + list(filter(_DOI_LABEL.match, every("M3", "N1", "C7", "L3"))),
            urls=every("UR", "L1", "L2", "LK"),
            notes=every("JO", "JF", "T2", "N1", "AN", "M1", "M3", "PB"),
        ),
        venue=next(filter(None, found_venues), ""),
        volume=field_values.volume(get("VL")),
        number=field_values.volume(get("IS")),
        pages=field_values.pages(_page_range(get("SP"), get("EP"))),
        hints=tuple(dict.fromkeys(every("KW"))),
    )


def _codes_of(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that may hold the title and the venue in a record of this type, the likeliest first."""
    titles: tuple[str, ...] = ("TI", "T1", "BT", "CT") if kind == "BOOK" else ("TI", "T1", "CT", "BT")
    if kind in {"BOOK", "EBOOK"}:
        titles = (*titles, "T2")
    venues = ("T2", "BT", "JO", "JF", "T3", "JA", "J2") if kind in _PART_KINDS else ("JO", "JF", "T2", "JA", "J2", "T3")
    return titles, venues


def _date(texts: list[str]) -> str | None:
    """Return the most exact date among those with the year of the first one."""
    dates = [date for text in texts if (date := field_values.date(text))]
    return max((date for date in dates if date[:4] == dates[0][:4]), key=len, default=None)


def _page_range(first: str, last: str) -> str:
    """Return the pages; SP alone holds the whole range in some exports."""
    return f"{first}-{last}" if first and last and first != last and "-" not in first else first or last


def _one_or_more(text: str) -> list[str]:
    """Return the names on one AU line: one, as the standard says, unless semicolons separate several."""
    return text.split(";") if ";" in text and not text.startswith("{") else [text]


def dump(records: Sequence[Record]) -> str:
    """Return the records as RIS, one line per field value, so that no text can end its record."""
    return str(_Writer().formats([_fields(record) for record in records]))


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """rispy's writer without the record numbers."""

    DEFAULT_MAPPING = {code: code.lower() for code in [*_CODES]}  # noqa: RUF012 - rispy looks names up in lower case
    DEFAULT_LIST_TAGS = _Parser.DEFAULT_LIST_TAGS
    DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}  # noqa: RUF012
    REFERENCE_TYPE_KEY = "ty"

    def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy's signature
        """Return no header."""
        return ""


def _fields(record: Record) -> dict[str, object]:
    """Return the fields by code; identifiers without a code go into notes."""
    ids, date = record.identifiers, record.date or ""
    journal = field_values.in_journal(record)
    first, last = _first_and_last(record.pages)
    fields = {
        "ID": [record.id],
        "TI": [field_values.escape_markup(record.title)],
        "AU": _author_lines(record),
        "JO" if journal else "T2": [field_values.escape_markup(record.venue)],
        "PY": [date[:4]],
        "DA": [date.replace("-", "/") if len(date) > len("2021") else ""],
        "VL": [record.volume],
        "IS": [record.number],
        "SP": [first],
        "EP": [last],
        "DO": [ids.doi or ""],
        "UR": list(record.links),
        "N1": list(field_values.identifier_notes(ids)),
        "KW": list(record.hints),
        "AB": [field_values.escape_markup(record.abstract)],
    }
    written = {code.lower(): list(filter(None, map(clean, values))) for code, values in fields.items()}
    kind = "UNPB" if not record.venue else "JOUR" if journal else "CPAPER"
    return {"ty": kind, **{code: values for code, values in written.items() if values}}


def _author_lines(record: Record) -> list[str]:
    """Return one line per author; a name with a semicolon in braces, as some exports separate names with semicolons."""
    names = [bylines.inverted(name) if ";" not in name else f"{{{name}}}" for name in map(clean, record.authors)]
    return [*names, "et al."] if field_values.more_authors(record) else names


def _first_and_last(pages: str) -> tuple[str, str]:
    """Return the first and last page; anything but a single range is returned whole as the first."""
    first, _, last = clean(pages).partition("-")
    one_range = first.strip() and last.strip() and "-" not in last and first != last
    return (first, last) if one_range else (pages, "")
