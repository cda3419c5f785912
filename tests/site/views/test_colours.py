"""The colours of families: one family each, the same in every picture as far as there are enough."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Node
from generator.site.views.colours import COLOURS, GREY, colours, top
from generator.taxonomy.tree import Tree


def tree(**parents):
    """Return a tree of families, each with its parents."""
    return Tree({key: Node(name=key, description="X.", parents=tuple(above)) for key, above in parents.items()})


FAMILIES = tree(**{f"f{number:02}": [f"f{number - 1:02}"] if number % 4 else [] for number in range(40)})


@given(st.lists(st.sampled_from(sorted(FAMILIES.nodes)), max_size=40))
def test_no_colour_means_two_families(shown):
    """The first eight families of a picture have a colour each, the others are grey."""
    found = colours(FAMILIES, shown)
    coloured = [number for number in found.values() if number != GREY]
    assert set(found) == set(shown)
    assert len(coloured) == len(set(coloured)) == min(len(set(shown)), COLOURS)
    assert all(number in range(COLOURS) for number in coloured)


def test_families_at_the_top_keep_their_colour_in_every_picture():
    """Subfamilies make way for them."""
    families = tree(a=[], a1=["a"], b=[], a2=["a"], c=[])
    every = colours(families, families.nodes)
    for shown in (["a"], ["c", "a2"], ["a1", "a2", "b"], ["b", "c", "a1"]):
        found = colours(families, shown)
        assert all(found[family] == every[family] for family in shown if family in "abc")


def test_the_family_at_the_top():
    """It is the one that descends from no other; a family in a circle is its own."""
    families = tree(a=[], b=["a"], c=["b"], d=["e"], e=["d"])
    assert [top(families, family) for family in "abcde"] == ["a", "a", "a", "d", "e"]
