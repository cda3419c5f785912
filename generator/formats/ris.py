"""RIS: finds the records and unfolds their lines, so that rispy gets one record of bounded size at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import rispy

from generator.formats import field_values, status_claims
from generator.model import Name, PaperType, Record
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
_TYPES: dict[str, PaperType] = {
    **dict.fromkeys(("JOUR", "JFULL", "EJOUR", "MGZN", "NEWS", "ABST", "INPR"), "article-journal"),
    **dict.fromkeys(("CPAPER", "CONF"), "paper-conference"),
    **dict.fromkeys(("CHAP", "ECHAP", "DICT", "ENCYC"), "chapter"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "SER", "CLSWK"), "book"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "report"),
    **dict.fromkeys(("DATA", "AGGR", "DBASE"), "dataset"),
    **dict.fromkeys(("ELEC", "BLOG", "WEB"), "webpage"),
    **dict.fromkeys(("UNPB", "MANSCPT"), "article"),
    "THES": "thesis",
    "COMP": "software",
}
_WRITTEN = {
    "article-journal": "JOUR",
    "paper-conference": "CPAPER",
    "article": "UNPB",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
    "webpage": "ELEC",
}
_SERIES = {"BOOK", "EBOOK", "EDBOOK", "CLSWK", "RPRT", "GOVDOC", "STAND"}  # their T2 is a series, not a venue
_WITHOUT_VENUE = _SERIES | {"THES", "DATA", "COMP"}
_NAME = re.compile(r"(?:&#?\w{1,31};|[^;])+")  # up to a semicolon that ends no character reference
_PUBMED = re.compile(r"\b(?:pubmed|medline)\b", re.IGNORECASE)


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
    for start, end, closed in spans(text):
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


def spans(text: str) -> Iterator[tuple[int, int, bool]]:
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


class _Texts:
    """The texts of a record by code; remembers which were read."""

    def __init__(self, fields: dict[str, object]) -> None:
        """Hold the texts, none of them read."""
        self.texts = {
            code: list(filter(None, map(clean, values))) for code, values in fields.items() if isinstance(values, list)
        }
        self.read: set[str] = set()

    def every(self, *codes: str) -> list[str]:
        """Return all texts of these codes."""
        found = [text for code in codes for text in self.texts.get(code, ())]
        self.read.update(found)
        return found

    def get(self, *codes: str) -> str:
        """Return the first text of these codes; the others are not read."""
        found = next((text for code in codes for text in self.texts.get(code, ())), "")
        self.read.add(found)
        return found

    def line(self, *codes: str) -> str:
        """Return the first text of these codes without markup."""
        return field_values.line(self.get(*codes))

    def unread(self) -> list[tuple[str, str]]:
        """Return code and text of what was not read."""
        return [
            (code, text)
            for code, texts in self.texts.items()
            if code not in {"TY", "ER"}
            for text in texts
            if text not in self.read
        ]


def _record(name: str, line: int, fields: dict[str, object]) -> Record:
    """Map the codes; vendors differ in which code holds the title or the journal."""
    texts, kind = _Texts(fields), clean(str(fields.get("TY") or "")).upper()
    titles, venues = _codes_of(kind)
    title = texts.line(*titles)
    venue_text = next((text for code in venues for text in texts.texts.get(code, ()) if field_values.venue(text)), "")
    series = texts.line(*(["T2"] if kind in _SERIES else []), "T3")
    authors, editors = (_people(texts.every(first) or texts.every(other)) for first, other in _people_codes(kind))
    texts.every("AB", "N2")  # none of them goes to the ledger
    addresses, notes = texts.every("UR", "L1", "L2", "LK"), texts.every("N1")
    read = [
        status_claims.read(field_values.line(one)) for one in notes if not field_values.IDENTIFIER_NOTE.fullmatch(one)
    ]
    records = [*(texts.texts.get(code, []) for code in ("DB", "DP"))]
    accession = f"PMID: {texts.get('AN')}" if _PUBMED.search(" ".join(map(" ".join, records))) else ""
    thesis = kind in {"THES", "RPRT"} and not _DOI_LABEL.match(texts.texts.get("M3", [""])[0])
    found = Record(
        source=name,
        line=line,
        id=texts.get("ID", "AN", "LB"),
        title=title,
        abstract=texts.line("AB", "N2"),
        type=_TYPES.get(kind),
        genre=texts.line("M3") if thesis else "",
        authors=authors.names,
        et_al=authors.et_al,
        editors=editors.names,
        date=_date(texts.every("PY", "Y1", "DA")),
        links=field_values.links(addresses),
        labeled=field_values.labeled(texts.every("UR"), pdf=texts.every("L1")),
        identifiers=field_values.find_identifiers(
            dois=texts.every("DO", "DI")
            + [
                text
                for code in ("M3", "N1", "C7", "L3")
                for text in texts.texts.get(code, ())
                if _DOI_LABEL.match(text)
            ],
            urls=addresses,
            notes=[
                accession,
                *(
                    text
                    for code in ("JO", "JF", "T2", "N1", "AN", "M1", "M3", "PB", "C2")
                    for text in (status_claims.read(one).about for one in texts.texts.get(code, ()))
                ),
            ],
            isbns=texts.texts.get("SN", []),
        ),
        venue=field_values.venue(field_values.line(venue_text)),
        volume=field_values.volume(texts.get("VL")),
        number=field_values.volume(texts.get("IS", *(["M1"] if kind == "RPRT" else []))),
        pages=field_values.pages(_page_range(texts.get("SP"), texts.get("EP")) or texts.get("C7")),
        publisher=texts.line("PB"),
        series="" if series in {title, field_values.line(venue_text)} else series,
        edition=texts.line("ET"),
        language=texts.line("LA"),
        keywords=tuple(dict.fromkeys(texts.every("KW"))),
        note="; ".join(one.text for one in read if one.text),
        status=tuple(status for one in read for status in one.statuses),
    )
    texts.read.add(venue_text)
    if found.identifiers.isbn:
        texts.get("SN")
    unknown = [("TY", kind)] if kind and kind not in _TYPES and kind != "GEN" else []
    return replace(found, further=(*unknown, *texts.unread()))


def _people_codes(kind: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the codes of the authors, and of the editors, in a record of this type."""
    if kind == "EDBOOK":
        return ("\0", "\0"), ("AU", "ED")
    return ("AU", "A1"), ("ED", "\0" if kind == "THES" else "A2")  # a thesis has an advisor there


def _codes_of(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that may hold the title and the venue in a record of this type, the likeliest first."""
    titles: tuple[str, ...] = ("TI", "T1", "BT", "CT") if kind == "BOOK" else ("TI", "T1", "CT", "BT")
    if kind in {"BOOK", "EBOOK"}:
        titles = (*titles, "T2")
    if kind in _WITHOUT_VENUE:
        return titles, ("JO", "JF")
    venues = ("T2", "BT", "JO", "JF", "T3", "JA", "J2") if kind in _PART_KINDS else ("JO", "JF", "T2", "JA", "J2")
    return titles, venues


def _date(texts: list[str]) -> str | None:
    """Return the most exact date among those with the year of the first one."""
    dates = [date for text in texts if (date := field_values.date(text))]
    return max((date for date in dates if date[:4] == dates[0][:4]), key=len, default=None)


def _page_range(first: str, last: str) -> str:
    """Return the pages; SP alone holds the whole range in some exports."""
    return f"{first}-{last}" if first and last and first != last and "-" not in first else first or last


def _people(lines: list[str]) -> bylines.People:
    """Return the names of the lines, one on each, as the standard says, unless semicolons separate several."""
    names = [name for line in lines for name in ([line] if line.startswith("{") else _NAME.findall(line))]
    return bylines.people(map(field_values.line, names))


def dump(records: Sequence[Record]) -> str:
    """Return the records as RIS, one line per field value, so that no text can end its record."""
    return str(_WRITER.formats([_fields(record) for record in records]))


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """rispy's writer without the record numbers."""

    DEFAULT_MAPPING = {code: code.lower() for code in [*_CODES]}  # noqa: RUF012 - rispy looks names up in lower case
    DEFAULT_LIST_TAGS = frozenset(_Parser.DEFAULT_LIST_TAGS)  # looked up for each line
    DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}  # noqa: RUF012
    REFERENCE_TYPE_KEY = "ty"

    def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy's signature
        """Return no header."""
        return ""


_WRITER = _Writer()  # it inverts its mapping once


def _fields(record: Record) -> dict[str, object]:
    """Return the fields by code; identifiers without a code go into notes."""
    ids, date, kind = record.identifiers, record.date or "", _WRITTEN[field_values.publication_type(record)]
    further: dict[str, list[str]] = {code: [] for code, _ in record.further if code in _CODES} if record.further else {}
    for code, text in record.further:
        if code in further:
            further[code].append(text)
    kind = next(iter(further.pop("TY", [])), kind)
    titles, venues = _codes_of(kind)
    first, last = _first_and_last(record.pages)
    escape = field_values.escape_markup
    fields = {
        "ID": [record.id],
        titles[0]: [escape(record.title)],
        "AU" if kind != "EDBOOK" else "A1": _author_lines(record),
        "ED": [_line_of(name) for name in record.editors],
        venues[0]: [escape(record.venue)],
        "T2" if kind in _SERIES else "T3": [escape(record.series)],
        "PY": [date[:4]],
        "DA": [date.replace("-", "/") if len(date) > len("2021") else ""],
        "VL": [record.volume],
        "IS": [record.number],
        "SP": [first],
        "EP": [last],
        "PB": [escape(record.publisher)],
        "ET": [escape(record.edition)],
        "LA": [escape(record.language)],
        "M3": [escape(record.genre) if kind in {"THES", "RPRT"} else ""],
        "DO": [ids.doi or ""],
        "SN": [ids.isbn or ""],
        "UR": list(record.links),
        "N1": [*field_values.identifier_notes(ids), escape(status_claims.note(record))],
        "KW": [*record.keywords, *record.headings],
        "AB": [escape(record.abstract)],
    }
    for code, texts in further.items():
        fields.setdefault(code, texts)
    written = {code.lower(): list(filter(None, map(clean, values))) for code, values in fields.items()}
    return {"ty": kind, **{code: values for code, values in written.items() if values}}


def _author_lines(record: Record) -> list[str]:
    """Return one line per author, and "et al." for those that are not named."""
    names = [_line_of(name) for name in record.authors]
    return [*names, "et al."] if field_values.more_authors(record) else names


def _line_of(name: Name) -> str:
    """Return ``Family, Given, Suffix``; a group ends in a comma, or has its own first comma doubled, as in EndNote."""
    if name.literal:
        written = name.literal.replace(",", ",,", 1) if "," in name.literal else f"{name.literal},"
    else:
        written = name.inverted + (f" ({name.also[0]})" if len(name.also) == 1 else "")
    return field_values.escape_markup(written).replace(";", "&#59;")


def _first_and_last(pages: str) -> tuple[str, str]:
    """Return the first and last page; anything but a single range is returned whole as the first."""
    first, _, last = clean(pages).partition("-")
    one_range = first.strip() and last.strip() and "-" not in last and first != last
    return (first, last) if one_range else (pages, "")
