"""PubMed's nbib (MEDLINE), which ERIC writes too: four-letter codes, continuation lines indented by six spaces; read only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.formats import field_values
from generator.model import Name, PaperType, Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

NAME = "nbib"

_LINES_LIMIT = 20_000  # per record
_LONGEST = 1_000_000  # characters per record
_START = re.compile(r"(?:\A[\ufeff\s]*|\n)(?:(?P<pubmed>PMID- ?(?=\d))|(?P<eric>OWN {0,2}- ?ERIC\b))")
_CODE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_DOI = re.compile(r"(10\.\S+)\s*\[doi\]", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"(e?\d{1,8})\s*\[pii\]", re.IGNORECASE)
_ORDINAL = re.compile(r"([^,]+), (.+) (2nd|3rd|[4-9]th)")  # how NLM writes II and III
_ORCID = re.compile(r"\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX]")
_TYPES: tuple[tuple[str, PaperType], ...] = (  # a publication has several types: the first that it has
    (r"preprint", "article"),
    (r"book chapters?", "chapter"),
    (r".*\b(?:dissertations?|thes[ei]s)\b.*", "thesis"),
    (r"journal articles?", "article-journal"),
    (r"books?|collected works - proceedings", "book"),
    (r"datasets?", "dataset"),
    (r"software", "software"),
    (r"speeches/meeting papers|conference papers?", "paper-conference"),
    (r"(?:technical |research )?reports?(?: - .*)?", "report"),
)
_IN_JOURNALS = re.compile(
    r"review|case reports?|letter|editorial|comment|news|clinical trial|randomized controlled trial|meta-analysis"
    r"|(?:comparative|evaluation|multicenter|observational|validation|twin) stud(?:y|ies)|historical article",
    re.IGNORECASE,
)
_ABSTRACTS = {"AB", "OAB", "OABL"}


def detect(text: str) -> bool:
    """Whether the text, or one of its first lines, begins with a PubMed id, or with ERIC's name as the owner."""
    return bool(_START.search(text[:5_000]) or _START.match(text))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records in order; each begins with its PMID, or in ERIC with the owner."""
    records: list[Record] = []
    problems: list[Problem] = []
    starts = list(_starts(text))
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
            found, faults = field_values.validate(_record(name, line, _Fields(_unfolded(text[start:end]))))
            records += found
            problems += faults
    if not starts:
        message = "no PubMed record found: no line begins with “PMID- ”"
        hint = "export the file again, or choose another format with --format"
        problems.append(Problem(path=name, code="nbib.no-record", message=message, hint=hint))
    return records, problems


def _starts(text: str) -> Iterator[int]:
    """Yield where records begin, up to one more than can be read."""
    count, inside, at = 0, False, 0  # whether the text before ``at`` belongs to a record of PubMed
    for found in _START.finditer(text):
        start = found.start("pubmed" if found["pubmed"] else "eric")
        inside = inside and text.find("\n\n", at, start) < 0
        at = start
        if found["eric"] and inside:  # PubMed's records name their owner, too
            continue
        inside = bool(found["pubmed"])
        count += 1
        yield start
        if count > field_values.RECORD_LIMIT:
            return


def _unfolded(block: str) -> list[tuple[str, str]]:
    """Return code and text of each field, without lines that belong to no field."""
    fields: list[tuple[str, list[str]]] = []
    for line in block.split("\n"):
        found = _CODE.fullmatch(line.rstrip())
        if found and not (fields and found[1] in {"PMID", "ER"}):
            fields.append((found[1], [found[2].strip()]))
        elif fields and line.startswith("      "):
            fields[-1][1].append(line.strip())
    return [(code, clean(" ".join(texts))) for code, texts in fields]


@dataclass(kw_only=True)
class _People:
    """Names of one role in order; ``et_al``: there are more."""

    names: list[Name] = field(default_factory=list)
    et_al: bool = False


class _Fields:
    """The fields of a record; remembers which were read."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        """Hold the fields that have a text, none of them read."""
        self._fields = [(code, text) for code, text in fields if text]
        self._read: set[tuple[str, str]] = set()

    def every(self, *codes: str) -> list[str]:
        """Return all texts of these codes, in order."""
        found = [one for one in self._fields if one[0] in codes]
        self._read.update(found)
        return [text for _, text in found]

    def get(self, *codes: str) -> str:
        """Return the first text of the first of these codes that has one; the others are not read."""
        found = next((one for code in codes for one in self._fields if one[0] == code), None)
        if found:
            self._read.add(found)
        return found[1] if found else ""

    def line(self, *codes: str) -> str:
        """Return the first of these texts without markup and without the full stop that NLM adds."""
        text = field_values.line(self.get(*codes))
        return text.removesuffix(".") if not text.endswith("..") else text

    def texts(self, *codes: str) -> list[str]:
        """Return all texts of these codes without counting them as read."""
        return [text for code, text in self._fields if code in codes]

    def used(self, code: str, text: str) -> None:
        """Count a field as read."""
        self._read.add((code, text))

    def people(self, full: str, short: str) -> _People:
        """Return the names of a role: the full form of each, which comes before its short one, where there is one."""
        found = _People()
        named = len(self.texts(full)) >= len([text for text in self.texts(short) if not bylines.is_more(text)])
        complete = named
        for code, text in self._fields:
            if code == full or (code == short and (not named or bylines.is_more(text))):
                printed = bylines.people([text])
                parts = _ORDINAL.fullmatch(text)
                found.names += [bylines.of_parts(*parts.groups())] if parts else printed.names
                found.et_al = found.et_al or printed.et_al
                named = complete or code == full
            elif code == short:
                named = complete
            elif code == "AUID" and found.names and full == "FAU" and (orcid := _ORCID.search(text)):
                digits = orcid[0].replace("-", "")
                spelled = "-".join(digits[at : at + 4] for at in range(0, 16, 4))
                found.names[-1] = replace(found.names[-1], orcid=spelled)
            else:
                continue
            self.used(code, text)
        return found

    def unread(self) -> tuple[tuple[str, str], ...]:
        """Return each code with the texts that were not read, except abstracts."""
        left: dict[str, list[str]] = {}
        for code, text in self._fields:
            if (code, text) not in self._read and code not in _ABSTRACTS | {"ER"}:
                left.setdefault(code, []).append(text)
        return tuple((code, "; ".join(dict.fromkeys(texts))) for code, texts in left.items())


def _type(fields: _Fields) -> tuple[PaperType | None, str]:
    """Return the type, and the genre of a thesis or report."""
    printed = fields.texts("PT")
    for pattern, kind in _TYPES:
        if found := next((text for text in printed if re.fullmatch(pattern, text, re.IGNORECASE)), ""):
            fields.used("PT", found)
            return kind, found if kind in {"thesis", "report"} else ""
    return ("article-journal" if any(map(_IN_JOURNALS.search, printed)) and fields.texts("JT", "TA") else None), ""


def _record(name: str, line: int, fields: _Fields) -> Record:
    """Map the codes."""
    kind, genre = _type(fields)
    owner = fields.texts("OWN")
    titles = [text for text in fields.texts("TI") if text.strip("[].").lower() != "not available"]
    title = fields.line("TI") if titles else fields.line("BTI" if not fields.texts("TT") else "TT")
    authors, editors = fields.people("FAU", "AU"), fields.people("FED", "ED")
    groups = [bylines.group(text) for text in fields.every("CN")]
    located = {
        (code, text): found[1] for code in ("LID", "AID") for text in fields.texts(code) if (found := _DOI.search(text))
    }
    addresses = [text for text in fields.texts("LID", "AID") if text.lower().startswith(("http://", "https://"))]
    for place in (*located, *((code, text) for code in ("LID", "AID") for text in addresses)):
        fields.used(*place)
    whole = ("ERIC" in owner and kind != "article-journal") or kind in {"book", "thesis"}
    journal = field_values.venue(field_values.line(fields.get("JT", "TA")))
    venue = fields.line("BTI") if titles and not journal else journal
    pages = fields.get("PG") or _article_number(fields)
    identifiers = field_values.find_identifiers(
        dois=located.values(),
        urls=[f"pmid:{fields.get('PMID')}", *addresses],
        notes=[journal],
        isbns=[text.removeprefix("ISBN-") for text in fields.texts("ISBN", "IS")],
    )
    for text in fields.texts("ISBN"):
        if identifiers.isbn and identifiers.isbn in text.replace("-", ""):
            fields.used("ISBN", text)
    keywords = (text.replace("*", "") for text in fields.every("OT", "MH", "KW"))
    record = Record(
        source=name,
        line=line,
        id=fields.get("PMID", "OID"),
        title=title,
        abstract=fields.get("AB"),
        type=kind,
        genre=genre,
        authors=(*authors.names, *groups),
        et_al=authors.et_al,
        editors=tuple(editors.names),
        date=field_values.date(fields.get("DP")) or field_values.date(fields.get("DEP")),
        links=field_values.links(addresses),
        identifiers=identifiers,
        venue="" if whole else venue,
        volume=field_values.volume(fields.get("VI")),
        number=field_values.volume(fields.get("IP")),
        pages=field_values.pages(pages),
        publisher=field_values.line(fields.get("PB")) or (journal if whole else ""),
        series=fields.line("CTI"),
        edition=fields.get("EN"),
        language=", ".join(fields.every("LA")),
        keywords=tuple(dict.fromkeys(keywords)),
        note="; ".join(fields.every("GN")),
    )
    return replace(record, further=fields.unread())


def _article_number(fields: _Fields) -> str:
    """Return the number of an article without pages; publishers put it where their own numbers are."""
    for code in ("LID", "AID"):
        for text in fields.texts(code):
            if found := _ARTICLE_NUMBER.fullmatch(text):
                fields.used(code, text)
                return found[1]
    return ""
