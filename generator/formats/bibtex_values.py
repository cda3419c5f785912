"""Inside a BibTeX value: where a brace or quote is closed, and whose names an author field holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from generator.formats import people

_LONGEST = 200_000  # characters, ten times the longest list of authors there is
_BRACE = re.compile(r"(?<!\\)[{}]")
_QUOTE = re.compile(r'(?<!\\)[{}"]')
_COMMAND_AFTER_AND = re.compile(r"(\band\s+)\\", re.IGNORECASE)  # bibtexparser 2.1 loses the sign behind it


def authors(value: str, plain: Callable[[str], str]) -> people.People:
    """Return the displayed names of an author field, decoded by ``plain``; a name in braces is an organisation's."""
    if not _is_balanced(value):  # bibtexparser's names are quadratic on these
        value = value.replace("{", "").replace("}", "")
    if len(value) > _LONGEST:
        return people.People(names=(value,))
    names = split_multiple_persons_names(_COMMAND_AFTER_AND.sub(r"\1{}\\", value))
    if len(names) == 1 and "{" not in value and (";" in value or value.count(",") > 2):
        return people.separated(plain(value))
    return people.gathered(f"{{{_name(name, plain)}}}" for name in names)


def _name(name: str, plain: Callable[[str], str]) -> str:
    """Return ``Given von Family Jr`` decoded."""
    if name.startswith("{") and name.endswith("}") and closing(name, 0) == len(name) - 1:
        return plain(name)
    parts = parse_single_name_into_parts(name, strict=False)
    return plain(" ".join([*parts.first, *parts.von, *parts.last, *parts.jr]))


def closing(text: str, start: int) -> int:
    """Return where the brace or quote at ``start`` is closed; the text's end if it is not."""
    quoted = text[start] == '"'
    depth = 0
    for mark in (_QUOTE if quoted else _BRACE).finditer(text, start + 1):
        if mark[0] == "{":
            depth += 1
        elif depth == 0:
            if mark[0] == ('"' if quoted else "}"):
                return mark.start()
        elif mark[0] == "}":
            depth -= 1
    return len(text)


def _is_balanced(text: str) -> bool:
    """Whether braces match."""
    depth = 0
    for mark in _BRACE.finditer(text):
        depth += 1 if mark[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0
