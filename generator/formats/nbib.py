"""PubMed's nbib (MEDLINE), which ERIC writes too: four-letter codes, continuation lines indented by six spaces; read only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.formats import field_values, status_claims
from generator.formats.nbib_fields import Fields
from generator.model import PaperType, Record, Status, StatusKind
from generator.problems import Problem
from generator.text import bylines, retractions
from generator.text.folding import clean

NAME = "nbib"

_LINES_LIMIT = 20_000  # per record
_LONGEST = 1_000_000  # characters per record
_START = re.compile(r"(?:\A[\ufeff\s]*|\n)(?:(?P<pubmed>PMID- ?(?=\d))|(?P<eric>OWN {0,2}- ?ERIC\b))")
_CODE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_DOI = re.compile(r"(10\.\S+)\s*\[doi\]", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"(e?\d{1,8})\s*\[pii\]", re.IGNORECASE)
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
# What names the notices of a paper (nlm.nih.gov/bsd/mms/medlineelements.html); "in" stands on the paper, "of" and "for" on
# the notice. After a partial retraction, the rest of the paper stands.
_IN: dict[str, StatusKind] = {
    **dict.fromkeys(("RIN", "RRI"), "retracted"),
    "ECI": "concern",
    **dict.fromkeys(("EIN", "CRI", "PRIN"), "corrected"),
}
_OF = {"ROF": "Retraction", "PROF": "Retraction", "ECF": "Expression of concern", "EFR": "Erratum"}
_NOTICE_TYPES = {
    "retraction of publication": "Retraction",
    "retraction notice": "Retraction",
    "expression of concern": "Expression of concern",
    "published erratum": "Erratum",
}
_COMMENT = re.compile(r"retract|expression of concern", re.IGNORECASE)  # in the place of a comment (CIN)
_PLACE_DATE = re.compile(r"[.:]\s*((?:19|20)\d\d\b[^;:.]{0,20})(?=[;:.]|$)")  # J Pond Sci. 2021 May 4;3(2):1


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
            found, faults = field_values.validate(_record(name, line, Fields(_unfolded(text[start:end]))))
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


def _statuses(fields: Fields) -> Iterator[Status]:
    """Yield what happened to the paper: each notice that it names, and a retraction that only its type tells."""
    retracted = [text for text in fields.texts("PT") if text.lower() == "retracted publication"]
    for text in retracted:
        fields.used("PT", text)
    found = [(kind, text) for code, kind in _IN.items() for text in fields.every(code)]
    for text in fields.texts("CIN"):
        if _COMMENT.search(text) and (kind := retractions.meaning(text)):
            fields.used("CIN", text)
            found.append((kind, text))
    if retracted and not any(kind == "retracted" for kind, _ in found):
        found.append(("retracted", ""))
    for kind, text in found:
        date = _PLACE_DATE.search(text)
        yield Status(
            kind=kind,
            date=field_values.date(date[1]) if date else None,
            notice=retractions.notice(text),
            by=("PubMed",),
        )


def _notice(fields: Fields) -> str:
    """Return what kind of notice about another paper a record is of, "" for a paper itself."""
    for code, kind in _OF.items():
        if fields.texts(code):
            return kind
    types = map(str.lower, fields.texts("PT"))
    return next((_NOTICE_TYPES[one] for one in types if one in _NOTICE_TYPES), "")


def _type(fields: Fields) -> tuple[PaperType | None, str]:
    """Return the type, and the genre of a thesis or report."""
    printed = fields.texts("PT")
    for pattern, kind in _TYPES:
        if found := next((text for text in printed if re.fullmatch(pattern, text, re.IGNORECASE)), ""):
            fields.used("PT", found)
            return kind, found if kind in {"thesis", "report"} else ""
    return ("article-journal" if any(map(_IN_JOURNALS.search, printed)) and fields.texts("JT", "TA") else None), ""


def _record(name: str, line: int, fields: Fields) -> Record:
    """Map the codes."""
    kind, genre = _type(fields)
    owner = fields.texts("OWN")
    titles = [text for text in fields.texts("TI") if text.strip("[].").lower() != "not available"]
    title = fields.line("TI") if titles else fields.line("BTI" if not fields.texts("TT") else "TT")
    if notice := _notice(fields):
        title = status_claims.notice_title(title, notice)
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
        status=tuple(_statuses(fields)),
    )
    return replace(record, further=fields.unread())


def _article_number(fields: Fields) -> str:
    """Return the number of an article without pages; publishers put it where their own numbers are."""
    for code in ("LID", "AID"):
        for text in fields.texts(code):
            if found := _ARTICLE_NUMBER.fullmatch(text):
                fields.used(code, text)
                return found[1]
    return ""
