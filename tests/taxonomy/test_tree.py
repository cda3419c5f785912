"""The tree of families or topics, whatever is in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Node
from generator.taxonomy.tree import Tree, find_node

NAMES = "abcdef"


def tree(**parents: str) -> Tree:
    """Build a tree: each node's parents are the letters of its value."""
    return Tree({key: Node(name=key, description="d", parents=tuple(above)) for key, above in parents.items()})


def test_relations() -> None:
    """Parents, children, roots and ancestors (nearest first) follow the lineage."""
    nodes = tree(a="", b="a", c="a", d="bc", e="d")
    assert nodes.roots() == ("a",)
    assert nodes.children("a") == ("b", "c")
    assert nodes.parents("d") == ("b", "c")
    assert nodes.ancestors("e") == ("d", "b", "c", "a")
    assert nodes.order() == ("a", "b", "c", "d", "e")
    assert nodes.cycles() == ()


def test_order_puts_parents_first_and_branches_together() -> None:
    """A node written above its parent still comes after it."""
    assert tree(c="b", b="a", x="", a="").order() == ("x", "a", "b", "c")


def test_unknown_parents_and_cycles_break_nothing() -> None:
    """Each cycle is reported once, starting with its first node; the rest of the tree works."""
    nodes = tree(a="z", b="c", c="b", d="d", e="a")
    assert nodes.cycles() == (("b", "c"), ("d",))
    assert nodes.roots() == ("a", "d")
    assert nodes.ancestors("b") == ("c",)
    assert sorted(nodes.order()) == list("abcde")


@pytest.mark.parametrize(
    ("named", "key"),
    [
        ("ponds", "ponds"),
        ("Ponds and Lakes", "ponds"),
        ("ponds AND  lakes", "ponds"),
        ("PONDS", "ponds"),
        ("lake", None),
        ("Twice", None),
        ("twin", "twin"),
        ("", None),
    ],
)
def test_a_node_is_found_by_its_key_or_name(named: str, key: str | None) -> None:
    """In any case; a name that two nodes have tells neither."""
    names = {"ponds": "Ponds and Lakes", "twin": "Twice", "other": "Twice"}
    nodes = {key: Node(name=name, description="d") for key, name in names.items()}
    assert find_node(nodes, named) == key


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3), max_size=6))
def test_any_graph_is_ordered(graph: dict[str, list[str]]) -> None:
    """Every node comes exactly once, and without cycles each comes after its parents."""
    nodes = tree(**{key: "".join(above) for key, above in graph.items()})
    order = nodes.order()
    assert sorted(order) == sorted(graph)
    if not nodes.cycles():
        assert all(order.index(parent) < order.index(key) for key in graph for parent in nodes.parents(key))
    for key in graph:
        assert key not in nodes.ancestors(key)
    for cycle in nodes.cycles():
        assert all(after in graph[key] for key, after in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
