"""What the formats share: dates, pages, links, keywords and identifiers as exports print them; checks on a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from generator.formats import coercion
from generator.model import Identifiers, Links, Paper, PaperType, Record
from generator.problems import Problem
from generator.text import identifiers, latex, link_kinds, months, web_markup
from generator.text.entities import unescape
from generator.text.folding import clean

RECORD_LIMIT = 50_000  # per source: what matching is made for
LINE_LIMIT = 1_000  # characters, as model.Line allows

_YEAR = r"(?P<year>1[4-9]\d\d|20\d\d)"
_NUMERIC = re.compile(rf"(?<!\d){_YEAR}(?:[-/.](?P<month>\d\d?)(?:[-/.](?P<day>\d\d?))?)?(?!\d)")
_COMPACT = re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)")  # 20210705
_DAY = re.compile(r"(?<!\d)(\d\d?)(?:st|nd|rd|th)?(?!\d)")
_DASH = re.compile(r" ?[-\u2010-\u2015\u2212]+ ?")
_PAGES_PREFIX = re.compile(r"^(?:pp?\b\.?|pages?\b|s\.)\s*:?\s*(?=\w*\d)", re.IGNORECASE)
_NONE = Identifiers()
IDENTIFIER_NOTE = re.compile(r"(?:arXiv|pmid|acl|openreview):\S+")  # as ``identifier_notes`` writes them
PRIVATE_NOTE = "Private note: "  # as overrides/assets/annotations.js writes it
_PREFIXES = ("acl:", "openreview:", "pmid:")
# Up to a blank or a separator before the next address; an address may hold another one behind a slash.
_URL = re.compile(r"https?://(?:(?![;,|]+https?://)[^\s<>\"{}\\^`])+", re.IGNORECASE)
_DOI_WITHIN = re.compile(r"\b10\.\d{4,9}/[^\s;,]+")
_CORR = re.compile(r"\babs/(?=\d{4}\.\d|[a-z-]+/\d{7})", re.IGNORECASE)  # DBLP: CoRR, abs/2107.02137
_CONFERENCE = re.compile(r"\b(?:proc|proceedings|conference|workshop|symposium)\b", re.IGNORECASE)
_JOURNAL_WORDS = (
    "journal j transactions letters magazine review reviews annals archives nature science bulletin acta tacl tmlr jmlr"
)
_JOURNAL = re.compile(rf"\b(?:{_JOURNAL_WORDS.replace(' ', '|')}|foundations and trends)\b", re.IGNORECASE)
# DOIs that tell a journal from proceedings: Elsevier's ("j."), IEEE's transactions, MIT Press, Now Publishers.
_JOURNAL_DOI = re.compile(r"10\.(?:1016/j|1109/(?:t[a-z]+|access)|1162/(?:tacl_a|coli_a)|1561/2\d)", re.IGNORECASE)
_ARXIV_VENUE = re.compile(  # no journal: arXiv in any wording, CoRR, "preprint", an arXiv id alone
    r"""arxiv(?:\.org)?\b.*
    | corr(?:[ ,:(]*abs/.*)?
    | (?:e-?prints?|pre-?prints?)(?:[ ,:(]+arxiv.*)?
    | (?:abs/)?\d{4}\.\d{4,5}(?:v\d+)?""",
    re.IGNORECASE | re.VERBOSE,
)


def date(text: str, month: str = "", day: str = "") -> str | None:
    """Return YYYY, YYYY-MM or YYYY-MM-DD, as much of it as is printed and valid; None without a year.

    Reads ``2021-07-05``, ``2021/07/05/``, ``20210705``, ``2021 Jul 5``, ``July 5, 2021``, ``2021-07/2021-09``.
    """
    text = text[:200]
    found = _COMPACT.fullmatch(text.strip()) or _NUMERIC.search(text)
    if not found:
        return None
    year = int(found["year"])
    number = int(found["month"] or 0) or months.number(month) or months.number(text)
    rest = text[: found.start("year")] + " " + text[found.end("year") :] if not found["month"] else ""
    inside = _DAY.search(day) or (_DAY.search(month) if not month.strip().isdigit() else None) or _DAY.search(rest)
    return coercion.calendar(year, number, int(found["day"] or (inside[1] if inside else 0)))


def pages(text: str) -> str:
    """Return ``123-130`` for ``pp. 123--130.``; "" for an arXiv id printed as pages."""
    text = _PAGES_PREFIX.sub("", _DASH.sub("-", clean(text))).strip(" .,;:")
    return "" if "arxiv" in text.lower() else text


def venue(text: str) -> str:
    """Return the venue; "" for arXiv and CoRR, so that they never hide the real venue."""
    text = clean(text).strip(" ,;")
    return "" if len(text) < 100 and _ARXIV_VENUE.fullmatch(text) and not text.isdigit() else text


def line(text: str) -> str:
    """Return a title or name without the markup, character references and commands that web exports leave in it."""
    return text if {"<", "&", "\\"}.isdisjoint(text) else coercion.plain(text)


def escape_markup(text: str) -> str:
    """Return the text escaped where ``line`` would take it for markup or LaTeX."""
    text = web_markup.escape(text)
    return web_markup.escape_latex(text) if latex.decode_commands(text) != text else text


def volume(text: str) -> str:
    """Return the volume or number; "" for CoRR's ``abs/2107.02137``."""
    text = clean(text).strip(" ,;")
    return "" if _CORR.search(text) or "arxiv" in text.lower() else text


def split_keywords(text: str) -> tuple[str, ...]:
    """Return the keywords of one text, separated by semicolons, or by commas if it has no semicolon."""
    return tuple(filter(None, map(str.strip, text.split(";" if ";" in text else ","))))


def join_keywords(keywords: Sequence[str], escape: Callable[[str], str] = str) -> str:
    """Return keywords as one text; a single one with a comma ends in a semicolon, so that the comma does not split it."""
    joined = "; ".join(escape(keyword.replace(";", ",")) for keyword in keywords)
    return f"{joined};" if len(keywords) == 1 and "," in joined else joined


def more_authors(record: Record) -> bool:
    """Whether the paper has more authors than the record lists."""
    return bool(record.authors) and (record.et_al or (record.author_count or 0) > len(record.authors))


def links(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the http(s) URLs in the texts, each once, in order."""
    found = (_without_tail(match.group()) for text in texts for match in _URL.finditer(text))
    return tuple(dict.fromkeys(url for url in found if len(url) <= 2_000))  # as model.Url allows


def labeled(own: Iterable[str], pdf: Iterable[str] = ()) -> Links:
    """Return the links of a reference manager's record, whose address is the paper's unless it tells something else."""
    found: dict[str, str] = {}
    for kind, url in (*((link_kinds.kind(url), url) for url in links(own)), *(("pdf", url) for url in links(pdf))):
        if kind:
            found.setdefault(kind, url)
    return Links(**found)


def _without_tail(url: str) -> str:
    """Return the URL without the punctuation of the text around it; a bracket that the URL opened stays."""
    url = url[:5].lower() + url[5:].rstrip(".,;'")
    return url.rstrip(".,;')") if url.endswith(")") and "(" not in url else url


def find_identifiers(
    *, dois: Iterable[str] = (), urls: Iterable[str] = (), notes: Iterable[str] = (), isbns: Iterable[str] = ()
) -> Identifiers:
    """Return the first identifier of each kind.

    In ``notes`` an arXiv id counts only beside the word arXiv, and a PubMed id beside PMID; only ``isbns`` have an ISBN.
    """
    dois, urls, notes, isbns = (list(filter(None, texts)) for texts in (dois, urls, notes, isbns))
    if not (dois or urls or notes or isbns):
        return _NONE
    spread = [part for text in map(unescape, dois) for part in (text, *_DOI_WITHIN.findall(text[:LINE_LIMIT]))]
    named = [_CORR.sub("arXiv:", note[:LINE_LIMIT]) for note in notes]
    places = [*spread, *urls, *(word for note in named for word in note.split() if word.startswith(_PREFIXES))]
    return Identifiers(
        arxiv=_first(identifiers.arxiv, [*places, *(note for note in named if "arxiv" in note.lower())]),
        doi=_first(identifiers.doi, places),
        pmid=_first(identifiers.pmid, [*places, *notes]),
        isbn=_first(identifiers.isbn, isbns),
        acl=_first(identifiers.acl, places),
        openreview=_first(identifiers.openreview, places),
    )


def _first(read: Callable[[str], str | None], texts: Iterable[str]) -> str | None:
    """Return the first identifier that the function finds."""
    return next((value for text in texts if len(text) <= 2 * LINE_LIMIT and (value := read(text))), None)


def publication_type(work: Record | Paper) -> PaperType:
    """Return the type that a record or paper states, or the one that its venue tells: without a venue, a preprint."""
    if work.type:
        return work.type
    if not work.venue:
        return "article"
    return "article-journal" if in_journal(work) else "paper-conference"


def in_journal(work: Record | Paper) -> bool:
    """Whether the venue is a journal, by its volume, name or DOI; a venue that calls itself a conference is none."""
    venue = work.venue or ""
    evidence = work.volume or _JOURNAL.search(venue) or _JOURNAL_DOI.match(work.identifiers.doi or "")
    return bool(evidence) and not _CONFERENCE.search(venue)


def identifier_notes(found: Identifiers) -> tuple[str, ...]:
    """Return the identifiers that have no field of their own in an export, so that ``find_identifiers`` reads them."""
    named = (("arXiv", found.arxiv), ("pmid", found.pmid), ("acl", found.acl), ("openreview", found.openreview))
    return tuple(f"{kind}:{value}" for kind, value in named if value)


def stated_note(text: str) -> tuple[str, str]:
    """Return what a note says of the paper, and the private note behind it, which a reader's list adds to its downloads.

    Nothing in a private note counts as a fact about the paper, such as an identifier.
    """
    at = text.find(PRIVATE_NOTE)
    return (text, "") if at < 0 else (text[:at], text[at:])


def validate(record: Record, column: int = 1) -> tuple[list[Record], list[Problem]]:
    """Return the record, or the problem if it is empty or a field is too long."""
    texts = (record.title, record.venue, record.id, record.publisher, record.series)
    longest = max(map(len, (*texts, *map(str, (*record.authors, *record.editors)))))
    if longest > LINE_LIMIT:
        code, message = "record.too-long", f"a title, venue or name has {longest:,} characters"
        hint = "look for a missing brace, quote or field code in this record"
    elif not (record.title or record.abstract or record.authors or record.identifiers != _NONE):
        code, message = "record.empty", "the record has no title, authors, abstract or identifier"
        hint = "add a title or an identifier, or remove the record"
    else:
        return [record], []
    place = {"path": record.source, "line": record.line, "column": column}
    return [], [Problem(**place, code=code, message=message, hint=hint)]  # type: ignore[arg-type]


def over_limit(path: str, line: int, format_name: str) -> Problem:
    """Return the problem of the first record beyond ``RECORD_LIMIT``."""
    message = f"only the first {RECORD_LIMIT:,} records were read"
    return Problem(path=path, line=line, code=f"{format_name}.too-many-records", message=message, hint="split the file")
