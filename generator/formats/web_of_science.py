"""Web of Science's field-tagged export: two letters, a space and the text; deeper lines go on; ER ends a record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.formats import field_values, status_claims
from generator.model import PaperType, Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

NAME = "web-of-science"

_LINES_LIMIT = 20_000  # per record; the longest author lists have 5,000
_START = re.compile(r"[\ufeff\s]*(?:FN [^\n]{1,200}\n(?:VR [^\n]*\n)?\s*)?PT [A-Z]\s*\n(?:[A-Z][A-Z0-9] |[ ]{3})")
_CODE = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?")


def detect(text: str) -> bool:
    """Whether the text begins with a record, after the two lines of a header."""
    return _START.match(text[:5_000]) is not None


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records in order; a record without ER is read up to the next one, with a warning."""
    records: list[Record] = []
    problems: list[Problem] = []
    for line, fields, fault in _records(text):
        if len(records) == field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, line, NAME))
            break
        if fault == "long":
            message = f"the record has more than {_LINES_LIMIT:,} lines"
            hint = "look for a missing ER line"
            problems.append(Problem(path=name, line=line, code="record.too-long", message=message, hint=hint))
            continue
        if fault:
            message, hint = "the record has no ER line; it was read up to the next record", "end it with a line “ER”"
            place = {"path": name, "line": line, "code": "web-of-science.no-end", "severity": "warning"}
            problems.append(Problem(**place, message=message, hint=hint))  # type: ignore[arg-type]
        found, faults = field_values.validate(_record(name, line, fields))
        records += found
        problems += faults
    if not (records or problems):
        message, hint = "no record found: no line begins with “PT ”", "choose another format with --format"
        problems.append(Problem(path=name, code="web-of-science.no-record", message=message, hint=hint))
    return records, problems


def _records(text: str) -> Iterator[tuple[int, dict[str, list[str]], str]]:
    """Yield the line, the fields and the fault of each record, "" or "open" or "long"."""
    fields: dict[str, list[str]] = {}
    start = count = 0
    code = ""
    for number, row in enumerate(text.replace("\ufeff", "").split("\n"), start=1):
        found = _CODE.fullmatch(row.rstrip())
        if found and found[1] in {"PT", "ER", "EF"}:
            if fields:
                yield start, fields, "long" if count > _LINES_LIMIT else "" if found[1] == "ER" else "open"
            fields, code, start, count = {}, "", number if found[1] == "PT" else 0, 0
        if start and found and found[1] not in {"ER", "EF"}:
            code = found[1]
            fields.setdefault(code, []).append((found[2] or "").strip())
        elif code and row.startswith("   ") and count <= _LINES_LIMIT:
            fields[code].append(row.strip())
        count += 1
    if fields:
        yield start, fields, "open"


_TYPES: dict[str, PaperType] = {"J": "article-journal", "B": "book", "S": "chapter", "C": "paper-conference"}
_READ = frozenset(
    [
        "PT",
        "AF",
        "AU",
        "BF",
        "CA",
        "BE",
        "ED",
        "BP",
        "EP",
        "UR",
        "PM",
        "PY",
        "PD",
        "UT",
        "TI",
        "AB",
        "DI",
        "SO",
        "CT",
        "AR",
        "BN",
        "VL",
        "IS",
        "PU",
        "SE",
        "LA",
        "DE",
        "FN",
        "VR",
    ]
)


_NOTICES = {"retraction": "Retraction", "correction": "Correction", "expression of concern": "Expression of concern"}


def _title(title: str, kind: str) -> str:
    """Return the title; that of a notice about another paper, as its type tells, says so."""
    notice = next((word for one, word in _NOTICES.items() if one in re.split(r"\s*;\s*", kind.lower())), "")
    return status_claims.notice_title(title, notice) if notice else title


def _record(name: str, line: int, fields: dict[str, list[str]]) -> Record:
    """Map the codes."""

    def get(*codes: str) -> str:
        return next((text for code in codes if (text := clean(" ".join(fields.get(code, ()))))), "")

    authors = bylines.people(fields.get("AF") or fields.get("AU") or fields.get("BF") or ())
    groups = tuple(bylines.group(each) for each in fields.get("CA", ()) if clean(each))
    editors = bylines.people(fields.get("BE") or fields.get("ED") or ())
    first, last = get("BP"), get("EP")
    urls = [get("UR"), f"https://pubmed.ncbi.nlm.nih.gov/{get('PM')}/" if get("PM").isdigit() else ""]
    year, day = get("PY"), get("PD")
    return Record(
        source=name,
        line=line,
        id=get("UT"),
        title=_title(field_values.line(get("TI")), get("DT")),
        abstract=field_values.line(get("AB")),
        type=_TYPES.get(get("PT")),
        authors=(*authors.names, *groups),
        et_al=authors.et_al,
        editors=editors.names,
        date=field_values.date(year, day, day),
        links=field_values.links(urls),
        identifiers=field_values.find_identifiers(
            dois=[get("DI")], urls=urls, notes=[get("SO"), get("AR")], isbns=fields.get("BN", ())
        ),
        venue=field_values.venue(field_values.line(get("SO", "CT"))),
        volume=field_values.volume(get("VL")),
        number=field_values.volume(get("IS")),
        pages=field_values.pages(f"{first}-{last}" if first and last and first != last else first or get("AR")),
        publisher=field_values.line(get("PU")),
        series=field_values.line(get("SE")),
        language=field_values.line(get("LA")),
        keywords=field_values.split_keywords(get("DE")),
        further=tuple((code, text) for code in fields if code not in _READ and (text := get(code))),
    )
