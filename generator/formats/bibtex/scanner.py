"""A .bib text split into blocks (entries, @string, @preamble, @comment), with the span of each, its fields and values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["entry", "string", "preamble", "comment"]
Form: TypeAlias = Literal["{", '"', "word", "words"]

_KINDS: dict[str, Kind] = {"string": "string", "preamble": "preamble", "comment": "comment"}
# Where a block may begin: anywhere outside a comment, but not inside an address (jane@example (home)).
_START = re.compile(
    r"%[^\n]*|^[ \t]*@[ \t]*(?P<first>[\w-]+)\s*(?P<opening>[{(])|(?<![\w.])@(?P<type>[\w-]+)[ \t]*(?P<open>[{(])",
    re.MULTILINE,
)
# A block that begins a line ends an unclosed one before it.
_LINE_START = re.compile(r"^[ \t]*@[ \t]*[\w-]+\s*[{(]", re.MULTILINE)
_SPACE = re.compile(r"(?:\s+|%[^\n]*)*")  # between fields, a % begins a comment
_KEY = {"}": re.compile(r'[^{}",=]*'), ")": re.compile(r'[^{}",=)]*')}
_NAME_ALONE = re.compile(r"\s*[\w-]+\s*\Z")
_KEY_AND_NAME = re.compile(r"\s*\S+\s+(?=[A-Za-z][\w-]*\s*\Z)")
_NAME = {"}": re.compile(r'[^{}",=%#]*'), ")": re.compile(r'[^{}",=%#)]*')}
_NEXT_FIELD = re.compile(r"[A-Za-z][\w-]*\s*=")
_WORD = re.compile(r"[^\s\"#%'(),={}]+")
_BRACE = {True: re.compile(r"\\.|[{}]", re.DOTALL), False: re.compile(r"[{}]")}
_QUOTE = {True: re.compile(r'\\.|[{}"]', re.DOTALL), False: re.compile(r'\\"|[{}"]')}
_WORDS_END = {"}": re.compile(r'\\.|[{}",]', re.DOTALL), ")": re.compile(r'\\.|[{}",)]', re.DOTALL)}
_ESCAPED_BRACE = re.compile(r"\\[{}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One operand of ``#``: text in braces or quotes, a word (a number, an abbreviation), or words without quotes."""

    form: Form
    start: int  # of the text, inside braces or quotes
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field: its name in lower case, where the name begins, and the span of its value."""

    name: str
    start: int
    value_start: int
    value_end: int
    pieces: tuple[Piece, ...]
    comma_missing: bool = False  # before this field


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block from its ``@`` to its closing brace. One that cannot be read has a ``fault`` and no fields."""

    kind: Kind
    entry_type: str  # in lower case
    start: int
    end: int
    key: str = ""
    key_start: int = 0
    key_end: int = 0
    fields: tuple[Field, ...] = ()
    fault: str = ""


class _Broken(Exception):  # noqa: N818 - it never leaves this module
    """A block cannot be read; the text goes on at ``at``."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason, self.at = reason, at


def split(text: str, limit: int) -> Iterator[Block]:
    """Yield the blocks in order, up to ``limit`` entries. A broken block loses none of its neighbours."""
    starts = [found.start() for found in _LINE_START.finditer(text)]
    entries = at = 0
    while entries < limit and (found := _START.search(text, at)):
        at = found.end()
        if not (entry_type := found["first"] or found["type"]):
            continue
        start = text.index("@", found.start())
        after = bisect_right(starts, start)
        block = _Reader(
            text=text,
            kind=_KINDS.get(entry_type.lower(), "entry"),
            entry_type=entry_type.lower(),
            start=start,
            limit=starts[after] if after < len(starts) else len(text),
            closing="}" if text[found.end() - 1] == "{" else ")",
        ).read(found.end())
        entries += block.kind == "entry"
        at = block.end
        yield block


@dataclass(kw_only=True, slots=True)
class _Reader:
    """Reads one block: from its opening brace to its end, or to ``limit``, where the next one begins."""

    text: str
    kind: Kind
    entry_type: str
    start: int
    limit: int
    closing: str
    escapes: bool = True  # whether a backslash takes a brace's meaning; for BibTeX itself it does not

    def read(self, at: int) -> Block:
        """Return the block that opens before ``at``; if it has no end, escaped braces are counted as well."""
        try:
            return self._block(at)
        except _Broken as broken:
            if _ESCAPED_BRACE.search(self.text, at, self.limit):
                self.escapes = False
                try:
                    return self._block(at)
                except _Broken:
                    pass
            return self._made(broken.at, fault=broken.reason)

    def _made(self, end: int, **more: object) -> Block:
        """Return the block."""
        return Block(kind=self.kind, entry_type=self.entry_type, start=self.start, end=end, **more)  # type: ignore[arg-type]

    def _block(self, at: int) -> Block:
        """Return the block if it is complete."""
        if self.kind in ("preamble", "comment"):
            return self._made(self._free_text(at))
        if self.kind == "string":
            fields, end = self._fields(at)
            if not fields:
                raise _Broken("it defines nothing", end)
            return self._made(end, key=fields[0].name, key_start=fields[0].start, fields=tuple(fields))
        key_end = _KEY[self.closing].match(self.text, at, self.limit).end()  # type: ignore[union-attr]
        mark = self._mark(key_end)
        fields_start = key_end + 1
        if mark == "=" and _NAME_ALONE.match(self.text[at:key_end]):  # no key
            key_end = fields_start = at
        elif mark == "=" and (found := _KEY_AND_NAME.match(self.text[at:key_end])):  # no comma after the key
            key_end = fields_start = at + found.end()
        elif mark == self.closing:
            fields_start = key_end
        elif mark != ",":
            raise _Broken(f"Expected comma after entry key, but found {mark}", key_end)
        fields, end = self._fields(fields_start)
        written = self.text[at:key_end]
        key = written.strip()
        key_start = at + len(written) - len(written.lstrip())
        return self._made(end, key=key, key_start=key_start, key_end=key_start + len(key), fields=tuple(fields))

    def _mark(self, at: int) -> str:
        """Return the character at a place where the block cannot end."""
        if at < self.limit:
            return self.text[at]
        reason = "Unexpected block start: a brace, quote or comma is missing before it"
        raise _Broken(reason if self.limit < len(self.text) else "Unexpectedly reached end of file.", self.limit)

    def _space(self, at: int) -> int:
        """Return where white space and comments end."""
        return _SPACE.match(self.text, at, self.limit).end()  # type: ignore[union-attr]

    def _fields(self, at: int) -> tuple[list[Field], int]:
        """Return the fields from ``at``, and where the block ends."""
        fields: list[Field] = []
        comma_missing = False
        while True:
            at = self._space(at)
            mark = self._mark(at)
            if mark == self.closing:
                return fields, at + 1
            if mark == ",":
                at += 1
                continue
            end = _NAME[self.closing].match(self.text, at, self.limit).end()  # type: ignore[union-attr]
            name = " ".join(self.text[at:end].split())
            equals = self._space(end)
            if self._mark(equals) != "=" or not name:
                found = self.text[equals]
                raise _Broken(f"Expected a = after the field name {name[:80]!r}, but found {found}", equals + 1)
            value_start = self._space(equals + 1)
            pieces, value_end = self._value(value_start)
            fields.append(
                Field(
                    name=name.lower(),
                    start=at,
                    value_start=value_start,
                    value_end=value_end,
                    pieces=tuple(pieces),
                    comma_missing=comma_missing,
                )
            )
            at = self._space(value_end)
            comma_missing = self._mark(at) not in (",", self.closing)
            at += self.text[at] == ","

    def _value(self, start: int) -> tuple[list[Piece], int]:
        """Return the operands of a value (``{…} # name # "…"``) and where it ends."""
        pieces: list[Piece] = []
        at = start
        while True:
            mark = self._mark(at)
            if mark in ("{", '"'):
                end = self._closed(at)
                pieces.append(Piece(form=mark, start=at + 1, end=end))  # type: ignore[arg-type]
                at = end + 1
            elif found := _WORD.match(self.text, at, self.limit):
                pieces.append(Piece(form="word", start=at, end=found.end()))
                at = found.end()
            else:
                pieces.append(Piece(form="word", start=at, end=at))
            after = self._space(at)
            if self._mark(after) != "#":
                break
            at = self._space(after + 1)
        if self.text[after] in (",", self.closing) or _NEXT_FIELD.match(self.text, after, self.limit):
            return pieces, at
        end = self._words_end(start)  # unquoted words: `year = in press`
        end = start + len(self.text[start:end].rstrip())
        return [Piece(form="words", start=start, end=end)], end

    def _closed(self, at: int) -> int:
        """Return the position that closes the brace or quote at ``at``."""
        quoted = self.text[at] == '"'
        depth = 0
        for mark in (_QUOTE if quoted else _BRACE)[self.escapes].finditer(self.text, at + 1, self.limit):
            if mark[0] == "{":
                depth += 1
            elif mark[0] == "}" and depth:
                depth -= 1
            elif depth == 0 and mark[0] == ('"' if quoted else "}"):
                return mark.start()
        self._mark(self.limit)
        raise AssertionError  # unreachable: there is no mark at the limit

    def _words_end(self, at: int) -> int:
        """Return where a value ends that is neither in braces nor in quotes: at a comma, or where the block ends."""
        depth, quoted = 0, False
        for mark in _WORDS_END[self.closing].finditer(self.text, at, self.limit):
            if mark[0] == '"' and not depth:
                quoted = not quoted
            elif mark[0] == "{" and not quoted:
                depth += 1
            elif mark[0] == "}" and not quoted and depth:
                depth -= 1
            elif mark[0] in (",", self.closing) and not depth and not quoted:
                return mark.start()
        self._mark(self.limit)
        raise AssertionError  # unreachable, as above

    def _free_text(self, at: int) -> int:
        """Return where a block of free text ends; in parentheses, quotes hide a ``)``."""
        depth, quoted = 0, False
        for mark in _WORDS_END[self.closing].finditer(self.text, at, self.limit):
            if mark[0] == "{":
                depth += 1
            elif mark[0] == "}" and depth:
                depth -= 1
            elif mark[0] == '"' and not depth and self.closing == ")" and self.kind == "preamble":
                quoted = not quoted
            elif mark[0] == self.closing and not depth and not quoted:
                return mark.end()
        self._mark(self.limit)
        raise AssertionError  # unreachable, as above
