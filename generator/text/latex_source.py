"""LaTeX's source text, for reading it in one pass: its groups, its formulas, and parts of it that are read next."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal, TypeAlias

# text: all of LaTeX. commands: only commands, for texts that hold some but are not LaTeX otherwise. address: no accents,
# blanks, dashes or quotes. chemistry and units: arguments with a notation of their own. literal: as it is.
Mode: TypeAlias = Literal["text", "commands", "address", "chemistry", "units", "literal"]

_MARK = re.compile(r"\\.|[{}]")
_TO_DOLLAR = re.compile(r"(?:[^$\\]+|\\.)*")
_TO_DOLLARS = re.compile(r"(?:[^$\\]+|\\.|\$(?!\$))*")
_PRICE = re.compile(r"\d(?:[^\\^_]|\\[^A-Za-z])*")


class Source:
    """A text, its pairs of braces, and where its formulas end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pairs: dict[int, int] = {}
        self.last_quote = max(text.rfind("``"), text.rfind("''"))
        self._closings: dict[str, list[tuple[int, int]]] = {"(": [], "[": []}  # of \) and \], with the brace around it
        opened: list[int] = []
        for mark in _MARK.finditer(text):
            match mark[0]:
                case "{":
                    opened.append(mark.start())
                case "}" if opened:
                    self.pairs[opened.pop()] = mark.start()
                case "\\)" | "\\]":
                    self._closings["(" if mark[0] == "\\)" else "["].append(
                        (mark.start(), opened[-1] if opened else -1)
                    )

    def formula_end(self, at: int, bracket: str, opened: int) -> int:
        r"""Return where the ``\(`` or ``\[`` before ``at`` is closed inside the same braces, or -1."""
        closings = self._closings[bracket]
        index = bisect_left(closings, (at, -1))
        return closings[index][0] if index < len(closings) and closings[index][1] == opened else -1


@dataclass(kw_only=True, slots=True)
class Part:
    """A part of a text that is being read, up to ``end``; ``opened`` is the place of the brace around it."""

    source: Source
    at: int
    end: int
    mode: Mode
    opened: int = -1
    quotes: int = 0  # how many quotations it is in
    case: Literal["", "upper", "lower"] = ""
    closing: str = ""  # printed at its end

    @property
    def next(self) -> str:
        """Return the next character, or ""."""
        return self.source.text[self.at] if self.at < self.end else ""

    def skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Move behind a match at this place, and return it."""
        found = pattern.match(self.source.text, self.at, self.end)
        if found:
            self.at = found.end()
        return found

    def skip_blank(self) -> None:
        """Move behind a blank."""
        if self.next == " ":
            self.at += 1


def formula_end(text: str, start: int, end: int | None = None) -> int:
    """Return the end of the formula between dollars that begins at ``start``, 0 if none does: ``$5 to $10`` is none."""
    end = len(text) if end is None else end
    if text.startswith("$$", start, end):
        close = _TO_DOLLARS.match(text, start + 2, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        if (
            text.startswith("$$", close, end)
            and is_balanced(text[start + 2 : close])
            and text[start + 2 : close].strip()
        ):
            return close + 2
        return 0
    close = _TO_DOLLAR.match(text, start + 1, end).end()  # type: ignore[union-attr]
    formula = text[start + 1 : close]
    if not formula.strip() or close >= end or text[close] != "$":
        return 0
    following = text[close + 1 : close + 2]
    if _PRICE.fullmatch(formula) and (formula[-1] == " " or following.isdigit()):
        return 0
    spaced = formula[0] == " " or formula[-1] == " "
    if spaced and len(re.findall(r"[A-Za-z]{3}", formula)) > 1 and not re.search(r"[\\^_]", formula):
        return 0
    return close + 1 if is_balanced(formula) else 0


def is_balanced(text: str) -> bool:
    """Whether the braces in the text are balanced; escaped ones do not count."""
    depth = 0
    for mark in _MARK.finditer(text):
        depth += (mark[0] == "{") - (mark[0] == "}")
        if depth < 0:
            return False
    return depth == 0
