"""Edits of a .bib text that leave every other character alone: removed entries, changed values, new fields."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.formats.bibtex.scanner import Block

_CRLF = re.compile("\r\n")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"[\w-]+")
_COMMA = re.compile(r"\s*,")
_BLANK_LINE = re.compile(r"[ \t]*\n")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Splice:
    """A span of a text, and what takes its place."""

    start: int
    end: int
    text: str = ""


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """Return the text with its edits, which do not overlap."""
    parts, at = [], 0
    for one in sorted(splices):
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join((*parts, text[at:]))


def as_written(written: str, splices: Sequence[Splice]) -> str:
    r"""Return a file's text with edits that were made where all its line ends were ``\n``; new lines end like its own."""
    before = [found.start() - count for count, found in enumerate(_CRLF.finditer(written))]
    found = _LINE_BREAK.search(written)
    ending = found[0] if found else "\n"

    def place(at: int) -> int:
        return at + bisect_right(before, at - 1)

    return spliced(
        written,
        [Splice(start=place(one.start), end=place(one.end), text=one.text.replace("\n", ending)) for one in splices],
    )


def removal(text: str, block: Block) -> Splice:
    """Return the edit that removes a block, with its lines if it has them for itself, and the blank lines after it."""
    start = text.rfind("\n", 0, block.start) + 1
    end = text.find("\n", block.end)
    end = len(text) if end < 0 else end + 1
    if text[start : block.start].strip() or text[block.end : end].strip():
        return Splice(start=block.start, end=block.end)
    if not start or text[:start].endswith("\n\n"):
        blank = _BLANK_LINE.match(text, end)
        while blank:
            end = blank.end()
            blank = _BLANK_LINE.match(text, end)
    return Splice(start=start, end=end)


def changes(text: str, block: Block, values: Mapping[str, str], entry_type: str) -> list[Splice]:
    """Return the edits after which an entry has this type and these raw values, in the layout that it has."""
    found, seen, gone = [], set[str](), set[int]()
    if entry_type != block.entry_type:
        at = _WORD.search(text, block.start + 1).start()  # type: ignore[union-attr]
        found.append(Splice(start=at, end=at + len(block.entry_type), text=entry_type))
    for number, one in enumerate(block.fields):
        if one.name not in values:
            gone.add(number)
        elif one.name not in seen and values[one.name] != text[one.value_start : one.value_end]:
            found.append(Splice(start=one.value_start, end=one.value_end, text=values[one.name]))
        seen.add(one.name)
    found += _without(block, gone)
    if new := [(name, value) for name, value in values.items() if name not in seen]:
        found.append(_addition(text, block, new, gone))
    return found


def _without(block: Block, gone: Collection[int]) -> Iterator[Splice]:
    """Yield the edits that remove fields, each run of them with the comma before it, or after it if it is the first."""
    fields = block.fields
    for number in sorted(gone):
        if number - 1 in gone:
            continue
        last = next(at for at in range(number, len(fields)) if at + 1 not in gone)
        if number:
            yield Splice(start=fields[number - 1].value_end, end=fields[last].value_end)
        elif last + 1 < len(fields):
            yield Splice(start=fields[0].start, end=fields[last + 1].start)
        else:
            yield Splice(start=fields[0].start, end=block.end - 1)


def _addition(text: str, block: Block, new: Sequence[tuple[str, str]], gone: Collection[int]) -> Splice:
    """Return the edit that adds fields after the last one that stays, indented and aligned like it."""
    stay = [one for number, one in enumerate(block.fields) if number not in gone]
    if not stay:
        at = block.end - 1
        comma = "" if text[block.key_end : at].strip().startswith(",") else ","
        return Splice(start=at, end=at, text=comma + "".join(f"\n  {name} = {value}," for name, value in new) + "\n")
    last = stay[-1]
    line = text.rfind("\n", block.start, last.start)
    before = text[line : last.start] if line >= 0 and not text[line : last.start].strip() else " "
    equals = _EQUALS.search(text, last.start, last.value_start)
    sign = equals[0] if equals else " = "
    columns = {_EQUALS.search(text, one.start, one.value_start).end() - one.start for one in block.fields if "=" in text[one.start : one.value_start]}  # type: ignore[union-attr]  # fmt: skip
    width = columns.pop() if len(columns) == 1 and len(block.fields) > 1 else 0
    written = []
    for name, value in new:
        padded = f"{name:<{width - len(sign.lstrip())}}{sign.lstrip()}" if width > len(name) + 1 else f"{name}{sign}"
        written.append(f"{padded}{value}")
    trailing = _COMMA.match(text, last.value_end, block.end)
    if trailing and last is block.fields[-1]:
        return Splice(start=trailing.end(), end=trailing.end(), text="".join(f"{before}{one}," for one in written))
    return Splice(start=last.value_end, end=last.value_end, text="".join(f",{before}{one}" for one in written))
