"""Places on the map: discs do not overlap, dots are apart, close ones are near, whatever there is to place."""

import math

import pytest

from generator.site.views.placement import Body, arranged, placed


@pytest.mark.parametrize("count", [1, 2, 3, 12, 40])
def test_discs_do_not_overlap(count):
    """Of whatever size they are."""
    radii = [1 + number % 5 for number in range(count)]
    points = arranged([f"disc-{number}" for number in range(count)], radii, {})
    for one in range(count):
        for other in range(one):
            assert math.dist(points[one], points[other]) >= 0.97 * (radii[one] + radii[other])


def test_discs_with_much_in_common_are_neighbours():
    """Of ten discs, two that are close touch."""
    regions, radii = [f"disc-{number}" for number in range(10)], [1.0] * 10
    apart = arranged(regions, radii, {})
    one, other = max(
        ((a, b) for a in range(10) for b in range(a + 1, 10)),
        key=lambda pair: math.dist(apart[pair[0]], apart[pair[1]]),
    )
    near = arranged(regions, radii, {(one, other): 1.0})
    assert math.dist(near[one], near[other]) < 0.75 * math.dist(apart[one], apart[other])


@pytest.mark.parametrize("topics", [(), ("nests",)])
def test_dots_are_apart(topics):
    """Also where all papers are the same but for their keys."""
    bodies = [Body(key=f"pond-{number}", region=0, topics=topics) for number in range(60)]
    points = placed(bodies, ["families/otter"], {}, {})
    gaps = [math.dist(a, b) for place, a in enumerate(points) for b in points[:place]]
    assert min(gaps) > 0.8
    assert max(gaps) < 30


def test_a_tie_between_regions_draws_papers_to_each_other():
    """Both go towards the other's region, less than to their own."""
    bodies = [Body(key=f"pond-{number}", region=number % 2, topics=()) for number in range(40)]
    pair = {"pond-0": {"pond-1": 1.0}, "pond-1": {"pond-0": 1.0}}
    before, after = (placed(bodies, ["a", "b"], {}, ties) for ties in ({}, pair))
    assert math.dist(after[0], after[1]) < math.dist(before[0], before[1])
