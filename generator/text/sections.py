"""Reports of sections and lines: as text for a terminal, and as Markdown for one comment or issue on GitHub.

A line has our own words and values from files. In Markdown, a value is in a code span, the only place where GitHub
ignores markup, HTML, mentions, references, links and formulas, so that nothing needs escaping.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.problems import printable

LIMIT = 60_000  # characters; GitHub accepts up to 65,536 and answers 422 above
FOLDED = 8  # lines; a longer section is folded
LONGEST = 300  # characters of a value; the rest is cut
_TICKS = re.compile("`+")


class Value(str):
    """Text from somebody's file, which must stay text wherever it is shown."""

    __slots__ = ()


Words: TypeAlias = str | Value


def counted(count: int, noun: str) -> str:
    """Return a number with its noun, ``1 paper`` or ``2 papers``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a report; ``inner`` lines are details of the line above."""

    words: tuple[Words, ...]
    inner: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading, in our own words, with its lines."""

    title: str
    lines: tuple[Line, ...]


def line(*words: Words, inner: bool = False) -> Line:
    """Return a line of these words."""
    return Line(words=words, inner=inner)


def as_text(lead: Line, sections: Sequence[Section]) -> str:
    """Return a report for a terminal; no value can send control characters to it."""
    rows = [_plain(lead)]
    for section in sections:
        rows += ["", f"{section.title}:"]
        rows += ["  " * (2 if one.inner else 1) + _plain(one) for one in section.lines]
    return "\n".join(rows) + "\n"


def as_markdown(mark: str, title: str, lead: Line, sections: Sequence[Section], *, limit: int = LIMIT) -> str:
    """Return a report for GitHub of at most ``limit`` characters; long sections are folded, and cut where they must be.

    Its first line is the hidden ``mark``, by which a workflow finds the comment to update.
    """
    head = f"<!-- {mark} -->\n### {title}\n\n{_marked(lead)}\n"
    rows = [[f"{'  ' * one.inner}- {_marked(one)}\n" for one in section.lines] for section in sections]
    frames = [_frame(section.title, folded=len(section.lines) > FOLDED) for section in sections]
    left = limit - len(head) - sum(len(start) + len(end) for start, end in frames)
    shares: dict[int, int] = {}
    for done, number in enumerate(sorted(range(len(rows)), key=lambda one: sum(map(len, rows[one])))):
        # short sections leave room for long ones
        shares[number] = min(sum(map(len, rows[number])), left // (len(rows) - done))
        left -= shares[number]
    body = (start + "".join(_fitting(rows[number], shares[number])) + end for number, (start, end) in enumerate(frames))
    return head + "".join(body)


def quoted(value: str) -> str:
    """Return a value as a code span on one line; invisible characters are spelt out."""
    text = printable(" ".join(value.split()))
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    fence = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
    room = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{room}{text}{room}{fence}" if text else "(empty)"


def _frame(title: str, *, folded: bool) -> tuple[str, str]:
    """Return the text before and after a section's lines."""
    if not folded:
        return f"\n**{title}**\n\n", ""
    return f"\n<details><summary><b>{html.escape(title)}</b></summary>\n\n", "\n</details>\n"


def _fitting(rows: Sequence[str], share: int) -> list[str]:
    """Return the first rows that fit into ``share`` characters, and how many do not."""
    if sum(map(len, rows)) <= share:
        return list(rows)
    kept, size = [], len(_more(len(rows)))
    for row in rows:
        if size + len(row) > share:
            break
        kept.append(row)
        size += len(row)
    return [*kept, _more(len(rows) - len(kept))]


def _more(count: int) -> str:
    return f"- … and {count} more lines\n"


def _marked(one: Line) -> str:
    return "".join(quoted(words) if isinstance(words, Value) else words for words in one.words)


def _plain(one: Line) -> str:
    return "".join(printable(" ".join(words.split()) if isinstance(words, Value) else words) for words in one.words)
