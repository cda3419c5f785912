"""A publication in words: its type, its edition, the book or series that it is in, its pages or article number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.formats import field_values
from generator.model import Identifiers, Links, Name, Paper, PaperType, Record
from generator.site.escapes import web
from generator.text import identifiers

TYPES: dict[PaperType, str] = {
    "article-journal": "Journal article",
    "paper-conference": "Conference paper",
    "article": "Preprint",
    "chapter": "Chapter",
    "book": "Book",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Dataset",
    "software": "Software",
    "webpage": "Web page",
}
_USUAL: set[PaperType] = {"article-journal", "paper-conference", "article"}  # what a reader expects
_NAMED_BY_TYPE: set[PaperType] = {"thesis", "report", "dataset", "software"}
_DASH = re.compile(r"(?<=\d)-(?=\d)")
_ARTICLE = re.compile(  # no first page: electronic (e1204), or longer than any volume
    r"art(?:icle)?\.?(?:\s*(?:no|nr|number|id)\b\.?)?[\s:.]*(?P<labeled>(?=\S*\d)\w[\w.-]*)|(?P<bare>e\d{2,}|\d{6,})",
    re.IGNORECASE,
)
_EDITION = re.compile(  # what says "edition" by itself
    r"\b(?:eds?|edn|edition|version|vers|rev|release)\b|\bv\.?\d|aufl|ausg|édition|edici|ediz|изд|版", re.IGNORECASE
)
_NUMBER = re.compile(r"(\d{1,3})(?:st|nd|rd|th|\.)?")


def type_of(paper: Paper) -> str:
    """Return a paper's type in words, without its genre."""
    return TYPES[field_values.publication_type(paper)]


def type_name(record: Record) -> str:
    """Return the type in words: ``PhD thesis``, ``Book``; the genre if the source states one."""
    return record.genre[:1].upper() + record.genre[1:] or TYPES[field_values.publication_type(record)]


def unusual(record: Record) -> str:
    """Return the type in words where a reader would not expect it; "" for journal and conference papers and preprints."""
    usual = field_values.publication_type(record) in _USUAL and not record.genre
    return "" if usual else type_name(record)


def venue(record: Record) -> str:
    """Return the venue; of a book, thesis or the like without one, its publisher."""
    usual = field_values.publication_type(record) in _USUAL
    return record.venue or ("" if usual else record.publisher)


def edition(record: Record) -> str:
    """Return ``2nd edition`` for ``2``, ``Revised edition`` for ``Revised``; a dataset or software has versions."""
    text = record.edition
    if not text or _EDITION.search(text):
        return text
    if field_values.publication_type(record) in {"dataset", "software"}:
        return f"version {text}"
    if number := _NUMBER.fullmatch(text):
        return f"{_ordinal(int(number[1]))} edition"
    return f"{text} edition"


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def article(pages: str) -> str:
    """Return ``article e1204`` where the pages are clearly the number of an article, else ""."""
    found = _ARTICLE.fullmatch(pages.strip())
    return f"article {found['labeled'] or found['bare']}" if found else ""


def extent(pages: str) -> str:
    """Return pages or an article number as they follow a volume: ``8968–8975``, ``article e1204``."""
    return article(pages) or _DASH.sub("–", pages)


def pages_in_words(pages: str) -> str:
    """Return ``pages 8968–8975`` or ``article e1204``."""
    return article(pages) or (f"pages {_DASH.sub('–', pages)}" if pages else "")


def is_numbered_as_journal(record: Record) -> bool:
    """Whether volume and number follow the venue as ``34(5)``: not those of a book, a report or a series."""
    kind = field_values.publication_type(record)
    return kind in _USUAL and not (record.series and kind == "paper-conference")


def place(record: Record, *, whole: bool = True) -> str:
    """Return where a book, chapter, thesis, report or the like appeared: ``Report 17, volume 3 of Marsh Memos, Pond Press``.

    Without ``whole``, type, series, edition and publisher are left out.
    """
    kind = field_values.publication_type(record)
    number = record.number
    named = type_name(record) if whole and kind in _NAMED_BY_TYPE else ""
    if kind == "report" and number:
        named, number = f"{named or type_name(record)} {number}", ""
    parts = (
        named,
        record.venue,
        edition(record) if whole and kind == "chapter" else "",
        _in_series(record.volume, number, record.series if whole else ""),
        pages_in_words(record.pages),
        record.publisher if whole else "",
    )
    text = ", ".join(filter(None, parts))
    return text if named or record.venue else text[:1].upper() + text[1:]  # "volume 7" begins a sentence


def _in_series(volume: str, number: str, series: str) -> str:
    """Return ``volume 3 of Marsh Memos``, ``number 17 in Marsh Memos``, ``volume 3``."""
    numbers = ", ".join(f"{name} {text}" for name, text in (("volume", volume), ("number", number)) if text)
    return f"{numbers} {'of' if volume else 'in'} {series}" if numbers and series else numbers or series


def joined(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: ``Ada Marsh, Bo Reed and Cai Sedge``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def editor_mark(editors: Sequence[Name]) -> str:
    """Return what follows the names of editors."""
    return "(ed.)" if len(editors) == 1 else "(eds.)"


def addresses(ids: Identifiers, links: Links) -> tuple[str, ...]:
    """Return the web addresses of a paper itself: those of its identifiers, its page, its PDF."""
    found = (*(url for _, url, _ in identifiers.addresses(ids)), links.paper or "", links.pdf or "")
    return tuple(dict.fromkeys(url for url in found if web(url)))


def pdf(paper: Paper) -> str:
    """Return the web address of a paper's PDF: the one in its file, else that of a registry; "" if there is none."""
    return web(paper.links.pdf or "") or web(identifiers.pdf(paper.identifiers))


def address(record: Record) -> str:
    """Return the best web address of a paper: its page at the publisher or a registry, else any of its links."""
    registered = identifiers.addresses(record.identifiers)
    pages = (url for name, url, _ in registered if name != "DOI")
    every = (url for _, url, _ in registered)
    found = (record.labeled.paper or "", *pages, *every, record.labeled.pdf or "", *record.links)
    return next(filter(web, found), "")
