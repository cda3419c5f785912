"""Atom feeds of arXiv: of its API, with namespaces at the root or in each entry, and of its announcements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.formats import coercion, journal_refs
from generator.model import Identifiers, Links, Record, Status, StatusKind
from generator.problems import Problem
from generator.text import identifiers, retractions, titles
from generator.text.folding import clean
from generator.text.latex import decode_commands

NAME = "arxiv-atom"

RECORDS = 50_000  # what matching is made for
PROBLEMS = 10_000  # parsing stops after this many problems

_HEAD = 20_000  # characters that are enough to recognise a feed
_ATOM = "http://www.w3.org/2005/Atom"
_FEED = re.compile(r"<(?P<name>(?:[A-Za-z_][\w.-]*:)?feed)(?=[\s>])[^<>]*(?<!/)>")
_RECORD = re.compile(r"<(?P<name>(?:[A-Za-z_][\w.-]*:)?entry)(?=[\s>])")
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLAIN_FEED = (
    f'<feed xmlns="{_ATOM}" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)
_ANNOUNCED = re.compile(r"^arXiv:\S+ Announce Type: \S+\s+Abstract:\s*")  # how rss.arxiv.org begins a summary
_URL = re.compile(r"https?://[^\s<>\"]+")
_PROSE = {"title", "summary", "content", "journal_ref", "journal_reference"}
_ERRATUM = re.compile(r"\berrat(?:um|a)\b|\bcorrigend(?:um|a)\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


def detect(text: str) -> bool:
    """Whether the text is an Atom feed, or a single entry, and mentions arXiv."""
    head = text[:_HEAD]
    return (
        head.lstrip("\ufeff \t\n").startswith("<")
        and bool(_FEED.search(head) or _RECORD.search(head))
        and "arxiv" in head.lower()
    )


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the feed's records; problems ``xml.doctype``, ``source.error-answer`` and ``record.…``.

    Each entry is parsed as a document of its own: a broken one does not affect the others, and a long feed is never
    in memory as one tree.
    """
    if found := _DECLARED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = "this feed declares a document type or an entity, which arXiv never does; it was not read"
        return [], [
            Problem(path=name, line=line, code="xml.doctype", message=message, hint="save the answer of arXiv again")
        ]
    records: list[Record] = []
    problems: list[Problem] = []
    start, end = _frame(text)
    for line, column, piece, closed in _pieces(text):
        if len(problems) >= PROBLEMS or len(records) >= RECORDS:
            message = f"stopped after {len(records):,} records and {len(problems):,} problems"
            problems.append(
                Problem(path=name, line=line, code="source.too-large", message=message, hint="split the file")
            )
            break
        if not closed:
            message = "the entry has no end tag: the feed is cut off or broken here"
            problems.append(coercion.unreadable(name, line, message, "save the answer again"))
            continue
        try:
            node = _first_child(start, piece, end)
        except etree.XMLSyntaxError as error:
            problems.append(_broken(name, (line, column), start, piece, error))
            continue
        result = _record(name, line, node)
        if isinstance(result, Record):
            records.append(result)
        else:
            problems.append(result)
    return records, problems


def _frame(text: str) -> tuple[str, str]:
    """Return the feed's start and end tags, which declare the prefixes that entries use."""
    found = _FEED.search(text, 0, _HEAD)
    if found:
        try:
            _parse(f"{found[0]}</{found['name']}>")
        except etree.XMLSyntaxError:
            pass
        else:
            return found[0], f"</{found['name']}>"
    return _PLAIN_FEED, "</feed>"


def _pieces(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield line, column and text of each entry, and whether it has an end tag."""
    line, counted, row = 1, 0, 0
    found = _RECORD.search(text)
    while found:
        start = found.start()
        line += text.count("\n", counted, start)
        row = max(text.rfind("\n", counted, start) + 1, row)
        counted = start
        end_tag = f"</{found['name']}>"
        following = _RECORD.search(text, found.end())
        limit = following.start() if following else len(text)
        end = text.find(end_tag, start, limit)
        yield line, start - row + 1, text[start : end + len(end_tag)] if end >= 0 else "", end >= 0
        found = following


def _parse(document: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    return etree.fromstring(document.encode("utf-8", "replace"), parser)


def _first_child(start: str, piece: str, end: str) -> etree._Element:
    return _parse(f"{start}{piece}{end}")[0]


def _broken(name: str, place: tuple[int, int], start: str, piece: str, error: etree.XMLSyntaxError) -> Problem:
    """Return the problem with its position in the feed; the parser saw only the feed's start tag and one entry."""
    row, column = error.position
    rows = piece.split("\n")
    offset = min(max(row - 1 - start.count("\n"), 0), len(rows) - 1)
    column = min(max(column - (0 if offset else len(start.rpartition("\n")[2])), 1), max(len(rows[offset]), 1))
    message = f"the entry is not well-formed XML: {str(error.msg).partition(', line')[0]}"
    return Problem(
        path=name,
        line=place[0] + offset,
        column=column + (0 if offset else place[1] - 1),
        code="record.syntax",
        message=message,
    )


def _record(name: str, line: int, node: etree._Element) -> Record | Problem:
    entry = _Entry(node)
    printed = entry.first("id")
    if "/api/errors" in printed:
        message = f"arXiv answered with an error: {entry.first('summary', 'title') or printed}"
        hint = "correct the query or the identifier and try again"
        return Problem(path=name, line=line, code="source.error-answer", message=message, hint=hint)
    title, abstract = entry.first("title"), _ANNOUNCED.sub("", entry.first("summary", "content"))
    if not title and not abstract:
        return coercion.unreadable(name, line, "the entry has neither a title nor an abstract")
    printed_place, comment = entry.first("journal_ref", "journal_reference"), entry.first("comment")
    place = journal_refs.read(printed_place)
    dois = [entry.first("doi"), *([place.rest] if "10." in place.rest else [])]
    ids = _identifiers(printed, dois, entry.pages)
    links = _links(entry.pages, comment, ids)
    first = coercion.date(entry.first("published", "updated"))
    published = bool(place.venue or ids.doi)  # then the entry's own date is the preprint's
    further = (("comment", comment), ("journal_ref", place.rest))
    return Record(
        source=name,
        line=line,
        title=title,
        abstract=abstract,
        authors=coercion.names(entry.authors),
        date=place.date if published else first,
        posted=first if published else None,
        links=links,
        labeled=Links(pdf=next((url for url in entry.pdfs if url in links), None)),
        identifiers=ids,
        venue=place.venue,
        volume=place.volume,
        number=place.number,
        pages=place.pages,
        id=printed.rpartition("/abs/")[2] or printed,
        headings=coercion.once(entry.categories),
        status=tuple(Status(kind=kind, by=("arXiv",)) for kind in _kinds(title, comment, abstract, printed_place)),
        further=tuple((key, text) for key, text in further if text),
    )


def _kinds(title: str, comment: str, abstract: str, place: str) -> Iterator[StatusKind]:
    """Yield what arXiv says happened to a paper.

    The authors' remarks on errata in one of their versions are no corrections of the journal; its place in print is one.
    """
    if retractions.of_arxiv(comment, abstract):
        yield "withdrawn"
    if _ERRATUM.search(place) and not titles.mark(title):
        yield "corrected"


class _Entry:
    """The elements of one entry by local name, as the API and the announcements differ in their namespaces."""

    def __init__(self, node: etree._Element) -> None:
        self.authors: list[str] = []
        self.pages: list[str] = []
        self.pdfs: list[str] = []
        self.categories: list[str] = []
        self._texts: dict[str, list[str]] = {}
        for kind, child in _children(node):
            if kind == "author":
                self.authors += [_read(part) for part_kind, part in _children(child) if part_kind == "name"]
            elif kind == "creator":  # announcements have one element for all authors
                self.authors += _IN_BRACKETS.sub("", _read(child)).split(", ")
            elif kind == "link":
                self.pages.append(child.get("href") or "")
                if "pdf" in (child.get("title") or "", (child.get("type") or "").rpartition("/")[2]):
                    self.pdfs += coercion.links(self.pages[-1:])
            elif kind == "primary_category":
                self.categories.insert(0, clean(child.get("term") or ""))
            elif kind == "category":
                self.categories.append(clean(child.get("term") or ""))
            else:
                self._texts.setdefault(kind, []).append((_read if kind in _PROSE else _text)(child))

    def first(self, *kinds: str) -> str:
        """Return the first non-empty text of the first element that has one."""
        return next((text for kind in kinds for text in self._texts.get(kind, ()) if text), "")


def _children(node: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the child elements with their local names; comments are left out."""
    for child in node:
        if isinstance(child.tag, str):
            yield etree.QName(child).localname.lower(), child


def _text(node: etree._Element) -> str:
    return clean("".join(node.itertext()))


def _read(node: etree._Element) -> str:
    """Return a text as a reader sees it: authors write names and titles in LaTeX."""
    return decode_commands(_text(node))


def _identifiers(printed: str, dois: list[str], pages: list[str]) -> Identifiers:
    """Return the identifiers; announcements add the prefix ``oai:arXiv.org:``, and a DOI element may hold two DOIs."""
    words = re.split(r"[\s;,]+", " ".join(dois))
    candidates = [printed.removeprefix("oai:arXiv.org:"), *words, *pages]
    return coercion.joined(identifiers.of_url(candidate) for candidate in candidates)


def _links(pages: list[str], comment: str, named: Identifiers) -> tuple[str, ...]:
    """Return the links in the authors' comment, and those of the entry if no identifier replaces them."""
    mentioned = [url.rstrip(".,;:)]}'") for url in _URL.findall(comment)]
    own = [] if named != Identifiers() else pages
    return tuple(url for url in coercion.links([*own, *mentioned]) if own or identifiers.of_url(url) == Identifiers())
