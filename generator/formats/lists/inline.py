"""What is inside a paragraph, heading or table cell in Markdown: links, runs of text and HTML tags, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from generator.text.entities import unescape
from generator.text.folding import clean

_STRUCTURE = re.compile(r"details|summary|h[1-6]|li|table|thead|tbody|tfoot|tr|td|th")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))", re.IGNORECASE)
_BARE = re.compile(r"://[^\s<>\[\]|\"'`]+")
_MATHS = re.compile(r"\$(?!\s)[^$\n]{1,300}(?<!\s)\$(?!\d)")
_MARKED = re.compile(r"[\\`*_~!<&$\[]|://")
_UNPAIRED = re.compile(  # emphasis that is never closed; "A* search" and "V*" keep their star
    r"(?<!\w)[*_]+(?=\S|$)|(?:^|(?<=\S))(?<!\b[A-Z](?=\*(?!\*)))[*_]+(?!\w)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of plain text, or a link with its label; ``badge`` if the label is the text of an image."""

    text: str
    url: str = ""
    line: int = 0
    bold: bool = False
    italics: tuple[str, ...] = ()  # the parts of a run that are in italics
    badge: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """The start or end tag of an HTML element that gives the list its structure."""

    name: str
    line: int
    closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


class _Parser(MarkdownIt):
    """A Markdown parser that keeps URLs as they are printed."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        """Return the URL unchanged."""
        return url


class _State(StateInline):
    """The library's state, which also records where each token starts."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token."""
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: FBT001, N802, N803 - the library's names
        """Let ``**`` open and close bold text next to letters: lists print ``**Title.**Authors``, ``**标题：**作者``."""
        found = super().scanDelims(start, canSplitWord)
        if self.src[start] != "*" or found.length < len("**"):
            return found
        before, after = self.src[start - 1 : start], self.src[start + found.length : start + found.length + 1]
        return Scanned(bool(after.strip()), bool(before.strip()), found.length)


def _bare(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """Read a URL without brackets; otherwise, emphasis could split it at an underscore."""
    scheme = next((each for each in ("https", "http") if state.src.endswith(each, 0, state.pos)), "")
    if state.linkLevel or not scheme or not (found := _BARE.match(state.src, state.pos, state.posMax)):
        return False
    url = scheme + found[0].rstrip(".,;:!?*_")
    url = url.rstrip(")") if ")" in url and "(" not in url else url
    if len(url) <= len(scheme) + len("://"):
        return False
    if not silent:
        state.pending = state.pending.removesuffix(scheme)
        state.push("link_open", "a", 1).attrs = {"href": url}
        state.push("link_close", "a", -1)
    state.pos += len(url) - len(scheme)
    return True


def _maths(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """Read ``$x_1 * y_1$`` as it is written, without emphasis and escapes."""
    if state.src[state.pos] != "$" or not (found := _MATHS.match(state.src, state.pos, state.posMax)):
        return False
    if "](" in found[0] or "://" in found[0]:
        return False
    if not silent:
        state.push("maths", "", 0).content = found[0]
    state.pos = found.end()
    return True


_PARSER = _Parser("commonmark", {"maxNesting": 10}).enable("strikethrough")
_PARSER.inline.ruler.before("escape", "maths", _maths)
_PARSER.inline.ruler.before("escape", "bare", _bare)


@dataclass(kw_only=True, slots=True)
class _Run:
    """The piece that is being read."""

    line: int
    texts: list[str] = field(default_factory=list)
    italics: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)  # texts of images
    url: str = ""
    bold: int = 0
    italic: int | None = None  # where in ``texts`` the open italics start

    def end(self, line: int) -> Iterator[Piece]:
        """Yield the piece, unless it is empty, and start the next one."""
        text = "".join(self.texts)
        if self.url:
            label = clean(text)
            badge = not label and bool(self.alternatives)
            label = clean(" ".join(self.alternatives)) if badge else label
            yield Piece(text=label, url=self.url, line=self.line, bold=self.bold > 0, badge=badge)
        elif text:
            yield Piece(text=text, line=self.line, bold=self.bold > 0, italics=tuple(self.italics))
        self.texts, self.italics, self.alternatives, self.url, self.line = [], [], [], "", line
        self.italic = None if self.italic is None else 0

    def italicise(self, nesting: int) -> None:
        """Start or end italics."""
        if nesting > 0:
            self.italic = len(self.texts)
        elif self.italic is not None:
            self.italics.append("".join(self.texts[self.italic :]))
            self.italic = None


def read(text: str, lines: Sequence[int], row: int = 0) -> Iterator[Piece | Tag]:
    """Yield the pieces and tags of a text; ``lines[row]`` is the number of its first line."""
    if not _MARKED.search(text):
        if text:
            yield Piece(text=text, line=lines[row])
        return
    state = _State(text, _PARSER, {}, [])
    _PARSER.inline.tokenize(state)
    for rule in _PARSER.inline.ruler2.getRules(""):
        rule(state)
    run = _Run(line=lines[row])
    at = 0
    for token in state.tokens:
        if (start := token.meta.get("at", at)) > at:
            row += text.count("\n", at, start)
            at = start
        line = lines[row]
        match token.type:
            case "link_open":
                yield from run.end(line)
                run.url = str(token.attrs["href"])
            case "link_close":
                yield from run.end(line)
            case "strong_open" | "strong_close":
                if not run.url:
                    yield from run.end(line)
                run.bold += token.nesting
            case "em_open" | "em_close":
                run.italicise(token.nesting)
            case "softbreak" | "hardbreak":
                run.texts.append("\n")
            case "image":
                run.alternatives.append(token.content)
                run.texts.append(" ")
            case "html_inline":
                yield from _html(token.content, run, line)
            case "text":
                run.texts.append(_UNPAIRED.sub("", token.content))
            case _:  # code, maths, escaped characters
                run.texts.append(token.content)
    yield from run.end(0)


def _html(tag: str, run: _Run, line: int) -> Iterator[Piece | Tag]:
    """Apply a tag to the piece that is being read, or yield it; comments are dropped."""
    if not (found := _TAG.match(tag)):
        return
    closing, name = bool(found[1]), found[2].lower()
    attributes = {each[1].lower(): unescape(each[2] or each[3] or each[4] or "") for each in _ATTRIBUTE.finditer(tag)}
    if name == "br":
        run.texts.append("\n")
    elif name == "img":
        run.alternatives.append(attributes.get("alt", ""))
        run.texts.append(" ")
    elif name in {"b", "strong"}:
        if not run.url:
            yield from run.end(line)
        run.bold = max(0, run.bold + (-1 if closing else 1))
    elif name in {"i", "em", "ins", "u"}:
        run.italicise(-1 if closing else 1)
    elif name == "a":
        if closing or attributes.get("href"):
            yield from run.end(line)
            run.url = "" if closing else attributes["href"]
    elif _STRUCTURE.fullmatch(name):
        yield from run.end(line)
        yield Tag(name=name, closing=closing, line=line, attributes=attributes)
