"""An HTML table within a list: its rows, and the names of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from generator.formats.lists.inline import Piece, Tag
from generator.text.folding import clean

Cells: TypeAlias = tuple[tuple[Piece, ...], ...]

_COLUMNS = 50
_DIGITS = 3  # in the number of rows or columns that a cell covers


def rows(content: Iterable[Piece | Tag]) -> Iterator[tuple[int, Cells, tuple[str, ...]]]:
    """Yield each row that holds something: its line, its cells and the names of the columns."""
    header: tuple[str, ...] = ()
    covered: dict[int, int] = {}  # by column: the rows that a cell from above still covers
    row: list[list[Piece]] | None = None
    cell: list[Piece] | None = None
    line = headings = 0
    for each in chain(content, [Tag(name="table", line=0)]):
        if isinstance(each, Piece):
            if cell is not None:
                cell.append(each)
        elif each.name in {"td", "th"}:
            cell = None if each.closing else []
            if cell is None:
                continue
            if row is None:
                row, line = [], each.line
            headings += each.name == "th"
            _cover(row, covered)
            for at in range(_number(each, "colspan")):
                if len(row) < _COLUMNS:
                    covered[len(row)] = _number(each, "rowspan") - 1
                    row.append([] if at else cell)
        elif each.name in {"table", "thead", "tbody", "tfoot", "tr"}:
            if row is not None:
                _cover(row, covered)
                linked = any(piece.url for cell in row for piece in cell)
                if headings == len(row) or not (linked or header):
                    header = header or _names(row)
                elif linked or any(_names(row)):
                    yield line, tuple(map(tuple, row)), header
            row, cell, headings, line = ([] if each.name == "tr" and not each.closing else None), None, 0, each.line


def _cover(row: list[list[Piece]], covered: dict[int, int]) -> None:
    """Add an empty cell where one from above reaches down."""
    while below := covered.get(len(row), 0):
        covered[len(row)] = below - 1
        row.append([])


def _names(row: list[list[Piece]]) -> tuple[str, ...]:
    """Return the texts of the cells; nothing if they are all empty."""
    names = tuple(clean("".join(piece.text for piece in cell)) for cell in row)
    return names if any(names) else ()


def _number(tag: Tag, name: str) -> int:
    """Return how many rows or columns a cell covers."""
    text = tag.attributes.get(name, "")
    return max(1, int(text)) if text.isdecimal() and len(text) <= _DIGITS else 1
