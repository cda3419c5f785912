"""The part of a Markdown file that a command writes: the lines between two comments, each alone on its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Problem, ShelfError
from generator.storage import files

START, END = "<!-- shelf:start -->", "<!-- shelf:end -->"
_HINT = f"paste two lines where the list belongs: {START} and, below it, {END}"
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_MARKER = re.compile(r"<!--[ \t]*shelf:(start|end)[ \t]*-->")
_ALONE = re.compile(rf"([ \t]*){_MARKER.pattern}[ \t]*")
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}(?=[^`]*\Z)|~{3,})(.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|\Z)")
_DEEP = re.compile(r" {4}| {0,3}\t")  # an indentation that makes a line code


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Where in a text the lines between the markers are, and how they fit in."""

    start: int
    end: int
    newline: str
    level: int  # of the heading above them, 0 if there is none


@dataclass(frozen=True, kw_only=True, slots=True)
class _Marker:
    """A marker and the line that it is on; ``fault`` says why it cannot be used."""

    text: str
    line: int
    column: int
    start: int  # of the line
    end: int  # of the line, with its end
    newline: str
    level: int
    fault: str


def replaced(found: files.Text, part: Part, block: str) -> str:
    """Return a file's text with other lines between its markers, in its line ends and without characters that it cannot hold."""
    inside = block.replace("\n", part.newline).encode(found.encoding, "xmlcharrefreplace").decode(found.encoding)
    return found.written[: part.start] + inside + found.written[part.end :]


def find(path: Path, text: str) -> Part:
    """Return the part between the markers. Raises ShelfError with ``readme.markers`` unless there is exactly one pair."""
    known = list(_markers(text))
    starts, ends = ([one for one in known if one.text == text and not one.fault] for text in (START, END))
    if len(starts) == len(ends) == 1 and starts[0].start < ends[0].start:
        start, end = starts[0], ends[0]
        return Part(start=start.end, end=end.start, newline=start.newline, level=start.level)
    line, column, message, hint = _fault(known, starts, ends)
    raise ShelfError(
        Problem(path=files.shown(path), line=line, column=column, code="readme.markers", message=message, hint=hint)
    )


def _fault(known: Sequence[_Marker], starts: Sequence[_Marker], ends: Sequence[_Marker]) -> tuple[int, int, str, str]:
    """Return line, column, message and hint of what is wrong with the markers."""
    for several in (starts, ends):
        if len(several) > 1:
            one = several[1]
            first = several[0].line
            return one.line, one.column, f"{one.text} is also on line {first}", "keep one pair of markers"
    if starts and ends:
        return ends[0].line, ends[0].column, f"{END} is above {START}", "swap the two lines"
    for one in known:
        if one.fault and not (starts if one.text == START else ends):
            return one.line, one.column, f"{one.text} {one.fault}", "put it on a line of its own, outside of any code"
    for one, missing, where in (*((one, END, "below") for one in starts), *((one, START, "above") for one in ends)):
        return (
            one.line,
            one.column,
            f"{one.text} is there, but {missing} is not",
            f"add it {where} this line: {missing}",
        )
    return 1, 1, f"the file does not say where the list belongs: {START} and {END} are missing", _HINT


def _markers(text: str) -> Iterator[_Marker]:
    """Yield all markers in a text."""
    fence, level = "", 0
    for number, found in enumerate(_LINE.finditer(text), start=1):
        row, newline = found.groups()
        is_code = bool(fence)
        if edge := _FENCE.match(row):
            if not fence:
                fence = edge[1]
            elif edge[1].startswith(fence) and not edge[2].strip():
                fence = ""
        elif not is_code and (heading := _HEADING.match(row)):
            level = len(heading[1])
        for marker in _MARKER.finditer(row):
            alone = _ALONE.fullmatch(row)
            fault = "" if alone else "shares its line with other text"
            if is_code or (alone and _DEEP.match(row)):
                fault = "is in code, where it is text"
            yield _Marker(
                text=START if marker[1] == "start" else END,
                line=number,
                column=marker.start() + 1,
                start=found.start(),
                end=found.end(),
                newline=newline or "\n",
                level=level,
                fault=fault,
            )
