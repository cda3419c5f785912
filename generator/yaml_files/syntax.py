"""What libyaml finds wrong with a text, in terms of tokens, put so that a person can mend it: place, message and hint."""

from __future__ import annotations

import re
from dataclasses import dataclass

_INDENTED_FIELD = re.compile(r" +[\w-]+ *")
_QUOTING = "quote the whole value; inside single quotes write '' for one: 'It''s small'"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slip:
    """A syntax error as libyaml tells it; places count characters from 0."""

    said: str
    at: int  # where it was noticed
    around: str  # what was being read
    begin: int  # where that begins
    quoted: tuple[int, int]  # the quoted value read last


def explained(slip: Slip, text: str) -> tuple[int, str, str]:
    """Return where the slip was made, as far as one can tell, what it is, and how to mend it."""
    here, opened = text[slip.at : slip.at + 1], text[slip.begin : slip.begin + 1]
    match slip.around.removeprefix("while "):
        case "scanning a quoted scalar":  # noticed at the end of the file only
            return slip.begin, "a quote is opened and never closed", "close it; inside single quotes write '' for one"
        case "scanning a simple key":
            hint = "write name: value, with a blank, or indent the line below the text it belongs to"
            return slip.begin, "a line without a colon after its field's name", hint
        case "scanning an alias" | "scanning an anchor":
            return slip.begin, f"a value cannot begin with {opened}", "quote the value"
        case "scanning a block scalar":
            hint = "begin the text on the next line, indented by two"
            return slip.at, "text in the line that only says how the text below it is laid out", hint
        case "parsing a flow node" if here in {",", "]", "}"}:
            return slip.at, f"a value is missing before {here}", "fill it in, or delete the comma"
        case "parsing a flow sequence" | "parsing a flow mapping" | "parsing a flow node" as around:
            begin = max(text.rfind(sign, 0, slip.at) for sign in "[{") if around.endswith("node") else slip.begin
            hint = "close it, or quote the value where the bracket belongs to a text"
            return begin, f"{text[begin]} is opened and not closed, or a comma is missing after it", hint
    if "escape" in slip.said:
        hint = "use single quotes: in them a backslash is just itself"
        return slip.at - 1, "a backslash that means nothing in double quotes", hint
    if here == "\t":
        return slip.at, "a tab in the indentation", "indent with blanks"
    if "mapping values are not allowed" in slip.said:
        return _colon(slip.at, text)
    if "cannot start any token" in slip.said:
        return slip.at, f"a value cannot begin with {here}", "quote the value"
    return _behind(slip, text) or (slip.at, *_misplaced(slip.said))


def _colon(at: int, text: str) -> tuple[int, str, str]:
    line = text.rfind("\n", 0, at) + 1
    before = text[line:at]
    if line and _INDENTED_FIELD.fullmatch(before):
        message = "this line is indented deeper than the field above it"
        hint = "give both the same indentation, or quote the text above if this belongs to it"
        return line + len(before) - len(before.lstrip(" ")), message, hint
    hint = "quote a value that holds a colon, 'ERNIE: a title', and give each field above its colon"
    return at, "a colon where none can stand", hint


def _behind(slip: Slip, text: str) -> tuple[int, str, str] | None:
    """Return what is wrong where a value is closed, and the line goes on."""
    begin, end = slip.quoted
    before = text[text.rfind("\n", 0, slip.at) + 1 : slip.at].rstrip(" ")
    if end and text[end : slip.at].strip(" ") == "":
        if "\n" not in text[begin:end]:
            return slip.at, "text behind the closing quote", _QUOTING
        line = text.count("\n", 0, end) + 1
        hint = "close it where its text ends; inside single quotes write '' for one"
        return begin, f"a quote is opened, and the one that closes it, on line {line}, was to open another", hint
    if before.endswith(("]", "}")):
        return slip.at, "text behind the closing bracket", "quote a value that begins with a bracket: '[Re] A title'"
    return None


def _misplaced(said: str) -> tuple[str, str]:
    if "did not find expected" in said:
        hint = "look at the indentation and the quotes of this line and the one above"
        return "this does not fit what stands above it", hint
    return said, "look at the quotes, colons and indentation around here"
