"""Loads YAML text as plain values with positions; a syntax error in one field does not hide faults in others."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from generator.problems import Problem, ShelfError
from generator.storage import files
from generator.storage.files import place, shown
from generator.text import conflicts
from generator.text.conflicts import Conflict
from generator.yaml_files.composer import MOST_PROBLEMS, Composer
from generator.yaml_files.faults import REFUSED
from generator.yaml_files.positions import Loaded, Node, plain, spot

MOST_CHARACTERS = 20_000_000
MOST_BYTES = 4 * MOST_CHARACTERS
MOST_RECOVERED = 50_000  # characters; a longer file is read only up to its first syntax error
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A line that is not indented and the lines below that belong to it, without the comments above the next field.
_FIELD = re.compile(
    r"^(?![\s#\-\]}])(?:[\"']?(?P<name>[\w-]+)[\"']? *:(?=\s))?.*(?:\n(?:[ \t\-\]}].*|\r?(?=\n)))*\n?", re.MULTILINE
)


def read(path: Path) -> str:
    """Return a YAML file's text, a byte order mark included.

    Raises ShelfError: ``file.unreadable``, ``yaml.encoding``, ``yaml.too-large``.
    """
    name = shown(path)
    try:
        raw = files.read(path, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            message = f"the file is too large: {error.strerror}"
            raise ShelfError(Problem(path=name, code="yaml.too-large", message=message, hint="split it")) from error
        what = (
            "this is a folder, but a file is expected"
            if path.is_dir()
            else f"the file cannot be read: {error.strerror or error}"
        )
        raise ShelfError(
            Problem(path=name, code="file.unreadable", message=what, hint="check its name, link target and permissions")
        ) from error
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line, column = place(raw, error.start)
        message = f"not UTF-8: byte 0x{raw[error.start]:02x}"
        raise ShelfError(
            Problem(
                path=name,
                line=line,
                column=column,
                code="yaml.encoding",
                message=message,
                hint="save the file as UTF-8",
            )
        ) from error


def load(source: Path | str, name: str = "") -> Loaded:
    """Load YAML from a file or from text, whatever it should contain; faults are in ``problems``.

    Raises ShelfError as ``read`` does.
    """
    text = (read(source) if isinstance(source, Path) else source).removeprefix("\ufeff")
    name = name or (shown(source) if isinstance(source, Path) else "<text>")
    problems: list[Problem] = []
    node: Node | None = None
    if len(text) > MOST_CHARACTERS:
        message = f"the file has {len(text):,} characters; the maximum is {MOST_CHARACTERS:,}"
        problems.append(Problem(path=name, code="yaml.too-large", message=message, hint="split the source"))
    elif found := _FORBIDDEN.search(text):
        line, column = spot(text, found.start())
        message = f"control character U+{ord(found[0]):04X}"
        problems.append(
            Problem(
                path=name,
                line=line,
                column=column,
                code="yaml.control-character",
                message=message,
                hint="delete it; most editors do not show it",
            )
        )
    else:
        found_conflicts = conflicts.in_yaml(text)
        problems += [merge_conflict(name, text, one) for one in found_conflicts[:MOST_PROBLEMS]]
        if all(one.complete for one in found_conflicts):
            node = _composed(name, conflicts.ours(text, found_conflicts), problems)
    return Loaded(name=name, text=text, value=plain(node), node=node, problems=tuple(problems))


def merge_conflict(name: str, text: str, one: Conflict) -> Problem:
    """Return the problem of a conflict in a file, at its first marker."""
    line, column = spot(text, one.start)
    marker = text[one.start : one.start + 7]
    message = f"this line is left over from a merge: {marker}"
    hint = f"check the lines around it, and delete the line that begins with {marker}"
    if one.complete:
        message = f"git could not merge lines {line} to {spot(text, one.end)[0]}: both versions are in the file"
        hint = "keep what is right, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
    return Problem(path=name, line=line, column=column, code="file.conflict", message=message, hint=hint)


def _composed(name: str, text: str, problems: list[Problem]) -> Node | None:
    """Return the root, or None. A field with a syntax error is REFUSED, and the others are read without it."""
    lost: dict[str, Node] = {}
    reported: dict[Problem, None] = {}
    while True:
        found: list[Problem] = []
        composer = Composer(name, text, found)
        node = composer.compose()
        reported |= dict.fromkeys(found)
        around = None if composer.slip is None else _field_around(text, composer.slip)
        if around is None or len(reported) >= MOST_PROBLEMS or len(text) > MOST_RECOVERED:
            break
        start, end, field = around
        if field:
            lost.setdefault(field, Node(start, end, "scalar", "", REFUSED))
        text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    problems.extend(reported)
    if node is not None and node.kind == "mapping":
        for field, refused in lost.items():
            node.fields.setdefault(field, (refused, refused))
    return node


def _field_around(text: str, index: int) -> tuple[int, int, str] | None:
    """Return start, end and name of the outermost field around a character; the name may be missing."""
    fields = [(found.start(), found.end(), found["name"] or "") for found in _FIELD.finditer(text)]
    number = next((number for number, (start, end, _) in enumerate(fields) if start <= index < end), None)
    if number is None:
        return None
    start, end, name = fields[number]
    after = number + 1
    while not name and after < len(fields) and not fields[after][2]:
        end = fields[after][1]  # a continuation of the same text
        after += 1
    while not name and number and text[:start].rstrip().endswith((":", ">", ">-", "|", "|-")):
        number -= 1  # text that should have been indented below its field
        start, _, name = fields[number]
    return start, end, name
