"""The records of one bullet, row or paragraph: which pieces belong to which paper, and what they say about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.formats import coercion, field_values
from generator.formats.lists import paper_links, prose, title_edges, title_spans
from generator.formats.lists.inline import Piece
from generator.formats.lists.markup import Block
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.text import headings, latex, months
from generator.text.folding import clean, fold, words

_YEAR = r"(?:19|20)\d\d"
_DATE_HEADING = re.compile(
    rf"""
    \W* (?: papers?\ (?: of | in | from )\  )?
    (?: {_YEAR} (?: [-/.]\d{{1,2}} ){{0,2}}  # 2023-05-01
      | [A-Za-z]{{3,9}}\.?,?\  (?: \d{{1,2}},?\  )? {_YEAR}  # May 1, 2023
      | {_YEAR},?\ [A-Za-z]{{3,9}} )
    \W*
    """,
    re.VERBOSE,
)
_NEXT_NAME = re.compile(r"\s*(?:[,;&]|and\b)\s*(?:and\s*)?$")  # between "*Ada Marsh*, *Bo Reed*"
_DATE_WORDS = re.compile(rf"\b{_YEAR}\b|\b{months.LIKE_A_NAME}\b\.?(?:\s*\d{{1,2}}(?:st|nd|rd|th)?\b)?", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_PAPERS = "paper papers publication publications article articles work works research read reading 论文"
# Words of headings that only name a period ("Top papers of the week") or only say that papers follow ("List of papers").
_PERIOD = (
    "the a of in from to and top ml ai best must new latest recent weeks week weekly daily monthly month days day year "
    "quarter q st nd rd th before after until 年 月 日"
)
_PERIOD_WORDS = frozenset(f"{_PAPERS} {_PERIOD}".split())
_GENERAL = (
    "the a list lists of and must related selected all resource resources content contents preprint preprints overview"
)
_GENERAL_WORDS = frozenset(f"{_PAPERS} {_GENERAL}".split())
_TITLE_COLUMNS = (
    "title",
    "paper title",
    "paper",
    "paper name",
    "publication",
    "article",
    "work",
    "papers",
    "name",
    "method",
    "model",
)
_AUTHOR_COLUMNS = frozenset({"author", "authors", "author s", "writers", "by"})
_VENUE_COLUMNS = frozenset(
    {
        "venue",
        "conference",
        "journal",
        "publication",
        "published",
        "published in",
        "publisher",
        "pub",
        "where",
        "source",
    }
)
_DATE_COLUMNS = frozenset(
    {
        "date",
        "year",
        "time",
        "published",
        "publish date",
        "pub date",
        "date venue",
        "venue date",
        "venue year",
        "year venue",
        "publication date",
        "month",
        "when",
        "released",
        "release date",
    }
)


_BRACED = re.compile(r"\{([&%#_])\}")  # what Markdown leaves of {\&}


@dataclass(kw_only=True, slots=True)
class Segment:
    """The pieces that belong to one paper."""

    pieces: list[Piece] = field(default_factory=list)
    links: list[tuple[str, Piece]] = field(default_factory=list)  # the kind of each link, and the link
    found: Identifiers = field(default_factory=Identifiers)
    first: bool = False  # of its bullet, row or paragraph
    lone: str = ""  # a single name, which may be the author's

    @property
    def papers(self) -> list[Piece]:
        """Return the links to the paper."""
        return [piece for kind, piece in self.links if kind == "paper"]

    @property
    def leads_to_paper(self) -> bool:
        """Whether it links to a paper; "[CVPR 2021](…)" on an unknown host is one only beside a title."""
        sure = any(
            not paper_links.is_venue(piece.text) or paper_links.kind(piece.url, "") == "paper" for piece in self.papers
        )
        return sure or bool(self.papers and title_spans.find(self.pieces, self.links)[0])


def segments(pieces: Sequence[Piece]) -> list[Segment]:
    """Split the pieces by paper: at each title that follows a paper with both a title and a link."""
    found = [Segment(first=True)]
    since: list[Piece] = []  # text since the last link
    for piece in pieces:
        current = found[-1]
        kind = paper_links.kind(piece.url, piece.text) if piece.url else ""
        named = paper_links.identify(piece.url) if kind == "paper" else Identifiers()
        clash = any(a and b and a != b for a, b in ((current.found.arxiv, named.arxiv), (current.found.doi, named.doi)))
        if current.papers and _is_title(kind, piece, named) and (clash or not _same(current, piece, named)):
            if title_spans.find(current.pieces, current.links)[0]:
                found.append(current := Segment())
                since = []
        elif current.papers and clash:
            before = current.pieces[: len(current.pieces) - len(since)]
            if not title_spans.find(before, current.links)[0]:  # here links come before titles
                found.append(current := Segment())
            elif (
                paper_links.title_words(title_edges.neat(clean("".join(each.text for each in since))))
                >= paper_links.FULL
            ):
                current.pieces = before
                found.append(current := Segment(pieces=list(since)))
            else:
                continue  # another version of the same paper, or a mention
        current.pieces.append(piece)
        since = [] if kind else [*since, piece]
        if kind:
            current.links.append((kind, piece))
            current.found = coercion.joined([current.found, named])
    return found


def described(pieces: Sequence[Piece]) -> list[Segment]:
    """Return the paper whose title links to a page of unknown kind, if its authors and a conference are named beside it."""
    for piece in pieces:
        if title_spans.label_words(piece) >= paper_links.FULL and paper_links.kind(piece.url, "") in {
            "other",
            "project",
        }:
            beside = title_spans.text(pieces, piece.text)
            if len(prose.slot(beside).names) > 1 and prose.venue(beside):
                segment = Segment(pieces=list(pieces), first=True)
                for each in pieces:
                    if each.url:
                        segment.links.append(
                            ("paper" if each == piece else paper_links.kind(each.url, each.text), each)
                        )
                return [segment]
    return []


def _is_title(kind: str, piece: Piece, named: Identifiers) -> bool:
    """Whether a link or a bold text prints a title, rather than a short name or a kind of link."""
    if kind == "paper":
        return title_spans.label_words(piece) >= (paper_links.FULL if named == Identifiers() else 2)
    return piece.bold and not piece.url and paper_links.title_words(piece.text) >= paper_links.FULL


def _same(segment: Segment, piece: Piece, found: Identifiers) -> bool:
    """Whether a link or bold text only repeats the segment's paper."""
    title = fold(piece.text)
    if any(title and title == fold(each.text) for each in segment.papers):
        return True
    return found != Identifiers() and any(
        a and a == b for a, b in zip(values(segment.found), values(found), strict=True)
    )


def values(found: Identifiers) -> tuple[str | None, ...]:
    """Return arXiv id, DOI, ACL and OpenReview id, in this order."""
    return (found.arxiv, found.doi, found.acl, found.openreview)


def of_row(name: str, block: Block) -> list[Record | Problem]:
    """Return the paper of a table row; several if two or more cells each print a title and a link of their own."""
    several = [segment for cell in block.cells for segment in segments(cell) if _has_title(segment)]
    if len({segment.papers[0].url for segment in several}) > 1:
        return [of_segment(name, block, segment) for segment in several]
    header = [fold(cell) for cell in block.header[: len(block.cells)]] + [""] * len(block.cells)
    segment = Segment(pieces=[piece for cell in block.cells for piece in cell])
    for title, cell in zip(header, block.cells, strict=False):
        for piece in cell:
            if piece.url and (kind := paper_links.kind(piece.url, piece.text or title)) != "none":
                segment.links.append((kind, piece))
                named = paper_links.identify(piece.url) if kind == "paper" else Identifiers()
                segment.found = coercion.joined([segment.found, named])
    if not segment.papers:
        return []
    texts = [clean(" ".join(piece.text for piece in cell)) for cell in block.cells]
    people, date, venue = _beside(texts, header)
    title = _title(block.cells, texts, header)
    if title and not people.names:  # "Title<br>Authors" in one cell
        cells = (title_spans.text(cell, title) for cell in block.cells if any(title in piece.text for piece in cell))
        people = prose.slot(next(cells, ""))
    return [_finished(name, block, segment, title, people, date, venue)]


def _has_title(segment: Segment) -> bool:
    """Whether the label of a link to a paper is long enough for a title."""
    return any(title_spans.label_words(piece) >= paper_links.FULL for piece in segment.papers)


def _beside(texts: Sequence[str], header: Sequence[str]) -> tuple[prose.People, str | None, str]:
    """Return the authors, date and venue, from the columns with such names."""
    authors = venue = ""
    date: str | None = None
    for text, title in zip(texts, header, strict=False):
        if title in _AUTHOR_COLUMNS:
            authors = authors or text
        elif title in _DATE_COLUMNS or (title in _VENUE_COLUMNS and not date):
            date = (date if title not in _DATE_COLUMNS else None) or prose.date(text) or date
        if title in _VENUE_COLUMNS and any(map(str.isalpha, text)) and not prose.date_only(text):
            venue = venue or prose.venue(text) or field_values.venue(text)
    return prose.column(authors), date, venue


def _title(cells: Sequence[Sequence[Piece]], texts: Sequence[str], header: Sequence[str]) -> str:
    """Return the title: from a column with such a name, else from the cell with the most words."""
    named = set(_AUTHOR_COLUMNS | _VENUE_COLUMNS | _DATE_COLUMNS) - set(_TITLE_COLUMNS)
    order = [at for wanted in _TITLE_COLUMNS for at in range(len(cells)) if header[at] == wanted]
    rest = (at for at in range(len(cells)) if header[at] not in named)
    order += sorted(rest, key=lambda at: -paper_links.title_words(texts[at]))
    candidates = (title_spans.of_cell(cells[at]) for at in order)
    return next((found for found in candidates if found), "")


def of_segment(name: str, block: Block, segment: Segment) -> Record | Problem:
    """Return the paper of a bullet or paragraph. A heading names a topic and no paper."""
    title, beside = title_spans.find(segment.pieces, segment.links)
    line = block.line if segment.first else segment.papers[0].line
    block = replace(block, line=line)
    labels = "\n".join(piece.text for _, piece in segment.links if not title_spans.label_words(piece))
    around = f"{beside}\n{labels}"
    venue = prose.venue(around)
    parted = beside
    marked = set()
    italics = [text for piece in segment.pieces for text in piece.italics]
    for italic, following in zip(italics, [*italics[1:], ""], strict=False):
        if not (following and _NEXT_NAME.match(parted.partition(italic)[2].partition(following)[0])):
            parted = parted.replace(italic, f"{italic}\n", 1)  # authors often end where the italics do
        if venue or italic.rstrip().endswith("."):
            marked.add(clean(italic).strip(" ,.;*_"))
    people = prose.slot(parted, marked)
    segment.lone = "" if people.names else prose.lone(parted)
    return _finished(name, block, segment, title, people, prose.date(around), venue)


def _is_date(heading: str) -> bool:
    """Whether a heading only names a day, week, month or year."""
    if _DATE_HEADING.fullmatch(heading):
        return True
    bare = _DATE_WORDS.sub(" ", heading)
    return bare != heading and set(_LETTERS.findall(bare.lower())) <= _PERIOD_WORDS


def _says_nothing(heading: str) -> bool:
    """Whether a heading only says that papers follow."""
    found = words(heading)
    return bool(found) and _GENERAL_WORDS.issuperset(found)


def _finished(  # noqa: PLR0917 - private, called twice
    name: str,
    block: Block,
    segment: Segment,
    title: str,
    people: prose.People,
    date: str | None,
    venue: str,
) -> Record | Problem:
    if not title:
        message = f"a link to a paper, without a title: {segment.papers[0].url}"
        return coercion.unreadable(name, block.line, message, f"add it with: shelf add {segment.papers[0].url}")
    dated = [heading for heading in block.headings if _is_date(heading)]
    topics = [heading for heading in block.headings if heading not in dated and not _says_nothing(heading)]
    return Record(
        source=name,
        line=block.line,
        title=_BRACED.sub(r"\1", latex.decode_commands(title)),  # lists are pasted from BibTeX
        authors=coercion.names(people.names),
        et_al=people.et_al,
        date=date or (prose.date(dated[-1]) if dated else None),
        links=coercion.links(piece.url for piece in segment.pieces if piece.url),
        identifiers=segment.found,
        venue=venue,
        headings=(headings.joined(topics),) if topics else (),
    )
