"""Problems: faults in somebody's data, each with a code, a place, a message and a hint; and the one exception."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Problem:
    """One fault, printed as ``path:line:column: code: message`` with the hint on the next line.

    ``line`` and ``column`` count from 1. A ``warning`` is worth a look and does not fail a command.
    """

    path: str
    line: int = 1
    column: int = 1
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the lines that a person reads; what was quoted from outside stays on its line."""
        kind = "" if self.severity == "error" else "warning: "
        text = f"{self.path}:{self.line}:{self.column}: {self.code}: {kind}{self.message}"
        return f"{printable(text)}\n  hint: {printable(self.hint)}" if self.hint else printable(text)

    def as_json(self) -> dict[str, str | int]:
        """Return the shape that ``--json`` prints."""
        return asdict(self)


class ShelfError(Exception):
    """A fault that ends a command: it carries the problems to print; exit code 1."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems, at least one."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def printable(text: str) -> str:
    """Return the text with control characters escaped, so that a source cannot steer the terminal or break the line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
