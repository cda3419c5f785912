"""The papers that a person names to `shelf add`: in the command, in a file, on standard input; each fault has its place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import formats, services
from generator.problems import Problem, ShelfError
from generator.storage import files

STDIN = "<stdin>"  # how problems name standard input
MOST = 2_000  # papers at once
_LENGTH = 1_000 * MOST  # characters
_IMPORT = "`shelf import` reads a bibliography"
_LISTS = {"identifiers", "awesome", "listing", "listing-lines", "abstracts"}  # what a list of references looks like


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A paper that was named, and the line of the list that names it."""

    reference: services.Reference
    path: str = ""
    line: int = 1

    def placed(self, gathering: services.Gathering) -> services.Gathering:
        """Return a gathering in which problems with the reference name its line."""
        if not self.path:
            return gathering
        own = {self.reference.typed, self.reference.title[:100]}
        problems = (self._placed(one) if one.path in own else one for one in gathering.problems)
        return replace(gathering, problems=tuple(problems))

    def _placed(self, problem: Problem) -> Problem:
        """Return a problem with its line, and with what the line names unless it is no matter of that."""
        message = problem.message if problem.code == "add.offline" else f"{self.reference.typed}: {problem.message}"
        return replace(problem, path=self.path, line=self.line, message=message)


def read(typed: Sequence[str], listed: str | None) -> tuple[list[Named], tuple[Problem, ...]]:
    """Return the papers that were typed and those of a list, ``-`` for standard input, and the faulty references.

    Raises ShelfError if the list cannot be read, is a bibliography (``add.bibliography``), or has more than MOST papers
    (``add.too-many``).
    """
    found = []
    problems: list[Problem] = []
    for one in typed:
        try:
            found.append(Named(reference=services.parse(one)))
        except ShelfError as error:
            problems += error.problems
    if listed:
        name, text, warnings = _text(listed)
        lines, faults = services.parse_lines(name, text)
        problems += (*warnings, *faults)
        found += [Named(reference=reference, path=name, line=line) for line, reference in lines]
        if not lines and not faults:
            message, hint = "there is no reference in this list", "write one on each line"
            problems.append(Problem(path=name, code="add.empty", message=message, hint=hint))
    return found, tuple(problems)


def _text(listed: str) -> tuple[str, str, Sequence[Problem]]:
    """Return the name and the text of a list, and what is odd about it."""
    problems: Sequence[Problem] = ()
    if listed == "-":
        name, text = STDIN, _piped()
    else:
        source = files.read_source(Path(listed))
        name, text, problems = files.shown(Path(listed)), source.text, source.problems
    many = f"at most {MOST:,} papers can be added at once, in {_LENGTH:,} characters"
    too_many = Problem(path=name, code="add.too-many", message=many, hint=f"split the list; {_IMPORT}")
    if len(text) > _LENGTH:
        raise ShelfError(too_many)
    found = formats.detect(formats.Source(name=name, text=text))
    if found not in _LISTS:
        message = f"this is no list of references, but {formats.FORMATS[found]}"
        raise ShelfError(Problem(path=name, code="add.bibliography", message=message, hint=_IMPORT))
    if sum(1 for line in text.split("\n") if line.strip() and not line.startswith("#")) > MOST:
        raise ShelfError(too_many)
    return name, text, problems


def _piped() -> str:
    """Return the text of standard input, or as much of it as is too much."""
    raw = sys.stdin.buffer.read(4 * _LENGTH + 1) if sys.stdin else b""
    try:
        return raw.decode("utf-8-sig", "replace" if len(raw) > 4 * _LENGTH else "strict").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line, column = files.place(raw, error.start)
        message, hint = f"not UTF-8 from this byte on (0x{raw[error.start]:02x})", "convert it to UTF-8"
        raise ShelfError(
            Problem(path=STDIN, line=line, column=column, code="source.encoding", message=message, hint=hint)
        ) from error
