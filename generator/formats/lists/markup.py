"""The blocks of a list in Markdown: bullets, table rows and paragraphs, each with the headings above it.

markdown-it-py reads what is inside a block (see inline.py), but not the blocks. CommonMark does not see what lists contain as
their authors mean it: deep bullets below a line of text, bullets right below a <summary>, "•", "#Heading", and tables whose
second line has another width; and GitHub's tables drop cells beyond the header's last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Literal, TypeAlias

from generator.formats.lists import html_table, inline, paper_links
from generator.formats.lists.html_table import Cells
from generator.formats.lists.inline import Piece
from generator.text.folding import clean, words

Kind: TypeAlias = Literal["bullet", "row", "paragraph", "heading", "abstract", "table"]

LENGTH = 10_000  # characters of one bullet, row or paragraph

_BULLET = re.compile(
    r"(?P<indent>[ \t]*)(?:(?:[-*+•·‣▪]|\d{1,4}[.)])[ \t]+|<li[^<>]{0,100}>[ \t]*)(?:\[[ xX]\][ \t]+)?(?=\S)"
)
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]*(?=[^#\s])(.*)")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.*?)</h\1>", re.IGNORECASE)
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-{3,})[ \t]*")
_RULE = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)++")
_FENCE = re.compile(r"[ \t]*(```(?!.*`)|~~~)")
_FRAME = re.compile(
    r"(</?(?:details|table)\b[^<>]*(?:>|$)|<summary\b[^<>]*>.*?(?:</summary>|$)|</summary>)", re.IGNORECASE
)
_ROW = re.compile(r"(?=<tr\b)", re.IGNORECASE)
_DEFINITION = re.compile(r"[ ]{0,3}\[([^\[\]]+)\]:[ \t]*<?(https?://[^\s<>]+)>?.*")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")
_PIPE = re.compile(r"(?<!\\)\|")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})+[.)]?\s+|\d{1,2}[.)、]\s*(?=[^\W\d_]|\d+D\b)|\d{1,2}[.)]\s+)")
# Summaries of <details> that are not part of the list, and summaries that only say that there is more to show.
_ASIDES = frozenset({"abstract", "bibtex", "bib tex", "cite", "citation", "tldr", "tl dr", "note", "notes"})
_OPENERS = frozenset({"click", "expand", "show", "see", "unfold", "toggle", "read", "view", "open"})
_MORE = frozenset(
    {"", "more", "detail", "details", "paper", "papers", "list", "the list", "full list", "the full list"}
)
_CHINESE_OPENERS = ("展开", "点击", "更多")
_DETAILS_LEVEL = 7  # below every heading
_DETAILS_DEPTH = 20
_DEEPER = 2  # columns by which a bullet's next paragraph is indented, at least
_HEADING_LENGTH = 500  # characters that are read


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A bullet, a table's row, a paragraph or a paper's own heading; ``headings`` from the outermost to the innermost."""

    kind: Kind
    line: int
    pieces: tuple[Piece, ...] = ()
    indent: int = 0
    headings: tuple[str, ...] = ()
    cells: Cells = ()
    header: tuple[str, ...] = ()
    table: int = 0  # the line on which the row's HTML table starts
    cut: bool = False  # it is longer than LENGTH, and the rest is missing

    @property
    def text(self) -> str:
        """Return the text, without URLs."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def length(self) -> int:
        """Return the number of characters, with URLs."""
        return sum(len(piece.text) + len(piece.url) for piece in self.pieces)

    @property
    def linked(self) -> bool:
        """Whether it links to the web."""
        return any(piece.url.startswith("http") for piece in self.pieces)


def blocks(text: str) -> Iterator[Block]:
    """Yield the document's blocks in order; code, comments and headings that name a topic are not blocks."""
    rows = _without_comments(text).split("\n")
    urls = {
        found[1].lower(): found[2]
        for row in rows
        if row.lstrip().startswith("[") and (found := _DEFINITION.fullmatch(row))
    }
    reader = _Reader()
    for number, (row, following) in enumerate(pairwise([*rows, ""]), start=1):
        if urls and "][" in row:
            row = _REFERENCE.sub(lambda found: _link(found, urls), row)  # noqa: PLW2901
        yield from reader.take(number, row, following)
    yield from reader.flush()


def _link(reference: re.Match[str], urls: dict[str, str]) -> str:
    """Return ``[label](<url>)`` for ``[label][name]`` or ``[label][]`` if the document defines the name."""
    url = urls.get((reference[2] or reference[1]).lower())
    return f"[{reference[1]}](<{url}>)" if url else reference[0]


def _without_comments(text: str) -> str:
    """Return the text without comments; their line breaks stay, so that line numbers do."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*parts, text[at:]])


class _Reader:
    """Reads line by line, and yields each block when it has ended."""

    def __init__(self) -> None:
        self.headings: list[tuple[int, str]] = []  # level and text
        self.titled = False
        self.details: list[str] = []  # what each open <details> contains: "heading", "abstract" or "aside"
        self.kind: Kind | None = None  # of the open block
        self.indent = 0
        self.lines: list[str] = []
        self.numbers: list[int] = []
        self.header: tuple[str, ...] = ()
        self.tables = 0  # how many HTML tables are open
        self.fence = ""
        self.gap = False

    @property
    def inside(self) -> str:
        """What the innermost <details> contains."""
        return self.details[-1] if self.details else "heading"

    def flush(self) -> Iterator[Block]:
        """End the open block."""
        text, numbers, kind = "\n".join(self.lines), self.numbers, self.kind
        self.kind, self.lines, self.numbers, self.gap, self.tables = None, [], [], False, 0
        if kind == "table":
            yield from self.html_rows(text, numbers)
        elif kind and text.strip():
            yield self.block(kind, numbers[0], pieces=self.pieces(text, numbers), cut=len(text) > LENGTH)

    def begin(self, kind: Kind, number: int, row: str, indent: int = 0) -> Iterator[Block]:
        """End the open block and start another one."""
        yield from self.flush()
        self.kind, self.indent, self.lines, self.numbers, self.header = kind, indent, [row], [number], ()

    def block(self, kind: Kind, line: int, **more: Any) -> Block:
        """Return a block under the current headings."""
        headings = tuple(found for _, found in self.headings if found)
        return Block(kind=kind, line=line, indent=self.indent, headings=headings, **more)

    def pieces(self, text: str, numbers: list[int]) -> tuple[Piece, ...]:
        """Return the links and the text of a block."""
        found = inline.read(text[:LENGTH], numbers)
        return tuple(each for each in found if isinstance(each, Piece))

    def html_rows(self, text: str, numbers: list[int]) -> Iterator[Block]:
        """Yield the rows of an HTML table."""
        parts = _ROW.split(text)
        starts = [0, *accumulate(part.count("\n") for part in parts)]
        content = (
            each
            for part, start in zip(parts, starts, strict=False)
            for each in inline.read(part[:LENGTH], numbers, start)
        )
        long = {numbers[start] for part, start in zip(parts, starts, strict=False) if len(part) > LENGTH}
        for line, cells, header in html_table.rows(content):
            yield self.block("row", line, cells=cells, header=header, table=numbers[0], cut=line in long)

    def take(self, number: int, row: str, following: str) -> Iterator[Block]:
        """Read a line."""
        if self.fence or (found := _FENCE.match(row)):
            mark = self.fence or (found[1] if found else "")
            self.fence = "" if self.fence and row.strip().startswith(mark) else mark
            return
        if found := _QUOTE.match(row):
            row = row[found.end() :]
        parts = _FRAME.split(row) if "<" in row else [row]
        for part in parts:
            if part.startswith("<") and _FRAME.fullmatch(part):
                yield from self.frame(number, part)
            elif part.strip() or len(parts) == 1:
                yield from self.line(number, part, following)

    def line(self, number: int, row: str, following: str) -> Iterator[Block]:
        """Read a line, or the part of it that is outside the tags of <details> and <table>."""
        if not row.strip():
            self.gap, self.header = True, ()
            if self.kind == "paragraph":
                yield from self.flush()
        elif self.inside != "heading":
            self.kind = self.kind or ("abstract" if self.inside == "abstract" else None)
            self.lines.append(row)
            self.numbers.append(number)
        elif found := _HEADING.match(row) or _HTML_HEADING.match(row):
            yield from self.flush()
            yield from self.heading(len(found[1]) if found[1].startswith("#") else int(found[1]), number, found[2])
        elif self.header or ("|" in row and "-" in following and _RULE.fullmatch(following)):
            yield from self.row(number, row)
        elif found := _BULLET.match(row):
            yield from self.begin("bullet", number, row[found.end() :], len(found["indent"].expandtabs(4)))
        elif self.kind == "paragraph" and len(self.lines) == 1 and (found := _UNDERLINE.fullmatch(row)):
            self.head(1 if found[1][0] == "=" else 2, number - 1, self.lines[0])
            self.kind, self.lines, self.numbers = None, [], []
        else:
            indent = len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip())
            if self.kind is None or (self.gap and self.kind != "table" and indent < self.indent + _DEEPER):
                yield from self.begin("paragraph", number, row)
            else:
                self.lines.append(row)
                self.numbers.append(number)
            self.gap = False

    def row(self, number: int, row: str) -> Iterator[Block]:
        """Read a line of a Markdown table."""
        shown = row.strip().removeprefix("|").removesuffix("|")
        if self.header and "|" not in row:
            yield from self.begin("paragraph", number, row)
        elif not (self.header and _RULE.fullmatch(row)):
            cells = tuple(
                self.pieces(cell.strip().replace("\\|", "|"), [number]) for cell in _PIPE.split(shown[:LENGTH])
            )
            if not self.header:
                yield from self.flush()
                self.header = tuple(clean("".join(piece.text for piece in cell)) for cell in cells)
            else:
                yield self.block("row", number, cells=cells, header=self.header, cut=len(shown) > LENGTH)

    def heading(self, level: int, number: int, text: str) -> Iterator[Block]:
        """Start a section. A heading that links its title to a paper is a block and no topic."""
        pieces = self.pieces(text[:_HEADING_LENGTH], [number])
        paper = any(paper_links.is_title(piece.url, piece.text) for piece in pieces)
        self.head(level, number, "" if paper else text)
        if paper:
            self.indent = -1
            yield self.block("heading", number, pieces=pieces)

    def head(self, level: int, number: int, text: str) -> None:
        """Start a section. A first heading of level 1 is the document's title, which is no topic."""
        shown = "" if level == 1 and not self.titled else _heading(self.pieces(text[:_HEADING_LENGTH], [number]))
        self.headings = [(above, found) for above, found in self.headings if above < level]
        self.headings.append((level, shown))
        self.titled, self.header = True, ()

    def frame(self, number: int, tag: str) -> Iterator[Block]:
        """Read a tag of <details> or <table>, or a whole summary."""
        name = tag.lower()
        if name.startswith("<table"):
            if self.inside == "heading" and not self.tables:
                yield from self.begin("table", number, "")
            self.tables += self.kind == "table"
        elif name.startswith("</table"):
            self.tables = max(0, self.tables - 1)
            if self.kind == "table" and not self.tables:
                yield from self.flush()
        elif name.startswith("<summary"):
            yield from self.flush()
            self.summary(number, tag)
        elif name.startswith("<details"):
            yield from self.flush()
            self.details += ["heading"] * (len(self.details) < _DETAILS_DEPTH)
        elif name.startswith("</details") and self.details:
            yield from self.flush()
            self.details.pop()
            lowest = _DETAILS_LEVEL + len(self.details)
            self.headings = [(level, found) for level, found in self.headings if level < lowest]

    def summary(self, number: int, tag: str) -> None:
        """Read the summary of <details>: a heading, unless it announces an abstract or the like."""
        found = words("".join(piece.text for piece in self.pieces(tag, [number])))
        shown = " ".join(found)
        if shown in _ASIDES or found[-1:] in (["abstract"], ["bibtex"], ["citation"]):
            self.details[-1:] = ["abstract" if shown == "abstract" else "aside"]
        elif not (shown in _MORE or found[0] in _OPENERS or shown.startswith(_CHINESE_OPENERS)):
            self.head(_DETAILS_LEVEL + len(self.details), number, tag)


def _heading(pieces: tuple[Piece, ...]) -> str:
    """Return a heading's text without links within the page, emoji, numbering and trailing punctuation."""
    shown = clean("".join(piece.text for piece in pieces if not piece.url.startswith("#")))  # "back to top"
    shown = re.sub(r"[(\[]\s*[)\]]", "", shown)
    if not any(map(str.isalnum, shown)):  # the heading as a whole is such a link
        shown = clean("".join(piece.text for piece in pieces))
    shown = re.sub(r"^[^\w(\"“$【「『《]+|[\s#:：]+$", "", shown)
    return _NUMBERING.sub("", shown)
