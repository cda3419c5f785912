"""Problems for GitHub: annotations on the changed lines, and a table for the step summary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from generator.problems import Problem, printable

SHOWN = 10  # annotations of each severity that GitHub shows per step
ROOM = 900_000  # bytes of a summary; GitHub refuses one of more than 1 MiB
_MARKUP = re.compile(r"[^\w .,/-]")


def commands(problems: Sequence[Problem]) -> list[str]:
    """Return workflow commands, errors first, as many of each severity as GitHub shows."""
    kinds = (("error", SHOWN), ("warning", SHOWN))
    return [_command(p) for kind, most in kinds for p in islice((p for p in problems if p.severity == kind), most)]


def left_out(problems: Sequence[Problem]) -> int:
    """Return how many problems have no annotation."""
    return len(problems) - len(commands(problems))


def summary(problems: Sequence[Problem]) -> str:
    """Return all problems as a Markdown table in which quoted text is never markup."""
    if not problems:
        return ""
    ordered = [p for kind in ("error", "warning") for p in problems if p.severity == kind]
    rows = ["### What `shelf check` found", "", "| | place | code | problem | hint |", "|---|---|---|---|---|"]
    size = sum(len(row) + 1 for row in rows)
    for number, problem in enumerate(ordered):
        row = _row(problem)
        size += len(row.encode()) + 1
        if size > ROOM:
            rows += ["", f"… and {len(ordered) - number} more: run `shelf check`"]
            break
        rows.append(row)
    return "\n".join(rows) + "\n\n"


def _command(problem: Problem) -> str:
    """Return one annotation; values are escaped, so that they cannot end the property or the line."""
    hint = f"\nhint: {printable(problem.hint)}" if problem.hint else ""
    path = "".join(c if c in "\r\n" else printable(c) for c in problem.path)  # GitHub needs the exact path
    properties = {"file": path, "line": problem.line, "col": problem.column, "title": problem.code}
    joined = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{problem.severity} {joined}::{_escaped(printable(problem.message) + hint)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _row(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}:{problem.column}"
    cells = (problem.severity, place, problem.code, problem.message, problem.hint)
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Return a text with special characters as character references: no Markdown, HTML, mention or link works in it."""
    return (
        _MARKUP.sub(lambda found: f"&#{ord(found[0])};", printable(text))
        .replace("_", "&#95;")
        .replace("www.", "www&#46;")
    )
