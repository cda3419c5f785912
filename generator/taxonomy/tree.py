"""The tree of families or topics: parents, children, ancestors, order and cycles, whatever is in taxonomy.yml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from generator.model import Node
from generator.text import folding


def find_node(nodes: Mapping[str, Node], named: str) -> str | None:
    """Return the key of the one node with this key or name, in any case; None without one, or with several."""
    if named in nodes:
        return named
    wanted = folding.fold(named)
    found = [key for key, node in nodes.items() if wanted in {folding.fold(key), folding.fold(node.name)}]
    return found[0] if len(found) == 1 else None


class Tree:
    """The nodes of one kind. Unknown parents are left out, and cycles do no harm; the check reports both."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        """Keep the nodes in the order of the file."""
        self.nodes = nodes
        self._ancestors: dict[str, tuple[str, ...]] = {}  # known ones: they are asked for with every paper

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        below: dict[str, list[str]] = {key: [] for key in self.nodes}
        for key in self.nodes:
            for parent in self.parents(key):
                below[parent].append(key)
        return below

    def parents(self, key: str) -> tuple[str, ...]:
        """Return the known parents, each once; a node is never its own parent."""
        return tuple(
            dict.fromkeys(parent for parent in self.nodes[key].parents if parent in self.nodes and parent != key)
        )

    def children(self, key: str) -> tuple[str, ...]:
        """Return the nodes that name ``key`` as a parent, in the order of the file."""
        return tuple(self._below[key])

    def roots(self) -> tuple[str, ...]:
        """Return the nodes without known parents."""
        return tuple(key for key in self.nodes if not self.parents(key))

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return all nodes above ``key``, nearest first, without itself."""
        if key in self._ancestors:
            return self._ancestors[key]
        found: dict[str, None] = {}
        level = [key]
        while level:
            level = [
                parent for child in level for parent in self.parents(child) if parent != key and parent not in found
            ]
            found.update(dict.fromkeys(level))
        return self._ancestors.setdefault(key, tuple(found))

    def order(self) -> tuple[str, ...]:
        """Return all nodes branch by branch in file order, each after its parents unless there is a cycle."""
        placed: dict[str, None] = {}
        for start in (*self.roots(), *self.nodes):  # the nodes of cycles are reached in the second round
            waiting = [start]
            while waiting:
                key = waiting.pop()
                if key in placed or (start in placed and not all(parent in placed for parent in self.parents(key))):
                    continue
                placed[key] = None
                waiting.extend(reversed(self.children(key)))
        return tuple(placed)

    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Return each cycle once, from child to parent, starting with its first node in the file."""
        return cycles(
            {key: [parent for parent in node.parents if parent in self.nodes] for key, node in self.nodes.items()}
        )


def cycles(links: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the cycles found in a depth-first search, each starting with its first node in the mapping's order.

    ``links`` maps each node to those it leads to. Nodes in several cycles may be reported in one of them only.
    """
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in links:
        if start in done:
            continue
        path: dict[str, None] = {start: None}
        branches = [iter(links[start])]
        while branches:
            following = next(branches[-1], None)
            if following is None:
                branches.pop()
                done.add(path.popitem()[0])
            elif following in path:
                names = list(path)
                found.append(tuple(names[names.index(following) :]))
            elif following in links and following not in done:
                path[following] = None
                branches.append(iter(links[following]))
    rank = {key: number for number, key in enumerate(links)}
    turned = {_turn(cycle, rank) for cycle in found}
    return tuple(sorted(turned, key=lambda cycle: [rank[key] for key in cycle]))


def _turn(cycle: tuple[str, ...], rank: Mapping[str, int]) -> tuple[str, ...]:
    first = cycle.index(min(cycle, key=rank.__getitem__))
    return cycle[first:] + cycle[:first]
