"""The colours of families in pictures: a colour means one family, and what has no colour of its own is grey."""

from __future__ import annotations

from collections.abc import Iterable

from generator.taxonomy.tree import Tree

COLOURS = 8  # as many as can be told apart; shelf.css defines them
GREY = -1


def colours(tree: Tree, families: Iterable[str]) -> dict[str, int]:
    """Return the number of each family's colour in one picture; the first eight families have one, the others are grey.

    A family has the colour of its place in the tree, the same in every picture, unless another one of the picture has it.
    Families at the top come first, so that only subfamilies change colours.
    """
    order = dict.fromkeys((*tree.roots(), *tree.order()))
    places = {family: place for place, family in enumerate(order)}
    shown = dict.fromkeys(families)
    found = dict.fromkeys(shown, GREY)
    free = set(range(COLOURS))
    for family in sorted(list(shown)[:COLOURS], key=places.__getitem__):
        wanted = places[family] % COLOURS
        found[family] = wanted if wanted in free else min(free)
        free.remove(found[family])
    return found


def top(tree: Tree, family: str) -> str:
    """Return the family at the top that a family descends from, the first if there are several, itself in a cycle."""
    return next((above for above in (family, *tree.ancestors(family)) if not tree.parents(above)), family)
