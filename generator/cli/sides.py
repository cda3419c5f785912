"""The two sides of a pair on a terminal: beside each other or one below the other, with the differing words marked."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator.intake import questions
from generator.intake.questions import Side, Words
from generator.model import Question
from generator.problems import printable

NARROW = 80  # columns: on narrower terminals the sides are shown one below the other
MARK = "bold underline"  # no colour, so that it shows on any terminal


def shown(question: Question, left: Side, right: Side, number: str, width: int) -> RenderableType:
    """Return both sides with their differing words marked: beside each other, or one below the other where it is narrow."""
    rows = questions.rows(left, right)
    heads = plain(left.ref), plain(right.ref)
    grid = Table(show_header=False, box=None, padding=(0, 2, 0, 0), expand=width >= NARROW)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    if width >= NARROW:
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row(Text(number), *heads)
        for row in rows:
            grid.add_row(Text(row.name, style="dim"), _marked(row.left), _marked(row.right))
    else:
        for n, head in enumerate(heads):
            grid.add_row(Text(number if n == 0 else ""), head)
            for row in rows:
                if words := (row.left, row.right)[n]:
                    grid.add_row(Text(row.name, style="dim"), _marked(words))
    return Group(Text(), grid, *map(plain, questions.evidence(question, left, right)))


def plain(value: str) -> Text:
    """Return a source's text without markup or control characters."""
    return Text(printable(value))


def _marked(words: Words) -> Text:
    """Return the words, with the differing ones marked."""
    return Text(" ").join(Text(printable(word), style=MARK if differs else "") for word, differs in words)
