"""The lineage graph: every relation has a line, and no line crosses a paper that it does not belong to."""

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.site.views.lineage import Stop, draw


def stops(count):
    return [Stop(key=str(number), label=f"P{number}", path=f"papers/{number}", year="2020") for number in range(count)]


@st.composite
def lineages(draw_):
    count = draw_(st.integers(2, 14))
    return count, {str(row): draw_(st.lists(st.integers(0, count - 1).map(str), max_size=3)) for row in range(count)}


@given(lineages())
def test_no_line_crosses_an_unrelated_dot(lineage):
    """Between its ends, the straight part of a line meets no dot in its lane."""
    count, after = lineage
    picture = draw(stops(count), after)
    if picture is None:
        return
    places = {(dot.x, dot.y) for dot in picture.dots}
    for stroke in picture.strokes:
        x, top, bottom = (int(number) for number in re.match(r"M(\d+) (\d+)V(\d+)", stroke.d).groups())
        ends = {top, bottom}
        assert not [place for place in places if place[0] == x and top < place[1] <= bottom and place[1] not in ends]


@given(lineages())
def test_every_relation_is_drawn_once(lineage):
    """There is one line per related pair, also as text on the later paper; a paper has no line to itself."""
    count, after = lineage
    ties = {(row, other) for row, others in after.items() for other in others if other != row}
    picture = draw(stops(count), after)
    assert (len(picture.strokes) if picture else 0) == len({frozenset(tie) for tie in ties})
    assert {(dot.stop.key, stop.key) for dot in (picture.dots if picture else ()) for stop in dot.after} == ties


def test_a_line_of_descent_stays_in_one_lane():
    """If each paper is the only successor of the one before, the line is straight."""
    picture = draw(stops(4), {"1": ["0"], "2": ["1"], "3": ["2"]})
    assert {dot.lane for dot in picture.dots} == {0}


def test_without_relations_there_is_no_graph():
    """A list of dots would say nothing."""
    assert draw(stops(3), {}) is None
