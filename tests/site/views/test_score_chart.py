"""The chart of a leaderboard: dots in place, a line along the best so far, and a description."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.views.score_chart import BOTTOM, EACH, LEFT, RIGHT, TOP, Point, chart


def points(*pairs):
    return [Point(iso=iso, value=value, shown=f"{value}%", name=f"Paper {iso}") for iso, value in pairs]


def test_dots_are_at_their_date_and_score():
    """Earlier is left, higher is up, and the corners are reached."""
    found = chart(points(("2019-01-01", 10), ("2020-01-01", 30), ("2021-01-01", 20)), "higher", "PondQA")
    assert [(dot.x, dot.y) for dot in found.dots] == [(LEFT, BOTTOM), (173, TOP), (RIGHT, (TOP + BOTTOM) // 2)]
    assert (found.lowest, found.highest, found.first, found.last) == ("10", "30", "2019", "2021")


@pytest.mark.parametrize(("better", "ahead"), [("higher", [5, 6, 9]), ("lower", [5, 3, 1]), ("", [])])
def test_the_line_follows_the_best_so_far(better, ahead):
    """It steps at each score that is better than all before, and reaches the right edge; of one day the best counts."""
    given = points(("2018", 5), ("2019", 3), ("2019", 4), ("2020", 6), ("2021", 2), ("2021", 1), ("2021", 9))
    found = chart(given, better, "PondQA")
    assert [int(re.search(r": (\d+)%", dot.text)[1]) for dot in found.dots if dot.ahead] == ahead
    assert found.line.count("V") == max(len(ahead) - 1, 0)
    assert found.line.endswith(f"H{RIGHT}") == bool(better)


def test_the_best_is_named_and_described():
    """The description has the number of results, the years, both ends, and the best with its paper."""
    found = chart(points(("2019", 10), ("2021", 30)), "lower", "PondQA, WER")
    assert found.label == "Paper 2019"
    assert found.description == (
        "PondQA, WER: 2 results from 2019–2021, between 10% and 30%; the best is 10%, of Paper 2019"
    )


def test_a_best_score_without_a_date_is_not_claimed_for_another_one():
    """The chart counts what it does not show, and names no other result the best."""
    found = chart([*points(("2019", 10), ("2021", 30)), Point(iso="", value=50, shown="50", name="X")], "higher", "Q")
    assert (found.undated, found.label, [dot.best for dot in found.dots]) == (1, "", [False, False])
    assert "best" not in found.description


@pytest.mark.parametrize("dates", [(), ("",), ("", ""), ("2020",), ("2020", ""), ("2020", "2020")])
def test_without_two_dates_there_is_no_chart(dates):
    """One date is no development."""
    assert chart(points(*((date, 1) for date in dates)), "higher", "Q") is None


def test_equal_scores_are_in_the_middle_with_one_label():
    """A flat line has no lowest and highest score."""
    found = chart(points(("2019", 5), ("2020", 5)), "higher", "Q")
    assert {dot.y for dot in found.dots} == {(TOP + BOTTOM) // 2}
    assert (found.highest, found.lowest) == ("5", "")


def test_many_results_are_drawn_as_one_path():
    """With more than 200 results, only those on the line are named, and the others are dots of one path, each place once."""
    found = chart(points(*((f"{1000 + number}", number % 7) for number in range(EACH + 1))), "higher", "Q")
    assert len(found.dots) == 7
    places = re.findall(r"M\d+ \d+", found.others)
    assert len(places) == len(set(places)) > 100


FINITE = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**18), 10**18)


@given(
    st.lists(st.tuples(st.dates().map(str), FINITE), min_size=2, max_size=20), st.sampled_from(["higher", "lower", ""])
)
def test_every_dot_is_inside(pairs, better):
    """Whatever the figures and dates, all is drawn inside the chart."""
    found = chart(points(*pairs), better, "Q")
    for dot in found.dots if found else ():
        assert LEFT <= dot.x <= RIGHT
        assert TOP <= dot.y <= BOTTOM
    assert not found or max(map(len, (found.highest, found.lowest))) <= 10
