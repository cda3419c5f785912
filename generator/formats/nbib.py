"""PubMed's nbib (MEDLINE): four-letter codes, continuation lines indented by six spaces; read only."""

from __future__ import annotations

import re

import rispy

from generator.formats import field_values
from generator.model import Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

NAME = "nbib"

_LINES_LIMIT = 20_000  # per record
_LONGEST = 1_000_000  # characters per record
_HEAD = re.compile(r"[\ufeff\s]*PMID- ?\d")
_START = re.compile(r"\nPMID- ?(?=\d)")
_CODE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_DOI = re.compile(r"(10\.\S+)\s*\[doi\]", re.IGNORECASE)
_CODES = (
    *("PMID", "TI", "BTI", "AB", "FAU", "AU", "CN", "DP", "DEP"),
    *("JT", "TA", "VI", "IP", "PG", "LID", "AID", "OT", "TT"),
)


class _Parser(rispy.RisParser):  # type: ignore[misc]  # rispy 0.10 is untyped
    """rispy's parser for four-letter codes, which keep their names."""

    START_TAG = "PMID"
    DEFAULT_MAPPING = {code: code for code in (*_CODES, "ER")}  # noqa: RUF012 - as in the parent class
    DEFAULT_LIST_TAGS = [code for code in _CODES if code != "PMID"]  # noqa: RUF012
    DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}  # noqa: RUF012

    def parse_line(self, line: str) -> tuple[str, str]:
        """Return code and value of a line made by ``_unfolded``."""
        return line[:4].rstrip(), line[6:]


def detect(text: str) -> bool:
    """Whether the text, or one of its first lines, begins with a PubMed id."""
    return bool(_HEAD.match(text) or _START.search(text[:5_000]))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records in order; each begins with its PMID."""
    records: list[Record] = []
    problems: list[Problem] = []
    parser = _Parser(skip_unknown_tags=True)
    head = _HEAD.match(text)
    starts = [text.index("PMID")] if head else []
    for found in _START.finditer(text, head.end() if head else 0):
        starts.append(found.start() + 1)
        if len(starts) > field_values.RECORD_LIMIT:
            break
    line, counted = 1, 0
    for at, start in enumerate(starts):
        line += text.count("\n", counted, start)
        counted = start
        end = starts[at + 1] if at + 1 < len(starts) else len(text)
        if at == field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, line, NAME))
        elif end - start > _LONGEST or text.count("\n", start, end) > _LINES_LIMIT:
            message, hint = f"the record has {end - start:,} characters", "look for a missing PMID line"
            problems.append(Problem(path=name, line=line, code="record.too-long", message=message, hint=hint))
        else:
            fields = parser.parse_lines(iter(_unfolded(text[start:end])))[0]
            found_records, faults = field_values.validate(_record(name, line, fields))
            records += found_records
            problems += faults
    if not starts:
        message = "no PubMed record found: no line begins with “PMID- ”"
        hint = "export the file again, or choose another format with --format"
        problems.append(Problem(path=name, code="nbib.no-record", message=message, hint=hint))
    return records, problems


def _unfolded(block: str) -> list[str]:
    """Return one line per field, with ER at the end, without lines that belong to no field."""
    fields: list[tuple[str, list[str]]] = []
    for line in block.split("\n"):
        found = _CODE.fullmatch(line.rstrip())
        if found and not (fields and found[1] in {"PMID", "ER"}):
            fields.append((found[1], [found[2].strip()]))
        elif fields and line.startswith("      "):
            fields[-1][1].append(line.strip())
    return [*(f"{code:4}- {' '.join(filter(None, texts))}" for code, texts in fields), "ER  - "]


def _record(name: str, line: int, fields: dict[str, object]) -> Record:
    """Map the codes; NLM adds a full stop to each title, which is removed."""

    def every(code: str) -> list[str]:
        texts = fields.get(code)
        return [text for value in texts if (text := clean(value))] if isinstance(texts, list) else []

    def get(*codes: str) -> str:
        return next((texts[0] for code in codes if (texts := every(code))), "")

    authors = bylines.people(every("FAU") or every("AU") or every("CN"))
    title = field_values.line(get("TI", "BTI", "TT"))
    located = [found[1] for text in (*every("LID"), *every("AID")) if (found := _DOI.search(text))]
    return Record(
        source=name,
        line=line,
        id=clean(str(fields.get("PMID") or "")),
        title=title.removesuffix(".") if not title.endswith("..") else title,
        abstract=get("AB"),
        authors=authors.names,
        et_al=authors.et_al,
        date=field_values.date(get("DP")) or field_values.date(get("DEP")),
        identifiers=field_values.find_identifiers(dois=located, notes=[get("JT")]),
        venue=field_values.venue(field_values.line(get("JT", "TA"))),
        volume=field_values.volume(get("VI")),
        number=field_values.volume(get("IP")),
        pages=field_values.pages(get("PG")),
        hints=tuple(dict.fromkeys(every("OT"))),
    )
