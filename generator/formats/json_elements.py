"""JSON from unknown sources, whole or element by element, with line numbers; faults become problems, not exceptions."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from generator.problems import Problem

LENGTH = 200_000_000  # characters; answers have a few million
DEPTH = 100  # levels; answers have ten. CPython 3.11 stops at 1,000 by itself, 3.14 much later
ELEMENTS = 50_000  # what matching is made for
PROBLEMS = 10_000  # parsing stops after this many problems
FAULTS = 50  # parsing stops after this many syntax errors

_BLANK = re.compile(r"[ \t\n\r\ufeff]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """A JSON object and the position of its opening brace, counted from 1."""

    line: int
    column: int
    value: dict[str, Any]


def load(name: str, text: str) -> tuple[object | None, list[Problem]]:
    """Return the whole value, or None and one problem: ``json.syntax``, ``json.too-deep`` or ``json.too-large``."""
    scanner = _Scanner(name, text, [])
    if scanner.oversized():
        return None, scanner.problems
    scanner.skip()
    value = scanner.decode()
    scanner.skip()
    if not scanner.problems and scanner.at < len(text):
        scanner.fault(scanner.at, "there is text after the end of the JSON value")
    return (None if scanner.problems else value), scanner.problems


def objects(name: str, text: str, *, lists: Collection[str], problems: list[Problem]) -> Iterator[Element]:
    """Yield the objects of the answer one at a time, so that a long answer is never in memory at once.

    The answer is a list, an object that holds the list under one of the names in ``lists``, one object alone, or
    JSON Lines. Appended to ``problems``: syntax errors with their position (parsing goes on at the next line that
    begins like the broken element), ``record.null``, ``record.unreadable`` for anything but an object, and
    ``source.error-answer`` if the service answered with an error.
    """
    scanner = _Scanner(name, text, problems)
    if scanner.oversized():
        return
    for number, (start, value) in enumerate(scanner.values(lists)):
        line, column = scanner.place(start)
        if number == ELEMENTS:
            scanner.fault(start, f"only the first {ELEMENTS:,} elements were read", "source.too-large")
            return
        if len(problems) >= PROBLEMS:
            scanner.fault(start, f"stopped after {PROBLEMS:,} problems", "source.too-large")
            return
        if value is None:
            message = "null: the service does not know the paper asked for here"
            problems.append(
                Problem(path=name, line=line, column=column, code="record.null", message=message, severity="warning")
            )
        elif not isinstance(value, dict):
            message = f"expected an object, found a {_KINDS.get(type(value), 'value')}"
            problems.append(Problem(path=name, line=line, column=column, code="record.unreadable", message=message))
        elif (error := error_of(value)) is not None:
            message = f"the service answered with an error: {error}"
            hint = "ask the service again and save its answer"
            problems.append(
                Problem(path=name, line=line, column=column, code="source.error-answer", message=message, hint=hint)
            )
        else:
            yield Element(line=line, column=column, value=value)


def error_of(value: dict[str, Any]) -> str | None:
    """Return the message of an error answer; None for any other value.

    Shapes: ``{"error": text or object, "message": text}``, ``{"message": text, "code": "429"}``, ``{"detail": text}``.
    """
    if not value.keys() & {"error", "errors", "message", "detail"} or value.keys() & {
        "title",
        "paper",
        "paperId",
        "authorships",
        "message-type",  # Crossref's answers, whose message is the content
    }:
        return None
    parts: list[str] = []
    for key in ("code", "status", "error", "errors", "message", "detail"):
        part = value.get(key)
        if isinstance(part, dict):
            part = part.get("message")
        if isinstance(part, str | int) and not isinstance(part, bool) and str(part) not in parts:
            parts.append(str(part)[:300])
    return ": ".join(parts) or "no message"


def too_deep(value: object) -> bool:
    """Whether lists and objects are nested more than DEPTH levels deep; linear, without recursion."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(DEPTH):
        if not level:
            return False
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) is dict or type(inner) is list
        ]
    return bool(level)


_KINDS: dict[type, str] = {list: "list", str: "string", int: "number", float: "number", bool: "boolean"}
_BROKEN = object()


class _Scanner:
    """A position that moves through the text once, from start to end."""

    def __init__(self, name: str, text: str, problems: list[Problem]) -> None:
        self.name, self.text, self.problems = name, text, problems
        self.at = 0
        self._faults = 0
        self._counted, self._line = 0, 1

    def oversized(self) -> bool:
        if len(self.text) > LENGTH:
            message = f"the file has {len(self.text):,} characters; at most {LENGTH:,} can be read at once"
            self.problems.append(Problem(path=self.name, code="json.too-large", message=message, hint="split the file"))
        return len(self.text) > LENGTH

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column; calls come in rising order, which keeps this linear."""
        if at > self._counted:
            self._line += self.text.count("\n", self._counted, at)
            self._counted = at
        return self._line, at - self.text.rfind("\n", 0, at)

    def fault(self, at: int, message: str, code: str = "json.syntax") -> None:
        line, column = self.place(at)
        if at >= len(self.text) or self.text[at] == "\n":  # past the end of a line: point to its last character
            column = max(column - 1, 1)
        hint = "the file may be cut off; save the answer again" if at >= len(self.text.rstrip()) else ""
        self.problems.append(Problem(path=self.name, line=line, column=column, code=code, message=message, hint=hint))
        self._faults += 1

    def skip(self, characters: int = 0) -> None:
        """Skip this many characters and the white space after them."""
        found = _BLANK.match(self.text, self.at + characters)
        self.at = found.end() if found else len(self.text)

    def character(self) -> str:
        return self.text[self.at : self.at + 1]

    def decode(self, code: str = "json.syntax") -> object:
        """Return the value that begins here and move past it; on a problem return ``_BROKEN`` and stay."""
        try:
            value, end = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.fault(error.pos, f"not JSON: {error.msg[0].lower()}{error.msg[1:]}", code)
        except RecursionError:
            self.fault(self.at, f"values are nested more than {DEPTH} levels deep", "json.too-deep")
        except ValueError:  # CPython converts at most 4,300 digits
            self.fault(self.at, "a number has too many digits", code)
        else:
            if not too_deep(value):
                self.at = end
                return value
            self.fault(self.at, f"values are nested more than {DEPTH} levels deep", "json.too-deep")
        return _BROKEN

    def recover(self, start: int) -> None:
        """Move to the next line that begins like the broken value's line, or to the end."""
        indent = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        found = -1
        if not indent.strip() and self._faults < FAULTS:
            fault = self.text.rfind("\n", 0, self._counted)  # the next value may begin on the line of the error
            found = self.text.find(f"\n{indent}{{", max(fault, start + 1))
        self.at = found + 1 + len(indent) if found >= 0 else len(self.text)

    def values(self, lists: Collection[str]) -> Iterator[tuple[int, object]]:
        """Yield the position and value of each element."""
        self.skip()
        if self.character() == "[":
            yield from self._list()
        elif self.character() == "{":
            yield from self._object(lists)
        self.skip()
        while self.at < len(self.text):  # JSON Lines: one short value after another
            start = self.at
            value = self.decode("record.syntax")
            if value is _BROKEN:
                self.recover(start)
            else:
                held = (
                    next((value[key] for key in lists if isinstance(value.get(key), list)), None)
                    if isinstance(value, dict)
                    else None
                )
                yield from ((start, each) for each in ([value] if held is None else held))
            self.skip()

    def _list(self) -> Iterator[tuple[int, object]]:
        self.skip(1)
        while self.character() not in {"]", ""}:
            start = self.at
            value = self.decode("record.syntax")
            if value is not _BROKEN:
                yield start, value
                self.skip()
                if self.character() == ",":
                    self.skip(1)
                    continue
                if self.character() == "]":
                    break
                self.fault(self.at, "expected a comma or the end of the list")
            self.recover(start)
            if not self.character():
                return
        if not self.character():
            self.fault(self.at, "the list does not end")
        self.skip(1)

    def _object(self, lists: Collection[str]) -> Iterator[tuple[int, object]]:
        """Yield the elements of the list inside, or the object itself if it has none."""
        start, held, listed = self.at, {}, False
        self.skip(1)
        while self.character() != "}":
            key = self.decode() if self.character() == '"' else None
            if not isinstance(key, str):
                return self._lost(start, reported=key is _BROKEN)
            self.skip()
            if self.character() != ":":
                return self._lost(start)
            self.skip(1)
            if key in lists and self.character() == "[":
                listed = True
                yield from self._list()
                if not self.character():  # already reported
                    return None
            else:
                held[key] = self.decode()
                if held[key] is _BROKEN:
                    return self._lost(start, reported=True)
            self.skip()
            if self.character() == ",":
                self.skip(1)
                if self.character() == '"':
                    continue
            elif self.character() == "}":
                break
            return self._lost(start)
        self.skip(1)
        if not listed or held.get("error"):
            yield start, held
        return None

    def _lost(self, start: int, *, reported: bool = False) -> None:
        """Report the broken object, unless it is ``reported``, and move to what may come after it."""
        if not reported:
            self.fault(self.at, "not JSON: the object is malformed here")
        self.recover(start)
