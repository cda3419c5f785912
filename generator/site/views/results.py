"""Builds the views of results: leaderboards with the best score marked; apart from them what cannot be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.model import Direction, Result
from generator.site.views import room
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card, Chip, When
from generator.site.views.leaderboards import ALONE, APART, ONE_PAGE, PATH, Board
from generator.site.views.paging import MOST, Pager, numbered, titled
from generator.site.views.score_chart import Point, ScoreChart, chart
from generator.text import benchmarks
from generator.text.maths import plain

_CLOSE = {"%": "%", "×": "×", "x": "×"}  # units written without a space
_LISTS = {  # the pages of figures that are on no leaderboard
    ALONE: "Scores that only one paper reports",
    "gains": "Gains",
    "ratios": "Ratios",
    "counts": "Counts",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """A result of a paper; ``number`` is its sort value."""

    paper: Chip  # ``more`` is the full title
    when: When
    benchmark: str
    terms: str  # metric and setting
    number: str
    value: str
    bare: str  # without the unit, for a table in one unit
    note: str
    better: Direction
    best: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Scores in one unit, best first, or newest first if it is not known what is better."""

    name: str  # of the leaderboard, with the unit if it has several
    unit: str  # "" if the metric says it, or if each score has it
    rows: tuple[Measured, ...]
    chart: ScoreChart | None  # where the table begins


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardView:
    """A leaderboard with scores from two or more papers, one table per unit."""

    benchmark: str
    terms: str  # metric and setting
    better: Direction | Literal[""]
    key: str
    papers: int
    count: int
    tables: tuple[Table, ...]
    path: str
    pager: Pager | None  # None if all is on this page

    @property
    def name(self) -> str:
        """Return its name on one line."""
        return ", ".join(filter(None, (self.benchmark, self.terms)))


@dataclass(frozen=True, kw_only=True, slots=True)
class FiguresView:
    """Figures that are on no leaderboard: scores of only one paper, gains, ratios or counts."""

    key: str
    name: str
    count: int
    rows: tuple[Measured, ...]
    path: str
    pager: Pager | None  # None if all is on this page


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultsView:
    """The page of all results: the tables, or on a large shelf links to their pages (``links`` and ``lists``)."""

    name: str
    boards: tuple[BoardView, ...]
    figures: tuple[FiguresView, ...]
    links: tuple[Chip, ...]
    lists: tuple[Chip, ...]
    path: str
    pager: Pager | None  # None if all is on this page


def result_pages(shelf: Shelf) -> Iterator[ResultsView | BoardView | FiguresView]:
    """Yield all pages of results, the page of all results first."""
    boards = sorted(
        (board for board in shelf.boards.values() if board.path),
        key=lambda board: (-_papers(board), board.benchmark.casefold(), board.key),
    )
    lists = {key: rows for key in _LISTS if (rows := _figures(shelf, key))}
    if sum(len(paper.results) for paper in shelf.catalogue.papers.values()) <= ONE_PAGE:
        yield ResultsView(
            name="Results",
            boards=tuple(view for board in boards for view in _board_views(shelf, board, whole=True)),
            figures=tuple(view for key, rows in lists.items() for view in _figures_views(key, rows, whole=True)),
            links=(),
            lists=(),
            path=PATH,
            pager=None,
        )
        return
    links = [Chip(name=_named(board), path=board.path, count=_papers(board)) for board in boards]
    counts = tuple(Chip(name=_LISTS[key], path=f"{PATH}/{key}", count=len(rows)) for key, rows in lists.items())
    for path, pager, parts in numbered([("", links)], PATH, MOST, room.of_chip):
        yield ResultsView(
            name=titled("Results", pager),
            boards=(),
            figures=(),
            links=tuple(link for _, part in parts for link in part),
            lists=counts,
            path=path,
            pager=pager,
        )
    for board in boards:
        yield from _board_views(shelf, board)
    for key, rows in lists.items():
        yield from _figures_views(key, rows)


def title(view: ResultsView | BoardView | FiguresView) -> str:
    """Return a page's title."""
    return view.name if isinstance(view, ResultsView) else titled(f"{view.name}: results", view.pager)


def shown(result: Result) -> str:
    """Return a result with its unit: ``90.6%``, ``12,000 pages``, ``2.1×``."""
    unit = result.unit or ""
    number = _number(result)
    return f"{number}{_CLOSE[unit]}" if unit in _CLOSE else f"{number} {unit}".strip()


def terms(result: Result) -> str:
    """Return metric and setting."""
    return ", ".join(filter(None, (result.metric, result.setting)))


def _board_views(shelf: Shelf, board: Board, *, whole: bool = False) -> Iterator[BoardView]:
    """Yield the pages of a leaderboard, starting with the unit that has the most scores; one if it is ``whole``."""
    results = [result for _, result in board.figures]
    groups = sorted(benchmarks.units(results).items(), key=lambda group: (-len(group[1]), group[0]))
    tables = [_table(shelf, board, places) for _, places in groups]
    count = sum(len(table.rows) for table in tables)
    for path, pager, parts in numbered(
        [(table, table.rows) for table in tables], board.path, MOST, None if whole else _takes
    ):
        yield BoardView(
            benchmark=board.benchmark,
            terms=", ".join(filter(None, (board.metric, board.setting))),
            better=board.better,
            key=board.key,
            papers=_papers(board),
            count=count,
            tables=tuple(
                replace(table, rows=tuple(rows), chart=table.chart if rows[0] is table.rows[0] else None)
                for table, rows in parts
            ),
            path=path,
            pager=pager,
        )


def _table(shelf: Shelf, board: Board, places: Sequence[int]) -> Table:
    figures = [board.figures[place] for place in places]
    if board.better:
        figures.sort(key=lambda figure: figure[1].value, reverse=board.better == "higher")
    else:
        figures.sort(key=lambda figure: shelf.cards[figure[0]].when.iso, reverse=True)
    several = len({key for key, _ in figures}) > 1  # nothing is the best of its own paper
    best = figures[0][1].value if board.better and several else None
    usual = Counter(result.unit or "" for _, result in figures).most_common(1)[0][0]
    silent = usual in _CLOSE or benchmarks.fold(usual) == benchmarks.fold(board.metric)
    name = _named(board)
    return Table(
        name=name if len(places) == len(board.figures) else f"{name}, {usual or 'without a unit'}",
        unit="" if silent else usual,
        rows=tuple(_measured(shelf, key, result, best=result.value == best) for key, result in figures),
        chart=chart([_point(shelf.cards[key], result) for key, result in figures], board.better, plain(name))
        if several
        else None,
    )


def _point(card: Card, result: Result) -> Point:
    return Point(iso=card.when.iso, value=result.value, shown=shown(result), name=plain(card.named))


def _figures(shelf: Shelf, name: str) -> list[Measured]:
    """Return the figures of one list: by name, those on one thing newest first."""
    if name == ALONE:
        return [
            _measured(shelf, key, result)
            for board in shelf.boards.values()
            if not board.path
            for key, result in reversed(board.figures)
        ]
    found = [
        (key, result)
        for key in reversed(shelf.keys)
        for result in shelf.catalogue.papers[key].results
        if result.kind != "score" and APART[result.kind] == name
    ]
    found.sort(key=lambda figure: benchmarks.fold(figure[1].benchmark))
    return [_measured(shelf, key, result) for key, result in found]


def _figures_views(key: str, rows: Sequence[Measured], *, whole: bool = False) -> Iterator[FiguresView]:
    for own, pager, parts in numbered([("", rows)], f"{PATH}/{key}", MOST, None if whole else _takes):
        shown = tuple(row for _, part in parts for row in part)
        yield FiguresView(key=key, name=_LISTS[key], count=len(rows), rows=shown, path=own, pager=pager)


def _takes(row: Measured) -> float:
    """Return which share of a page a row takes; a table of its own, with its chart, counts as a few rows."""
    texts = (row.paper.name, row.paper.path, row.paper.more, row.benchmark, row.terms, row.value, row.note)
    formulas = sum(map(room.of_formulas, (row.benchmark, row.terms, row.note)))
    return room.share(12 + formulas, 380 + room.FORMULA * formulas, texts)


def _papers(board: Board) -> int:
    return len({key for key, _ in board.figures})


def _named(board: Board) -> str:
    return ", ".join(filter(None, (board.benchmark, board.metric, board.setting)))


def _number(result: Result) -> str:
    return f"{result.value:,}" if isinstance(result.value, int) else f"{result.value:,.10g}"


def _measured(shelf: Shelf, key: str, result: Result, *, best: bool = False) -> Measured:
    card = shelf.cards[key]
    return Measured(
        paper=Chip(name=card.named, path=card.path, more=plain(card.headline)),
        when=card.when,
        benchmark=result.benchmark,
        terms=terms(result),
        number=f"{result.value:.12g}",
        value=shown(result),
        bare=f"{_number(result)}{_CLOSE.get(result.unit or '', '')}",
        note=result.note or "",
        better=result.better,
        best=best,
    )
