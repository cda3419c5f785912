"""The colours of families in pictures: a colour means one family, and what has no colour of its own is grey."""

from __future__ import annotations

from collections.abc import Iterable

from generator.taxonomy.tree import Tree

COLOURS = 8  # as many as can be told apart; shelf.css defines them
GREY = -1


def colours(tree: Tree, families: Iterable[str]) -> dict[str, int]:
    """Return the number of each family's colour in one picture; the first eight families have one, the others are grey.

    A family has the colour of its place in the tree, the same in every picture, unless another one of the picture has it.
    """
    order = dict.fromkeys((*tree.roots(), *tree.order()))
    places = {family: place % COLOURS for place, family in enumerate(order)}
    shown = list(dict.fromkeys(families))
    found = dict.fromkeys(shown, GREY)
    free = dict.fromkeys(range(COLOURS))
    for family in shown[:COLOURS]:
        if places[family] in free:
            found[family] = places[family]
            del free[places[family]]
    for family in shown[:COLOURS]:
        if found[family] == GREY:
            found[family] = next(iter(free))
            del free[found[family]]
    return found
