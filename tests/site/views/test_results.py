"""Results side by side: one benchmark in any spelling, a table per unit, and no ranking across units."""

import pytest

from generator.model import Catalogue, Paper, Result
from generator.site.views import arrangement, leaderboards, results

PAPERS = {
    "heron": Paper(
        title="Heron",
        date="2019",
        results=(
            Result(benchmark="Pond-QA (F1)", value=71.5, unit="%", note="test split"),
            Result(benchmark="Fish caught", value=12000, unit="fish"),
        ),
    ),
    "otter": Paper(
        title="Otter",
        date="2021",
        results=(
            Result(benchmark="pond qa f1", value=80, unit="%"),
            Result(benchmark="PondQA (F1)", value=3.25, unit="points"),
        ),
    ),
    "gull": Paper(title="Gull", date="2022", results=(Result(benchmark="Pond-QA (F1)", value=9.5, unit="%"),)),
}


def arranged(root, papers=PAPERS):
    return arrangement.arrange(Catalogue(root=root, papers=papers), {})


def test_spellings_of_a_benchmark_are_merged(tmp_path):
    """Case, hyphens, spaces and brackets are ignored; the most frequent spelling is shown."""
    (board,) = results.results_view(arranged(tmp_path)).boards
    assert (board.name, board.papers, board.path) == ("Pond-QA (F1)", 3, "results#pond-qa-f1")


def test_each_unit_has_a_table_newest_first(tmp_path):
    """Percentages and points are in separate tables."""
    (board,) = results.results_view(arranged(tmp_path)).boards
    assert [(table.unit, [(row.paper.name, row.bare, row.note) for row in table.rows]) for table in board.tables] == [
        ("%", [("Gull", "9.5%", ""), ("Otter", "80%", ""), ("Heron", "71.5%", "test split")]),
        ("points", [("Otter", "3.25", "")]),
    ]


def test_results_of_only_one_paper_are_separate(tmp_path):
    """The cell has the unit, and there is no link to a page without other results."""
    shelf = arranged(tmp_path)
    (row,) = results.results_view(shelf).single
    assert (row.benchmark, row.paper.path, row.value) == ("Fish caught", "papers/heron", "12,000 fish")
    assert shelf.boards[leaderboards.fold("Fish caught")].path == ""


def test_a_large_shelf_has_a_page_per_benchmark(tmp_path, monkeypatch):
    """The list links to the pages, and counts the results that only one paper reports."""
    monkeypatch.setattr(leaderboards, "ONE_PAGE", 3)
    shelf = arranged(tmp_path)
    view = results.results_view(shelf)
    assert view.own_pages
    assert (
        [board.path for board in view.boards] == ["results/pond-qa-f1"] == [b.path for b in results.board_views(shelf)]
    )
    assert (view.single, view.left_out) == ((), 1)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(2.1, "x", "2.1×"), (98.0, "%", "98%"), (12000, None, "12,000"), (0.1, "% smaller", "0.1 % smaller")],
)
def test_values_have_their_unit(value, unit, said):
    """Symbols follow the number directly, words follow a space."""
    assert results.shown(Result(benchmark="B", value=value, unit=unit)) == said
