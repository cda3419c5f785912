"""YAML text to plain values with their positions; a fault in one field does not hide the faults of others."""

from __future__ import annotations

import re
from pathlib import Path

from generator.problems import Problem, ShelfError
from generator.storage.files import place, shown
from generator.yaml_files.composer import MOST_PROBLEMS, Composer
from generator.yaml_files.faults import REFUSED
from generator.yaml_files.positions import Loaded, Node, plain, spot

MOST_CHARACTERS = 20_000_000
MOST_MENDED = 50_000  # characters; a longer file is read up to its first syntax error
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A line that is not indented, and what belongs to it below; comments above the next one do not.
_FIELD = re.compile(
    r"^(?![\s#\-\]}])(?:[\"']?(?P<name>[\w-]+)[\"']? *:(?=\s))?.*(?:\n(?:[ \t\-\]}].*|\r?(?=\n)))*\n?", re.MULTILINE
)


def read(path: Path) -> str:
    """Return a YAML file's text without byte order mark. Raises ShelfError: ``file.unreadable``, ``yaml.encoding``."""
    name = shown(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = (
            "a folder stands where a file is due"
            if path.is_dir()
            else f"the file cannot be read: {error.strerror or error}"
        )
        raise ShelfError(
            Problem(path=name, code="file.unreadable", message=what, hint="check its name, link target and permissions")
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        shift = 3 if raw.startswith(b"\xef\xbb\xbf") else 0  # utf-8-sig counts from behind the mark
        line, column = place(raw, error.start + shift)
        message = f"not UTF-8: byte 0x{raw[error.start + shift]:02x}"
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
    """Read YAML, a file or text itself, without any regard to what it should hold; faults are in ``problems``.

    Raises ShelfError as ``read`` does.
    """
    text = read(source) if isinstance(source, Path) else source.removeprefix("\ufeff")
    name = name or (shown(source) if isinstance(source, Path) else "<text>")
    problems: list[Problem] = []
    node: Node | None = None
    if len(text) > MOST_CHARACTERS:
        message = f"the file has {len(text):,} characters, the most is {MOST_CHARACTERS:,}"
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
                hint="delete it; it is invisible in most editors",
            )
        )
    else:
        node = _composed(name, text, problems)
    return Loaded(name=name, text=text, value=plain(node), node=node, problems=tuple(problems))


def _composed(name: str, text: str, problems: list[Problem]) -> Node | None:
    """Return the root, or None; a field in which the syntax is wrong is REFUSED, and the others are read without it."""
    lost: dict[str, Node] = {}
    told: dict[Problem, None] = {}
    while True:
        found: list[Problem] = []
        composer = Composer(name, text, found)
        node = composer.compose()
        told |= dict.fromkeys(found)
        around = None if composer.slip is None else _field_around(text, composer.slip)
        if around is None or len(told) >= MOST_PROBLEMS or len(text) > MOST_MENDED:
            break
        start, end, field = around
        if field:
            lost.setdefault(field, Node(start, end, "scalar", "", REFUSED))
        text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    problems.extend(told)
    if node is not None and node.kind == "mapping":
        for field, refused in lost.items():
            node.fields.setdefault(field, (refused, refused))
    return node


def _field_around(text: str, index: int) -> tuple[int, int, str] | None:
    """Return start, end and name of the outermost field in which a character stands; the name may be missing."""
    fields = [(found.start(), found.end(), found["name"] or "") for found in _FIELD.finditer(text)]
    number = next((number for number, (start, end, _) in enumerate(fields) if start <= index < end), None)
    if number is None:
        return None
    start, end, name = fields[number]
    after = number + 1
    while not name and after < len(fields) and not fields[after][2]:
        end = fields[after][1]  # more of the same text
        after += 1
    while not name and number and text[:start].rstrip().endswith((":", ">", ">-", "|", "|-")):
        number -= 1  # a text that should have been indented below its field
        start, _, name = fields[number]
    return start, end, name
