"""Git's conflict markers: where a merge left two versions in a file, and the text of our version alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKER = re.compile(r"^(<{7,}|\|{7,}|>{7,})(?:[ \t][^\r\n]*)?(?=\r?$)|^(={7,})[ \t]*(?=\r?$)", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*\r?$|\Z)", re.DOTALL | re.MULTILINE)
_VISIBLE = re.compile(r"[^\r\n]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Two versions of the same lines, or markers that a person has left in. Positions count characters from 0."""

    complete: bool
    start: int  # of the first marker
    ours: int  # where our version begins
    theirs: int  # where the other one begins, or the one that both were made from
    end: int  # of the last marker


def in_yaml(text: str) -> list[Conflict]:
    """Return the conflicts in a YAML file: no line of YAML looks like a marker."""
    return list(_conflicts(text))


def in_markdown(text: str) -> list[Conflict]:
    """Return the conflicts in a Markdown file. Those in code blocks are examples, and ``=======`` makes a heading."""
    blank = _FENCED.sub(lambda found: _VISIBLE.sub(" ", found[0]), text)
    found = _conflicts(blank)
    return [one for one in found if one.complete or re.match(r"<{7} \S", blank[one.start :][:9]) or one.ours != one.end]


def ours(text: str, conflicts: list[Conflict]) -> str:
    """Return the text with our version only; the rest becomes blanks, so that positions stay."""
    parts, end = [], 0
    for one in conflicts:
        parts += [text[end : one.start], _VISIBLE.sub(" ", text[one.start : one.ours])]
        parts += [text[one.ours : one.theirs], _VISIBLE.sub(" ", text[one.theirs : one.end])]
        end = one.end
    return "".join([*parts, text[end:]])


def _conflicts(text: str) -> Iterator[Conflict]:
    if not any(mark * 7 in text for mark in "<=>|"):
        return
    first: re.Match[str] | None = None
    base = middle = 0
    for found in _MARKER.finditer(text):
        mark = (found[1] or found[2])[0]
        if first and first[1] and len(found[0].split(None, 1)[0]) > len(first[1]):
            continue  # the version that both were made from may have conflicts of its own, with longer markers
        opens = first is not None and first[0][0] == "<"
        if mark == "<" or (mark != ">" and not opens):
            if first:
                yield _incomplete(first, first)
            first, base, middle = found, 0, 0
        elif mark == "|" and not middle:
            base = base or found.start()
        elif mark == "=" and not middle:
            middle = found.start()
        elif mark == ">" and first and opens and middle:
            yield Conflict(complete=True, start=first.start(), ours=first.end(), theirs=base or middle, end=found.end())
            first = None
        elif mark == ">":
            yield _incomplete(first or found, found)
            first = None
    if first:
        yield _incomplete(first, first)


def _incomplete(first: re.Match[str], last: re.Match[str]) -> Conflict:
    return Conflict(complete=False, start=first.start(), ours=first.end(), theirs=last.start(), end=last.end())
