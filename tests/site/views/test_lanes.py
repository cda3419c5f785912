"""The lines of a lineage: every relation has one, and none crosses a paper that it does not belong to."""

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.site.views.lanes import DOT, FEW, MOST, lay_out
from generator.site.views.relations import CITES


@st.composite
def lineages(draw_, most=14):
    """A number of rows and lines between some of them, as a file may state them: both ways, in circles, to itself."""
    count = draw_(st.integers(1, most))
    rows = st.integers(0, count - 1)
    return count, draw_(
        st.dictionaries(st.tuples(rows, rows), st.sampled_from(["extends", "uses", CITES]), max_size=30)
    )


def lines(layout):
    """Return the rows that each line connects, as drawn: from the row where a trunk begins to the one where it bends."""
    return {(bend.source, row) for row, place in enumerate(layout.places) for bend in place.bends}


@given(lineages())
def test_every_relation_is_a_line_or_counted(lineage):
    """Each pair of rows has one line, whichever names the other; lines that do not fit are counted."""
    count, ties = lineage
    pairs = {tuple(sorted(tie)) for tie in ties if tie[0] != tie[1]}
    layout = lay_out(count, ties)
    assert (layout is None) == (not pairs)
    if layout:
        assert lines(layout) <= pairs
        assert len(lines(layout)) + layout.left_out + layout.uncited == len(pairs)


@given(lineages())
def test_a_line_goes_from_dot_to_dot_and_crosses_no_other(lineage):
    """Its straight part begins at its upper dot, passes all rows between in one lane without a dot, and bends to its lower dot."""
    count, ties = lineage
    layout = lay_out(count, ties)
    for upper, lower in lines(layout) if layout else ():
        x = layout.places[upper].x
        for row in range(upper, lower):
            place = layout.places[row]
            assert [trunk.top for trunk in place.trunks if trunk.source == upper and trunk.x == x] == [
                DOT if row == upper else 0
            ]
            assert row == upper or place.x != x
        (bend,) = (bend for bend in layout.places[lower].bends if bend.source == upper)
        numbers = [int(number) for number in re.findall(r"\d+", bend.d)]
        assert numbers[:2] == [x, 0]
        end = [x, DOT] if "V" in bend.d else numbers[-2:]
        assert end == [layout.places[lower].x, DOT]


@given(lineages(most=60))
def test_there_is_room_for_the_text_on_a_phone(lineage):
    """However many papers are tied to each other, there are few lanes."""
    layout = lay_out(*lineage)
    assert layout is None or layout.lanes <= MOST


def test_a_line_of_descent_is_straight():
    """If each paper is the only successor of the one before, all are in one lane."""
    layout = lay_out(4, {(1, 0): "extends", (2, 1): "uses", (3, 2): "builds"})
    assert (layout.lanes, layout.left_out) == (1, 0)
    assert [[bend.style for bend in place.bends] for place in layout.places] == [[], ["extends"], ["uses"], ["builds"]]


def test_a_trunk_that_leads_to_relations_of_several_kinds_is_plain():
    """A style that only one of its lines has would say something wrong of the others."""
    layout = lay_out(3, {(1, 0): "extends", (2, 0): "uses"})
    assert [trunk.style for trunk in layout.places[0].trunks] == ["builds"]
    layout = lay_out(3, {(1, 0): "uses", (2, 0): "uses"})
    assert [trunk.style for trunk in layout.places[0].trunks] == ["uses"]


def test_of_too_many_lines_the_longest_are_left_out():
    """Sixty papers that all build on each other are still drawn."""
    layout = lay_out(60, {(row, other): "uses" for row in range(60) for other in range(row)})
    assert layout.left_out
    kept = lines(layout)
    assert {(row, row + 1) for row in range(59)} <= kept


@given(lineages(most=60))
def test_citations_take_no_room_from_relations(lineage):
    """With them as many relations are drawn as without, in at most one lane more, or in few; each line has its style."""
    count, ties = lineage
    relations = {tie: style for tie, style in ties.items() if style != CITES}
    alone = lay_out(count, relations)
    layout = lay_out(count, {**relations, **ties})
    if layout is None:
        return
    assert layout.left_out == (alone.left_out if alone else 0)
    assert layout.lanes <= max((alone.lanes if alone else 0) + 1, FEW)
    related = {tuple(sorted(tie)): style for tie, style in reversed(relations.items())}
    for row, place in enumerate(layout.places):
        for bend in place.bends:
            assert bend.style == related.get((bend.source, row), CITES)


def test_a_trunk_is_light_below_the_last_relation():
    """As far as it leads to relations it is drawn as they are, whatever else cites its paper."""
    layout = lay_out(4, {(1, 0): CITES, (2, 0): "extends", (3, 0): CITES})
    assert [[trunk.style for trunk in place.trunks if trunk.source == 0] for place in layout.places] == [
        ["extends"],
        ["extends"],
        [CITES],
        [],
    ]
