"""Dumps objects as YAML in canonical layout; every YAML reader loads equal objects from it."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pydantic import BaseModel

from generator.model import Name, Rejection, Relation, Status

WIDTH = 100
_QUOTED = frozenset(
    {"date", "published", "arxiv", "doi", "pmid", "isbn", "acl", "openreview", "orcid", "sha256", "sketch"}
)  # always quoted
_FOLDED = frozenset({"summary", "description", "abstract", "audience", "why"})
# Anything else that YAML 1.1 or 1.2 could read as a number, a date or a time consists only of these characters.
_NUMBERLIKE = re.compile(r"[-+.0-9][-+.,:_0-9a-fA-FxXoOtTzZ ]*")
_RESERVED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})
ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def dump(thing: object) -> str:
    """Return a model, or a sequence of models, as YAML text; fields with their default value are left out.

    Raises TypeError or ValueError for what our files cannot hold (NaN, infinities, other types).
    """
    lines = layout(thing, 0)
    return "\n".join(lines).lstrip(" ") + "\n"


def layout(thing: object, indent: int, field: str = "") -> list[str]:
    """Return the lines of a value: first the rest of the line after ``key:``, then whole lines, without line ends.

    A block value has an empty first line, except at the top level (``indent`` 0, no ``field``), where it starts at once.
    """
    top = indent == 0 and not field
    if isinstance(thing, (Name, Rejection, Relation, Status)):
        thing = thing.written
    if isinstance(thing, BaseModel):
        thing = {name: value for name, default in _defaults(type(thing)) if (value := getattr(thing, name)) != default}
    if isinstance(thing, Mapping):
        if not thing:
            return ["{}"]
        block = [line for name, value in thing.items() for line in pair(str(name), value, indent)]
        return block if top else ["", *block]
    if isinstance(thing, Sequence) and not isinstance(thing, str):
        if not thing:
            return ["[]"]
        block = [line for element in thing for line in bullet(element, indent, field)]
        return block if top else ["", *block]
    return _scalar(thing, indent, field)


def pair(name: str, value: object, indent: int) -> list[str]:
    """Return the whole lines of one field."""
    first, *rest = layout(value, indent + 2, name)
    key = _scalar(name, indent, "")[0]
    return [f"{' ' * indent}{key}:{' ' if first else ''}{first}", *rest]


def bullet(element: object, indent: int, field: str = "") -> list[str]:
    """Return the whole lines of one element of a list whose dashes are at column ``indent``."""
    first, *rest = layout(element, indent + 2, field or "-")
    if not first and rest:  # a block: its first line moves up beside the dash
        first, *rest = [rest[0][indent + 2 :], *rest[1:]]
    return [f"{' ' * indent}- {first}", *rest]


@lru_cache(maxsize=64)
def _defaults(model: type[BaseModel]) -> tuple[tuple[str, object], ...]:
    fields = model.model_fields.items()
    return tuple(
        (name, ... if field.is_required() else field.get_default(call_default_factory=True)) for name, field in fields
    )


def _scalar(value: object, indent: int, field: str) -> list[str]:
    if isinstance(value, str):
        return _string(value, indent, field)
    if value is None:
        return ["null"]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int):
        return [str(value)]
    if isinstance(value, float):
        if not math.isfinite(value):
            message = f"{value} cannot be written to a file"
            raise ValueError(message)
        text = repr(value)
        return [text if "." in text or "e" not in text else text.replace("e", ".0e")]  # PyYAML reads 1e+22 as a string
    message = f"cannot be written as YAML: {type(value).__name__}"
    raise TypeError(message)


def _string(text: str, indent: int, field: str) -> list[str]:
    if field in _FOLDED and indent + len(field) + len(text) > WIDTH and (lines := _fold(text, indent)):
        return [">-", *lines]
    if ESCAPED.search(text):
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return ['"' + ESCAPED.sub(escape, quoted) + '"']
    if field in _QUOTED or not _is_plain(text):
        return ["'" + text.replace("'", "''") + "'"]
    return [text]


def _is_plain(text: str) -> bool:
    return (
        (text[:1].isalnum() or text[:1] == "(")
        and not text.endswith((" ", ":"))
        and ": " not in text
        and " #" not in text
        and text.casefold() not in _RESERVED
        and not _NUMBERLIKE.fullmatch(text)
    )


def escape(found: re.Match[str]) -> str:
    """Return a character's escape in a double-quoted YAML string."""
    character = found[0]
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def _fold(text: str, indent: int) -> list[str]:
    """Return the lines of a folded block that loads as exactly ``text``; none if there is no such block."""
    paragraphs = text.split("\n")
    if not text.strip() or any(
        line != " ".join(line.split(" ")).strip(" ") or "  " in line or ESCAPED.search(line) for line in paragraphs
    ):
        return []
    if not paragraphs[0] or not paragraphs[-1]:
        return []
    margin = " " * indent
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if number and paragraph:  # one extra blank line: a folded block drops one line end
            lines.append("")
        wrapped = _wrap(paragraph, max(20, WIDTH - indent))
        lines.extend(f"{margin}{line}" if line else "" for line in wrapped)
    return lines


def _wrap(paragraph: str, width: int) -> list[str]:
    if not paragraph:
        return [""]
    # Break only at spaces: textwrap would also split at other white space and drop it.
    hidden = re.sub(r"[^\S ]", "\ue000", paragraph)
    lines = textwrap.wrap(hidden, width, break_long_words=False, break_on_hyphens=False)
    result: list[str] = []
    start = 0
    for line in lines:
        result.append(paragraph[start : start + len(line)])
        start += len(line) + 1
    return result
