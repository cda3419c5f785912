"""Builds the views of results: those of all papers side by side per benchmark, never ranked across units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import Result
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Chip, When
from generator.site.views.leaderboards import Board, own_pages
from generator.text.maths import plain

_CLOSE = {"%": "%", "×": "×", "x": "×"}  # units written without a space


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """A result of a paper; ``number`` is its sort value."""

    paper: Chip  # ``more`` is the full title
    when: When
    benchmark: str
    number: str
    value: str
    bare: str  # without the unit, for a table in one unit
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Results on one benchmark in one unit, newest paper first."""

    unit: str
    rows: tuple[Measured, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardView:
    """A benchmark with results from two or more papers, one table per unit."""

    name: str
    key: str
    path: str
    papers: int
    tables: tuple[Table, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultsView:
    """The page of all results: the tables, or on a large shelf links to them (``own_pages``).

    ``alone`` holds the results on benchmarks that only one paper reports; a large shelf only counts them (``left_out``).
    """

    boards: tuple[BoardView, ...]
    single: tuple[Measured, ...]
    left_out: int
    own_pages: bool


def results_view(shelf: Shelf) -> ResultsView:
    """Return the page of all results."""
    shared = [board_view(shelf, board) for board in shelf.boards.values() if board.path]
    alone = [
        _measured(shelf, key, result)
        for board in shelf.boards.values()
        if not board.path
        for key, result in board.figures
    ]
    large = own_pages(shelf.boards)
    return ResultsView(
        boards=tuple(sorted(shared, key=lambda board: (-board.papers, board.name.lower()))),
        single=() if large else tuple(alone),
        left_out=len(alone) if large else 0,
        own_pages=large,
    )


def board_views(shelf: Shelf) -> Iterator[BoardView]:
    """Yield the benchmarks that have their own page."""
    if own_pages(shelf.boards):
        yield from (board_view(shelf, board) for board in shelf.boards.values() if board.path)


def board_view(shelf: Shelf, board: Board) -> BoardView:
    """Return the tables of a benchmark, starting with the unit that has the most results."""
    units: dict[str, list[Measured]] = {}
    for key, result in reversed(board.figures):
        units.setdefault(result.unit or "", []).append(_measured(shelf, key, result))
    tables = [Table(unit=unit, rows=tuple(rows)) for unit, rows in units.items()]
    return BoardView(
        name=board.name,
        key=board.key,
        path=board.path,
        papers=len({key for key, _ in board.figures}),
        tables=tuple(sorted(tables, key=lambda table: (-len(table.rows), table.unit))),
    )


def shown(result: Result) -> str:
    """Return a result with its unit: ``90.6%``, ``12,000 pages``, ``2.1×``."""
    unit = result.unit or ""
    number = _number(result)
    return f"{number}{_CLOSE[unit]}" if unit in _CLOSE else f"{number} {unit}".strip()


def _number(result: Result) -> str:
    return f"{result.value:,}" if isinstance(result.value, int) else f"{result.value:,.10g}"


def _measured(shelf: Shelf, key: str, result: Result) -> Measured:
    card = shelf.cards[key]
    return Measured(
        paper=Chip(name=card.short, path=card.path, more=plain(card.title)),
        when=card.when,
        benchmark=result.benchmark,
        number=f"{result.value:.12g}",
        value=shown(result),
        bare=f"{_number(result)}{_CLOSE.get(result.unit or '', '')}",
        note=result.note or "",
    )
