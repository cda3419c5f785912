"""Results: leaderboards of one benchmark, metric and setting, best first; what cannot be compared stands apart."""

import re

import pytest

from generator.model import Catalogue, Paper, Result
from generator.site import renderer
from generator.site.views import arrangement, leaderboards, results


def shelf(root, **papers):
    """Return a shelf of papers by key, each a date and its results."""
    return arrangement.arrange(
        Catalogue(
            root=root,
            papers={
                key: Paper(title=key.capitalize(), date=date, results=tuple(found))
                for key, (date, *found) in papers.items()
            },
        ),
        {},
    )


def score(value, benchmark="PondQA", **more):
    return Result(benchmark=benchmark, value=value, **more)


def views(found):
    """Return the page of all results, and the other pages by path."""
    whole, *others = results.result_pages(found)
    return whole, {view.path: view for view in others}


def ranked(board):
    """Return the rows of each table of a leaderboard."""
    return [[(row.paper.name, row.bare, row.best) for row in table.rows] for table in board.tables]


def test_spellings_are_one_leaderboard(tmp_path):
    """Case, spaces, hyphens and brackets do not count in benchmark, metric and setting; the most frequent spelling is shown."""
    usual = score(1, "Pond-QA (hard)", metric="F1 score", setting="zero-shot")
    other = score(1, "pond qa hard", metric="f1-score", setting="Zero shot")
    (board,) = views(shelf(tmp_path, heron=("2020", other), otter=("2021", usual), gull=("2022", usual)))[0].boards
    assert (board.benchmark, board.terms, board.papers) == ("Pond-QA (hard)", "F1 score, zero-shot", 3)
    assert board.path == "results#pond-qa-hard-f1-score-zero-shot"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (score(1, metric="F1"), score(1, metric="exact match")),
        (score(1, metric="F1"), score(1)),
        (score(1, setting="zero-shot"), score(1, setting="fine-tuned")),
        (score(1, "HumanEval"), score(1, "HumanEval+")),
        (score(1, "SQuAD 1.1"), score(1, "SQuAD 11")),
        (score(1, setting="T=-1"), score(1, setting="T=1")),
        (score(1, "C-Eval 中文"), score(1, "C-Eval 英文")),
        (score(1), score(1, kind="gain")),
    ],
)
def test_what_differs_is_not_compared(tmp_path, one, other):
    """Another metric, setting or sign is another leaderboard, and a gain is on none."""
    assert views(shelf(tmp_path, heron=("2020", one), otter=("2021", other)))[0].boards == ()


@pytest.mark.parametrize(
    ("better", "names"), [("higher", ["Otter", "Gull", "Heron"]), ("lower", ["Heron", "Gull", "Otter"])]
)
def test_the_best_is_first_and_marked(tmp_path, better, names):
    """What is better is stated by the results; a paper without a date takes part."""
    found = shelf(
        tmp_path,
        heron=("2020", score(1.5, better=better)),
        otter=("2021", score(30, better=better)),
        gull=(None, score(2, better=better)),
    )
    (board,) = views(found)[0].boards
    assert board.better == better
    assert [(name, best) for name, _, best in ranked(board)[0]] == [(name, name == names[0]) for name in names]


def test_ties_share_the_mark(tmp_path):
    """Equal figures are all the best, however written; the earlier paper comes first."""
    found = shelf(tmp_path, otter=("2021", score(80)), heron=("2019", score(80.0)), gull=("2022", score(79.9)))
    assert ranked(views(found)[0].boards[0]) == [
        [("Heron", "80", True), ("Otter", "80", True), ("Gull", "79.9", False)]
    ]


def test_one_paper_can_have_several_scores(tmp_path):
    """All are listed, the best is marked, and the paper counts once; beside no other paper they are no leaderboard."""
    several = ("2021", score(70, note="small"), score(75, note="large"))
    (board,) = views(shelf(tmp_path, heron=several, otter=("2020", score(72))))[0].boards
    assert ranked(board) == [[("Heron", "75", True), ("Otter", "72", False), ("Heron", "70", False)]]
    assert (board.papers, board.count) == (2, 3)
    alone = views(shelf(tmp_path, heron=several))[0]
    assert alone.boards == ()
    assert [(view.key, view.count) for view in alone.figures] == [("alone", 2)]


def test_units_are_not_ranked_together(tmp_path):
    """Each unit has a table, and none marks the only paper in it; a unit that repeats the metric is none."""
    found = shelf(
        tmp_path,
        heron=("2020", score(200, metric="latency", unit="ms", better="lower")),
        otter=("2021", score(100, metric="latency", unit="ms", better="lower")),
        gull=("2022", score(0.3, metric="latency", unit="s", better="lower")),
    )
    (board,) = views(found)[0].boards
    assert [(table.name, table.unit) for table in board.tables] == [
        ("PondQA, latency, ms", "ms"),
        ("PondQA, latency, s", "s"),
    ]
    assert ranked(board) == [[("Otter", "100", True), ("Heron", "200", False)], [("Gull", "0.3", False)]]
    named = shelf(
        tmp_path, heron=("2020", score(1, metric="BLEU")), otter=("2021", score(2, metric="BLEU", unit="bleu"))
    )
    assert [table.unit for table in views(named)[0].boards[0].tables] == [""]


@pytest.mark.parametrize(("bare", "tables"), [(90.6, 1), (0.906, 2), (1, 2), (0, 2), (-2, 1)])
def test_percentages_may_lack_their_sign_but_fractions_do_not_mix(tmp_path, bare, tables):
    """90.6 and 91.3% are compared; 0.906 may be a fraction of one and has a table of its own."""
    found = shelf(tmp_path, heron=("2020", score(bare)), otter=("2021", score(91.3, unit="%")))
    assert len(views(found)[0].boards[0].tables) == tables


def test_papers_that_disagree_on_the_direction_are_not_ranked(tmp_path):
    """Nothing is marked, and the newest comes first, papers without a date last."""
    found = shelf(
        tmp_path,
        heron=("2020", score(9)),
        otter=("2021", score(1, better="lower")),
        gull=(None, score(5)),
    )
    (board,) = views(found)[0].boards
    assert (board.better, ranked(board)) == (
        "",
        [[("Otter", "1", False), ("Heron", "9", False), ("Gull", "5", False)]],
    )
    assert board.tables[0].chart.line == ""


def test_gains_ratios_and_counts_stand_apart(tmp_path):
    """Each kind has its list, in which things of one name are together, newest first; scores of one paper have theirs."""
    found = shelf(
        tmp_path,
        heron=("2020", score(2.1, "Speed", unit="x", kind="ratio"), score(5, "Tasks", kind="count"), score(4)),
        otter=("2021", score(3, "Speed", unit="x", kind="ratio"), score(1.5, kind="gain", unit="%", note="over Heron")),
    )
    whole, others = views(found)
    assert (whole.boards, others) == ((), {})
    assert [(view.name, [(row.paper.name, row.value) for row in view.rows]) for view in whole.figures] == [
        ("Scores that only one paper reports", [("Heron", "4")]),
        ("Gains", [("Otter", "1.5%")]),
        ("Ratios", [("Otter", "3×"), ("Heron", "2.1×")]),
        ("Counts", [("Heron", "5")]),
    ]


def test_a_shelf_without_results_has_no_section(tmp_path):
    """Its page says so and offers nothing; the menu leaves it out, but not that of a shelf with one figure."""
    whole, others = views(shelf(tmp_path, heron=("2020",)))
    page = renderer.render(renderer.Page(path=whole.path, view=whole, title="Results")).markdown
    assert "empty: true" in page
    assert "No paper here has results yet." in page
    assert not re.search("<h2|<table|results.csv", page)
    assert others == {}
    some, _ = views(shelf(tmp_path, heron=("2020", score(1, kind="gain"))))
    assert "empty: true" not in renderer.render(renderer.Page(path=some.path, view=some, title="Results")).markdown


def test_a_large_shelf_has_a_page_for_each_leaderboard_and_list(tmp_path, monkeypatch):
    """The page of all results links to them, with the number of papers or figures."""
    monkeypatch.setattr(leaderboards, "ONE_PAGE", 3)
    monkeypatch.setattr(results, "ONE_PAGE", 3)
    found = shelf(
        tmp_path,
        heron=("2020", score(1), score(2, "Reeds")),
        otter=("2021", score(3), score(4, "Speed", unit="x", kind="ratio")),
    )
    whole, others = views(found)
    assert [(chip.path, chip.count) for chip in (*whole.links, *whole.lists)] == [
        ("results/pondqa", 2),
        ("results/alone", 1),
        ("results/ratios", 1),
    ]
    assert list(others) == ["results/pondqa", "results/alone", "results/ratios"]
    assert (whole.boards, whole.figures) == ((), ())


def test_no_page_has_more_than_200_rows(tmp_path):
    """500 scores are on three pages, in order; only the first has the chart; lists and the list of boards are cut, too."""
    papers = {
        f"bird-{number:03}": (
            f"{1900 + number // 5}",
            score(number, better="lower"),
            score(number, f"Solo {number}"),
            score(number, f"Pair {number // 2}", metric="F1"),
        )
        for number in range(500)
    }
    whole, others = views(shelf(tmp_path, **papers))
    pages = [others[f"results/pondqa{end}"] for end in ("", "/2", "/3")]
    assert [len(page.tables[0].rows) for page in pages] == [200, 200, 100]
    assert [float(row.number) for page in pages for row in page.tables[0].rows] == list(range(500))
    assert [page.tables[0].chart is None for page in pages] == [False, True, True]
    assert [row.best for page in pages for row in page.tables[0].rows] == [True] + [False] * 499
    assert [others[f"results/alone{end}"].count for end in ("", "/2", "/3")] == [500] * 3
    assert [len(page.links) for page in (whole, others["results/2"])] == [200, 51]
    assert (pages[0].pager.previous, pages[0].pager.next) == ("", "results/pondqa/2")
    assert (pages[2].pager.previous, pages[2].pager.next) == ("results/pondqa/2", "")
    assert results.title(pages[2]) == "PondQA: results, page 3"


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (("Alone", "Top", "Gains"), ["alone-2", "gains-2", "top-2"]),
        (("2",), ["benchmark-2"]),
        (("!", "?"), ["benchmark", "benchmark-2"]),
        (("中文基准",), ["zhong-wen-ji-zhun"]),
        (("COCO: zero-shot", "COCO: fine-tuned"), ["coco-fine-tuned", "coco-zero-shot"]),
    ],
)
def test_addresses_are_unique(tmp_path, names, keys):
    """No leaderboard takes the address of another one or of another page, whatever its name."""
    scores = [score(1, name) for name in names]
    found = shelf(tmp_path, heron=("2020", *scores), otter=("2021", *scores))
    assert sorted(board.key for board in found.boards.values()) == keys


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(2.1, "x", "2.1×"), (98.0, "%", "98%"), (12000, None, "12,000"), (0.1, "% smaller", "0.1 % smaller")],
)
def test_values_have_their_unit(value, unit, said):
    """Symbols follow the number directly, words follow a space."""
    assert results.shown(Result(benchmark="B", value=value, unit=unit)) == said
