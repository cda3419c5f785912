"""Records out of one bullet, row or paragraph of a list: which pieces speak of which paper, and what they print of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.formats import coercion, field_values
from generator.formats.lists import paper_links, prose, title_spans
from generator.formats.lists.inline import Piece
from generator.formats.lists.markup import Block
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.text import months
from generator.text.folding import clean, fold

_DATE_HEADING = re.compile(
    r"\W*(?:papers? (?:of|in|from) )?(?:(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2}|[A-Za-z]{3,9}\.?,? (?:\d{1,2},? )?(?:19|20)\d\d|(?:19|20)\d\d,? [A-Za-z]{3,9})\W*"
)
_DATE_WORDS = re.compile(
    rf"\b(?:19|20)\d\d\b|\b{months.LIKE_A_NAME}\b\.?(?:\s*\d{{1,2}}(?:st|nd|rd|th)?\b)?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:[\W\d]*(?:the|a|of|in|from|to|and|top|ml|ai|best|must|read|new|latest|recent|research|papers?|publications?|articles?|works?|weeks?|weekly|daily|monthly|month|days?|year|quarter|q[1-4]|st|nd|rd|th|before|after|until|年|月|日|论文)\b)*[\W\d]*",
    re.IGNORECASE,
)
_GENERAL_HEADING = re.compile(
    r"(?:\W*(?:the|a|list|lists|of|and|must|read|reading|research|related|selected|all|papers?|publications?|articles?|works?|resources?|contents?|preprints?|overview)\b)+\W*",
    re.IGNORECASE,
)
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
        "publication date",
        "month",
        "when",
        "released",
        "release date",
    }
)


@dataclass(kw_only=True, slots=True)
class Segment:
    """The pieces that speak of one paper."""

    pieces: list[Piece] = field(default_factory=list)
    links: list[tuple[str, Piece]] = field(default_factory=list)  # kind of link, link
    found: Identifiers = field(default_factory=Identifiers)
    first: bool = False  # in its bullet: it begins where the bullet does

    @property
    def papers(self) -> list[Piece]:
        """Return the links that lead to the paper."""
        return [piece for kind, piece in self.links if kind == "paper"]


def segments(pieces: Sequence[Piece]) -> list[Segment]:
    """Return the pieces by paper: a new one begins at a title once the one before has its own title and link."""
    found = [Segment(first=True)]
    since: list[Piece] = []  # text since the last link
    for piece in pieces:
        current = found[-1]
        kind = paper_links.kind(piece.url, piece.text) if piece.url else ""
        named = paper_links.identify(piece.url) if kind == "paper" else Identifiers()
        clash = any(a and b and a != b for a, b in ((current.found.arxiv, named.arxiv), (current.found.doi, named.doi)))
        if current.papers and _is_title(kind, piece) and (clash or not _same(current, piece, named)):
            if title_spans.find(current.pieces, current.links)[0]:
                found.append(current := Segment())
                since = []
        elif current.papers and clash:
            before = current.pieces[: len(current.pieces) - len(since)]
            if not title_spans.find(before, current.links)[0]:  # here links come before titles
                found.append(current := Segment())
            elif (
                paper_links.title_words(title_spans.neat(clean("".join(each.text for each in since))))
                >= title_spans.FULL
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


def _is_title(kind: str, piece: Piece) -> bool:
    """Whether a paper's link or a bold text prints a title, rather than a name or a kind of link."""
    if kind == "paper":
        return title_spans.label_words(piece) > 1
    return piece.bold and not piece.url and paper_links.title_words(piece.text) >= title_spans.FULL


def _same(segment: Segment, piece: Piece, found: Identifiers) -> bool:
    """Whether a link or bold text only names again what the segment speaks of."""
    title = fold(piece.text)
    if any(title and title == fold(each.text) for each in segment.papers):
        return True
    return found != Identifiers() and any(
        a and a == b for a, b in zip(values(segment.found), values(found), strict=True)
    )


def values(found: Identifiers) -> tuple[str | None, ...]:
    """Return arXiv id, DOI, ACL and OpenReview id, in this order."""
    return (found.arxiv, found.doi, found.acl, found.openreview)


def of_row(name: str, block: Block) -> Record | Problem | None:
    """Return a table row's paper; its title is in whichever column names it or looks most like one."""
    columns = block.cells
    header = [fold(cell) for cell in block.header[: len(columns)]] + [""] * len(columns)
    segment = Segment(pieces=[piece for pieces in columns for piece in pieces])
    for index, pieces in enumerate(columns):
        for piece in pieces:
            if piece.url and (kind := paper_links.kind(piece.url, piece.text or header[index])) != "none":
                segment.links.append((kind, piece))
                segment.found = coercion.joined(
                    [segment.found, paper_links.identify(piece.url) if kind == "paper" else Identifiers()]
                )
    if not segment.papers:
        return None
    texts = [clean(" ".join(piece.text for piece in pieces)) for pieces in columns]
    authors = venue = ""
    date: str | None = None
    for text, title in zip(texts, header, strict=False):
        if title in _AUTHOR_COLUMNS:
            authors = authors or text
        elif title in _DATE_COLUMNS or (title in _VENUE_COLUMNS and not date):
            date = (date if title not in _DATE_COLUMNS else None) or prose.date(text) or date
        if title in _VENUE_COLUMNS and any(map(str.isalpha, text)) and not prose.date_only(text):
            venue = venue or prose.venue(text) or field_values.venue(text)
    named = set(_AUTHOR_COLUMNS | _VENUE_COLUMNS | _DATE_COLUMNS) - set(_TITLE_COLUMNS)
    order = [at for wanted in _TITLE_COLUMNS for at, title in enumerate(header[: len(columns)]) if title == wanted]
    order += sorted(
        (at for at in range(len(columns)) if header[at] not in named),
        key=lambda at: -paper_links.title_words(texts[at]),
    )
    candidates = (title_spans.of_cell(columns[at]) for at in order)
    title = next((found for found in candidates if found), "")
    return _finished(name, block, segment, title, prose.column(authors), date, venue)


def of_segment(name: str, block: Block, segment: Segment) -> Record | Problem:
    """Return the paper of a bullet or paragraph; a paragraph of links alone takes its heading for a title."""
    title, beside = title_spans.find(segment.pieces, segment.links)
    if (
        not title
        and block.kind == "paragraph"
        and block.headings
        and paper_links.title_words(block.headings[-1]) > title_spans.FULL
    ):
        title, block = block.headings[-1], replace(block, headings=block.headings[:-1])
    line = block.line if segment.first else segment.papers[0].line
    block = replace(block, line=line)
    labels = "\n".join(piece.text for _, piece in segment.links if not title_spans.label_words(piece))
    around = f"{beside}\n{labels}"
    parted = beside  # authors in italics end where the italics do
    for italic in (text for piece in segment.pieces for text in piece.italics):
        parted = parted.replace(italic, f"{italic}\n", 1)
    return _finished(
        name,
        block,
        segment,
        title,
        prose.slot(parted),
        prose.date(around),
        prose.venue(around),
    )


def _is_date(heading: str) -> bool:
    """Whether a heading names a day, a week, a month or a year, and what papers stand under it no further."""
    if _DATE_HEADING.fullmatch(heading):
        return True
    bare = _DATE_WORDS.sub(" ", heading)
    return bare != heading and bool(_PERIOD.fullmatch(bare))


def _finished(  # noqa: PLR0917 - private, called twice below
    name: str,
    block: Block,
    segment: Segment,
    title: str,
    authors: tuple[str, ...],
    date: str | None,
    venue: str,
) -> Record | Problem:
    if not title:
        message = f"a link to a paper without a title: {segment.papers[0].url}"
        return coercion.unreadable(name, block.line, message, f"add it by itself: shelf add {segment.papers[0].url}")
    own = [] if segment.found != Identifiers() else [segment.papers[0].url]
    beside = [piece.url for wanted in ("code", "project") for kind, piece in segment.links if kind == wanted]
    dated = [heading for heading in block.headings if _is_date(heading)]
    topics = [heading for heading in block.headings if heading not in dated and not _GENERAL_HEADING.fullmatch(heading)]
    return Record(
        source=name,
        line=block.line,
        title=title,
        authors=authors,
        date=date or (prose.date(dated[-1]) if dated else None),
        links=coercion.links([*own, *beside]),
        identifiers=segment.found,
        venue=venue,
        hints=tuple(topics[-1:]),
    )
