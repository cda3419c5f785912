"""Lists of papers in Markdown ("awesome lists"): each paper that a bullet, row or paragraph links to becomes a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from generator.formats import coercion
from generator.formats.lists import markup, paper_links, title_spans
from generator.formats.lists import segments as segments_module
from generator.formats.lists.inline import Piece
from generator.model import Record, Skipped
from generator.problems import Problem
from generator.text.folding import clean, fold
from generator.text.sections import counted

NAME = "awesome"

LENGTH = 4_000_000  # characters; the longest lists have two million
BLOCKS = 60_000  # bullets, rows and paragraphs, likewise

_HEAD = 200_000
_SHARED = 0.6  # the share of the shorter title's words that two titles of one paper have in common
_LINKED = re.compile(
    r"""
    ^[ \t>]*
    (?: [-*+•] | \d{1,4}[.)] | \| | <li> | \*\* )  # a bullet, a row or bold text
    [^\n]{0,1000}?
    (?: \]\(\s*<?https?:// | \]\[[^\]\n]*\] | href=["']?https?:// | [ <]https?:// )  # and a link
    """,
    re.MULTILINE | re.VERBOSE,
)
_MARKDOWN = re.compile(r"\]\(\s*<?https?://|^#{1,6} |href=", re.MULTILINE)
_PAPER = re.compile(
    r"""
    (?: \]\(\s*<? | href=["']? ) https?://[^\s()"'<>]*
    (?: arxiv\.org/ | doi\.org/ | openreview\.net/ | aclanthology\.org/ | \.pdf\b )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKED_UP = re.compile(
    r"^[ ]{0,3}#{1,6}[ ]+\S|\]\([^()\s]+\)|^\s*</?(?:p|div|table|tr|td|img|a|h[1-6]|ul|li|br)\b[^<>]*>", re.MULTILINE
)
_FOOTER = re.compile(
    r"^\W*\d+ authors?\b|^\s*Abstract\s*(?::|$)", re.MULTILINE | re.IGNORECASE
)  # of a listing's papers
_NO_LINK = "no link to a paper"
_SHOWN = 200  # characters of a skipped block
_NAMED = 3  # papers with several authors that show how a list names them
_FEW = 3  # links to papers that make a Markdown text a list of papers, whatever its layout
_FENCE = re.compile(r"^[ \t>]*(```|~~~)([^\n]*)", re.MULTILINE)


def detect(text: str) -> bool:
    """Whether the text is Markdown with a web link in a bullet, row or bold line, or with several links to papers."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    if head.startswith(("{", "@", "<?xml", "<feed")) or not _MARKDOWN.search(head):
        return False
    if _LINKED.search(head):
        return True
    page = head[:20].lower().startswith(("<!doctype", "<html"))  # a saved web page also links to papers, and is no list
    return not page and len(list(islice(_PAPER.finditer(head), _FEW))) == _FEW


def is_markdown(text: str) -> bool:
    """Whether a text that links to no paper still is Markdown or a piece of HTML, rather than a page saved as text."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    if head[:20].lower().startswith(("<!doctype", "<html", "<?xml", "<feed", "<rss", "{")):
        return False
    return bool(_MARKED_UP.search(head)) and not _FOOTER.search(head)


def without_code(text: str) -> str:
    """Return the text with blank lines in place of fenced code, which only quotes."""
    parts: list[str] = []
    at, mark, start = 0, "", 0
    for fence in _FENCE.finditer(text):
        if not mark:
            mark, start = fence[1], fence.start()
        elif fence[1] == mark and not fence[2].strip():
            parts += [text[at:start], "\n" * text.count("\n", start, fence.end())]
            at, mark = fence.end(), ""
    return "".join([*parts, text[at:]])


def outweighs(text: str, others: int) -> bool:
    """Whether the text links to more papers than the ``others`` records that it has in another format."""
    return len(list(islice(_PAPER.finditer(text), others + 1))) > others


@dataclass(kw_only=True, slots=True)
class Contents:
    """What is in a list: records, problems, and everything that gives no record."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records and problems of ``read``."""
    contents = read(name, text)
    return contents.records, contents.problems


def read(name: str, text: str) -> Contents:
    """Return one record for each paper, with the headings above it.

    Problems: ``record.unreadable`` (a link to a paper without a title, or text that is too long to read),
    ``awesome.not-papers`` (a warning with the number of bullets and rows that link to no paper), ``source.too-large``.
    """
    if len(text) > LENGTH:
        message = f"the list has {len(text):,} characters, more than the limit of {LENGTH:,}"
        return Contents(problems=[Problem(path=name, code="source.too-large", message=message, hint="split the list")])
    records: dict[int, Record] = {}
    known: dict[str, list[int]] = {}
    lone: dict[int, str] = {}
    contents = Contents()
    others: list[markup.Block] = []
    tables = {0}  # the lines of HTML tables with papers, and 0 for what is in no HTML table; the others are layout
    last = -1
    source = markup.blocks(text)
    for block in _joined(islice(source, BLOCKS)):
        if block.cut:
            message = f"only the first {markup.LENGTH:,} characters of this bullet, row or paragraph are read"
            contents.problems.append(coercion.unreadable(name, block.line, message))
        if block.kind == "abstract":
            if last in records and not records[last].abstract:
                records[last] = replace(records[last], abstract=clean(block.text))
            continue
        found, reason = _read(name, block)
        cells = " ".join(piece.text for cell in block.cells for piece in cell)
        if reason and (shown := clean(block.text or cells)[:_SHOWN]):
            contents.skipped.append(Skipped(source=name, line=block.line, text=shown, reason=reason))
        if reason == _NO_LINK:
            others.append(block)
        elif block.table:
            tables.add(block.table)
        for each, single in found:
            if isinstance(each, Problem):
                contents.problems.append(each)
                continue
            last = _add(each, records, known)
            if single:
                lone[last] = single
    if cut := next(source, None):
        message = f"only the first {BLOCKS:,} bullets, rows and paragraphs are read"
        contents.problems.append(
            Problem(path=name, line=cut.line, code="source.too-large", message=message, hint="split the list")
        )
    if skipped := [block.line for block in others if block.table in tables]:
        contents.problems.append(_not_papers(name, skipped))
    contents.records = _with_lone(records, lone)
    contents.problems.sort(key=lambda problem: problem.line)
    return contents


def _not_papers(name: str, lines: Sequence[int]) -> Problem:
    """Return the warning of bullets and rows without a link to a paper."""
    shown = ", ".join(map(str, lines[:10])) + (" …" if len(lines) > 10 else "")
    return Problem(
        path=name,
        line=lines[0],
        code="awesome.not-papers",
        message=f"{counted(len(lines), 'list item')} without a link to a paper",
        hint=f"not imported: lines {shown}; if one is a paper, link it to arXiv, a DOI or a PDF, or use `shelf add`",
        severity="warning",
    )


def _with_lone(records: Mapping[int, Record], lone: Mapping[int, str]) -> list[Record]:
    """Return the records; names that are alone are authors if more papers of the list name several authors there."""
    if sum(bool(record.authors) for record in records.values()) < max(_NAMED, len(lone)):
        return list(records.values())
    return [
        replace(record, authors=coercion.names([lone[number]])) if number in lone and not record.authors else record
        for number, record in records.items()
    ]


def _joined(source: Iterator[markup.Block]) -> Iterator[markup.Block]:
    """Yield the blocks, joined with those below that have no title of their own: deeper bullets, links below a bold title."""
    held: markup.Block | None = None
    for block in source:
        if held and _belongs(block, held) and (not _titled(block, held) or _names(block, held)):
            held = replace(held, pieces=(*held.pieces, Piece(text="\n"), *block.pieces), cut=held.cut or block.cut)
            continue
        if held and not (block.kind == "bullet" and block.indent > held.indent and not held.linked):  # a group's name
            yield held
        keep = block.kind in {"bullet", "heading"} or (block.kind == "paragraph" and _is_bold_title(block))
        held = (replace(block, indent=-1) if block.kind == "paragraph" else block) if keep else None
        if not keep:
            yield block
    if held:
        yield held


def _belongs(block: markup.Block, held: markup.Block) -> bool:
    """Whether a block may belong to the one above: a deeper bullet, links below a bold title, text below a paper's heading."""
    if held.length >= markup.LENGTH // 2 or block.headings != held.headings:
        return False
    if held.kind == "heading":
        return block.kind == "paragraph"
    if block.kind == "bullet":
        return block.indent > held.indent
    return block.kind == "paragraph" and held.kind == "paragraph" and block.linked


def _names(block: markup.Block, held: markup.Block) -> bool:
    """Whether a line only says "Title:" and the title of the paper in the bullet above."""
    return held.kind == "bullet" and not block.linked and title_spans.is_announced(block.text)


def _is_bold_title(block: markup.Block) -> bool:
    """Whether a paragraph is nothing but a title in bold."""
    shown = [piece for piece in block.pieces if piece.url or piece.text.strip("\\ \n")]
    if not shown or any(piece.url or not piece.bold or "\n" in piece.text.strip() for piece in shown):
        return False
    return paper_links.title_words(clean(block.text)) > 1


def _titled(block: markup.Block, above: markup.Block) -> bool:
    """Whether a bullet names a paper of its own, rather than a link or the authors of the paper above."""
    group = above.linked or above.text.rstrip().endswith(":")
    for segment in segments_module.segments(block.pieces):
        title, sure = title_spans.weigh(segment.pieces, segment.links)
        if title and (sure or (segment.papers and group)):
            return True
    return False


def _read(name: str, block: markup.Block) -> tuple[list[tuple[Record | Problem, str]], str]:
    """Return the block's papers, each with a name that may be its only author; or no papers, and why there are none."""
    if block.kind == "row":
        found = segments_module.of_row(name, block)
        return [(each, "") for each in found], "" if found else _NO_LINK
    pieces = block.pieces
    telling = next((piece for piece in pieces if piece.url or any(map(str.isalnum, piece.text))), None)
    if block.kind == "paragraph" and not (telling and (telling.url or telling.bold)):
        return [], "running text"
    segments = [segment for segment in segments_module.segments(pieces) if segment.leads_to_paper]
    segments = segments or segments_module.described(pieces)
    if segments:
        return [(segments_module.of_segment(name, block, segment), segment.lone) for segment in segments], ""
    links = [piece for piece in pieces if piece.url]
    if links and all(paper_links.kind(piece.url, "") == "none" for piece in links):
        return [], "only links within the page or to files beside it"
    return [], "a paragraph without a link to a paper" if block.kind == "paragraph" else _NO_LINK


def _alike(one: str, other: str) -> bool:
    """Whether two titles may be the same: with a link copied by mistake, two papers share an identifier."""
    first, second = set(fold(one).split()), set(fold(other).split())
    return first == second or len(first & second) >= _SHARED * min(len(first), len(second)) > 0


def _add(record: Record, records: dict[int, Record], known: dict[str, list[int]]) -> int:
    """Add a record, or merge it into the record of the same paper; return that record's number."""
    names = [
        f"{kind}:{value}"
        for kind, value in zip("adpo", segments_module.values(record.identifiers), strict=True)
        if value
    ]
    names = names or [f"t:{fold(record.title)} {link}" for link in record.links]
    found = (number for each in names for number in known.get(each, []))
    number = next((each for each in found if _alike(records[each].title, record.title)), len(records))
    if number in records:
        first = records[number]
        record = replace(
            first,
            title=title_spans.fuller(first.title, record.title),
            authors=first.authors or record.authors,
            et_al=first.et_al if first.authors else record.et_al,
            date=first.date or record.date,
            venue=first.venue or record.venue,
            links=coercion.once((*first.links, *record.links)),
            identifiers=coercion.joined([first.identifiers, record.identifiers]),
            headings=coercion.once((*first.headings, *record.headings)),
        )
    records[number] = record
    for each in names:
        if number not in known.setdefault(each, []):
            known[each].append(number)
    return number
