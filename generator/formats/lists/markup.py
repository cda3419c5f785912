"""Markdown as lists are written in it: bullets, table rows and paragraphs under their headings; links and bold text in each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

from generator.text.folding import clean

Kind: TypeAlias = Literal["bullet", "row", "paragraph", "abstract"]

_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•·‣▪]|\d{1,4}[.)]|<li[^<>]{0,100}>)[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]*(?=[^#\s])(.*)")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.*?)</h\1>", re.IGNORECASE)
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-{3,})[ \t]*")
_RULE = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_SUMMARY = re.compile(r"<summary\b[^<>]*>(.*?)(?:</summary>|$)", re.IGNORECASE)
_ASIDE = re.compile(
    r"\W*(abstract|bib ?te?x|cite|citation|tl;?dr|notes?|.*\b(?:abstract|bibtex|citation)\W*)\W*", re.IGNORECASE
)
_OPENER = re.compile(  # a summary that only says that there is more: what it hides stands under the heading above it
    r"\W*(?:(?:click|expand|show|see|unfold|toggle|read|view|open)\b.*|more|details?|papers?|(?:the )?(?:full )?list|\W*展开.*|点击.*|更多.*)?\W*",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"[ ]{0,3}\[([^\[\]]+)\]:[ \t]*<?(https?://[^\s<>]+)>?.*")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")
_PIPE = re.compile(r"(?<!\\)\|")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})+[.)]?\s+|\d{1,2}[.)、]\s*(?=[^\W\d_]|\d+D\b)|\d{1,2}[.)]\s+)")
_DETAILS_LEVEL = 7  # below every heading
_DETAILS_DEPTH = 20
_HEADING_LENGTH = 500  # characters that are looked at

_BADGE = re.compile(r"\[\s*!\[([^\[\]]*+)\]\([^()\s]*+(?:\([^()]*+\)[^()\s]*+)*+(?:\s+\"[^\"]*+\")?\)\s*\]\(")
_IMAGE = re.compile(r"!\[[^\[\]]*+\](?:\([^()]*+(?:\([^()]*+\)[^()]*+)*+\)|\[[^\[\]]*+\])")
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,200}?\bhref\s{0,3}=\s{0,3}[\"']?([^\"'\s<>]+)[^<>]{0,200}>((?:[^<]|<(?!/?a\b)){0,600}+)</a>",
    re.IGNORECASE,
)
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRONG = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_TOKEN = re.compile(
    r"\[(?P<label>(?:[^\[\]]++|\[[^\[\]]*+\])*+)\]\(\s*+<?(?P<url>(?:[^\s()<>]++|\([^\s()<>]*+\))*+)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    r"|(?P<bare>https?://[^\s<>\[\]|\"'`]+)"
    r"|(?P<bold>\*\*\*?|(?<!\w)__|__(?!\w))"
)
_EMPHASIS = re.compile(r"(?<![\w\\])[*_]+(?=\S)|(?<=[^\s\\])[*_]+(?!\w)|[`~]{1,3}")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>&])")
_BADGE_SIGN = "\ue000"  # private use: marks a label that was an image's text


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A bullet, a table's row or a paragraph; ``headings`` from the outermost to the innermost."""

    kind: Kind
    line: int
    text: str = ""
    lines: tuple[int, ...] = ()  # of the text's lines, where they are known
    indent: int = 0
    headings: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()

    def line_of(self, words: str) -> int:
        """Return the line on which these words stand in the text; the block's own where they are not found."""
        at = self.text.find(words)
        row = self.text.count("\n", 0, at) if at >= 0 else len(self.lines)
        return self.lines[row] if row < len(self.lines) else self.line


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of text, or a link with its label; ``badge`` where the label is the text of an image."""

    text: str
    url: str = ""
    bold: bool = False
    badge: bool = False


def blocks(text: str) -> Iterator[Block]:
    """Yield the document's blocks in order; headings, code and comments are no blocks."""
    rows = _without_comments(text).split("\n")
    definitions = {
        found[1].lower(): found[2]
        for row in rows
        if row.lstrip().startswith("[") and (found := _DEFINITION.fullmatch(row))
    }
    reader = _Reader()
    for number, (row, following) in enumerate(pairwise([*rows, ""]), start=1):
        if definitions and "][" in row:
            row = _REFERENCE.sub(lambda found: _resolved(found, definitions), row)  # noqa: PLW2901
        yield from reader.take(number, row, following)
    yield from reader.flush()


def pieces(text: str) -> list[Piece]:
    """Return the text's links and the runs of text between them, in order; images and HTML are gone."""
    if "![" in text:
        text = _IMAGE.sub(" ", _BADGE.sub(rf"[{_BADGE_SIGN}\1](", text))
    if "<" in text:
        text = _AUTOLINK.sub(r" \1 ", _BREAK.sub("\n", _STRONG.sub("**", text)))
        text = _MARKUP.sub("", _ANCHOR.sub(_as_link, text))
    marks = list(_TOKEN.finditer(text))
    balanced = sum(mark["bold"] is not None for mark in marks) % 2 == 0
    found: list[Piece] = []
    at, bold = 0, False
    for mark in marks:
        if mark.start() > at:
            found.append(Piece(text=text[at : mark.start()], bold=bold))
        at = mark.end()
        if mark["bold"]:
            bold = balanced and not bold
        elif mark["bare"]:
            url = mark["bare"].rstrip(".,;:!?*_")
            url = url.rstrip(")") if ")" in url and "(" not in url else url
            found.append(Piece(text="", url=url, bold=bold))
            at = mark.start("bare") + len(url)
        else:
            label = mark["label"]
            found.append(
                Piece(
                    text=plain(label.replace(_BADGE_SIGN, "")),
                    url=html.unescape(mark["url"]),
                    bold=bold,
                    badge=_BADGE_SIGN in label,
                )
            )
    if at < len(text):
        found.append(Piece(text=text[at:], bold=bold))
    return found


def plain(text: str) -> str:
    """Return the text on one line without emphasis and escapes; what stands between dollar signs stays."""
    parts = text.split("$")
    step = 2 if len(parts) % 2 else 1
    parts[::step] = [_ESCAPED.sub(r"\1", _EMPHASIS.sub("", part)) for part in parts[::step]]
    text = "$".join(parts)
    return clean(html.unescape(text) if "&" in text else text)


@lru_cache(maxsize=256)
def heading(text: str) -> str:
    """Return a heading's words: no links, emoji, numbering or closing signs."""
    found = pieces(text[:_HEADING_LENGTH])
    words = plain("".join(piece.text for piece in found if not piece.url.startswith("#")))  # "back to top"
    words = re.sub(r"[(\[]\s*[)\]]", "", words)
    if not any(map(str.isalnum, words)):  # the heading as a whole is such a link
        words = plain("".join(piece.text for piece in found))
    words = re.sub(r"^[^\w(\"“$]+|[\s#:：]+$", "", words)
    return _NUMBERING.sub("", words)


def _resolved(found: re.Match[str], definitions: dict[str, str]) -> str:
    url = definitions.get((found[2] or found[1]).lower())
    return f"[{found[1]}]({url})" if url else found[0]


def _as_link(found: re.Match[str]) -> str:
    label = _MARKUP.sub("", found[2]).replace("[", "").replace("]", "").strip()
    sign = _BADGE_SIGN if not label and "<img" in found[2].lower() else ""
    return f"[{sign}{label}]({found[1]})"


def _without_comments(text: str) -> str:
    """Return the text with the lines of comments left blank, so that line numbers stay."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*parts, text[at:]])


class _Reader:
    """Takes a line at a time; a block is handed out when it is known to be over."""

    def __init__(self) -> None:
        self.stack: list[tuple[int, str]] = []
        self.details: list[str] = []  # what each open <details> holds: "heading", "abstract" or "aside"
        self.open: Block | None = None
        self.lines: list[str] = []
        self.numbers: list[int] = []
        self.header: tuple[str, ...] = ()
        self.fence = ""
        self.gap = self.titled = False

    def flush(self) -> Iterator[Block]:
        if self.open and any(line.strip() for line in self.lines):
            yield replace(self.open, text="\n".join(self.lines), lines=tuple(self.numbers))
        self.open, self.lines, self.numbers, self.gap = None, [], [], False

    def take(self, number: int, row: str, following: str) -> Iterator[Block]:
        if self.fence or (found := _FENCE.match(row)):
            mark = self.fence or (found[1] if found else "")
            self.fence = "" if self.fence and row.strip().startswith(mark) else mark
            return
        if found := _QUOTE.match(row):
            row = row[found.end() :]
        if "<" in row and ("<details" in row.lower() or "</details" in row.lower() or "<summary" in row.lower()):
            yield from self._fold(number, row)
            return
        if not row.strip():
            self.gap, self.header = True, ()
            if self.open and self.open.kind == "paragraph":
                yield from self.flush()
        elif self.details and self.details[-1] != "heading":
            if self.open is None and self.details[-1] == "abstract":
                self.open = Block(kind="abstract", line=number)
            self.lines.append(row)
            self.numbers.append(number)
        elif found := _HEADING.match(row) or _HTML_HEADING.match(row):
            yield from self.flush()
            self._head(len(found[1]) if found[1].startswith("#") else int(found[1]), found[2])
        elif self.header or ("|" in row and _RULE.fullmatch(following) and "-" in following):
            yield from self._table(number, row)
        elif found := _BULLET.match(row):
            yield from self.flush()
            indent = len(found["indent"].expandtabs(4))
            self.open = Block(kind="bullet", line=number, indent=indent, headings=self._headings())
            self.lines, self.numbers = [row[found.end() :]], [number]
        elif (
            self.open
            and self.open.kind == "paragraph"
            and len(self.lines) == 1
            and (found := _UNDERLINE.fullmatch(row))
        ):
            self._head(1 if found[1][0] == "=" else 2, self.lines[0])
            self.open, self.lines, self.numbers = None, [], []
        else:
            indent = len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip())
            if self.open is None or (self.gap and indent <= self.open.indent):
                yield from self.flush()
                self.open = Block(kind="paragraph", line=number, headings=self._headings())
            self.lines.append(row)
            self.numbers.append(number)
            self.gap = False

    def _headings(self) -> tuple[str, ...]:
        return tuple(words for _, text in self.stack if (words := heading(text)))

    def _head(self, level: int, text: str) -> None:
        """Open a heading; the first one, where it is of the first level, is the document's title and says nothing."""
        self.stack = [(above, words) for above, words in self.stack if above < level]
        self.stack.append((level, "" if level == 1 and not self.titled else text))
        self.titled, self.header = True, ()

    def _table(self, number: int, row: str) -> Iterator[Block]:
        cells = tuple(
            cell.strip().replace("\\|", "|") for cell in _PIPE.split(row.strip().removeprefix("|").removesuffix("|"))
        )
        if not self.header:
            yield from self.flush()
            self.header = cells
        elif "|" not in row:
            self.header = ()
            self.open = Block(kind="paragraph", line=number, headings=self._headings())
            self.lines, self.numbers = [row], [number]
        elif not _RULE.fullmatch(row):
            yield Block(kind="row", line=number, headings=self._headings(), cells=cells, header=self.header)

    def _fold(self, number: int, row: str) -> Iterator[Block]:
        """Open and close ``<details>``; its summary is a heading unless it announces an abstract or the like."""
        lower = row.lower()
        if "<summary" in lower and (found := _SUMMARY.search(row)):
            aside = _ASIDE.fullmatch(plain(_MARKUP.sub("", found[1])))
            if not aside:
                yield from self.flush()
                if not _OPENER.fullmatch(plain(_MARKUP.sub("", found[1]))):
                    self._head(_DETAILS_LEVEL + len(self.details), found[1])
            elif self.open and self.open.kind != "abstract":
                yield from self.flush()
            kind = "heading" if not aside else "abstract" if aside[1].lower() == "abstract" else "aside"
            self.details[-1:] = [kind]
            row = row[found.end() :]
            lower = row.lower()
        elif "<details" in lower and len(self.details) < _DETAILS_DEPTH:
            self.details.append("heading")
        rest = _MARKUP.sub("", row).strip()
        if rest and self.details and self.details[-1] == "abstract":
            self.open = self.open or Block(kind="abstract", line=number)
            self.lines.append(rest)
            self.numbers.append(number)
        if "</details" in lower and self.details:
            if self.details.pop() != "heading":
                yield from self.flush()
            self.stack = [(level, words) for level, words in self.stack if level < _DETAILS_LEVEL + len(self.details)]
