"""Explains libyaml's syntax errors so that a person can fix them: position, message and hint."""

from __future__ import annotations

import re
from dataclasses import dataclass

_INDENTED_FIELD = re.compile(r" +[\w-]+ *")
_QUOTING = "quote the whole value; inside single quotes, double each quote: 'It''s small'"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slip:
    """A syntax error as libyaml reports it; positions count characters from 0."""

    libyaml: str  # its message
    at: int  # where it was noticed
    around: str  # what libyaml was reading
    begin: int  # where it starts
    quoted: tuple[int, int]  # start and end of the last quoted value


def explained(slip: Slip, text: str) -> tuple[int, str, str]:
    """Return the likely position of the mistake, what is wrong, and how to fix it."""
    here, opened = text[slip.at : slip.at + 1], text[slip.begin : slip.begin + 1]
    match slip.around.removeprefix("while "):
        case "scanning a quoted scalar":  # noticed only at the end of the file
            return (
                slip.begin,
                "a quote is opened and never closed",
                "close it; inside single quotes, double each quote: ''",
            )
        case "scanning a simple key":
            hint = "write name: value, with a space, or indent the line if it continues the text above"
            return slip.begin, "this line has no colon after its field name", hint
        case "scanning an alias" | "scanning an anchor":
            return slip.begin, f"a value cannot begin with {opened}", "quote the value"
        case "scanning a block scalar":
            hint = "start the text on the next line, indented by two spaces"
            return slip.at, "there is text after the mark that starts a block of text", hint
        case "parsing a flow node" if here in {",", "]", "}"}:
            return slip.at, f"a value is missing before {here}", "fill it in, or delete the comma"
        case "parsing a flow sequence" | "parsing a flow mapping" | "parsing a flow node" as around:
            begin = max(text.rfind(sign, 0, slip.at) for sign in "[{") if around.endswith("node") else slip.begin
            hint = "close it, or quote the value if the bracket is part of a text"
            return begin, f"{text[begin]} is opened and not closed, or a comma is missing after it", hint
    if "escape" in slip.libyaml:
        hint = "use single quotes: in them a backslash is just a backslash"
        return slip.at - 1, "this backslash sequence has no meaning in double quotes", hint
    if here == "\t":
        return slip.at, "there is a tab in the indentation", "indent with spaces"
    if "mapping values are not allowed" in slip.libyaml:
        return _colon(slip.at, text)
    if "cannot start any token" in slip.libyaml:
        return slip.at, f"a value cannot begin with {here}", "quote the value"
    return _after_closing(slip, text) or (slip.at, *_misplaced(slip.libyaml))


def _colon(at: int, text: str) -> tuple[int, str, str]:
    line = text.rfind("\n", 0, at) + 1
    before = text[line:at]
    if line and _INDENTED_FIELD.fullmatch(before):
        message = "this line is indented deeper than the field above it"
        hint = "give both the same indentation, or quote the text above if this is part of it"
        return line + len(before) - len(before.lstrip(" ")), message, hint
    hint = "quote a value that contains a colon: 'ERNIE: a title'; check the colon of the field above"
    return at, "a colon is not allowed here", hint


def _after_closing(slip: Slip, text: str) -> tuple[int, str, str] | None:
    """Return what is wrong if a value is closed and the line continues."""
    begin, end = slip.quoted
    before = text[text.rfind("\n", 0, slip.at) + 1 : slip.at].rstrip(" ")
    if end and text[end : slip.at].strip(" ") == "":
        if "\n" not in text[begin:end]:
            return slip.at, "there is text after the closing quote", _QUOTING
        line = text.count("\n", 0, end) + 1
        hint = "close it where its text ends; inside single quotes, double each quote: ''"
        return (
            begin,
            f"a quote is opened and never closed: the next one, on line {line}, was meant to open another value",
            hint,
        )
    if before.endswith(("]", "}")):
        return (
            slip.at,
            "there is text after the closing bracket",
            "quote a value that begins with a bracket: '[Re] A title'",
        )
    return None


def _misplaced(message: str) -> tuple[str, str]:
    if "did not find expected" in message:
        hint = "check the indentation and the quotes of this line and the one above"
        return "this does not fit the lines above", hint
    return message, "check the quotes, colons and indentation around here"
